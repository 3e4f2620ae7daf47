// The example's stores in a temporary folder, and plain questions to them.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/digest.hpp"
#include "generate.hpp"
#include "tests/support/temp_store.hpp"

namespace abide::studio::testing {

inline constexpr std::array<const char*, 5> store_names{"db", "mailbox", "stripe_book", "insights",
                                                        "issues"};

inline Options options_for(std::int64_t people, std::uint64_t dirty) {
  Options options;
  options.people = people;
  options.dirty = dirty;
  options.seed = 11;
  options.today = *parse_date("2026-11-25");
  return options;
}

/// Five generated files, removed with the object.
class Studio {
 public:
  explicit Studio(Options options) {
    options.folder = folder_.file("data");
    auto made = generate(options);
    EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().message);
    if (made.ok()) {
      summary = std::move(made).value();
    }
    for (const char* name : store_names) {
      stores_.emplace(name, std::make_unique<testing_support::AppDatabase>(
                                options.folder + "/" + name + ".sqlite", ""));
    }
  }

  [[nodiscard]] const testing_support::AppDatabase& store(const std::string& name) const {
    return *stores_.at(name);
  }
  /// The only value of a query, as a number.
  [[nodiscard]] std::int64_t number(const std::string& name, const std::string& sql) const {
    return std::stoll(store(name).rows(sql));
  }
  [[nodiscard]] std::vector<std::string> tables(const std::string& name) const {
    std::vector<std::string> found;
    const std::string text =
        store(name).rows("SELECT name FROM sqlite_schema WHERE type='table' ORDER BY name");
    for (std::size_t from = 0; from < text.size();) {
      const std::size_t end = text.find('\n', from);
      found.push_back(text.substr(from, end - from));
      from = end + 1;
    }
    return found;
  }
  /// Every cell of every row of every store.
  [[nodiscard]] std::string everything() const {
    std::string text;
    for (const char* name : store_names) {
      for (const std::string& table : tables(name)) {
        text += name + ("." + table) + "\n" +
                store(name).rows("SELECT * FROM \"" + table + "\" ORDER BY rowid");
      }
    }
    return text;
  }

  Summary summary;

 private:
  testing_support::TempFolder folder_;
  std::map<std::string, std::unique_ptr<testing_support::AppDatabase>> stores_;
};

/// The count that a list of the summary gives for `name`, or -1.
inline std::int64_t told(const std::vector<std::pair<std::string, std::int64_t>>& list,
                         const std::string& name) {
  for (const auto& [each, count] : list) {
    if (each == name) {
      return count;
    }
  }
  return -1;
}

}  // namespace abide::studio::testing
