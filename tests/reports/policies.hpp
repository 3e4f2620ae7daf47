// The policies that reports are tested on: both examples, a wide one and hostile names; and what
// their syntax trees hold, counted without the code that is tested.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "policy/compile.hpp"
#include "policy/disclosure.hpp"
#include "reports/model/ground.hpp"
#include "tests/support/corpora.hpp"
#include "tests/support/policy_text.hpp"

namespace abide::test {

/// A policy with what it says to people; both live as long as it.
struct Compiled {
  policy::CompileResult result;
  policy::Disclosure said;
  [[nodiscard]] reports::Ground ground() const { return {*result.model, said}; }
  [[nodiscard]] const policy::Model& model() const { return *result.model; }
};

inline Compiled compiled(const std::string& entry, const policy::Reader& reader) {
  auto result = policy::compile(entry, reader, {.today = parse_date("2026-07-01")});
  std::string wrong;
  for (const policy::Diagnostic& one : result->diagnostics)
    if (one.severity == policy::Severity::error)
      wrong += policy::render(one, result->sources.files);
  EXPECT_TRUE(result.ok() && result->model.has_value()) << entry << "\n" << wrong;
  Compiled made{std::move(*result), {}};
  made.said = policy::disclosure_of(made.result.sources);
  return made;
}
inline Compiled compiled_text(const std::string& text) {
  return compiled("test.policy", [&](const std::string&) -> Result<std::string> { return text; });
}
inline const std::vector<std::string>& examples() {
  static const std::vector<std::string> names{"interview-studio", "career-mentor"};
  return names;
}
inline Compiled example(const std::string& name) {
  const auto folder = std::filesystem::path{ABIDE_SOURCE_DIR} / "docs" / "examples" / name;
  return compiled(name + ".policy", [&](const std::string& file) -> Result<std::string> {
    return read_text(folder / file);
  });
}

/// 15 recipients in five countries, 40 kinds of data in ten groups, six stores.
inline std::string wide_policy() {
  std::string text =
      "abide 1;\npolicy wide \"Wide policy\" { regime uk_gdpr; }\n"
      "controller wide_ltd \"Wide Ltd\" { country GB; contact \"privacy@wide.example\"; }\n"
      "subject customer \"Customer\" { identified by store0.t.c0_0; }\n"
      "subject visitor \"Visitor\" { identified by store1.t.c1_0; }\n";
  const std::vector<std::string> groups{
      "Account data", "Orders",   "Payments",    "Support letters", "Devices and networks",
      "Usage",        "Profiles", "Preferences", "Error reports",   "Surveys"};
  const std::vector<std::string> leaves{"identifier", "contents and free text", "moments",
                                        "amounts"};
  for (std::size_t g = 0; g < groups.size(); ++g) {
    text += fmt::format("category g{} \"{}\" {{", g, groups[g]);
    for (std::size_t l = 0; l < leaves.size(); ++l)
      text += fmt::format(" category l{} \"{}: {}\"{};", l, groups[g], leaves[l],
                          l == 0 ? " is identifier" : "");
    text += " }\n";
  }
  for (int p = 0; p < 5; ++p)
    text +=
        fmt::format("purpose p{0} \"Purpose number {0}\" {{ basis contract; uses g{1}, g{2}; }}\n",
                    p, 2 * p, 2 * p + 1);
  const std::vector<std::string> countries{"GB", "US", "IE", "DE", "IN"};
  for (int r = 0; r < 15; ++r)
    text += fmt::format("{0} r{1} \"Recipient number {1}\" {{ country {2}; agreement dpa; }}\n",
                        r % 4 == 3 ? "recipient" : "processor", r, countries[r % 5]);
  for (int s = 0; s < 6; ++s) {
    text += fmt::format(
        "store store{0} \"Store number {0}\" kind postgres {{ {1} table t {{ key c{2}_0; "
        "owned by {3} through c{2}_0{4};",
        s, s < 4 ? fmt::format("run by r{};", s) : "", s, s % 2 == 0 ? "customer" : "visitor",
        s < 2 ? "" : fmt::format(" to store{0}.t.c{0}_0", s % 2));
    for (int g = s; g < 10; g += 6)
      for (int l = 0; l < 4; ++l) text += fmt::format(" field c{0}_{1}: g{0}.l{1};", g, l);
    text += " clock made_at; } }\n";
    text += fmt::format("event made{0} \"Row of store {0} made\" at store{0}.t.made_at;\n", s);
  }
  text += "promise W-001 {\n";
  for (int g = 0; g < 10; ++g)
    text += fmt::format("  collect g{} from {} for p{};\n", g, g % 2 == 0 ? "customer" : "visitor",
                        g / 2);
  for (int r = 0; r < 15; ++r)
    text +=
        fmt::format("  send g{0}.l1, g{0}.l2 to r{1} for p{2};\n  send g{3} to r{1} for p{4};\n",
                    r % 10, r, (r % 10) / 2, (r * 3) % 10, ((r * 3) % 10) / 2);
  for (int s = 0; s < 6; ++s)
    text +=
        fmt::format("  keep personal in store{0} at most {1} months after made{0};\n", s, 6 + s);
  text += "  transfer to ";
  for (int r = 0, told = 0; r < 15; ++r)
    if (r % 5 != 0) text += fmt::format("{}r{}", told++ == 0 ? "" : ", ", r);
  return text + " under addendum;\n}\n";
}

/// A shop whose titles are written by somebody who means harm.
inline std::string hostile_policy() {
  const std::string evil = R"(<script>alert(1)</script>\" ]]> & 'x' =1+1 | `a` \n|--| \\N -->)";
  return fmt::format(
      "abide 1;\npolicy shop \"{0}\" {{ regime uk_gdpr; }}\n"
      "controller shop_ltd \"=HYPERLINK(1)\" {{ country GB; contact \"{0}\"; }}\n"
      "subject customer \"{0}\" {{ identified by db.users.id; }}\n"
      "category account \"{0}\" {{ category id \"@sum\" is identifier; category name \"{0}\"; }}\n"
      "purpose service \"{0}\" {{ basis contract; uses account; }}\n"
      "processor host \"{0}\" {{ country US; agreement dpa; contract \"{0}\"; }}\n"
      "event closed \"{0}\" at db.users.closed_at;\n"
      "store db \"{0}\" kind sqlite {{ run by host; table users \"{0}\" {{ key id; owned by "
      "customer "
      "through id; field id: account.id; field name: account.name; }} }}\n"
      "promise SH-1 \"{0}\" in \"{0}\" {{ collect account from customer for service; send "
      "account.name "
      "to host for service; erase account within 30 days of closed; transfer to host under "
      "addendum; "
      "right access over personal for customer via \"{0}\" within 30 days; }}\n",
      evil);
}

/// Names of declarations of some kind, from the syntax tree.
inline std::vector<std::string> declared(const policy::Sources& sources,
                                         const std::vector<std::string>& keywords) {
  std::vector<std::string> names;
  for (const policy::ast::File& tree : sources.trees)
    for (const policy::ast::Declaration& declaration : tree.declarations)
      if (const auto* block = std::get_if<policy::ast::Block>(&declaration))
        for (const std::string& keyword : keywords)
          if (block->keyword.text == keyword)
            names.push_back(block->title ? block->title->text : block->name.text);
  return names;
}
/// Every statement of one form, with the promise or ruling that holds it.
template <class Statement>
std::vector<std::pair<std::string, Statement>> statements(const policy::Sources& sources) {
  std::vector<std::pair<std::string, Statement>> all;
  for (const policy::ast::File& tree : sources.trees) {
    for (const policy::ast::Declaration& declaration : tree.declarations) {
      const auto* promise = std::get_if<policy::ast::Promise>(&declaration);
      const auto* ruling = std::get_if<policy::ast::Ruling>(&declaration);
      const auto* list = promise != nullptr  ? &promise->statements
                         : ruling != nullptr ? &ruling->statements
                                             : nullptr;
      const std::string id = promise != nullptr  ? promise->id.text
                             : ruling != nullptr ? ruling->id.text
                                                 : "";
      for (std::size_t i = 0; list != nullptr && i < list->size(); ++i)
        if (const auto* one = std::get_if<Statement>(&(*list)[i])) all.emplace_back(id, *one);
    }
  }
  return all;
}

inline bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace abide::test
