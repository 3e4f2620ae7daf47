// The whole of it: options in, seven files and a summary out.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "options.hpp"

namespace abide::mentor {

using Counts = std::vector<std::pair<std::string, std::int64_t>>;

struct Summary {
  Counts rows;                        ///< by table
  Counts oddities;                    ///< natural ones: names, dates, what was deleted, …
  Counts dirt;                        ///< planted by Options::dirty
  std::vector<std::string> canaries;  ///< of Options::canary_person
};

/// Writes the seven files. The same options give the same rows.
/// @error refused  a file is there already, or an option is out of its bounds
/// @error not_found  no account has the address of the person whose canaries are wanted
Result<Summary> generate(const Options& options);

}  // namespace abide::mentor
