// Ways to spoil an evidence folder, by somebody who has its files and no key.
#pragma once

#include <optional>
#include <random>
#include <string>

namespace abide::cli_test {

/// What was done to a folder.
struct Damage {
  std::string what;           ///< for people
  std::optional<long> first;  ///< the first entry that is not as it was, where one is concerned
  bool may_be_sound = false;  ///< nothing that counts is lost
};

/// One change somewhere in the folder, in one of all ways.
[[nodiscard]] Damage spoil(const std::string& folder, std::mt19937& dice);

/// How many entries the newest checkpoint covers that has no more than so many; 0 without one.
[[nodiscard]] long covered_before(const std::string& folder, long entry);

}  // namespace abide::cli_test
