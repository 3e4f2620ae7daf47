// What one run of the parser knows besides its place: the faults found, and how to go on after one.
// Plain functions over bytes; no grammar here.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/diagnostics.hpp"
#include "policy/source.hpp"

namespace abide::policy::grammar {

using Words = std::span<const std::string_view>;

inline bool is_among(Words words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

/// Lives as long as one call of parse().
struct State {
  const char* base;  ///< first byte of the text
  const char* end;
  std::uint32_t file = 0;

  const char* token_end;             ///< past the last token that was read
  const char* item_start;            ///< first byte of the statement, attribute or declaration
  Words starters = {};               ///< words that open such an item
  Words keys = {};                   ///< keys of the attributes of this block
  const char* torn_until = nullptr;  ///< end of a line whose quotes do not pair: told once
  const char* told_at = nullptr;     ///< the last place told: no two faults have one
  bool brace_told = false;           ///< the next missing `{` belongs to a fault already told
  bool item_failed = false;          ///< the item just read is broken
  int depth = 0;                     ///< blocks open

  /// Words and phrases looked for in vain at one place: they make the message, or, the hidden ones,
  /// only a suggestion.
  struct Missed {
    std::string_view word;
    bool hidden = false;
  };
  const char* missed_at = nullptr;
  std::array<Missed, 32> missed = {};
  std::size_t missed_count = 0;

  std::vector<Diagnostic> diagnostics = {};
  std::size_t faults = 0;  ///< those not kept in `diagnostics` included
  bool stopped = false;    ///< too many faults: the rest is not read
};

/// Reading stops here: a text with more faults is not a policy.
inline constexpr std::size_t most_faults = 10'000;

[[nodiscard]] SourceSpan span_of(const State& state, const char* begin, const char* end);
/// A word or phrase that would also have been right at `at`.
inline void miss(State& state, const char* at, State::Missed missed) {
  if (state.missed_at != at) {
    state.missed_at = at;
    state.missed_count = 0;
  }
  if (state.missed_count < state.missed.size()) {
    state.missed[state.missed_count++] = missed;
  }
}

// ── telling ───────────────────────────────────────────────────────────────────────────────────

void tell(State& state, Diagnostic diagnostic);
/// ``expected `for` or `;`, found `fro` ``, from what was missed, `wanted` (perhaps empty) and what
/// stands there.
void tell_expected(State& state, const char* where, std::string_view wanted);
/// E0104, E0105, or E0101 where no word stands. `what` is `statement`, `declaration` …
void tell_unknown(State& state, const char* where, std::string_view what);
void tell_missing_brace(State& state, const char* opened, std::string_view closes);

// ── going on ──────────────────────────────────────────────────────────────────────────────────

/// Whether a missing `;` may be told and then taken as written: the next token begins a line, ends
/// the block or opens an item, and is no misspelt part of this one.
[[nodiscard]] bool forgives_semicolon(const State& state, const char* where);
/// Where to go on when a block does not open: past a `{` later on the line, or right here.
/// @return nullptr when no block follows
[[nodiscard]] const char* resume_at_brace(State& state, const char* where);
/// Past the item that failed at `where`: behind its `;`, before the `}` around it, at a wall.
[[nodiscard]] const char* resume_item(const State& state, const char* start, const char* where);
/// After a fault between a declaration's first word and its block: at the `{`, `;` or `}` to come.
[[nodiscard]] const char* resume_header(State& state, const char* where);
/// The next declaration.
[[nodiscard]] const char* resume_declaration(const State& state, const char* start,
                                             const char* where);
/// Whether the token at `where` stands further from the margin than `item`.
[[nodiscard]] bool goes_deeper(const State& state, const char* item, const char* where);

}  // namespace abide::policy::grammar
