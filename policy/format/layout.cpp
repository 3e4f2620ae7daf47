// See layout.hpp. A line is an item: what ends with `;`, or the header of a block with its `{`.
#include "policy/format/layout.hpp"

#include <algorithm>
#include <array>

#include "policy/format.hpp"

namespace abide::policy::layout {
namespace {

using Kind = Piece::Kind;

constexpr std::size_t indent = 4;

/// Blocks that take one line where they fit: a name and some attributes.
constexpr std::array<std::string_view, 10> short_blocks{
    "policy",    "controller", "staff",  "subject", "recipient",
    "processor", "purpose",    "outlet", "limits",  "transform"};

class Layout {
 public:
  Layout(std::string_view text, const std::vector<Piece>& pieces, const std::vector<Break>& after)
      : text_(text), pieces_(pieces), after_(after) {
    out_.reserve(text.size() + text.size() / 4);
  }

  std::string run() && {
    while (at_ < pieces_.size()) {
      const bool closes = is_sign(at_, '}');
      depth_ -= closes && depth_ > 0 ? 1 : 0;
      begin_line(closes);
      if (pieces_[at_].kind == Kind::comment || closes) {
        put(at_++);
      } else {
        item();
      }
      while (at_ < pieces_.size() && stands_behind(at_)) {
        put_after_blank(at_++);
      }
      out_ += '\n';
    }
    return std::move(out_);
  }

 private:
  // ── what the pieces are ─────────────────────────────────────────────────────────────────────

