// Items found by their first words, walked along their forms. What goes wrong in one ends with it:
// at its `;`, at a line that begins another, at the latest at a declaration in column 0.
#include "policy/editing/script.hpp"

#include <algorithm>
#include <utility>

#include "policy/grammar/lexemes.hpp"

namespace abide::policy::editing {
namespace {

using layout::Piece;

class Scanner {
 public:
  Scanner(std::string_view text, std::uint32_t file) : text_(text), file_(file) {}

  void feed(const Piece& piece) {
    if (piece.kind == Piece::Kind::comment) return;
    number_ = static_cast<std::uint32_t>(script_.pieces.size());
    script_.pieces.push_back(piece);
    take(piece);
  }
  Script finish() {
    close_all(static_cast<std::uint32_t>(text_.size()));
    std::ranges::stable_sort(script_.names, {}, [](const NameUse& use) { return use.span.begin; });
    return std::move(script_);
  }
  /// What may stand next, and where that is.
  void tell(Expected& expected) {
    if (item_ == no_item) {
      expected.begins = current().context < 0 ? nullptr : &block_forms()[block()];
    } else if (walk_) {
      expected.steps = walk_->next();
      keep_names(expected.names, number_ + 1);
    }
    for (const Frame& frame : frames_) {
      if (frame.item != no_item) expected.around.push_back(frame.item);
    }
    if (item_ != no_item) expected.around.push_back(item_);
  }

 private:
  struct Frame {
    std::int16_t context = file_block;  ///< below 0: of what nobody knows
    std::uint32_t item = no_item;
  };
  void take(const Piece& piece) {
    const std::string_view word = word_of(piece);
    if (grammar::at_wall(text_.data(), text_.data() + piece.begin, text_.data() + text_.size())) {
      close_all(piece.begin);
    }
    if (piece.kind == Piece::Kind::sign && word == "}") {
      close_block(piece);
    } else if (item_ == no_item) {
      begin(piece, word);
    } else {
      go_on(piece, word);
    }
  }
  [[nodiscard]] const Frame& current() const { return frames_.back(); }
  [[nodiscard]] std::size_t block() const { return static_cast<std::size_t>(current().context); }
  [[nodiscard]] const Program* program_for(std::string_view word) const {
    return current().context < 0 ? nullptr : block_forms()[block()].find(word);
  }
  [[nodiscard]] std::string_view word_of(const Piece& piece) const {
    return text_.substr(piece.begin, piece.end - piece.begin);
  }
  /// A line that may be an item of its own.
  [[nodiscard]] bool may_begin(const Piece& piece) const {
    return piece.lines_before > 0 && program_for(word_of(piece)) != nullptr;
  }
  [[nodiscard]] SourceSpan span_of(const Piece& piece) const {
    return {piece.begin, piece.end, file_};
  }

  void begin(const Piece& piece, std::string_view word) {
    if (piece.kind == Piece::Kind::sign && word == ";") return;
    if (piece.kind == Piece::Kind::sign && word == "{") {
      frames_.push_back({-1, no_item});
      return;
    }
    item_ = static_cast<std::uint32_t>(script_.items.size());
    script_.items.push_back({.span = span_of(piece),
                             .word = span_of(piece),
                             .parent = current().item,
                             .context = current().context});
    walk_.reset();
    line_.reset();
    if (const Program* program = program_for(word)) {
      walk_.emplace(*program);
      walk_->step(piece, word, number_);
    }
  }

  void go_on(const Piece& piece, std::string_view word) {
    Item& item = script_.items[item_];
    item.span.end = piece.end;
    if (piece.kind == Piece::Kind::text && item.name == SourceSpan{}) item.name = span_of(piece);
    if (walk_ && walk_->step(piece, word, number_)) {
      if (may_begin(piece)) line_ = number_;
      if (!walk_->has_ended()) return;
      item.whole = true;
      if (walk_->opens() >= 0) {
        open_block(piece, walk_->opens());
      } else {
        end_item();
      }
      return;
    }
    recover(piece, word);
  }
  void recover(const Piece& piece, std::string_view word) {
    if (may_begin(piece)) {
      begin_again(number_);
    } else if (line_) {
      begin_again(*line_);  // what was taken for a name was the next line
    } else if (piece.kind == Piece::Kind::sign && word == ";") {
      end_item();
    } else if (piece.kind == Piece::Kind::sign && word == "{") {
      open_block(piece, walk_ ? walk_->would_open() : opened_without_walk());
    } else if (walk_) {
      const std::int16_t opens = walk_->would_open();
      end_walk(number_ + 1);
      lost_opens_ = opens;
    }
  }
  /// Ends the item before a piece, and takes that piece and those behind it once more.
  void begin_again(std::uint32_t first) {
    const std::uint32_t last = number_;
    script_.items[item_].span.end = script_.pieces[first - 1].end;
    end_item(first);
    for (number_ = first;; ++number_) {
      take(Piece{script_.pieces[number_]});
      if (number_ >= last) return;
    }
  }
  std::int16_t opened_without_walk() { return std::exchange(lost_opens_, std::int16_t{-1}); }

