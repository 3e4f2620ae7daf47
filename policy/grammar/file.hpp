// What the grammar offers: a whole file, read. Only ../parse.cpp calls it.
#pragma once

#include "policy/ast.hpp"
#include "policy/grammar/state.hpp"

namespace abide::policy::grammar {

/// Reads from `state.base` to `state.end`; faults are left in the state.
void read_file(State& state, ast::File& tree);

}  // namespace abide::policy::grammar
