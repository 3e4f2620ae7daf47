// SplitMix64, seeded from a number, a topic and an index.
#include "random.hpp"

namespace abide::studio {
namespace {

std::uint64_t mixed(std::uint64_t value) {
  value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  value = (value ^ (value >> 27U)) * 0x94d049bb133111ebULL;
  return value ^ (value >> 31U);
}

}  // namespace

Random::Random(std::uint64_t seed, std::string_view topic, std::uint64_t index)
    : state_(mixed(seed)) {
  for (const char c : topic) {
    state_ = mixed(state_ + static_cast<unsigned char>(c) + 1);
  }
  state_ = mixed(state_ ^ mixed(index + 0x632be59bd9b4e019ULL));
}

std::uint64_t Random::next() {
  state_ += 0x9e3779b97f4a7c15ULL;
  return mixed(state_);
}

std::string Random::token(std::string_view alphabet, std::size_t length) {
  std::string text;
  text.reserve(length);
  while (text.size() < length) {
    text += alphabet[below(alphabet.size())];
  }
  return text;
}

std::string Random::uuid() {
  std::string text = hex(32);
  for (const std::size_t dash : {8U, 13U, 18U, 23U}) {
    text.insert(dash, 1, '-');
  }
  text[14] = '4';
  text[19] = "89ab"[below(4)];
  return text;
}

}  // namespace abide::studio
