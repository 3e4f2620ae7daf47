// Going on after a fault. INVARIANT: nothing here moves past a declaration word in column 0, and no
// look ahead is longer than what is then skipped, or than one line within bounds.
#include <algorithm>

#include "policy/grammar/lexemes.hpp"
#include "policy/grammar/state.hpp"
#include "policy/grammar/torn.hpp"

namespace abide::policy::grammar {
namespace {

constexpr std::ptrdiff_t longest_line = 4096;

/// The start of the line that holds `at`, or a place within bounds before it.
const char* line_start(const State& state, const char* at) {
  const char* const stop = at - std::min(longest_line, at - state.base);
  while (at > stop && at[-1] != '\n') {
    --at;
  }
  return at;
}

/// The end of what may be looked at ahead.
const char* horizon(const State& state, const char* at) {
  return at + std::min(longest_line, state.end - at);
}

bool opens_item(const State& state, std::string_view word) {
  return std::ranges::find(state.starters, word) != state.starters.end() ||
         std::ranges::find(state.keys, word) != state.keys.end();
}

/// A brace later on the same line: before any `;` or `}`, or the only one and the line's last sign.
const char* brace_on_line(const State& state, const char* at) {
  const char* const stop = horizon(state, at);
  const char* brace = nullptr;
  const char* last = nullptr;
  bool ended = false;
  while (at < stop && *at != '\n' && !(*at == '/' && stop - at > 1 && at[1] == '/')) {
    if (*at == '{') {
      if (!ended || brace != nullptr) {
        return ended ? nullptr : at;
      }
      brace = at;
    }
    ended = ended || *at == ';' || *at == '}';
    last = is_blank(*at) ? last : at;
    at = *at == '"' ? skip_text(at, stop) : at + 1;
  }
  return brace == last ? brace : nullptr;
}

/// Words whose items have a block of their own, within the block of a declaration.
bool holds_block(std::string_view word) {
  return word == "table" || word == "keyspace" || word == "folder" || word == "topic" ||
         word == "category" || word == "limits";
}

/// Steps over what no token of interest hides in; false at a character to look at.
bool skip_plain(const char*& at, const char* end) {
  if (*at == '"') {
    at = skip_text(at, end);
    return true;
  }
  if (*at == '/' && end - at > 1 && at[1] == '/') {
    at = std::find(at, end, '\n');
    return true;
  }
  if (is_name_character(*at)) {
    at += word_at(at, end).size();
    return true;
  }
  return false;
}

int step(char sign) { return sign == '{' ? 1 : sign == '}' ? -1 : 0; }

/// Past a `;` or a whole block; before the `}` of the block around, or a wall.
const char* past_item(const State& state, const char* at) {
  int depth = 0;
  while (at != state.end && !at_wall(state.base, at, state.end)) {
    if (skip_plain(at, state.end)) {
      continue;
    }
    if (*at == '}' && depth == 0) {
      break;
    }
    const char sign = *at++;
    depth += step(sign);
    if (depth == 0 && (sign == ';' || sign == '}')) {
      break;
    }
  }
  return at;
}

const char* past_token(const State& state, const char* at) {
  at = skip_blanks(at, state.end);
  const std::size_t length = std::max<std::size_t>(1, word_at(at, state.end).size());
  return at == state.end ? at : at + length;
}

/// A declaration word with a name behind it.
bool begins_declaration(const char* at, const char* end) {
  const std::string_view word = word_at(at, end);
  if (std::ranges::find(declaration_words, word) == declaration_words.end()) {
    return false;
  }
  at = skip_blanks(at + word.size(), end);
  return at != end && (is_letter(*at) || *at == '"');
}

}  // namespace

const char* line_end(const State& state, const char* at) { return std::find(at, state.end, '\n'); }

bool is_torn(const State& state, const char* at) {
  const char* const stop = horizon(state, at);
  const char* look = line_start(state, at);
  if (look != state.base && look[-1] != '\n') {
    return false;
  }
  while (look < stop && *look != '\n') {
    if (*look == '/' && stop - look > 1 && look[1] == '/') {
      return false;
    }
    if (*look == '"') {
      const char* const quote = closing_quote(look, stop);
      if (quote == nullptr) {
        return stop == state.end || std::find(look, stop, '\n') != stop;
      }
      look = quote;
    }
    ++look;
  }
  return false;
}

const char* tail_of_line(const State& state, const char* at) {
  const char* tail = line_end(state, at);
  while (tail > at &&
         (is_blank(tail[-1]) || tail[-1] == ';' || tail[-1] == '{' || tail[-1] == '}')) {
    --tail;
  }
  return skip_blanks(tail, state.end);
}

bool goes_deeper(const State& state, const char* item, const char* where) {
  const char* const next = skip_blanks(where, state.end);
  return next - line_start(state, next) > item - line_start(state, item);
}

bool forgives_semicolon(const State& state, const char* where) {
  const char* const at = skip_blanks(where, state.end);
  if (at == state.end || *at == '}' || at_wall(state.base, at, state.end)) {
    return true;
  }
  const std::string_view word = word_at(at, state.end);
  if (word.empty()) {
    return false;
  }
  if (state.missed_at == at) {
    std::vector<std::string> missed;
    for (std::size_t i = 0; i < state.missed_count; ++i) {
      const std::string_view choice = state.missed[i].word;
      missed.emplace_back(choice.size() > 2 ? choice.substr(1, choice.size() - 2) : choice);
    }
    if (!nearest(word, missed).empty() && !opens_item(state, word)) {
      return false;
    }
  }
  return opens_item(state, word) || std::find(state.token_end, at, '\n') != at;
}

const char* brace_below(const State& state, const char* at) {
  constexpr int most_lines = 8;
  for (int line = 0; line < most_lines && at != state.end; ++line) {
    if (*at == '}' || holds_block(word_at(at, state.end)) || at_wall(state.base, at, state.end)) {
      return nullptr;
    }
    if (const char* const brace = *at == '{' ? at : brace_on_line(state, at)) {
      return brace;
    }
    const char* const stop = horizon(state, at);
    const char* const end = std::find(at, stop, '\n');
    if (end == stop) {
      return nullptr;
    }
    at = skip_blanks(end, state.end);
  }
  return nullptr;
}

const char* resume_at_brace(State& state, const char* where) {
  const char* const at = skip_blanks(where, state.end);
  if (at < state.torn_until) {
    const char* const tail = tail_of_line(state, at);
    const char* const below = tail >= state.torn_until ? brace_below(state, tail) : nullptr;
    return below != nullptr                                      ? below + 1
           : tail != state.end && (*tail == '{' || *tail == ';') ? tail + 1
                                                                 : tail;
  }
  if (at == state.end || *at == ';' || at_wall(state.base, at, state.end)) {
    return nullptr;
  }
  if (const char* const brace = brace_on_line(state, where)) {
    return brace + 1;
  }
  const char* const below = brace_below(state, at);
  return below == nullptr ? where : below + 1;
}

const char* resume_item(const State& state, const char* start, const char* where) {
  if (state.stopped) {
    return state.end;
  }
  const char* const at = skip_blanks(where, state.end);
  if (at < state.torn_until) {
    const char* const tail = tail_of_line(state, at);
    const bool ends = tail != state.end && *tail == ';';
    if (!ends && tail >= state.torn_until) {
      return past_item(state, tail);  // the statement goes on in the next line
    }
    if (ends || tail > start) {
      return ends ? tail + 1 : tail;
    }
  }
  if (at == start && at != state.end && *at == '{') {
    return at + 1;  // a brace too many: what it holds is read as if it were not there
  }
  return past_item(state, at);
}

const char* resume_header(State& state, const char* where) {
  const char* const at = skip_blanks(where, state.end);
  state.brace_told = true;
  if (at < state.torn_until) {
    const char* const tail = tail_of_line(state, at);
    const char* const below = tail >= state.torn_until ? brace_below(state, tail) : nullptr;
    return below != nullptr ? below : tail != state.end && *tail == ';' ? tail + 1 : tail;
  }
  const char* const brace = brace_on_line(state, where);
  return brace == nullptr ? where : brace;
}

const char* resume_declaration(const State& state, const char* start, const char* where) {
  if (state.stopped) {
    return state.end;
  }
  const char* at = where > start ? where : past_token(state, start);
  int depth = 0;
  while (at != state.end && !at_wall(state.base, at, state.end)) {
    if (skip_plain(at, state.end)) {
      continue;
    }
    const char sign = *at++;
    depth = std::max(0, depth + step(sign));
    if (depth == 0 && (sign == ';' || sign == '}')) {
      const char* const next = skip_blanks(at, state.end);
      if (next == state.end || begins_declaration(next, state.end)) {
        return next;
      }
    }
  }
  return at;
}

}  // namespace abide::policy::grammar
