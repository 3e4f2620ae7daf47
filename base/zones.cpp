#include "base/zones.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <string_view>

#include "base/time.hpp"

namespace abide {

bool is_zone(const std::string& name) {
  constexpr std::string_view magic = "TZif";
  const bool plain = name.find('/') != std::string::npos && name.find('.') == std::string::npos &&
                     name.front() >= 'A' && name.front() <= 'Z';
  std::array<char, magic.size()> head{};
  if (plain) {
    std::ifstream{"/usr/share/zoneinfo/" + name, std::ios::binary}.read(head.data(), head.size());
  }
  return std::ranges::equal(head, magic) || Zone::find(name).ok();
}

}  // namespace abide
