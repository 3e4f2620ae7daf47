// Faults that would otherwise be told many times over: lines whose quotes do not pair, and headers
// that go on over several lines.
#pragma once

#include "policy/grammar/state.hpp"

namespace abide::policy::grammar {

/// The end of the line that holds `at`.
[[nodiscard]] const char* line_end(const State& state, const char* at);
/// Whether the line that holds `at` has a text without one of its quotes. Looks no further than a
/// few thousand bytes, so that a file of one line costs no more than another.
[[nodiscard]] bool is_torn(const State& state, const char* at);
/// Where reading goes on in a torn line: before the braces and semicolons that end it.
[[nodiscard]] const char* tail_of_line(const State& state, const char* at);
/// The `{` of a header that goes on over several lines, at `at` or some lines below, whatever
/// stands between; nullptr where a block, an item's block or a declaration comes first.
[[nodiscard]] const char* brace_below(const State& state, const char* at);

}  // namespace abide::policy::grammar
