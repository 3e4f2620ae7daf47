// E0501: what must be kept must be gone at the same time.
#include <fmt/format.h>

#include <algorithm>

#include "policy/checks/bounds.hpp"
#include "policy/checks/checks.hpp"
#include "policy/checks/flow_words.hpp"

namespace abide::policy::checks {
namespace {

/// Leaves of the columns that both rules speak of.
std::vector<std::string> leaves_in_common(const Model& model, const Contradiction& found) {
  std::vector<std::string> names;
  for (const FieldId field : found.fields) {
    for (const CategoryId leaf : model.at(field).categories) {
      const auto& kept = model.at(found.floor).categories;
      const std::string& name = model.at(leaf).name;
      if (std::binary_search(kept.begin(), kept.end(), leaf) &&
          std::find(names.begin(), names.end(), name) == names.end()) {
        names.push_back(name);
      }
    }
  }
  return names;
}

std::string timeline(const Model& model, const Clash& clash) {
  const std::string& floor_event = model.at(clash.floor_event).name;
  const std::string& ceiling_event = model.at(clash.ceiling_event).name;
  std::string events = fmt::format("{} {}", floor_event, to_string(clash.floor_start));
  if (clash.floor_event != clash.ceiling_event) {
    const std::string other = fmt::format("{} {}", ceiling_event, to_string(clash.ceiling_start));
    events =
        clash.ceiling_start < clash.floor_start ? other + ", " + events : events + ", " + other;
  }
  return fmt::format("timeline: {}: keep until {}, gone by {}", events, to_string(clash.keep_until),
                     to_string(clash.gone_by));
}

std::string remedy(const Model& model, const Contradiction& found, const std::string& leaves) {
  const Rule& floor = model.at(found.floor);
  switch (model.at(found.ceiling).kind) {
    case Rule::Kind::must_keep_for:
    case Rule::Kind::must_keep_at_least:
      return "give both statements the same term, or let a ruling say which holds";
    case Rule::Kind::sever:
      return "sever a column that nothing has to keep";
    case Rule::Kind::may_keep:
      return fmt::format("add `except {}` to the statement that lets it go", leaves);
    default:
      return fmt::format(
          "add `except {0} because law {1}` to the statement that lets it go, and say when it goes "
          "then: `keep {0} at most … after …`",
          leaves, floor.law.value_or("…"));
  }
}

}  // namespace

void check_contradictions(Context& context) {
  const Model& model = context.model;
  for (const Contradiction& found : find_contradictions(model, context.clashes)) {
    const Rule& floor = model.at(found.floor);
    const Rule& ceiling = model.at(found.ceiling);
    const std::string leaves = fmt::format("{}", fmt::join(leaves_in_common(model, found), ", "));
    auto& error = context.error("E0501", context.places.rules[found.ceiling.value],
                                fmt::format("{} must be kept and must be gone at the same time",
                                            leaves.empty() ? model.full_name(found.fields.front())
                                                           : fmt::format("`{}`", leaves)),
                                remedy(model, found, leaves));
    // Where `as` repeats it, the promise that holds the words is named.
    const PromiseId keeps = context.scopes[found.floor.value].written_in;
    const PromiseId ends = context.scopes[found.ceiling.value].written_in;
    error.labels.push_back(
        {context.places.rules[found.floor.value], fmt::format("{} says keep", model.at(keeps).id)});
    error.notes.push_back(fmt::format("{} `{}`; {} `{}`", model.at(keeps).id, floor.sentence,
                                      model.at(ends).id, ceiling.sentence));
    error.notes.push_back(timeline(model, found.clash));
    quote(context, keeps, error);
    if (keeps != ends) {
      quote(context, ends, error);
    }
  }
}

}  // namespace abide::policy::checks
