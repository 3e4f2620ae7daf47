// Every way in which some states can be known, for comparing what two policies decide.
#pragma once

#include <vector>

#include "policy/decision.hpp"

namespace abide::policy {

/// Calls `look` with each of the states held, not held and unknown, in every combination, until it
/// says true; false when it never did.
template <class Look>
bool each_knowledge(const std::vector<StateId>& states, const Look& look) {
  std::size_t ways = 1;
  for (std::size_t i = 0; i < states.size(); ++i) ways *= 3;
  for (std::size_t way = 0; way < ways; ++way) {
    KnownStates known;
    std::size_t rest = way;
    for (const StateId state : states) {
      if (rest % 3 == 1) known.hold(state);
      if (rest % 3 == 2) known.not_hold(state);
      rest /= 3;
    }
    if (look(known)) return true;
  }
  return false;
}

}  // namespace abide::policy
