// What a version lets happen beside sending: each case of leaf, party and purpose is there in the
// other version or is not.
#include <fmt/format.h>

#include <limits>

#include "policy/compare/flow_sides.hpp"

namespace abide::policy::compare {
namespace {

constexpr std::uint32_t nobody = std::numeric_limits<std::uint32_t>::max();

struct Case {
  Act act;
  std::uint32_t leaf, party, purpose;
  auto operator<=>(const Case&) const = default;
};

template <Act act>
std::string text_of(const Cases& cases) {
  const std::string leaves = listed(cases.leaves);
  const std::string for_what = cases.purposes.empty() ? "" : " for " + listed(cases.purposes);
  const std::string parties = listed(cases.parties);
  if constexpr (act == Act::collect) {
    return fmt::format("is collected: {}{}{}", leaves, parties.empty() ? "" : " from " + parties,
                       for_what);
  } else if constexpr (act == Act::generate) {
    return fmt::format("is made: {} of {}{}", leaves, parties, for_what);
  } else if constexpr (act == Act::use) {
    return fmt::format("is used{}: {}", for_what, leaves);
  } else if constexpr (act == Act::include) {
    return fmt::format("may leave by {}: {}", parties, leaves);
  } else if constexpr (act == Act::host) {
    return fmt::format("may rest with {}: {}", parties, leaves);
  } else {
    return fmt::format("may be stored in the browser: {}", leaves);
  }
}
template <Act act>
std::string more(const Cases& cases) {
  return "more " + text_of<act>(cases);
}
template <Act act>
std::string less(const Cases& cases) {
  return "less " + text_of<act>(cases);
}

using Say = std::string (*)(const Cases&);
/// Nothing for acts that are compared elsewhere.
std::pair<Say, Say> says(Act act) {
  switch (act) {
    case Act::collect:
      return {more<Act::collect>, less<Act::collect>};
    case Act::generate:
      return {more<Act::generate>, less<Act::generate>};
    case Act::use:
      return {more<Act::use>, less<Act::use>};
    case Act::include:
      return {more<Act::include>, less<Act::include>};
    case Act::host:
      return {more<Act::host>, less<Act::host>};
    case Act::set:
      return {more<Act::set>, less<Act::set>};
    case Act::store:
    case Act::send:
      break;
  }
  return {nullptr, nullptr};
}

/// Ids of one version as places of both.
struct Places {
  const Sides& sides;
  bool is_after;
  template <class Id>
  [[nodiscard]] std::uint32_t of(const Both<Id>& both, Id id) const {
    return is_after ? both.of_after(id) : both.of_before(id);
  }
  /// Who takes part: people and recipients in one row; what it is made of; the way out.
  [[nodiscard]] std::vector<std::uint32_t> parties(const Permission& one) const {
    std::vector<std::uint32_t> all;
    for (const SubjectId id : one.subjects) all.push_back(of(sides.subjects, id));
    if (one.act == Act::include) {
      all.push_back(of(sides.outlets, *one.outlet));
    } else {
      for (const RecipientId id : one.recipients)
        all.push_back(sides.subjects.size() + of(sides.recipients, id));
    }
    if (one.act == Act::generate)
      for (const CategoryId id : one.sources) all.push_back(of(sides.leaves, id));
    return all.empty() ? std::vector{nobody} : all;
  }
  [[nodiscard]] std::vector<std::uint32_t> purposes(const Permission& one) const {
    std::vector<std::uint32_t> all;
    if (one.act != Act::include)
      for (const PurposeId id : one.purposes) all.push_back(of(sides.purposes, id));
    return all.empty() ? std::vector{nobody} : all;
  }
  template <class Do>
  void each_case(const Permission& one, const Do& act) const {
    for (const CategoryId leaf : one.leaves)
      for (const std::uint32_t party : parties(one))
        for (const std::uint32_t purpose : purposes(one))
          act(Case{one.act, of(sides.leaves, leaf), party, purpose});
  }
};

void name(const Sides& sides, const Case& one, Cases& cases) {
  cases.leaves.insert(sides.leaves.name(one.leaf));
  if (one.purpose != nobody) cases.purposes.insert(sides.purposes.name(one.purpose));
  if (one.party == nobody) return;
  const std::uint32_t people = sides.subjects.size();
  cases.parties.insert(one.act == Act::include    ? sides.outlets.name(one.party)
                       : one.act == Act::generate ? sides.leaves.name(one.party)
                       : one.party < people       ? sides.subjects.name(one.party)
                                                  : sides.recipients.name(one.party - people));
}

}  // namespace

void permit_looser(const Named& before, const Named& after, Gathered& into) {
  const Sides sides{before.names, after.names};
  const Sentences old_sentences{before};
  const Sentences new_sentences{after};
  std::vector<Case> known;
  const Places old{sides, false};
  for (const Permission& one : before.model.flows.permissions)
    if (says(one.act).first != nullptr)
      old.each_case(one, [&](Case made) { known.push_back(made); });
  std::ranges::sort(known);
  const Places now{sides, true};
  for (const Permission& one : after.model.flows.permissions) {
    const auto [looser, stricter] = says(one.act);
    if (looser == nullptr) continue;
    std::vector<Case> fresh;
    now.each_case(one, [&](Case made) {
      const Case for_anything{made.act, made.leaf, made.party, nobody};
      if (!std::ranges::binary_search(known, made) &&
          !std::ranges::binary_search(known, for_anything))
        fresh.push_back(made);
    });
    if (fresh.empty()) continue;
    const std::string place = place_of(after, one);
    const auto was = old_sentences.missing_in(new_sentences, place);
    Cases& cases = into.of({.what = place,
                            .before = was,
                            .after = {sentence_in(after, one)},
                            .was_at = old_sentences.place_of(was),
                            .stands_at = one.location,
                            .looser = looser,
                            .stricter = stricter});
    for (const Case& made : fresh) name(sides, made, cases);
  }
}

}  // namespace abide::policy::compare
