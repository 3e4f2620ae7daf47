// Telling faults: what was expected, what stands there, what was meant. See recovery.cpp for how
// reading goes on.
#include "policy/grammar/state.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "policy/grammar/lexemes.hpp"
#include "policy/grammar/torn.hpp"
#include "policy/nearness.hpp"
#include "policy/parse.hpp"
#include "policy/utf8.hpp"

namespace abide::policy::grammar {
namespace {

constexpr std::size_t longest_shown = 40;
using Missed = std::span<const State::Missed>;

/// The token at `at`, for a place and for a message.
struct Token {
  const char* end;
  std::string shown;
  bool stray = false;  ///< no token begins with this character
};

std::string clipped(std::string_view word) {
  return word.size() <= longest_shown ? std::string{word}
                                      : std::string{word.substr(0, longest_shown)} + "…";
}

Token stray_at(const char* at, const char* end) {
  const std::size_t length = utf8_length({at, static_cast<std::size_t>(end - at)});
  const auto byte = static_cast<unsigned char>(*at);
  if (length == 0) {
    return {at + 1, fmt::format("byte 0x{:02X}", byte), true};
  }
  if (length == 1 && (byte < 0x20 || byte == 0x7F)) {
    return {at + 1, fmt::format("control character 0x{:02X}", byte), true};
  }
  return {at + length, fmt::format("`{}`", std::string_view{at, length}), true};
}

Token token_at(const char* at, const char* end) {
  if (at == end) {
    return {at, "the end of the file"};
  }
  if (is_letter(*at) || is_digit(*at)) {
    const char* stop = at;
    while (stop != end &&
           (is_name_character(*stop) ||
            ((*stop == '.' || *stop == '-') && end - stop > 1 && is_name_character(stop[1])))) {
      ++stop;
    }
    return {stop, fmt::format("`{}`", clipped({at, static_cast<std::size_t>(stop - at)}))};
  }
  if (*at == '"') {
    return {skip_text(at, end), "a text in quotes"};
  }
  if (std::string_view{"{}();:,%"}.find(*at) != std::string_view::npos) {
    return {at + 1, fmt::format("`{}`", *at)};
  }
  return stray_at(at, end);
}

/// `a`, `b` or `c`
std::string either(const std::vector<std::string_view>& choices) {
  std::string text;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    text += i == 0 ? "" : i + 1 == choices.size() ? " or " : ", ";
    text += choices[i];
  }
  return text;
}

std::string unquoted(std::string_view choice) {
  const bool quoted = choice.size() > 2 && choice.front() == '`' && choice.back() == '`';
  return std::string{quoted ? choice.substr(1, choice.size() - 2) : choice};
}

/// What may stand at `at`, `wanted` last, for a message or, the hidden too, for a suggestion.
std::vector<std::string_view> choices_at(const State& state, const char* at,
                                         std::string_view wanted, bool hidden) {
  std::vector<std::string_view> choices;
  const auto add = [&choices](std::string_view choice) {
    if (!choice.empty() && std::ranges::find(choices, choice) == choices.end()) {
      choices.push_back(choice);
    }
  };
  if (state.missed_at == at) {
    for (const State::Missed& missed : Missed{state.missed}.first(state.missed_count)) {
      if (hidden || !missed.hidden) {
        add(missed.word);
      }
    }
  }
  add(wanted);
  return choices;
}

std::string suggestion(std::string_view word, const std::vector<std::string>& candidates) {
  return std::ranges::find(candidates, word) == candidates.end() ? did_you_mean(word, candidates)
                                                                 : "";
}

constexpr std::array<std::string_view, 14> units{"second", "seconds", "minute", "minutes", "hour",
                                                 "hours",  "day",     "days",   "week",    "weeks",
                                                 "month",  "months",  "year",   "years"};

/// The word meant at `at`, or at the start of the item where that is no word we know.
std::string help_at(const State& state, const char* at, std::string_view wanted) {
  if (at != state.end && is_digit(*at)) {
    const std::string_view count = word_at(at, state.end);
    const std::string_view unit = word_at(skip_blanks(at + count.size(), state.end), state.end);
    return suggestion(unit, {units.begin(), units.end()});
  }
  const std::string_view word = word_at(at, state.end);
  std::vector<std::string> candidates;
  for (const std::string_view choice : choices_at(state, at, wanted, true)) {
    candidates.push_back(unquoted(choice));
  }
  if (std::string help = suggestion(word, candidates); !help.empty() && !is_joining(word)) {
    return help;
  }
  const std::string_view first = word_at(state.item_start, state.end);
  const bool known = std::ranges::find(state.starters, first) != state.starters.end();
  return known || first.empty() ? ""
                                : suggestion(first, {state.starters.begin(), state.starters.end()});
}

void tell_stray(State& state, const char* at, const Token& token) {
  const std::string_view rest{at, static_cast<std::size_t>(state.end - at)};
  if (utf8_length(rest) == 0) {
    return;  // told with all bytes that are not UTF-8, before the grammar ran
  }
  const bool quote = rest.starts_with("\u201C") || rest.starts_with("\u201D") ||
                     rest.starts_with("\u2018") || rest.starts_with("\u2019") || *at == '\'';
  tell(state, {.code = "E0103",
               .span = span_of(state, at, token.end),
               .message = fmt::format("stray {}{}", token.shown.front() == '`' ? "character " : "",
                                      token.shown),
               .help = quote ? "texts stand in straight double quotes" : ""});
}

bool breaks_line(const char* from, const char* to) {
  return from < to && std::find(from, to, '\n') != to;
}

/// Whether the word at `at` begins an address without quotes, whose `//` hides the rest of the
/// line.
bool is_bare_address(const State& state, const char* at) {
  const std::string_view word = word_at(at, state.end);
  const char* const past = at + word.size();
  return !word.empty() && state.end - past > 2 && std::string_view{past, 3} == "://";
}

/// Faults of the text itself come before faults of the grammar.
bool tells_of_token(State& state, const char* at) {
  const Token token = token_at(at, state.end);
  const bool known = at < state.torn_until;
  const bool torn = !known && is_torn(state, at);
  if (torn || (!known && is_bare_address(state, at))) {
    tell(state, {.code = torn ? "E0102" : "E0101",
                 .span = span_of(state, at, token.end),
                 .message = torn ? "a text on this line has only one of its two quotes"
                                 : "expected a text in quotes, found an address without them",
                 .help = "write `\"` before and after it"});
    state.torn_until = line_end(state, at);
    return true;
  }
  if (token.stray) {
    tell_stray(state, at, token);
  }
  return token.stray;
}

std::string after(const State& state) {
  const char* start = state.token_end;
  while (start > state.base && state.token_end - start < 200 && !is_blank(start[-1]) &&
         (is_name_character(start[-1]) || start[-1] == '.' || start[-1] == '-')) {
    --start;
  }
  const std::string_view word{start, static_cast<std::size_t>(state.token_end - start)};
  if (!word.empty()) {
    return fmt::format(" after `{}`", clipped(word));
  }
  return start > state.base && start[-1] == '"' ? " after the text" : "";
}

}  // namespace

