// Many phrases sought in one text at once: one walk over the text, whatever their number (Aho and
// Corasick, on words and marks instead of letters).
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "policy/notices/tokens.hpp"

namespace abide::policy::notices {

class Phrases {
 public:
  Phrases();
  /// Before the first `find_in`. A phrase that is there already keeps its number; an empty one is
  /// found nowhere.
  /// @returns the phrase's number, from 0 on
  std::uint32_t add(std::span<const Sign> phrase);
  using Found = std::function<void(std::uint32_t phrase, Range place)>;
  /// Calls `found` for every place of every phrase, by where the places end. Linear in the text and
  /// in what is found.
  void find_in(std::span<const Sign> text, const Found& found);

 private:
  static constexpr std::uint32_t none = 0xFFFFFFFFU;
  struct Node {
    std::uint32_t parent = 0;
    Sign sign = 0;
    std::uint32_t depth = 0;
    std::uint32_t fail = 0;        ///< the longest other phrase's beginning that ends here too
    std::uint32_t shorter = none;  ///< the next node on the way of fails at which a phrase ends
    std::uint32_t phrase = none;   ///< that ends here
  };
  struct Step {
    std::uint64_t key = 0;
    std::uint32_t to = 0;  ///< 0 where the place is free: nothing leads back to the root
  };
  [[nodiscard]] std::size_t slot_of(std::uint32_t node, Sign sign) const;
  [[nodiscard]] std::uint32_t step(std::uint32_t node, Sign sign) const;
  void widen();
  void link();

  std::vector<Node> nodes_;
  std::vector<Step> steps_;  ///< open addressing, a power of two, at most half full
  std::uint32_t phrases_ = 0;
  bool linked_ = false;
};

}  // namespace abide::policy::notices
