// The second example's stores in a temporary folder, and plain questions to them.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/digest.hpp"
#include "docs/examples/career-mentor/generator/mentor.hpp"
#include "tests/support/temp_store.hpp"

namespace abide::mentor::testing {

inline constexpr std::array<const char*, 7> store_names{
    "clerk", "db", "billing_book", "outbox", "mailbox", "ratelimit", "issues"};

inline Options options_for(std::int64_t people, std::uint64_t dirty) {
  Options options;
  options.people = people;
  options.dirty = dirty;
  options.seed = 11;
  options.today = *parse_date("2026-11-25");
  return options;
}

/// Seven generated files, removed with the object.
class Generated {
 public:
  explicit Generated(Options options) {
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
  /// The rows of a query as text.
  [[nodiscard]] std::string rows(const std::string& name, const std::string& sql) const {
    return store(name).rows(sql);
  }
  /// The only value of a query, as a number.
  [[nodiscard]] std::int64_t number(const std::string& name, const std::string& sql) const {
    return std::stoll(rows(name, sql));
  }
  /// Clerk's identifier of whoever has the address.
  [[nodiscard]] std::string id_of(const std::string& address) const {
    std::string id = rows("clerk", "SELECT id FROM users WHERE email = '" + address + "'");
    return id.substr(0, id.find('\n'));
  }
  /// Every cell of every row of every store.
  [[nodiscard]] std::string everything() const {
    std::string text;
    for (const char* name : store_names) {
      const auto schema = store(name).connect()->schema();
      for (const LiveTable& table : schema->tables) {
        text += name + ("." + table.name) + "\n" +
                rows(name, "SELECT * FROM \"" + table.name + "\" ORDER BY rowid");
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
inline std::int64_t told(const Counts& list, const std::string& name) {
  for (const auto& [each, count] : list) {
    if (each == name) {
      return count;
    }
  }
  return -1;
}

}  // namespace abide::mentor::testing
