// Sealing of what must be read again later but not by everyone: AES-256-GCM (OpenSSL). To destroy
// the key is to destroy what it sealed.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/digest.hpp"
#include "base/result.hpp"

namespace abide {

inline constexpr std::size_t seal_key_bytes = 32;

/// A key for one thing. Keep it apart from what it seals.
[[nodiscard]] Bytes make_seal_key();

/// `plain` under `key`, bound to `name`, which must be said again to open it: nonce ‖ text ‖ tag.
/// @pre key has seal_key_bytes bytes
[[nodiscard]] Bytes seal(std::span<const std::uint8_t> key, std::string_view name,
                         std::string_view plain);
/// @error corrupt  another key, another name, or a byte changed
[[nodiscard]] Result<std::string> unseal(std::span<const std::uint8_t> key, std::string_view name,
                                         std::span<const std::uint8_t> sealed);

}  // namespace abide
