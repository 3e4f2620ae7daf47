// The scanner's functions; see lexemes.hpp.
#include "policy/grammar/lexemes.hpp"

#include <algorithm>
#include <array>

namespace abide::policy::grammar {
namespace {

constexpr std::array<std::string_view, 29> joining_words{
    "to",     "from",    "in",   "for",   "with",   "on",    "except",  "when",
    "unless", "through", "by",   "until", "or",     "after", "because", "within",
    "of",     "so",      "as",   "at",    "under",  "every", "review",  "promptly",
    "cannot", "only",    "over", "via",   "between"};

constexpr int most_digits = 15;
constexpr std::int64_t most_years = 1000;

bool is_id_character(char c) { return (c >= 'A' && c <= 'Z') || is_digit(c); }

/// `for` before a value or a plain word joins; before `,` `;` or another joining word it is a name.
bool stands_as_name(const char* after, const char* end) {
  after = skip_blanks(after, end);
  if (after == end || *after == '"' || is_digit(*after)) {
    return false;
  }
  const std::string_view next = word_at(after, end);
  return next.empty() || next == "and" || is_joining(next);
}

/// Reads digits; the value is exact up to fifteen of them.
int digits(const char*& at, const char* end, std::int64_t& value) {
  const char* const start = at;
  value = 0;
  while (at != end && is_digit(*at)) {
    if (at - start < most_digits) {
      value = value * 10 + (*at - '0');
    }
    ++at;
  }
  return static_cast<int>(std::min<std::ptrdiff_t>(at - start, most_digits + 1));
}

std::optional<Period::Unit> unit_of(std::string_view word) {
  using enum Period::Unit;
  static constexpr std::array<std::pair<std::string_view, Period::Unit>, 7> units{
      {{"day", days},
       {"month", months},
       {"year", years},
       {"hour", hours},
       {"minute", minutes},
       {"week", weeks},
       {"second", seconds}}};
  if (word.ends_with('s')) {
    word.remove_suffix(1);
  }
  for (const auto& [name, unit] : units) {
    if (name == word) {
      return unit;
    }
  }
  return std::nullopt;
}

/// Dates that far ahead could no longer be counted.
bool is_too_long(const Period& period) {
  using enum Period::Unit;
  constexpr std::int64_t most_days = most_years * 366;
  switch (period.unit) {
    case seconds:
      return period.count > most_days * 86400;
    case minutes:
      return period.count > most_days * 1440;
    case hours:
      return period.count > most_days * 24;
    case days:
      return period.count > most_days;
    case weeks:
      return period.count > most_days / 7;
    case months:
      return period.count > most_years * 12;
    case years:
      return period.count > most_years;
  }
  return true;
}

/// Whether `at` has the shape `dd…` where `d` in `shape` is a digit, and no longer word.
bool has_shape(const Cursor& cursor, std::string_view shape) {
  const auto left = static_cast<std::size_t>(cursor.end - cursor.at);
  if (left < shape.size()) {
    return false;
  }
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == 'd' ? !is_digit(cursor.at[i]) : cursor.at[i] != shape[i]) {
      return false;
    }
  }
  return left == shape.size() || !is_name_character(cursor.at[shape.size()]);
}

/// Where an unclosed text is taken to end: before the blanks, semicolons and braces that close its
/// line, but for a brace whose opening one the text holds.
const char* assumed_end(const char* start, const char* line_end) {
  auto open = std::count(start, line_end, '{') - std::count(start, line_end, '}');
  while (line_end > start + 1) {
    const char last = line_end[-1];
    if (!is_blank(last) && last != ';' && last != '{' && (last != '}' || open >= 0)) {
      break;
    }
    open += last == '}' ? 1 : last == '{' ? -1 : 0;
    --line_end;
  }
  return line_end;
}

}  // namespace

const char* closing_quote(const char* at, const char* end) {
  for (++at; at != end && *at != '\n'; ++at) {
    if (*at == '"') {
      return at;
    }
    if (*at == '\\' && end - at > 1 && at[1] != '\n') {
      ++at;
    }
  }
  return nullptr;
}

const char* skip_text(const char* at, const char* end) {
  const char* const quote = closing_quote(at, end);
  return quote == nullptr ? std::find(at, end, '\n') : quote + 1;
}

std::string_view word_at(const char* at, const char* end) {
  const char* stop = at;
  while (stop != end && is_name_character(*stop)) {
    ++stop;
  }
  return {at, static_cast<std::size_t>(stop - at)};
}

bool is_joining(std::string_view word) {
  return word.size() <= 8 && std::ranges::find(joining_words, word) != joining_words.end();
}

bool at_wall(const char* base, const char* at, const char* end) {
  if (at == end || (at != base && at[-1] != '\n') || !is_letter(*at)) {
    return false;
  }
  return std::ranges::find(declaration_words, word_at(at, end)) != declaration_words.end();
}

