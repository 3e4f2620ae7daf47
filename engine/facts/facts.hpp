// What a plan rests on, read in one go from the live stores and the control store; and what of it
// the re-read may know.
#pragma once

#include <vector>

#include "engine/catalogue/catalogue.hpp"
#include "engine/control_store.hpp"
#include "engine/plan/planner.hpp"
#include "engine/reread/look.hpp"
#include "engine/stores.hpp"
#include "policy/deployment.hpp"
#include "policy/model.hpp"

namespace abide::engine {

struct Facts {
  Catalogue catalogue;
  Register facts;
  std::vector<Gap> gaps;
};

/// A policy and its stores at one moment. Everything is borrowed.
struct Scene {
  const policy::Model& model;
  const policy::Deployment& deployment;
  Stores& stores;
  ControlStore& control;
  Instant at;   ///< what is due is asked of this moment
  Instant now;  ///< by the clock: what is missed for the first time is missed since now
};

/// Reads catalogue, gaps, register and absences. What was missed for the first time is noted in the
/// control store, durable with its next commit.
[[nodiscard]] Result<Facts> gather(const Scene& scene);
/// @pre `facts` outlives the request
[[nodiscard]] PlanRequest request_of(const Scene& scene, const Facts& facts);
/// Whether any row holds the subject's key, its own row or one that belongs to it directly. True
/// where a store does not answer.
[[nodiscard]] Result<bool> is_anywhere(const Scene& scene, const Facts& facts, SubjectId subject,
                                       const Value& key);
/// Forgets what was told of people of whom nothing is left, here and in the control store: a key
/// that an app gives again is someone else's. Before a sweep is planned, and after it ran.
[[nodiscard]] Result<void> settle_told(const Scene& scene, Facts& facts, const std::string& by,
                                       Instant now);
/// @error refused  a hold leads to nobody any more, so that what it is to keep is not known
[[nodiscard]] Result<void> check_holds(const Scene& scene, const Facts& facts);
/// The plan of a sweep, and the gaps that only the rows show, found in the same reading.
[[nodiscard]] Result<Planned> plan_sweep(const Scene& scene, const Facts& facts,
                                         std::size_t rows_per_range = 1000);
/// @param readers  the stores opened again, read only
[[nodiscard]] reread::Input look_input(const policy::Model& model, const Stores& readers,
                                       const Facts& facts, Instant at);

}  // namespace abide::engine