  [[nodiscard]] std::string_view word(std::size_t piece) const {
    return text_.substr(pieces_[piece].begin, pieces_[piece].end - pieces_[piece].begin);
  }
  [[nodiscard]] bool is_sign(std::size_t piece, char sign) const {
    return piece < pieces_.size() && pieces_[piece].kind == Kind::sign &&
           text_[pieces_[piece].begin] == sign;
  }
  [[nodiscard]] bool is_comment(std::size_t piece) const {
    return pieces_[piece].kind == Kind::comment;
  }
  /// A comment behind code on its line.
  [[nodiscard]] bool stands_behind(std::size_t piece) const {
    return is_comment(piece) && pieces_[piece].lines_before == 0 && piece > 0;
  }
  /// Characters, not bytes.
  [[nodiscard]] std::size_t width(std::size_t piece) const {
    const std::string_view shown = word(piece);
    return static_cast<std::size_t>(std::ranges::count_if(
        shown, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
  }
  [[nodiscard]] bool blank_before(std::size_t piece) const {
    if (pieces_[piece].kind != Kind::sign) {
      return !is_sign(piece - 1, '(');
    }
    const char sign = text_[pieces_[piece].begin];
    const bool empty = sign == '}' && is_sign(piece - 1, '{');
    return sign != ';' && sign != ',' && sign != ':' && sign != ')' && !empty;
  }
  [[nodiscard]] std::size_t width_with_blank(std::size_t piece) const {
    return width(piece) + (blank_before(piece) ? 1 : 0);
  }
  [[nodiscard]] Break break_before(std::size_t piece) const {
    if (pieces_[piece].kind == Kind::sign) {
      return Break::never;
    }
    if (is_sign(piece - 1, ',') || word(piece) == "and" || word(piece) == "or") {
      return Break::item;
    }
    return after_[pieces_[piece - 1].end];
  }

  // ── lines ───────────────────────────────────────────────────────────────────────────────────

  void put(std::size_t piece) {
    out_ += word(piece);
    column_ += width(piece);
  }
  void put_after_blank(std::size_t piece) {
    if (blank_before(piece)) {
      out_ += ' ';
      ++column_;
    }
    put(piece);
  }
  void start_at(std::size_t column) {
    out_.append(column, ' ');
    column_ = column;
  }
  void go_on_at(std::size_t column) {
    out_ += '\n';
    start_at(column);
  }
  /// One blank line where there were some, but none where a block begins or ends.
  void begin_line(bool closes) {
    const bool opened = at_ > 0 && is_sign(last_code_, '{');
    if (pieces_[at_].lines_before > 1 && at_ > 0 && !closes && !opened) {
      out_ += '\n';
    }
    start_at(depth_ * indent);
    last_code_ = at_;
  }

  // ── items ───────────────────────────────────────────────────────────────────────────────────

  void item() {
    std::size_t last = at_;
    while (last + 1 < pieces_.size() && !is_sign(last, ';') && !is_sign(last, '{') &&
           !is_sign(last + 1, '}')) {
      ++last;
    }
    const bool opens = is_sign(last, '{');
    const std::size_t end = opens ? end_of_short_block(last) : last + 1;
    if (fits(at_, end)) {
      put(at_++);
      while (at_ < end) {
        put_after_blank(at_++);
      }
      last_code_ = end - 1;
    } else {
      fold(last + 1, opens);
      last_code_ = last;
      at_ = last + 1;
      close_empty(opens);
    }
    depth_ += is_sign(last_code_, '{') ? 1 : 0;
  }
  /// `{}` stays together.
  void close_empty(bool opened) {
    if (opened && is_sign(at_, '}')) {
      put(at_);
      last_code_ = at_++;
    }
  }
  /// Behind the block's `}` where it may stand on the line of its `{`, else behind its `{`.
  [[nodiscard]] std::size_t end_of_short_block(std::size_t opening) const {
    if (is_sign(opening + 1, '}')) {
      return opening + 2;
    }
    if (std::ranges::find(short_blocks, word(at_)) == short_blocks.end()) {
      return opening + 1;
    }
    std::size_t length = 0;
    for (std::size_t i = opening + 1; i < pieces_.size() && length <= line_limit; ++i) {
      if (is_sign(i, '}')) {
        return fits(at_, i + 1) ? i + 1 : opening + 1;
      }
      if (is_sign(i, '{') || is_comment(i)) {
        break;
      }
      length += width_with_blank(i);
    }
    return opening + 1;
  }
  /// Whether the pieces can stand on one line from the column on.
  [[nodiscard]] bool fits(std::size_t first, std::size_t end) const {
    std::size_t length = depth_ * indent + width(first);
    for (std::size_t i = first + 1; i < end; ++i) {
      length += width_with_blank(i);
      if (length > line_limit || is_comment(i)) {
        return false;
      }
    }
    return length <= line_limit;
  }

  // ── items on several lines ──────────────────────────────────────────────────────────────────

  /// Columns from the piece, with the blank before it, to the next break of that kind or a wider
  /// one; more than a line counts as such without an end.
  [[nodiscard]] std::size_t length_to_break(std::size_t piece, std::size_t end, Break kind) const {
    std::size_t length = width_with_blank(piece);
    for (std::size_t i = piece + 1; i < end && length <= line_limit; ++i) {
      if (is_comment(i) || break_before(i) >= kind) {
        break;
      }
      length += width_with_blank(i);
    }
    return length;
  }
  /// Whether the line ends before the piece. A quote of a header has a line to itself.
  [[nodiscard]] bool breaks_before(std::size_t piece, std::size_t end, bool header) const {
    if (is_comment(piece - 1)) {
      return true;
    }
    if (is_comment(piece)) {
      return !stands_behind(piece);
    }
    const Break kind = break_before(piece);
    const bool by_quote =
        pieces_[piece].kind == Kind::text || pieces_[piece - 1].kind == Kind::text;
    if (kind == Break::clause && (torn_ || (header && by_quote))) {
      return true;
    }
    return kind != Break::never && column_ + length_to_break(piece, end, kind) > line_limit;
  }
  /// The item from `at_` on, broken where it has to be; the `{` of a broken header stands alone.
  void fold(std::size_t end, bool header) {
    torn_ = false;
    put(at_);
    const std::size_t stop = header ? end - 1 : end;
    for (std::size_t i = at_ + 1; i < stop; ++i) {
      const bool clause = !is_comment(i) && break_before(i) == Break::clause;
      if (breaks_before(i, stop, header)) {
        torn_ = !clause;
        go_on_at((depth_ + 1) * indent);
        put(i);
      } else {
        torn_ = torn_ && !clause;
        put_after_blank(i);
      }
    }
    if (header) {
      go_on_at(depth_ * indent);
      put(stop);
    }
  }

  std::string_view text_;
  const std::vector<Piece>& pieces_;
  const std::vector<Break>& after_;
  std::string out_;
  std::size_t at_ = 0;
  std::size_t last_code_ = 0;  ///< the last piece of the line before
  std::size_t depth_ = 0;
  std::size_t column_ = 0;
  bool torn_ = false;  ///< the clause that is being written runs over several lines
};

}  // namespace

std::string lay_out(std::string_view text, const std::vector<Piece>& pieces,
                    const std::vector<Break>& after) {
  return Layout{text, pieces, after}.run();
}

}  // namespace abide::policy::layout
