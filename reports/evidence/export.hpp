// The evidence of an installation as a folder that a stranger can check without Abide
// (docs/evidence-folder.md).
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "base/files.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "engine/control_store.hpp"
#include "policy/model.hpp"

namespace abide::reports {

/// What an export is made of. Everything is borrowed for the call.
struct EvidenceRequest {
  const policy::Model& model;
  std::string deployment;
  engine::ControlStore& control;
  Files& files;
  std::string into;  ///< a folder that is empty, or not there yet
  std::string by;
  Instant at;
  /// What the ledger's entries rest on, by the path it gets in the folder: policy, notice,
  /// questions.
  std::map<std::string, std::string> beside;
};

struct Evidence {
  std::uint64_t entries = 0;
  std::uint64_t checkpoints = 0;
  std::uint64_t files = 0;  ///< besides the ledger's own
};

/// Notes in the ledger which files are given away, signs its head, and writes the folder.
/// @error refused  the folder holds something
/// @error unavailable, exhausted  a file could not be written: what is there is no evidence, and a
///   retry into another folder is safe
[[nodiscard]] Result<Evidence> export_evidence(const EvidenceRequest& request);

}  // namespace abide::reports