bool lex_name(Cursor& cursor, Joining joining, ast::Name& name) {
  const char* at = cursor.at;
  if (at == cursor.end || !is_letter(*at) || at_wall(cursor)) {
    return false;
  }
  bool dotted = false;
  while (true) {
    while (at != cursor.end && is_name_character(*at)) {
      ++at;
    }
    if (at == cursor.end || *at != '.' || cursor.end - at < 2 || !is_letter(at[1])) {
      break;
    }
    dotted = true;
    ++at;
  }
  const std::string_view text{cursor.at, static_cast<std::size_t>(at - cursor.at)};
  if (text == "and") {
    return false;  // only ever joins
  }
  if (joining == Joining::guarded && !dotted && is_joining(text) &&
      !stands_as_name(at, cursor.end)) {
    return false;
  }
  const char* const start = cursor.at;
  cursor.at = at;
  name.span = cursor.span_from(start);
  name.text.assign(text);
  return true;
}

bool lex_id(Cursor& cursor, ast::Name& id) {
  const char* at = cursor.at;
  const char* const start = at;
  if (at == cursor.end || !is_id_character(*at) || is_digit(*at)) {
    return false;
  }
  int dashes = 0;
  while (true) {
    while (at != cursor.end && is_id_character(*at)) {
      ++at;
    }
    if (at == cursor.end || *at != '-' || cursor.end - at < 2 || !is_id_character(at[1])) {
      break;
    }
    ++dashes;
    ++at;
  }
  if (dashes == 0 || (at != cursor.end && is_name_character(*at))) {
    return false;
  }
  cursor.at = at;
  id = ast::Name{cursor.span_from(start), std::string{start, at}};
  return true;
}

bool lex_code(Cursor& cursor, ast::Name& code) {
  if (!has_shape(cursor, "Edddd") && !has_shape(cursor, "Wdddd")) {
    return false;
  }
  const char* const start = cursor.at;
  cursor.at += 5;
  code = ast::Name{cursor.span_from(start), std::string{start, 5}};
  return true;
}

TextEnd lex_text(Cursor& cursor, ast::Text& text, const char*& bad_escape) {
  bad_escape = nullptr;
  if (cursor.at == cursor.end || *cursor.at != '"') {
    return TextEnd::absent;
  }
  const char* const start = cursor.at;
  const char* at = start + 1;
  text.text.clear();
  TextEnd end = TextEnd::closed;
  while (true) {
    const char* const piece = at;
    while (at != cursor.end && *at != '"' && *at != '\\' && *at != '\n') {
      ++at;
    }
    text.text.append(piece, at);
    const bool cut =
        at == cursor.end || *at == '\n' || (*at == '\\' && (cursor.end - at < 2 || at[1] == '\n'));
    if (cut) {
      at = assumed_end(start, at);
      text.text.resize(std::min(text.text.size(), static_cast<std::size_t>(at - start - 1)));
      end = TextEnd::unclosed;
      break;
    }
    if (*at == '"') {
      ++at;
      break;
    }
    if (at[1] != '"' && at[1] != '\\' && at[1] != 'n' && bad_escape == nullptr) {
      bad_escape = at;
    }
    text.text += at[1] == 'n' ? '\n' : at[1];
    at += 2;
  }
  cursor.at = at;
  text.span = cursor.span_from(start);
  return end;
}

Found lex_day(Cursor& cursor, ast::Day& day) {
  if (!has_shape(cursor, "dddd-dd-dd")) {
    return Found::absent;
  }
  const char* const start = cursor.at;
  const auto date = parse_date({start, 10});
  cursor.at += 10;
  day = ast::Day{cursor.span_from(start), date.value_or(Date{})};
  return date ? Found::sound : Found::impossible;
}

Found lex_time(Cursor& cursor, ast::TimeOfDay& time) {
  if (!has_shape(cursor, "dd:dd")) {
    return Found::absent;
  }
  const char* const start = cursor.at;
  const int hours = (start[0] - '0') * 10 + (start[1] - '0');
  const int minutes = (start[3] - '0') * 10 + (start[4] - '0');
  cursor.at += 5;
  time = ast::TimeOfDay{cursor.span_from(start), hours * 60 + minutes};
  return hours < 24 && minutes < 60 ? Found::sound : Found::impossible;
}

Found lex_duration(Cursor& cursor, ast::Duration& duration) {
  const char* at = cursor.at;
  std::int64_t count = 0;
  if (digits(at, cursor.end, count) == 0) {
    return Found::absent;
  }
  const char* const start = cursor.at;
  at = skip_blanks(at, cursor.end);
  const std::string_view word = word_at(at, cursor.end);
  const auto unit = unit_of(word);
  if (!unit) {
    return Found::absent;
  }
  cursor.at = at + word.size();
  duration = ast::Duration{cursor.span_from(start), Period{.count = count, .unit = *unit}};
  return is_too_long(duration.period) ? Found::impossible : Found::sound;
}

Found lex_number(Cursor& cursor, ast::Number& number) {
  const char* at = cursor.at;
  std::int64_t value = 0;
  const int length = digits(at, cursor.end, value);
  if (length == 0 || (at != cursor.end && is_name_character(*at))) {
    return Found::absent;
  }
  const char* const past = skip_blanks(at, cursor.end);
  const bool percent = past != cursor.end && *past == '%';
  const char* const start = cursor.at;
  cursor.at = percent ? past + 1 : at;
  number = ast::Number{cursor.span_from(start), value, percent};
  return length <= most_digits ? Found::sound : Found::impossible;
}

}  // namespace abide::policy::grammar
