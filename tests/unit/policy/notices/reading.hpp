// Policies and notices written inside tests, read and checked in one call.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "policy/compile.hpp"
#include "policy/notices/check.hpp"

namespace abide::policy::notices::test {

inline Notice read(const std::string& text, const Titles& titles = {}) {
  auto notice = Notice::read("notice.txt", text, titles);
  EXPECT_TRUE(notice.ok()) << notice.error().message;
  return std::move(notice).value();
}
/// The sentences, each in brackets; headings in braces.
inline std::string sentences(const Notice& notice) {
  std::string all;
  for (const Sentence& one : notice.sentences()) {
    all += (one.heading ? "{" : "[") + notice.text_of(one.tokens) + (one.heading ? "}" : "]");
  }
  return all;
}

/// A shop whose promises a test writes.
struct Shop {
  std::string block = "notice \"notice.txt\";";   ///< inside `policy`
  std::string more = {};                          ///< declarations
  std::map<std::string, std::string> files = {};  ///< by path

  [[nodiscard]] std::string text() const {
    return "abide 1;\npolicy shop \"Web shop\" { " + block +
           " regime uk_gdpr; }\n"
           "controller shop_ltd \"Shop Ltd\" { country GB; contact \"a@shop.example\"; }\n"
           "staff dpo \"Data protection lead\" {}\n"
           "subject customer { identified by db.users.id; }\n"
           "category contact \"Contact data\" { category id is identifier; }\n"
           "event closed at db.users.closed_at;\n"
           "store db kind sqlite {\n"
           "  table users { key id; owned by customer through id; field id: contact.id; }\n}\n"
           "promise INT-001 { erase contact within 30 days of closed; }\n" +
           more;
  }
  [[nodiscard]] Reader reader() const {
    return [this](const std::string& path) -> Result<std::string> {
      const auto at = files.find(path);
      if (path == "shop.policy") return text();
      if (at != files.end()) return at->second;
      return Error{ErrorCode::not_found, "there is no such file", ""};
    };
  }
};
struct Checked {
  CompileResult compiled;
  Reading reading;
  [[nodiscard]] std::string codes() const {
    std::string all;
    for (const Diagnostic& one : reading.diagnostics) all += (all.empty() ? "" : " ") + one.code;
    return all;
  }
  [[nodiscard]] std::string text() const {
    std::string all;
    const Sources files = sources_with(compiled.sources, reading);
    for (const Diagnostic& one : reading.diagnostics) all += render(one, files.files);
    return all;
  }
  /// What is wrong with the policy itself.
  [[nodiscard]] std::string policy_text() const {
    std::string all;
    for (const Diagnostic& one : compiled.diagnostics) all += render(one, compiled.sources.files);
    return all;
  }
};
inline Checked check(const Shop& shop, const Accepted* accepted = nullptr) {
  auto compiled = compile("shop.policy", shop.reader());
  EXPECT_TRUE(compiled.ok());
  Checked checked{std::move(compiled).value(), {}};
  EXPECT_TRUE(checked.compiled.model.has_value()) << checked.policy_text();
  checked.reading = read_notices(checked.compiled.sources, "shop.policy", shop.reader(), accepted,
                                 {.today = parse_date("2026-07-01")});
  return checked;
}

}  // namespace abide::policy::notices::test