  void open_block(const Piece& piece, std::int16_t context) {
    script_.items[item_].opened = piece.begin;
    frames_.push_back({context, item_});
    end_item();
  }
  void close_block(const Piece& piece) {
    if (item_ != no_item) {
      script_.items[item_].span.end = script_.pieces[number_ - 1].end;
      end_item();
    }
    if (frames_.size() == 1) return;
    if (current().item != no_item) {
      Item& closed = script_.items[current().item];
      closed.closed = piece.begin;
      closed.span.end = piece.end;
    }
    frames_.pop_back();
  }
  void close_all(std::uint32_t end) {
    if (item_ != no_item) end_item();
    while (frames_.size() > 1) {
      if (current().item != no_item) script_.items[current().item].span.end = end;
      frames_.pop_back();
    }
  }

  /// The names that the walk found before a piece, with the item they are in.
  void keep_names(std::vector<NameUse>& names, std::uint32_t before) {
    for (const Labelled& one : walk_->names()) {
      if (one.piece >= before) continue;
      const SourceSpan span = span_of(script_.pieces[one.piece]);
      names.push_back({span, one.slot, item_, one.declares});
      if (one.declares) script_.items[item_].name = span;
    }
  }
  void end_walk(std::uint32_t before) {
    if (walk_) keep_names(script_.names, before);
    walk_.reset();
    lost_opens_ = -1;
  }
  void end_item() { end_item(number_ + 1); }
  void end_item(std::uint32_t before) {
    end_walk(before);
    item_ = no_item;
  }

  std::string_view text_;
  std::uint32_t file_;
  Script script_;
  std::vector<Frame> frames_{{}};
  std::optional<Walk> walk_;  ///< none where the item cannot be read, or not any further
  std::uint32_t item_ = no_item;
  std::uint32_t number_ = 0;  ///< of the piece that is fed
  std::int16_t lost_opens_ = -1;
  std::optional<std::uint32_t> line_;  ///< the last piece of the item that may begin another
};

/// Whether a place behind the beginning of a comment or text lies in it: a comment goes on to the
/// end of its line, and so does a text that nobody closed.
bool holds(const Piece& piece, std::string_view text, std::uint32_t offset) {
  const bool closed =
      piece.kind == Piece::Kind::text &&
      grammar::closing_quote(text.data() + piece.begin, text.data() + piece.end) != nullptr;
  return closed
             ? offset < piece.end
             : text.substr(piece.begin, offset - piece.begin).find('\n') == std::string_view::npos;
}

}  // namespace

Script read_script(std::string_view text, std::uint32_t file) {
  Scanner scanner{text, file};
  for (const Piece& piece : layout::cut(text)) scanner.feed(piece);
  return scanner.finish();
}

Expected expected_at(std::string_view text, std::uint32_t offset) {
  Expected expected;
  expected.typed = {offset, offset, 0};
  Scanner scanner{text, 0};
  for (const Piece& piece : layout::cut(text)) {
    if (piece.begin >= offset) break;
    const bool touches = piece.end >= offset;
    if (touches && piece.kind == Piece::Kind::word) {
      expected.typed.begin = piece.begin;
      break;
    }
    const bool quiet = piece.kind == Piece::Kind::comment || piece.kind == Piece::Kind::text;
    if (quiet && holds(piece, text, offset)) return expected;
    scanner.feed(piece);
  }
  scanner.tell(expected);
  expected.script = scanner.finish();
  return expected;
}

}  // namespace abide::policy::editing
