// What is decided otherwise under a loosened policy, and so which tests could tell: whose rows, at
// which events, which flow. Answers to requests are not looked at here.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "policy/decision.hpp"
#include "policy/model.hpp"

namespace abide::policy {

struct Effect {
  /// The two do not know the same names, so that ids of one say nothing in the other; then
  /// everything may differ and nothing below is set.
  bool is_of_other_names = false;
  std::vector<TableId> tables;    ///< whose rows may fare otherwise; ascending
  std::vector<EventId> events;    ///< once one of these happens; ascending
  bool whatever_happens = false;  ///< paths differ: at any event, and when somebody is erased
  /// Leaves that may go, or lie, where they could not, or the other way about; ascending.
  std::vector<CategoryId> leaves;
  /// Steps of a test that would hold before and fail after, as they would be written.
  std::string expectation;

  [[nodiscard]] bool is_of_rows() const { return !tables.empty(); }
  [[nodiscard]] bool is_of_reach() const { return !leaves.empty(); }
  [[nodiscard]] bool is_none() const {
    return !is_of_other_names && !is_of_rows() && !is_of_reach();
  }
};

/// Compares what both decide: when rows go and stay, whose they are, what may go or lie where. Two
/// bounds of which one always comes first are one, so that a statement behind a stricter one makes
/// no difference; where that is not plain, a difference is told.
/// @error refused  as FlowDecisions::of()
[[nodiscard]] Result<Effect> effect_of(const Model& before, const Model& after);

}  // namespace abide::policy
