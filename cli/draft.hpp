// The draft of a person's copy, as its folder remembers it.
#pragma once

#include <string>
#include <vector>

#include "cli/session.hpp"
#include "policy/model.hpp"

namespace abide::cli {

/// What a draft knows of itself: whose it is, and the key of its names. Never part of a pack.
struct Draft {
  std::string name;
  std::string request;
  SubjectId subject;
  std::vector<Value> keys;
  Bytes key;
};

[[nodiscard]] Json json_of(const policy::Model& model, const Draft& draft);
/// @error refused  there is none in the folder, or it is of another policy
[[nodiscard]] Result<Draft> read_draft(const Desk& desk, const policy::Model& model,
                                       const std::string& folder);

}  // namespace abide::cli
