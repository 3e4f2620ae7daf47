// What the rows hang on that a hold or a request names one by one.
#pragma once

#include "engine/register.hpp"
#include "engine/stores.hpp"
#include "policy/model.hpp"

namespace abide::engine {

/// The register, and for each row that it keeps the rows on the way to its owners, under the same
/// hold or request: without them nobody could say whose it was. Read from the stores, so that no
/// condition of a plan grows by it. Nothing is planned on a store that did not open, so it adds
/// nothing. A wholly kept table is left to RuleConditions::kept.
/// @error unavailable, corrupt  a store failed: what must stay is not known
[[nodiscard]] Result<Register> with_kept_paths(const policy::Model& model, const Stores& stores,
                                               const Register& facts);

}  // namespace abide::engine
