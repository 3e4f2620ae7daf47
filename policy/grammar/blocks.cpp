// See blocks.hpp.
#include "policy/grammar/blocks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "policy/parse.hpp"

namespace abide::policy::grammar {

bool ends_items(const State& state, const char* at, const Bounds& bounds) {
  if (at == state.end || state.stopped) {
    return true;
  }
  if (bounds.extent == Extent::file) {
    return false;
  }
  if (*at == '}' || at_wall(state.base, at, state.end)) {
    return true;
  }
  if (!is_letter(*at) || (bounds.stops.empty() && bounds.last.empty())) {
    return false;
  }
  const std::string_view word = word_at(at, state.end);
  if (word == bounds.last) {
    return true;
  }
  if (is_among(bounds.starters, word) || !is_among(bounds.stops, word)) {
    return false;
  }
  const char* const next = skip_blanks(at + word.size(), state.end);
  return next != state.end && (is_letter(*next) || *next == '"');
}

bool open_block(State& state, Iterator& first, Iterator& opened) {
  const bool already_told = std::exchange(state.brace_told, false);
  const Iterator before = first;
  if (read_sign(state, first, '{')) {
    opened = first - 1;
    if (state.depth < max_nesting) {
      return true;
    }
    tell(state, {.code = "E0106",
                 .span = span_of(state, opened, first),
                 .message = fmt::format("blocks are nested deeper than {}", max_nesting)});
    first = before;
    return false;
  }
  if (!already_told) {
    tell_expected(state, first, "`{`");
  }
  const char* const next = resume_at_brace(state, first);
  if (next == nullptr) {
    return false;
  }
  opened = std::max(state.base, next - 1);
  first = next;
  return true;
}

void close_block(State& state, Iterator& first, Iterator opened, std::string_view what) {
  if (!read_sign(state, first, '}')) {
    tell_missing_brace(state, opened, what);
  }
}

}  // namespace abide::policy::grammar
