// W0406 consent without withdrawal, W0407 legitimate interests without objection, W0408 rights that
// a kind of person is not told of.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "policy/checks/checks.hpp"
#include "policy/checks/duties.hpp"

namespace abide::policy::checks {
namespace {

/// Which rights each kind of person has, by name.
std::vector<std::set<std::string>> rights_of(Context& context) {
  std::vector<std::set<std::string>> rights(context.subjects.size());
  each_of<ast::Right>(context, [&](const ast::Right& right, PromiseId) {
    if (is_the_regulators(context, right)) {
      return;
    }
    for (const ast::Name& name : right.subjects) {
      if (const auto* subject = context.symbols.find(Kind::subject, name.text)) {
        rights[subject->index].insert(right.right.text);
      }
    }
  });
  return rights;
}

bool anyone_has(const std::vector<std::set<std::string>>& rights, const std::string& right) {
  return std::ranges::any_of(rights, [&](const auto& had) { return had.contains(right); });
}

void purposes_without(Context& context, std::string_view code, std::string_view basis,
                      std::string_view in_words, const std::string& right) {
  const auto duties = asked_of_notices(context, code);
  if (duties.empty() || anyone_has(rights_of(context), right)) {
    return;
  }
  for (const resolving::Purpose& purpose : context.purposes) {
    const bool same = purpose.basis == basis;
    if (!same) {
      continue;
    }
    const std::string& name = purpose.block->name.text;
    auto& warning = context.warn(
        std::string{code}, purpose.block->name.span,
        fmt::format("purpose `{}` rests on {}, and nobody has a right of {}", name, in_words,
                    right),
        {name}, fmt::format("add `right {} over … for … via …;` to a promise or a ruling", right));
    cite(*duties.front(), warning);
  }
}

}  // namespace

void check_withdrawal(Context& context) {
  purposes_without(context, "W0406", "consent", "consent", "withdrawal");
}

void check_objection(Context& context) {
  purposes_without(context, "W0407", "legitimate_interests", "legitimate interests", "objection");
}

void check_missing_rights(Context& context) {
  const auto duties = asked_of_notices(context, "W0408");
  const auto rights = rights_of(context);
  for (std::size_t i = 0; i < rights.size(); ++i) {
    std::vector<std::string> missing;
    const Duty* first = nullptr;
    for (const Duty* duty : duties) {
      if (!rights[i].contains(duty->of)) {
        missing.push_back(duty->of);
        first = first == nullptr ? duty : first;
      }
    }
    if (missing.empty()) {
      continue;
    }
    const std::string& name = context.model.subjects[i].name;
    auto& warning = context.warn(
        "W0408", context.subjects[i]->name.span,
        fmt::format("nothing tells `{}` of {} {}", name,
                    missing.size() == 1 ? "a right of" : "rights of", fmt::join(missing, ", ")),
        {name},
        missing.front() == "complaint"
            ? fmt::format("add `right complaint for {} via \"…\" acknowledged within 30 days;`",
                          name)
            : fmt::format("add `right {} over personal for {} via \"…\" within 1 month;`",
                          missing.front(), name));
    cite(*first, warning);
  }
}

}  // namespace abide::policy::checks