SourceSpan span_of(const State& state, const char* begin, const char* end) {
  return {static_cast<std::uint32_t>(begin - state.base),
          static_cast<std::uint32_t>(end - state.base), state.file};
}

void tell(State& state, Diagnostic diagnostic) {
  const char* const at = state.base + diagnostic.span.begin;
  const bool torn = state.torn_until != nullptr && at <= state.torn_until;
  if (state.stopped || torn || at == state.told_at) {
    return;
  }
  state.told_at = at;
  ++state.faults;
  state.stopped = state.faults >= most_faults;
  if (state.diagnostics.size() < max_syntax_diagnostics) {
    state.diagnostics.push_back(std::move(diagnostic));
  }
}

void tell_expected(State& state, const char* where, std::string_view wanted) {
  const char* const at = skip_blanks(where, state.end);
  if (tells_of_token(state, at)) {
    return;
  }
  const std::string expected = either(choices_at(state, at, wanted, false));
  std::string help = help_at(state, at, wanted);
  const bool header_goes_on = wanted == "`{`" && brace_below(state, at) != nullptr;
  if (help.empty() && !header_goes_on && state.token_end != state.base &&
      breaks_line(state.token_end, at)) {
    tell(state, {.code = "E0101",
                 .span = span_of(state, state.token_end, state.token_end),
                 .message = fmt::format("expected {}{}", wanted.empty() ? expected : wanted,
                                        after(state))});
    return;
  }
  const Token token = token_at(at, state.end);
  tell(state, {.code = "E0101",
               .span = span_of(state, at, token.end),
               .message = fmt::format("expected {}, found {}", expected, token.shown),
               .help = std::move(help)});
}

/// Words that other tools and laws use for what a statement of ours begins with.
std::string synonym(std::string_view word, std::span<const std::string_view> starters) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 16> words{
      {{"delete", "erase"},
       {"remove", "erase"},
       {"destroy", "erase"},
       {"purge", "erase"},
       {"retain", "keep"},
       {"hold", "keep"},
       {"disclose", "send"},
       {"share", "send"},
       {"transmit", "send"},
       {"gather", "collect"},
       {"derive", "generate"},
       {"unlink", "sever"},
       {"redact", "scrub"},
       {"inform", "tell"},
       {"forbid", "never"},
       {"prohibit", "never"}}};
  const auto* const found =
      std::ranges::find(words, word, &std::pair<std::string_view, std::string_view>::first);
  const bool fits =
      found != words.end() && std::ranges::find(starters, found->second) != starters.end();
  return fits ? fmt::format("did you mean `{}`?", found->second) : "";
}

void tell_unknown(State& state, const char* where, std::string_view what) {
  const char* const at = skip_blanks(where, state.end);
  if (tells_of_token(state, at)) {
    return;
  }
  const Token token = token_at(at, state.end);
  const std::string_view word = word_at(at, state.end);
  std::string help = what == "declaration" && word == "use"
                         ? "imports stand before the first declaration"
                         : suggestion(word, {state.starters.begin(), state.starters.end()});
  if (help.empty()) {
    help = synonym(word, state.starters);
  }
  const bool is_word = !word.empty() && is_letter(*at);
  const bool named = what == "statement" || what == "declaration";
  if (!is_word || !named) {
    tell(state, {.code = "E0101",
                 .span = span_of(state, at, token.end),
                 .message = fmt::format("expected a {}, found {}", what, token.shown),
                 .help = std::move(help)});
    return;
  }
  tell(state, {.code = what == "declaration" ? "E0105" : "E0104",
               .span = span_of(state, at, at + word.size()),
               .message = fmt::format("unknown {} `{}`", what, clipped(word)),
               .help = std::move(help)});
}

void tell_missing_brace(State& state, const char* opened, std::string_view closes) {
  if (opened < state.torn_until) {
    return;
  }
  tell(state, {.code = "E0101",
               .span = span_of(state, state.token_end, state.token_end),
               .message = fmt::format("expected `}}` to close the {}", closes),
               .labels = {{span_of(state, opened, opened + 1), "opened here"}}});
}

}  // namespace abide::policy::grammar
