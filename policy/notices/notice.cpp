// What is refused, and the questions that a notice answers once it was read.
#include "policy/notices/notice.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "policy/notices/structure.hpp"
#include "policy/utf8.hpp"

namespace abide::policy::notices {
namespace {

bool is_page(std::string_view text) {
  std::string begin{text.substr(0, 200)};
  for (char& c : begin) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  const std::size_t at = begin.find_first_not_of("\xEF\xBB\xBF \t\r\n");
  return at != std::string::npos &&
         (begin.compare(at, 9, "<!doctype") == 0 || begin.compare(at, 5, "<html") == 0);
}

Result<void> check(const std::string& path, std::string_view text) {
  if (text.size() > max_notice_bytes) {
    return Error{ErrorCode::refused,
                 fmt::format("the notice `{}` is larger than {} MB", path, max_notice_bytes >> 20U),
                 "name the text that people read, and nothing beside it"};
  }
  if (const std::size_t at = find_invalid_utf8(text); at != std::string_view::npos) {
    const auto line =
        1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    return Error{ErrorCode::refused,
                 fmt::format("the notice `{}` is not UTF-8: byte {:#04x} in line {}", path,
                             static_cast<unsigned char>(text[at]), line),
                 "save it as UTF-8"};
  }
  if (text.find('\0') != std::string_view::npos) {
    return Error{ErrorCode::refused, fmt::format("the notice `{}` holds zero bytes", path),
                 "name a text; documents of a word processor are none"};
  }
  if (is_page(text)) {
    return Error{ErrorCode::refused, fmt::format("the notice `{}` is a page of HTML", path),
                 "save what people read of it as plain text or Markdown"};
  }
  return {};
}

std::size_t number_at_the_start(std::string_view title, const Tokens& tokens) {
  std::size_t i = 0;
  while (i < tokens.size()) {
    const Place place = tokens.places[i];
    const std::string_view token = title.substr(place.begin, place.end - place.begin);
    const bool digits = token.find_first_not_of("0123456789") == std::string_view::npos;
    if (!digits && !(i > 0 && (token == "." || token == ")"))) break;
    ++i;
  }
  const bool ends_in_mark = i > 1 && tokens.places[i - 1].kind == TokenKind::mark;
  return ends_in_mark && i < tokens.size() ? i : 0;
}

}  // namespace

std::vector<Sign> title_keys(std::string_view title) {
  Tokens tokens = tokens_of(title);
  const Sign stop = sign_of(".");
  const Sign colon = sign_of(":");
  while (!tokens.signs.empty() && (tokens.signs.back() == stop || tokens.signs.back() == colon)) {
    tokens.signs.pop_back();
    tokens.places.pop_back();
  }
  std::vector<Sign> keys;
  const auto add_from = [&](std::size_t first) {
    Sign key = 1;
    for (std::size_t i = first; i < tokens.size(); ++i) {
      key = (key ^ tokens.signs[i]) * 0x9E3779B97F4A7C15U;
      key ^= key >> 31U;
    }
    keys.push_back(key);
  };
  if (tokens.size() == 0) return keys;
  add_from(0);
  if (const std::size_t number = number_at_the_start(title, tokens); number > 0) add_from(number);
  return keys;
}

Sign title_key(std::string_view title) {
  const std::vector<Sign> keys = title_keys(title);
  return keys.empty() ? 0 : keys.front();
}

Result<Notice> Notice::read(std::string path, std::string text, const Titles& titles) {
  ABIDE_CHECK(check(path, text));
  Notice notice{std::move(path), std::move(text)};
  Structure{notice, titles}.read();
  const bool has_word = std::ranges::any_of(
      notice.tokens_.places, [](const Place& place) { return place.kind == TokenKind::word; });
  if (!has_word) {
    return Error{ErrorCode::refused,
                 fmt::format("the notice `{}` holds no word", notice.source_.path()),
                 "name the text that people read"};
  }
  return notice;
}

std::optional<std::size_t> Notice::section_at(std::size_t token) const {
  const auto after = std::ranges::upper_bound(sections_, token, {},
                                              [](const Section& one) { return one.tokens.first; });
  if (after == sections_.begin()) return std::nullopt;
  std::optional<std::size_t> at = static_cast<std::size_t>(after - sections_.begin()) - 1;
  while (at && sections_[*at].tokens.last <= token) at = sections_[*at].parent;
  return at;
}

bool Notice::holds(Sign title, Range range) const {
  for (auto at = section_at(range.first); at; at = sections_[*at].parent) {
    if (range.last <= sections_[*at].tokens.last &&
        std::ranges::find(keys_[*at], title) != keys_[*at].end()) {
      return true;
    }
  }
  return false;
}

bool Notice::has_section(Sign title) const {
  return std::ranges::any_of(keys_, [title](const std::vector<Sign>& keys) {
    return std::ranges::find(keys, title) != keys.end();
  });
}

std::size_t Notice::sentence_from(std::size_t token) const {
  const auto at = std::ranges::upper_bound(sentences_, token, {},
                                           [](const Sentence& one) { return one.tokens.last; });
  return static_cast<std::size_t>(at - sentences_.begin());
}

std::string Notice::text_of(Range range) const {
  if (range.size() == 0) return "";
  const std::uint32_t begin = tokens_.places[range.first].begin;
  std::string text;
  bool blank = false;
  for (const char c : source_.text().substr(begin, tokens_.places[range.last - 1].end - begin)) {
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
      blank = true;
      continue;
    }
    if (blank) text += ' ';
    blank = false;
    text += c;
  }
  return text;
}

SourceSpan Notice::span_of(Range range, std::uint32_t file) const {
  if (range.size() == 0) return {0, 0, file};
  return {tokens_.places[range.first].begin, tokens_.places[range.last - 1].end, file};
}

std::size_t Notice::words_in(Range range) const {
  std::size_t words = 0;
  for (std::size_t i = range.first; i < range.last; ++i) words += tokens_.is_word(i) ? 1 : 0;
  return words;
}

}  // namespace abide::policy::notices
