// Constants of the ledger's format (docs/ledger-format.md). All that the writer and the verifier
// share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace abide::ledger {

inline constexpr int format_version = 1;
inline constexpr std::uint8_t leaf_prefix = 0x00;
inline constexpr std::uint8_t node_prefix = 0x01;
inline constexpr std::uint8_t ed25519_type = 0x01;
inline constexpr std::string_view signature_dash = "\xE2\x80\x94 ";
inline constexpr std::string_view rotation_title = "abide ledger key rotation";
inline constexpr std::string_view proof_title = "c2sp.org/tlog-proof@v1";
inline constexpr std::size_t most_hashes = 63;  ///< of a proof in a tree of fewer than 2^63 entries
inline constexpr std::size_t most_signatures = 16;
inline constexpr std::size_t most_note_bytes = 64U << 10U;
inline constexpr std::size_t most_proof_bytes = 8U << 20U;
inline constexpr std::size_t most_folder_file_bytes = 64U << 20U;
inline constexpr std::size_t key_hash_bytes = 4;
inline constexpr std::size_t signature_bytes = 64;
inline constexpr std::size_t public_key_bytes = 32;

}  // namespace abide::ledger
