// One form walked along, word by word: every way that fits so far is kept, the likeliest first.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "policy/editing/forms.hpp"
#include "policy/format/pieces.hpp"

namespace abide::policy::editing {

/// A name and the slot it stands in.
struct Labelled {
  std::uint32_t piece = 0;  ///< by the caller's count
  const Slot* slot = nullptr;
  bool declares = false;
};

class Walk {
 public:
  /// Nothing is walked yet; the program outlives the walk.
  explicit Walk(const Program& program);
  /// Goes over one piece of the text, its number for the labels. False, and the walk stays as it
  /// was, where no way fits.
  bool step(layout::Piece piece, std::string_view text, std::uint32_t number);
  /// Whether a way is at its end; `opens` says into which block, -1 for `;`.
  [[nodiscard]] bool has_ended() const { return ended_; }
  [[nodiscard]] std::int16_t opens() const { return opens_; }
  /// Into which block the form would go, were its header whole; -1 for none.
  [[nodiscard]] std::int16_t would_open() const;
  /// The names of the likeliest way, in order.
  [[nodiscard]] std::vector<Labelled> names() const;
  /// What may stand next: steps that are no fork.
  [[nodiscard]] std::vector<const Step*> next() const;

 private:
  struct Way {
    std::uint16_t step = 0;
    std::int32_t last = -1;  ///< into history_
  };
  struct Named {
    Labelled label;
    std::int32_t before = -1;
  };
  void add(std::vector<Way>& ways, Way way);

  const Program* program_;
  std::vector<Way> ways_;
  std::vector<Named> history_;
  std::vector<std::uint32_t> seen_;  ///< by step: the turn in which it was added last
  std::uint32_t turn_ = 0;
  std::size_t by_word_ = 0;  ///< so many ways, the first, came here over a word of the language
  bool ended_ = false;
  std::int16_t opens_ = -1;
};

}  // namespace abide::policy::editing
