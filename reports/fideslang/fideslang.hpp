// A policy in the terms of Fideslang, and back: manifests in YAML or JSON (docs/reports.md). What
// Fideslang has no words for is left out: periods, promises, rulings, severance, conditions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "reports/model/ground.hpp"
#include "reports/sketch/sketch.hpp"

namespace abide::reports::fideslang {

/// `organization`, `data_category`, `data_use`, `data_subject`, `dataset`, `system`; terms of the
/// policy's own are declared, those of the taxonomy are not.
[[nodiscard]] Json manifest_of(const Ground& ground);
/// Categories that go by a term of the policy's own, since neither they nor any around them has an
/// alias in the taxonomy; by name.
[[nodiscard]] std::vector<std::string> without_alias(const policy::Model& model);

[[nodiscard]] std::string yaml_of(const Json& manifest);
/// YAML, of which JSON is a part; every scalar but true, false and whole numbers is a text.
/// @error corrupt  neither; nested deeper than 64; more than a million values
[[nodiscard]] Result<Json> parse_manifest(std::string_view text);

struct Manifest {
  std::string path;  ///< for people
  std::string text;
};
/// One policy of all the manifests together.
/// @error corrupt  one of them does not read
/// @error refused  they hold no dataset and no system
[[nodiscard]] Result<sketch::Draft> draft_of(const std::vector<Manifest>& manifests);

}  // namespace abide::reports::fideslang
