// Chance that is the same on every machine: a SplitMix64 stream, and picks and tokens drawn from
// it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace abide::studio {

/// A stream of numbers fixed by its seed. The standard distributions are not used: each library has
/// its own.
class Random {
 public:
  /// Streams with different `seed`, `topic` or `index` have nothing in common.
  Random(std::uint64_t seed, std::string_view topic, std::uint64_t index);

  std::uint64_t next();
  /// 0 … bound - 1; `bound` is one or more
  std::uint64_t below(std::uint64_t bound) { return next() % bound; }
  /// first … last, both included
  std::int64_t between(std::int64_t first, std::int64_t last) {
    return first + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(last - first + 1)));
  }
  bool per_mille(std::uint64_t share) { return below(1000) < share; }
  template <class T>
  const T& pick(std::span<const T> from) {
    return from[below(from.size())];
  }
  template <class T, std::size_t N>
  const T& pick(const T (&from)[N]) {
    return from[below(N)];
  }
  /// `length` characters of `alphabet`
  std::string token(std::string_view alphabet, std::size_t length);
  std::string digits(std::size_t length) { return token("0123456789", length); }
  std::string hex(std::size_t length) { return token("0123456789abcdef", length); }
  std::string uuid();

 private:
  std::uint64_t state_;
};

}  // namespace abide::studio
