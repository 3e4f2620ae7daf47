// The policy that Abide keeps for its own data: the text that ships inside the program, what it
// means, and what of it is due. The control store carries it out (engine/own_book.hpp).
#pragma once

#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "engine/own_book.hpp"
#include "policy/compile.hpp"

namespace abide::engine {

/// The built-in policy, as it was written.
[[nodiscard]] std::string_view own_text();

/// What it means.
/// @error corrupt  it does not compile: a fault of this program, which its tests rule out
[[nodiscard]] Result<policy::Model> own_policy();

/// What is over at `at`, rule by rule in the order written: each with the moment before which it is
/// dated. Rules that wait for what no table tells (the end of a ledger) are left out.
/// @error not_found  the policy's zone is not in the system's tzdata
[[nodiscard]] Result<std::vector<OwnTerm>> own_terms(const policy::Model& model, Instant at);

}  // namespace abide::engine
