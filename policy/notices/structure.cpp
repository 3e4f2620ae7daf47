#include "policy/notices/structure.hpp"

#include <algorithm>
#include <array>

namespace abide::policy::notices {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_small(char c) { return c >= 'a' && c <= 'z'; }

/// A line that Markdown may underline has no more bytes than this.
constexpr std::size_t longest_heading = 200;

}  // namespace

Structure::Structure(Notice& notice, const Titles& titles)
    : notice_(notice), text_(notice.source_.text()) {
  // Blanks, marks of Markdown and numbers may make the notice's line longer than the title.
  const auto add = [this](const std::vector<std::string>& names, std::unordered_set<Sign>& keys) {
    for (const std::string& name : names) {
      longest_title_ = std::max(longest_title_, 2 * name.size() + 20);
      if (const auto of_name = title_keys(name); !of_name.empty()) keys.insert(of_name.front());
    }
  };
  add(titles.sections, sections_);
  add(titles.headings, headings_);
}

std::string_view Structure::token(std::size_t i) const {
  const Place place = notice_.tokens_.places[i];
  return text_.substr(place.begin, place.end - place.begin);
}

int Structure::rank_of(std::string_view title) const {
  if (title.size() > longest_title_) return 0;
  int rank = 0;
  for (const Sign key : title_keys(title)) {
    if (sections_.contains(key)) return 7;
    if (headings_.contains(key)) rank = 8;
  }
  return rank;
}

/// `===` or `---` below a line of its own makes a heading of it.
int Structure::underline_at(std::size_t at, std::size_t& end) const {
  end = std::min(text_.find('\n', at), text_.size());
  std::size_t last = end;
  while (last > at && is_blank(text_[last - 1])) --last;
  const std::string_view line = text_.substr(at, last - at);
  if (line.size() < 3) return 0;
  if (line.find_first_not_of('=') == std::string_view::npos) return 1;
  return line.find_first_not_of('-') == std::string_view::npos ? 2 : 0;
}

void Structure::mark_heading(Line& line) const {
  const std::string_view all = text_.substr(line.begin, line.end - line.begin);
  const std::size_t rank = std::min(all.find_first_not_of('#'), all.size());
  if (rank == 0 || rank > 6 || (rank < all.size() && !is_blank(all[rank]))) return;
  line.kind = Kind::heading;
  line.rank = static_cast<int>(rank);
  line.begin += rank;
  while (line.end > line.begin && (text_[line.end - 1] == '#' || is_blank(text_[line.end - 1])))
    --line.end;
}

void Structure::mark_item(Line& line) const {
  const std::string_view all = text_.substr(line.begin, line.end - line.begin);
  for (const std::string_view bullet : {"-", "+", "*", "\u2022", "\u00B7", "\u2023", "\u2043",
                                        "\u25AA", "\u25CF", "\u25E6", "\u2013"}) {
    if (all.starts_with(bullet) && all.size() > bullet.size() && is_blank(all[bullet.size()])) {
      line.kind = Kind::item;
      line.begin += bullet.size();
      return;
    }
  }
  std::size_t at = all.starts_with('(') ? 1 : 0;
  const std::size_t from = at;
  while (at < all.size() && at < from + 3 && is_digit(all[at])) ++at;
  if (at == from && at < all.size() && is_small(all[at])) ++at;
  const bool closed = at > from && at + 1 < all.size() && is_blank(all[at + 1]) &&
                      (all[at] == ')' || (from == 0 && all[at] == '.'));
  if (!closed) return;
  line.kind = Kind::item;
  line.number = at + 1;
}

Structure::Line Structure::line_at(std::size_t& at) const {
  Line line;
  line.begin = at;
  line.end = std::min(text_.find('\n', at), text_.size());
  at = line.end + 1;
  line.width = line.end - line.begin;
  while (line.end > line.begin && is_blank(text_[line.end - 1])) --line.end;
  while (line.begin < line.end && (is_blank(text_[line.begin]) || text_[line.begin] == '>'))
    ++line.begin;
  if (line.begin == line.end) return line;
  line.kind = Kind::text;
  mark_heading(line);
  if (line.kind == Kind::heading) return line;
  if (const int rank = rank_of(text_.substr(line.begin, line.end - line.begin)); rank > 0) {
    line.kind = Kind::heading;
    line.rank = rank;
    return line;
  }
  mark_item(line);
  return line;
}

void Structure::read() {
  for (std::size_t at = 0; at < text_.size();) {
    const bool after_blank = fresh_;
    Line line = line_at(at);
    std::size_t end = at;
    if (line.kind == Kind::text && after_blank && line.width <= longest_heading &&
        at < text_.size()) {
      if (const int rank = underline_at(at, end); rank > 0) {
        line.kind = Kind::heading;
        line.rank = rank;
        at = end + 1;
      }
    }
    add(line, at);
  }
  end_sentence(notice_.tokens_.size());
  for (const std::size_t section : way_)
    notice_.sections_[section].tokens.last = notice_.tokens_.size();
}

