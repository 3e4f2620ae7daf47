// A simulation of all ways at once, so that a name which could stand for two things is decided by
// what comes behind it. A word of the language goes before a name that is spelt like it.
#include "policy/editing/walk.hpp"

#include <algorithm>
#include <utility>

#include "policy/grammar/lexemes.hpp"

namespace abide::policy::editing {
namespace {

using Op = Step::Op;
using layout::Piece;

bool is_among(std::string_view words, std::string_view word) {
  while (!words.empty()) {
    const std::string_view one = words.substr(0, words.find(' '));
    if (one == word ||
        (one.size() == word.size() + 1 && one.back() == 's' && one.starts_with(word)))
      return true;
    words.remove_prefix(std::min(words.size(), one.size() + 1));
  }
  return false;
}

bool is_name(const Piece& piece, std::string_view text) {
  return piece.kind == Piece::Kind::word && grammar::is_letter(text.front()) && text != "and";
}

bool is_number(const Piece& piece, std::string_view text, char inner) {
  return piece.kind == Piece::Kind::word && grammar::is_digit(text.front()) &&
         (text.find(inner) != std::string_view::npos);
}

bool is_plain_number(const Piece& piece, std::string_view text) {
  return piece.kind == Piece::Kind::word && grammar::is_digit(text.front()) &&
         text.find_first_of("-:") == std::string_view::npos;
}

bool fits(const Step& step, const Piece& piece, std::string_view text) {
  switch (step.op) {
    case Op::word:
      return piece.kind != Piece::Kind::text && text == step.word;
    case Op::slot:
      return is_name(piece, text) &&
             (step.slot->other_words == Slot::Words::open || is_among(step.slot->words, text));
    case Op::text:
      return piece.kind == Piece::Kind::text;
    case Op::number:
      return is_plain_number(piece, text);
    case Op::date:
      return is_number(piece, text, '-');
    case Op::time:
      return is_number(piece, text, ':');
    case Op::leave:
      return piece.kind == Piece::Kind::sign && text == (step.opens < 0 ? ";" : "{");
    case Op::fork:
      return false;
  }
  return false;
}

}  // namespace

Walk::Walk(const Program& program) : program_(&program), seen_(program.steps.size(), 0) {
  ++turn_;
  add(ways_, {});
}

void Walk::add(std::vector<Way>& ways, Way way) {
  if (std::exchange(seen_[way.step], turn_) == turn_) return;
  const Step& step = program_->steps[way.step];
  if (step.op != Op::fork) {
    ways.push_back(way);
    return;
  }
  add(ways, {step.first, way.last});
  add(ways, {step.second, way.last});
}

bool Walk::step(Piece piece, std::string_view text, std::uint32_t number) {
  std::vector<Way> onward;
  std::size_t by_word = 0;
  ++turn_;
  for (const bool names : {false, true}) {
    for (const Way& way : ways_) {
      const Step& step = program_->steps[way.step];
      if ((step.op == Op::slot) != names || !fits(step, piece, text)) continue;
      if (step.op == Op::leave) {
        ways_ = {way};  // the likeliest way that ends here is the one
        ended_ = true;
        opens_ = step.opens;
        return true;
      }
      Way next{static_cast<std::uint16_t>(way.step + 1), way.last};
      if (names) {
        history_.push_back({{number, step.slot, step.declares}, way.last});
        next.last = static_cast<std::int32_t>(history_.size()) - 1;
      }
      add(onward, next);
    }
    if (!names) by_word = onward.size();
  }
  if (onward.empty()) return false;
  ways_ = std::move(onward);
  by_word_ = by_word;
  return true;
}

std::int16_t Walk::would_open() const {
  for (const Step& step : program_->steps) {
    if (step.op == Op::leave && step.opens >= 0) return step.opens;
  }
  return -1;
}

std::vector<Labelled> Walk::names() const {
  std::vector<Labelled> names;
  if (ways_.empty()) return names;
  for (std::int32_t at = ways_.front().last; at >= 0;
       at = history_[static_cast<std::size_t>(at)].before) {
    names.push_back(history_[static_cast<std::size_t>(at)].label);
  }
  std::ranges::reverse(names);
  return names;
}

std::vector<const Step*> Walk::next() const {
  std::vector<const Step*> steps;
  const std::size_t count = by_word_ == 0 ? ways_.size() : by_word_;
  for (std::size_t i = 0; i < count; ++i) steps.push_back(&program_->steps[ways_[i].step]);
  return steps;
}

}  // namespace abide::policy::editing
