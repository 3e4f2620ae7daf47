// What one sweep shows of each promise: kept, overdue, not proven, or none of a sweep's business.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "engine/plan/plan.hpp"
#include "engine/reread/look.hpp"
#include "engine/run/run.hpp"
#include "policy/deployment.hpp"
#include "policy/model.hpp"

namespace abide::reports {

/// A sweep that has ended, or was held. Everything is borrowed.
struct Swept {
  const policy::Model& model;
  const policy::Deployment& deployment;
  const engine::Plan& plan;
  const engine::RunReport& report;
  const reread::Look& look;
};

struct PromiseVerdict {
  PromiseId promise;
  enum class Answer {
    kept,       ///< looked at again, and nothing is there that should be gone
    overdue,    ///< something is
    unproven,   ///< nothing is overdue, and the evidence does not reach all of it
    elsewhere,  ///< it says nothing about when stored data ends: other controls keep it
  } answer = Answer::elsewhere;
  std::vector<std::string> reasons = {};  ///< behind overdue and unproven
};
[[nodiscard]] std::string_view to_string(PromiseVerdict::Answer answer);

/// One for each promise, in the order of the policy; rulings are none. Judged as the record of
/// processing judges (reports/record), but that a gap counts against promises of its own place
/// alone.
[[nodiscard]] std::vector<PromiseVerdict> verdicts_of(const Swept& swept);

}  // namespace abide::reports