void Structure::add(const Line& line, std::size_t next) {
  Tokens& tokens = notice_.tokens_;
  if (line.kind == Kind::text) return add_text(line, next);
  end_sentence(tokens.size());
  in_list_ = false;
  fresh_ = true;
  if (line.kind == Kind::blank) return;
  if (line.kind == Kind::item) return add_text(line, next);
  const std::size_t first = tokens.size();
  add_tokens(text_, line.begin, line.end, tokens);
  if (tokens.size() > first) add_heading({first, tokens.size()}, line.rank);
  open_ = tokens.size();
}

void Structure::add_heading(Range title, int rank) {
  if (rank < 8) open_section(title, rank);
  push(title, true);
}

void Structure::open_section(Range title, int rank) {
  auto& sections = notice_.sections_;
  while (!way_.empty() && sections[way_.back()].rank >= rank) {
    sections[way_.back()].tokens.last = title.first;
    way_.pop_back();
  }
  Section section{notice_.text_of(title), title, {}, rank};
  if (!way_.empty()) section.parent = way_.back();
  way_.push_back(sections.size());
  notice_.keys_.push_back(title_keys(section.title));
  sections.push_back(std::move(section));
}

void Structure::add_text(const Line& line, std::size_t next) {
  Tokens& tokens = notice_.tokens_;
  const std::size_t first = tokens.size();
  add_tokens(text_, line.begin, line.end, tokens);
  for (std::size_t i = first;
       i < tokens.size() && tokens.places[i].begin < line.begin + line.number; ++i) {
    if (tokens.is_word(i)) tokens.places[i].kind = TokenKind::number;
  }
  fresh_ = false;
  for (std::size_t i = std::max<std::size_t>(first, 1); i < tokens.size(); ++i) {
    const bool hyphen = token(i) == "-" && apart(i) && i + 1 < tokens.size();
    in_list_ = in_list_ || (hyphen && token(i - 1) == ":");
    if (i > open_ && ((hyphen && in_list_) || breaks_after(i - 1))) end_sentence(i);
  }
  // A short line that nothing goes on from, as lists without marks have them.
  constexpr std::size_t short_line = 60;
  const bool goes_on = next < text_.size() && is_small(text_[next]);
  const bool ends = tokens.size() > first && token(tokens.size() - 1) == ":";
  if ((line.width < short_line && !goes_on) || ends) end_sentence(tokens.size());
}

/// Whether blanks stand on both sides of a token.
bool Structure::apart(std::size_t i) const {
  const auto& places = notice_.tokens_.places;
  return (i == 0 || places[i - 1].end < places[i].begin) &&
         (i + 1 >= places.size() || places[i].end < places[i + 1].begin);
}

/// `e.g.`, `No. 7`, `J. Doe`: the stop belongs to the word.
bool Structure::is_abbreviation(std::size_t stop) const {
  static constexpr std::array<std::string_view, 12> words{
      "No", "Art", "Arts", "Dr", "Mr", "Mrs", "Ms", "Prof", "vs", "approx", "para", "cf"};
  if (stop == 0) return false;
  const std::string_view before = token(stop - 1);
  const bool letter = before.size() == 1 && !is_digit(before.front());
  return letter || std::ranges::find(words, before) != words.end();
}

bool Structure::breaks_after(std::size_t i) const {
  constexpr std::size_t most_closing = 4;  // quotes and brackets behind a full stop
  const auto& places = notice_.tokens_.places;
  if (places[i].kind != TokenKind::mark) return false;
  std::size_t end = i;
  while (end > open_ && i - end < most_closing && places[end - 1].end == places[end].begin &&
         (token(end) == ")" || token(end) == "]" || token(end) == "\"" || token(end) == "'" ||
          token(end) == "\u201D" || token(end) == "\u2019" || token(end) == "\u00BB")) {
    --end;
  }
  const std::string_view mark = token(end);
  if (mark == "\u3002" || mark == "\uFF01" || mark == "\uFF1F") return true;
  if (mark != "." && mark != "!" && mark != "?") return false;
  if (i + 1 >= places.size() || places[i].end == places[i + 1].begin) return false;
  return !is_small(text_[places[i + 1].begin]) && !(mark == "." && is_abbreviation(end));
}

void Structure::end_sentence(std::size_t last) {
  if (open_ < last) push_after_heading({open_, last});
  open_ = std::max(open_, last);
}

void Structure::push(Range tokens, bool heading) {
  if (!heading && notice_.words_in(tokens) == 0) return;
  const auto section = way_.empty() ? std::nullopt : std::optional{way_.back()};
  notice_.sentences_.push_back({tokens, section, heading});
}

void Structure::push_after_heading(Range tokens) {
  const auto& places = notice_.tokens_.places;
  const std::size_t begin = tokens.first + (token(tokens.first) == "-" ? 1 : 0);
  constexpr std::size_t most = 14;
  for (std::size_t i = begin + 1; i < tokens.last && i < begin + most; ++i) {
    const bool dash = (token(i) == "-" || token(i) == "\u2014" || token(i) == "\u2013") && apart(i);
    if (token(i) != ":" && !dash) continue;
    const std::uint32_t from = places[begin].begin;
    if (rank_of(text_.substr(from, places[i - 1].end - from)) > 0) {
      push({tokens.first, i + 1}, true);
      if (i + 1 < tokens.last) push({i + 1, tokens.last}, false);
      return;
    }
    break;
  }
  push(tokens, false);
}

}  // namespace abide::policy::notices
