// A row of numbers that a scenario is built from, choice by choice. RapidCheck makes the row; a
// number that is not there is 0, and 0 is always the plainest choice.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <vector>

namespace abide::properties {

class Tape {
 public:
  explicit Tape(std::vector<std::uint16_t> numbers) : numbers_(std::move(numbers)) {}

  /// 0 … n-1.
  std::size_t below(std::size_t n) {
    const std::size_t number = at_ < numbers_.size() ? numbers_[at_] : 0;
    ++at_;
    return n <= 1 ? 0 : number % n;
  }
  int between(int low, int high) {
    return low + static_cast<int>(below(static_cast<std::size_t>(high - low + 1)));
  }
  /// True about once in `n` times; false when the tape has run out.
  bool once_in(std::size_t n) { return below(n) == n - 1; }
  template <class T>
  T one_of(std::initializer_list<T> choices) {
    return *(choices.begin() + static_cast<std::ptrdiff_t>(below(choices.size())));
  }
  template <class T>
  const T& one_of(const std::vector<T>& choices) {
    return choices[below(choices.size())];
  }
  [[nodiscard]] std::size_t used() const { return at_; }

 private:
  std::vector<std::uint16_t> numbers_;
  std::size_t at_ = 0;
};

}  // namespace abide::properties
