// Reading of signed checkpoints for the verifier, apart from the writer's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/digest.hpp"

namespace abide::ledger::verify {

struct Head {
  std::uint64_t size = 0;
  Digest root{};
};

/// The head that `note` states, or nullopt unless `public_key` signed exactly this text.
[[nodiscard]] std::optional<Head> signed_head(std::string_view note, std::string_view public_key);

}  // namespace abide::ledger::verify
