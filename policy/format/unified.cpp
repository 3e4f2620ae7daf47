// See unified.hpp.
#include "policy/format/unified.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <vector>

#include "policy/grammar/lexemes.hpp"

namespace abide::policy::layout {
namespace {

constexpr std::size_t around = 3;

struct Line {
  std::string_view text;  ///< with its line end
  std::size_t written;    ///< bytes of the text up to its end that are no blanks
  bool blank;
};

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  std::size_t written = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    const std::string_view line = text.substr(at, end - at);
    const std::string_view shown =
        at == 0 && line.starts_with("\xEF\xBB\xBF") ? line.substr(3) : line;
    const auto count = static_cast<std::size_t>(
        std::ranges::count_if(shown, [](char c) { return !grammar::is_blank(c); }));
    written += count;
    lines.push_back({line, written, count == 0});
    at = end;
  }
  return lines;
}

/// Lines `from` … `to` of the text before, and those that take their place.
struct Change {
  std::size_t from, to;
  std::size_t new_from, new_to;
};

/// The lines of one side that a change goes through.
class Side {
 public:
  explicit Side(std::string_view text) : lines_(lines_of(text)) {}
  [[nodiscard]] bool ended() const { return at_ == lines_.size(); }
  [[nodiscard]] const Line& line() const { return lines_[at_]; }
  [[nodiscard]] bool at_blank() const { return !ended() && line().blank; }
  [[nodiscard]] std::size_t written() const { return at_ == 0 ? 0 : lines_[at_ - 1].written; }
  [[nodiscard]] std::size_t at() const { return at_; }
  void step() { ++at_; }
  [[nodiscard]] std::string_view text(std::size_t line) const { return lines_[line].text; }
  [[nodiscard]] std::size_t size() const { return lines_.size(); }

 private:
  std::vector<Line> lines_;
  std::size_t at_ = 0;
};

/// Up to where both sides have written the same: at least a line of one of them.
void go_through_change(Side& before, Side& after) {
  if (after.at_blank() && !before.at_blank()) {
    after.step();
    return;
  }
  do {
    const bool behind = before.written() <= after.written();
    Side& next = before.ended() || (!behind && !after.ended()) ? after : before;
    next.step();
  } while (before.written() != after.written() && !(before.ended() && after.ended()));
}

std::vector<Change> changes_between(Side& before, Side& after) {
  std::vector<Change> changes;
  while (!before.ended() || !after.ended()) {
    if (!before.ended() && !after.ended() && before.line().text == after.line().text) {
      before.step();
      after.step();
      continue;
    }
    Change change{before.at(), 0, after.at(), 0};
    go_through_change(before, after);
    change.to = before.at();
    change.new_to = after.at();
    changes.push_back(change);
  }
  return changes;
}

class Writer {
 public:
  Writer(const Side& before, const Side& after) : before_(before), after_(after) {}

  /// Changes that stand so near that their surroundings meet.
  void hunk(const Change* first, const Change* last) {
    const std::size_t from = first->from - std::min(around, first->from);
    const std::size_t to = std::min(last->to + around, before_.size());
    head(from, to - from, first->new_from - (first->from - from),
         last->new_to + (to - last->to) - (first->new_from - (first->from - from)));
    std::size_t at = from;
    for (const Change* change = first; change <= last; ++change) {
      lines(' ', before_, at, change->from);
      lines('-', before_, change->from, change->to);
      lines('+', after_, change->new_from, change->new_to);
      at = change->to;
    }
    lines(' ', before_, at, to);
  }
  [[nodiscard]] std::string result() && { return std::move(out_); }

 private:
  /// Lines count from one; a range of none is named by the line before it.
  void head(std::size_t from, std::size_t count, std::size_t new_from, std::size_t new_count) {
    fmt::format_to(std::back_inserter(out_), "@@ -{},{} +{},{} @@\n", from + (count > 0 ? 1 : 0),
                   count, new_from + (new_count > 0 ? 1 : 0), new_count);
  }
  void lines(char mark, const Side& side, std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) {
      out_ += mark;
      out_ += side.text(i);
      if (!side.text(i).ends_with('\n')) {
        out_ += "\n\\ No newline at end of file\n";
      }
    }
  }

  const Side& before_;
  const Side& after_;
  std::string out_;
};

}  // namespace

std::string unified_diff(std::string_view before, std::string_view after, std::string_view path) {
  Side left{before};
  Side right{after};
  const std::vector<Change> changes = changes_between(left, right);
  if (changes.empty()) {
    return "";
  }
  Writer writer{left, right};
  for (std::size_t first = 0; first < changes.size();) {
    std::size_t last = first;
    while (last + 1 < changes.size() && changes[last + 1].from - changes[last].to <= 2 * around) {
      ++last;
    }
    writer.hunk(&changes[first], &changes[last]);
    first = last + 1;
  }
  return fmt::format("--- {0}\n+++ {0}\n{1}", path, std::move(writer).result());
}

}  // namespace abide::policy::layout
