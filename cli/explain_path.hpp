// The ways by which data gets from one thing to another, in words and as JSON.
#pragma once

#include <string>

#include "base/json.hpp"
#include "policy/ways.hpp"

namespace abide::cli {

struct PathStory {
  std::string from, to;             ///< as they were asked for
  std::vector<policy::Way> ways;    ///< by flows, joins and what lies together
  std::vector<policy::Way> itself;  ///< by flows alone
  bool to_recipient = false;
};
/// @error not_found  one of the names stands for nothing
[[nodiscard]] Result<PathStory> explain_path(const policy::Model& model, const std::string& from,
                                             const std::string& to);
[[nodiscard]] std::string path_text(const policy::Model& model, const PathStory& story);
[[nodiscard]] Json path_json(const policy::Model& model, const PathStory& story);

}  // namespace abide::cli
