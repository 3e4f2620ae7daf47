// Whether a permission and a prohibition meet, against a judge that writes out every single case:
// leaf, recipient, purpose and state of the world.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <set>

#include "policy/flows.hpp"

namespace abide::policy {
namespace {

constexpr std::uint32_t leaves = 4;
constexpr std::uint32_t parties = 3;
constexpr std::uint32_t purposes = 3;
constexpr std::uint32_t states = 2;

template <class Id>
std::vector<Id> some(std::uint32_t most, bool at_least_one = false) {
  const auto bits = *rc::gen::inRange<std::uint32_t>(at_least_one ? 1 : 0, 1U << most);
  std::vector<Id> ids;
  for (std::uint32_t i = 0; i < most; ++i) {
    if ((bits >> i & 1U) != 0) {
      ids.push_back(Id{i});
    }
  }
  return ids;
}
template <class Id>
Several<Id> several(std::uint32_t most) {
  return {*rc::gen::arbitrary<bool>(), some<Id>(most)};
}

Permission any_permission() {
  Permission made;
  made.act = *rc::gen::element(Act::send, Act::host);
  made.promise = PromiseId{0};
  made.leaves = some<CategoryId>(leaves);
  made.recipients = some<RecipientId>(parties, true);
  if (made.act == Act::send) {
    made.purposes = some<PurposeId>(purposes, true);
    made.when = some<StateId>(states);
  }
  return made;
}
Prohibition any_prohibition() {
  Prohibition made;
  made.act = Act::send;
  made.promise = PromiseId{1};
  made.leaves = some<CategoryId>(leaves);
  made.recipients = several<RecipientId>(parties);
  made.purposes = several<PurposeId>(purposes);
  made.when = some<StateId>(states);
  made.unless = some<StateId>(states);
  return made;
}

// ── the judge ─────────────────────────────────────────────────────────────────────────────────

template <class Id>
bool says(const std::vector<Id>& list, std::uint32_t one) {
  for (const Id id : list) {
    if (id.value == one) return true;
  }
  return false;
}
template <class Id>
bool says(const Several<Id>& several, std::uint32_t one) {
  return several.all_but ? !says(several.names, one) : says(several.names, one);
}
bool all_hold(const std::vector<StateId>& wanted, std::uint32_t world) {
  for (const StateId state : wanted) {
    if ((world >> state.value & 1U) == 0) return false;
  }
  return true;
}
/// A prohibition of certain states is an exception to what is permitted at large: it contradicts
/// only what is permitted for those very states.
bool speaks_of_its_states(const Permission& p, const Prohibition& n) {
  for (const StateId state : n.when) {
    if (!says(p.when, state.value)) return false;
  }
  return true;
}
bool judged(const Permission& p, const Prohibition& n) {
  const bool names_no_purpose = n.purposes.all_but && n.purposes.names.empty();
  for (std::uint32_t leaf = 0; leaf < leaves; ++leaf) {
    for (std::uint32_t party = 0; party < parties; ++party) {
      for (std::uint32_t purpose = 0; purpose < purposes; ++purpose) {
        for (std::uint32_t world = 0; world < 1U << states; ++world) {
          const bool for_it = p.act == Act::host
                                  ? names_no_purpose
                                  : says(p.purposes, purpose) && says(n.purposes, purpose);
          const bool goes = says(p.leaves, leaf) && says(p.recipients, party) && for_it &&
                            all_hold(p.when, world);
          const bool ended = p.act == Act::host || all_hold(n.unless, world);
          const bool never =
              says(n.leaves, leaf) && says(n.recipients, party) && (n.unless.empty() || !ended);
          if (goes && never && speaks_of_its_states(p, n)) return true;
        }
      }
    }
  }
  return false;
}

bool engine(const Permission& p, const Prohibition& n) { return meet(p, n) && meet_in_time(p, n); }
/// Twins, each wrong in one way.
bool without_states(const Permission& p, const Prohibition& n) { return meet(p, n); }
bool without_all_but(const Permission& p, const Prohibition& n) {
  Prohibition wrong = n;
  wrong.recipients.all_but = false;
  return engine(p, wrong);
}

using Verdict = bool (*)(const Permission&, const Prohibition&);
bool agrees(Verdict verdict, const char* name) {
  constexpr int at_once = 40;
  return rc::check(name, [&] {
    for (int i = 0; i < at_once; ++i) {
      const Permission p = any_permission();
      const Prohibition n = any_prohibition();
      RC_ASSERT(verdict(p, n) == judged(p, n));
    }
  });
}

TEST(FlowMeeting, is_what_every_single_case_says) { EXPECT_TRUE(agrees(engine, "meeting")); }
TEST(FlowMeeting, twins_are_found_out) {
  EXPECT_FALSE(agrees(without_states, "without states"));
  EXPECT_FALSE(agrees(without_all_but, "without all but"));
}

}  // namespace
}  // namespace abide::policy
