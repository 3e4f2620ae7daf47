// Where a sentence of a policy stands, for people.
#pragma once

#include <cstdint>
#include <string>

namespace abide::policy {

/// The file's name as it was given, and the line from one.
struct Location {
  std::string file;
  std::uint32_t line = 0;
  bool operator==(const Location&) const = default;
};

}  // namespace abide::policy
