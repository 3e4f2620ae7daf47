// The whole of it: options in, five files and a summary out.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "people.hpp"

namespace abide::studio {

struct Summary {
  std::vector<std::pair<std::string, std::int64_t>> rows;      ///< by table
  std::vector<std::pair<std::string, std::int64_t>> oddities;  ///< natural ones: names, dates, …
  std::vector<std::pair<std::string, std::int64_t>> dirt;      ///< planted by Options::dirty
  std::vector<std::string> canaries;                           ///< of Options::canary_person
};

/// Writes the five files. The same options give the same rows.
/// @error refused  a file is there already, or an option is out of its bounds
/// @error not_found  no account has the address of the person whose canaries are wanted
Result<Summary> generate(const Options& options);

}  // namespace abide::studio
