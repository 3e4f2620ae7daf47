// W0317: a statement that another one of the same promise says already.
#include <fmt/format.h>

#include <algorithm>

#include "policy/checks/checks.hpp"

namespace abide::policy::checks {
namespace {

template <class List>
bool within(const List& some, const List& all) {
  return std::ranges::includes(all, some);
}

template <class Id>
bool within(const Several<Id>& some, const Several<Id>& all) {
  if (all.is_everything()) {
    return true;
  }
  if (some.all_but) {
    return all.all_but && within(all.names, some.names);
  }
  return std::ranges::all_of(some.names, [&](Id id) { return all.has(id); });
}

/// Whether the wider one permits all that the narrower does, in every state in which it does.
bool says(const Permission& wider, const Permission& narrower) {
  return wider.act == narrower.act && wider.only == narrower.only &&
         within(narrower.leaves, wider.leaves) && within(narrower.sources, wider.sources) &&
         within(narrower.subjects, wider.subjects) &&
         within(narrower.recipients, wider.recipients) &&
         (wider.purposes.empty()
              ? narrower.purposes.empty()
              : !narrower.purposes.empty() && within(narrower.purposes, wider.purposes)) &&
         within(wider.when, narrower.when);
}
bool says(const Prohibition& wider, const Prohibition& narrower) {
  return wider.act == narrower.act && wider.only == narrower.only &&
         wider.outlet == narrower.outlet && within(narrower.leaves, wider.leaves) &&
         within(narrower.made_of, wider.made_of) && within(narrower.subjects, wider.subjects) &&
         within(narrower.recipients, wider.recipients) &&
         within(narrower.purposes, wider.purposes) && within(narrower.tables, wider.tables) &&
         wider.when == narrower.when && wider.unless == narrower.unless;
}

/// Statements of one promise stand next to each other, in the order written.
template <class Said>
void find(Context& context, const std::vector<Said>& list, const std::vector<SourceSpan>& places,
          const auto& promise_of) {
  constexpr std::size_t most_compared = 64;  // of one promise; more of them is no text for people
  for (std::size_t first = 0; first < list.size();) {
    std::size_t end = first + 1;
    while (end < list.size() && promise_of(list[end]) == promise_of(list[first])) {
      ++end;
    }
    const std::size_t stop = std::min(end, first + most_compared);
    for (std::size_t narrow = first; promise_of(list[first]) && narrow < stop; ++narrow) {
      for (std::size_t wide = first; wide < stop; ++wide) {
        const bool other = places[wide] != places[narrow];
        const bool twins = other && says(list[narrow], list[wide]);
        if (other && says(list[wide], list[narrow]) && (!twins || wide < narrow)) {
          const std::string& id = context.model.at(*promise_of(list[narrow])).id;
          auto& warning =
              context.warn("W0317", places[narrow], fmt::format("`{}` says this already", id), {id},
                           "take it out: the wider statement holds it");
          warning.labels.push_back({places[wide], "here"});
          break;
        }
      }
    }
    first = end;
  }
}

}  // namespace

void check_duplicates(Context& context) {
  const Flows& flows = context.model.flows;
  find(context, flows.permissions, context.places.permissions,
       [](const Permission& said) { return said.promise; });
  find(context, flows.prohibitions, context.places.prohibitions,
       [](const Prohibition& said) { return std::optional{said.promise}; });
}

}  // namespace abide::policy::checks
