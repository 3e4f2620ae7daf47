// See reading.hpp.
#include "policy/grammar/reading.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "policy/grammar/torn.hpp"

namespace abide::policy::grammar {
namespace {

/// Runs `lex` past the blanks; keeps the place when it finds nothing.
template <class Lex>
bool scan(State& state, Iterator& first, Lex lex) {
  Cursor cursor{state.base, skip_blanks(first, state.end), state.end, state.file};
  if (!lex(cursor)) {
    return false;
  }
  first = cursor.at;
  state.token_end = cursor.at;
  return true;
}

/// Tells of a lexeme whose shape is right and whose value cannot be; it counts as read.
bool accept(State& state, Found found, SourceSpan span, std::string_view problem) {
  if (found == Found::impossible) {
    const std::string_view shown{state.base + span.begin, span.end - span.begin};
    tell(state, {.code = "E0101",
                 .span = span,
                 .message = fmt::format(
                     "`{}` is {}", shown.size() <= 40 ? shown : shown.substr(0, 40), problem)});
  }
  return found != Found::absent;
}

/// A word that opens an item of this block, or the key of an attribute at the start of a line, with
/// what follows it there: `owned by`, `on 2026-…`, `zone "…"`.
bool opens_next_item(const State& state, Iterator first) {
  const Iterator at = skip_blanks(first, state.end);
  if (at == state.end || !is_letter(*at)) {
    return false;
  }
  const std::string_view word = word_at(at, state.end);
  const bool opens = is_among(state.starters, word) ||
                     (std::find(first, at, '\n') != at && is_among(state.keys, word));
  if (!opens) {
    return false;
  }
  const Iterator next = skip_blanks(at + word.size(), state.end);
  return next != state.end && at + word.size() != next &&
         (is_letter(*next) || is_digit(*next) || *next == '"');
}

}  // namespace

bool read_keyword(State& state, Iterator& first, std::string_view word) {
  Iterator at = skip_blanks(first, state.end);
  if (!lex_keyword(at, state.end, word)) {
    return false;
  }
  first = at;
  state.token_end = at;
  return true;
}

bool read_sign(State& state, Iterator& first, char sign) {
  const Iterator at = skip_blanks(first, state.end);
  if (at == state.end || *at != sign) {
    return false;
  }
  first = at + 1;
  state.token_end = first;
  return true;
}

bool read_name(State& state, Iterator& first, Joining joining, ast::Name& name) {
  return scan(state, first, [&](Cursor& cursor) { return lex_name(cursor, joining, name); });
}

bool read_one_of(State& state, Iterator& first, Words words, ast::Name& name) {
  return scan(state, first, [&](Cursor& cursor) {
    const Iterator start = cursor.at;
    for (const std::string_view quoted : words) {
      const std::string_view word = quoted.substr(1, quoted.size() - 2);
      if (lex_keyword(cursor.at, cursor.end, word)) {
        name.span = cursor.span_from(start);
        name.text.assign(word);
        return true;
      }
    }
    for (const std::string_view quoted : words) {
      miss(state, start, {quoted, true});
    }
    return false;
  });
}

bool read_id(State& state, Iterator& first, ast::Name& id) {
  return scan(state, first, [&](Cursor& cursor) { return lex_id(cursor, id); });
}

bool read_name_or_id(State& state, Iterator& first, ast::Name& name) {
  return read_id(state, first, name) || read_name(state, first, Joining::guarded, name);
}

bool read_code(State& state, Iterator& first, ast::Name& code) {
  return scan(state, first, [&](Cursor& cursor) { return lex_code(cursor, code); });
}

bool read_text(State& state, Iterator& first, ast::Text& text) {
  const char* bad_escape = nullptr;
  TextEnd end = TextEnd::absent;
  const bool read = scan(state, first, [&](Cursor& cursor) {
    end = lex_text(cursor, text, bad_escape);
    return end != TextEnd::absent;
  });
  if (end == TextEnd::unclosed) {
    tell(state, {.code = "E0102",
                 .span = text.span,
                 .message = "a text is not closed on its line",
                 .help = "write `\"` after it; a text cannot run over several lines"});
    state.torn_until = line_end(state, first);
  } else if (bad_escape != nullptr) {
    tell(state, {.code = "E0101",
                 .span = span_of(state, bad_escape, bad_escape + 2),
                 .message = "expected `\\\"`, `\\\\` or `\\n`, found another escape",
                 .help = "write `\\\\` where a backslash is meant"});
  }
  return read;
}

bool read_day(State& state, Iterator& first, ast::Day& day) {
  return scan(state, first, [&](Cursor& cursor) {
    const Found found = lex_day(cursor, day);
    return accept(state, found, day.span, "no day of the calendar");
  });
}

bool read_duration(State& state, Iterator& first, ast::Duration& duration) {
  return scan(state, first, [&](Cursor& cursor) {
    const Found found = lex_duration(cursor, duration);
    return accept(state, found, duration.span, "longer than a thousand years");
  });
}

bool read_number(State& state, Iterator& first, ast::Number& number) {
  return scan(state, first, [&](Cursor& cursor) {
    const Found found = lex_number(cursor, number);
    return accept(state, found, number.span, "longer than fifteen digits");
  });
}

bool read_value(State& state, Iterator& first, ast::Value& value) {
  const Iterator at = skip_blanks(first, state.end);
  if (at == state.end) {
    return false;
  }
  if (is_letter(*at)) {
    return read_name(state, first, Joining::free, value.emplace<ast::Name>());
  }
  if (*at == '"') {
    return read_text(state, first, value.emplace<ast::Text>());
  }
  if (!is_digit(*at)) {
    return false;
  }
  const auto time = [&](Cursor& cursor) {
    auto& held = value.emplace<ast::TimeOfDay>();
    const Found found = lex_time(cursor, held);
    return accept(state, found, held.span, "no time of the day");
  };
  return read_day(state, first, value.emplace<ast::Day>()) || scan(state, first, time) ||
         read_duration(state, first, value.emplace<ast::Duration>()) ||
         read_number(state, first, value.emplace<ast::Number>());
}

bool read_joint(State& state, Iterator& first, const Joint& joint) {
  return (!joint.sign.empty() && read_sign(state, first, joint.sign.front())) ||
         (!joint.word.empty() && read_keyword(state, first, joint.word));
}

bool read_values(State& state, Iterator& first, std::vector<ast::Value>& list) {
  ast::Value item;
  bool joined = false;
  while ((joined || !opens_next_item(state, first)) && read_value(state, first, item)) {
    list.push_back(std::move(item));
    joined = read_joint(state, first, {",", "and"});
  }
  miss(state, skip_blanks(first, state.end), {"a value"});
  return true;
}

bool read_end(State& state, Iterator& first) {
  if (read_sign(state, first, ';')) {
    return true;
  }
  if (!forgives_semicolon(state, first)) {
    return false;
  }
  tell_expected(state, first, "`;`");
  return true;
}

bool read_end_of_category(State& state, Iterator& first) {
  const bool already_told = std::exchange(state.brace_told, false);
  if (read_sign(state, first, ';')) {
    return true;
  }
  const Iterator at = skip_blanks(first, state.end);
  if (at != state.end && *at == '{') {
    return false;
  }
  if (!already_told) {
    tell_expected(state, first, "`;` or `{`");
  }
  if (at < state.torn_until) {
    first = tail_of_line(state, at);
    state.brace_told = first != state.end && *first == '{';
    return !state.brace_told && (read_sign(state, first, ';') || true);
  }
  const Iterator next = resume_at_brace(state, first);
  const bool opens = next != nullptr && next > state.base && next[-1] == '{';
  const bool nests =
      word_at(at, state.end) == "category" && goes_deeper(state, state.item_start, at);
  if (opens || nests) {
    first = opens ? next - 1 : first;
    state.brace_told = true;
    return false;
  }
  if (std::find(state.token_end, at, '\n') == at && at != state.end && *at != '}') {
    first = resume_item(state, state.item_start, first);
  }
  return true;
}

bool read_version(State& state, Iterator& first) {
  const Iterator start = skip_blanks(first, state.end);
  state.item_start = start;
  if (!read_keyword(state, first, "abide")) {
    const std::string_view word = word_at(start, state.end);
    const bool misspelt = !nearest(word, {"abide"}).empty();
    tell(state,
         {.code = "E0108",
          .span = span_of(state, start, start + word.size()),
          .message = "expected `abide 1;` before all else",
          .help = misspelt ? "did you mean `abide`?" : "write `abide 1;` on the first line"});
    if (misspelt || word.empty() || is_digit(word.front())) {
      first = resume_item(state, start, start);
    }
    return true;
  }
  ast::Number version;
  if (!read_number(state, first, version)) {
    tell_expected(state, first, "the version of the language, which is 1");
    first = resume_item(state, start, first);
    return true;
  }
  if (version.value != 1 || version.percent) {
    tell(state,
         {.code = "E0107",
          .span = version.span,
          .message = fmt::format("version {} of the language is not supported", version.value),
          .help = "this program reads version 1"});
  }
  if (!read_end(state, first)) {
    tell_expected(state, first, "`;`");
    first = resume_item(state, start, first);
  }
  return true;
}

}  // namespace abide::policy::grammar
