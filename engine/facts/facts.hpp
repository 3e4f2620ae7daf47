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
  Instant at;
};

/// What a plan is about: with one person alone, rows are examined where they are planned, and no
/// table is read whole.
enum class About { everyone, one_person };

/// Reads catalogue, gaps, register and absences. What was missed for the first time is noted in the
/// control store, durable with its next commit.
[[nodiscard]] Result<Facts> gather(const Scene& scene, About about = About::everyone);
/// @pre `facts` outlives the request
[[nodiscard]] PlanRequest request_of(const Scene& scene, const Facts& facts);
/// @param readers  the stores opened again, read only
[[nodiscard]] reread::Input look_input(const policy::Model& model, const Stores& readers,
                                       const Facts& facts, Instant at);

}  // namespace abide::engine
