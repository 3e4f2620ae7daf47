// Policies written inside tests: parsed, resolved and checked in one call, with a small shop that
// has nothing wrong with it to begin from.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "policy/parse.hpp"
#include "policy/resolver.hpp"

namespace abide::test {

struct Checked {
  policy::Sources sources;
  policy::ResolveResult result;

  /// Codes in the order of their places, separated by blanks; `syntax` when the text did not parse.
  [[nodiscard]] std::string codes() const {
    std::string all;
    for (const policy::Diagnostic& diagnostic : result.diagnostics) {
      all += (all.empty() ? "" : " ") + diagnostic.code;
    }
    return all;
  }
  [[nodiscard]] const policy::Diagnostic* find(const std::string& code) const {
    for (const policy::Diagnostic& diagnostic : result.diagnostics) {
      if (diagnostic.code == code) {
        return &diagnostic;
      }
    }
    return nullptr;
  }
  /// Everything a person would see.
  [[nodiscard]] std::string text() const {
    std::string all;
    for (const policy::Diagnostic& diagnostic : result.diagnostics) {
      all += policy::render(diagnostic, sources.files);
    }
    return all;
  }
  [[nodiscard]] const policy::Model& model() const { return result.model.value(); }
  /// The text that a diagnostic points at.
  [[nodiscard]] std::string at(const policy::Diagnostic& diagnostic) const {
    return std::string{sources.files[diagnostic.span.file].text().substr(
        diagnostic.span.begin, diagnostic.span.end - diagnostic.span.begin)};
  }
};

inline Checked check_policy(std::string text, const policy::ResolveOptions& options = {}) {
  Checked checked;
  checked.sources.files.emplace_back("test.policy", std::move(text));
  policy::ParseResult parsed = policy::parse(checked.sources.files.front());
  checked.sources.trees.push_back(std::move(parsed.file));
  if (policy::has_errors(parsed.diagnostics)) {
    checked.result.diagnostics = std::move(parsed.diagnostics);
  } else {
    checked.result = policy::resolve(checked.sources, options);
  }
  return checked;
}

/// A web shop without a fault; a test adds to it what it is about.
struct Shop {
  std::string tables = {};      ///< inside store db
  std::string more = {};        ///< declarations
  std::string statements = {};  ///< in promise INT-001
  policy::ResolveOptions options = {};

  [[nodiscard]] std::string text() const {
    return "abide 1;\n"
           "policy shop \"Web shop\" { regime uk_gdpr; }\n"
           "subject customer { identified by db.users.id, db.users.email; }\n"
           "category contact { category id is identifier; category email is identifier; }\n"
           "category orders;\ncategory text;\ncategory receipts;\n"
           "event paid at db.orders.paid_at;\n"
           "event closed at db.users.closed_at;\n"
           "store db kind sqlite {\n"
           "  table users { key id; owned by customer through id; field id: contact.id; "
           "field email: contact.email; }\n"
           "  table orders { key id; owned by customer through user_id to users.id; "
           "field items: orders; }\n" +
           tables + "\n}\n" + more +
           "\npromise INT-001 {\n"
           "  must keep orders for 6 years after end of financial_year of paid because law uk.ct;\n"
           "  erase contact, text within 30 days of closed;\n"
           "  never sell receipts;\n" +
           statements + "\n}\n";
  }
  [[nodiscard]] Checked check() const { return check_policy(text(), options); }
};
inline std::string codes_of(const Shop& shop) { return shop.check().codes(); }

}  // namespace abide::test
