// A person's copy as a folder: pages to read, tables to take along, what was searched, what was
// left out and why, and a list of it all with digests (docs/decisions/0006).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/new_folder.hpp"
#include "engine/access/cells.hpp"
#include "policy/disclosure.hpp"
#include "reports/pack/review.hpp"

namespace abide::reports {

/// Borrowed for the call.
struct PackInput {
  const policy::Model& model;
  const policy::Disclosure& said;
  const engine::Identity& identity;
  const engine::access::AccessPlan& plan;
  const engine::Stores& stores;
  Bytes key;            ///< of this pack alone
  Decisions decisions;  ///< of a draft that was read; empty for a draft
  bool is_draft = true;
  std::string name;      ///< `PACK-2026-0001`
  std::string request;   ///< that asks for it, `REQ-2026-0001`; empty where none was opened
  std::string received;  ///< the day it came, in words; empty where none was opened
  std::string by;        ///< who made it
  std::string at;        ///< when, in words
};

struct PackReport {
  struct Table {
    std::string name;
    std::uint64_t rows = 0;
  };
  std::vector<Table> tables;
  std::uint64_t masked = 0;
  std::uint64_t withheld = 0;
  std::uint64_t waiting = 0;  ///< texts that nobody has decided on
  Digest manifest{};          ///< SHA-256 of manifest.json
  [[nodiscard]] std::uint64_t rows() const;
};

/// Reads the stores and fills the folder, which the caller publishes. Memory does not grow with
/// what is found.
/// @error unavailable  a store did not answer: there is no pack
[[nodiscard]] Result<PackReport> write_pack(const PackInput& input, NewFolder& folder);

}  // namespace abide::reports
