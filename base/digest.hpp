// SHA-256 and HMAC-SHA-256 (OpenSSL), and the hexadecimal and base64 spellings of bytes.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace abide {

using Digest = std::array<std::uint8_t, 32>;
using Bytes = std::vector<std::uint8_t>;

[[nodiscard]] std::span<const std::uint8_t> as_bytes(std::string_view text);
[[nodiscard]] Digest sha256(std::span<const std::uint8_t> bytes);
[[nodiscard]] Digest hmac_sha256(std::span<const std::uint8_t> key,
                                 std::span<const std::uint8_t> bytes);

/// Hashes that apps make of identifiers: MD5, SHA-1, SHA-256 and SHA-512, each in hexadecimal and
/// in base64.
[[nodiscard]] std::vector<std::string> common_hashes(std::string_view text);

/// A running digest over many pieces; keyed (HMAC) when given a key. One thread at a time.
class Hasher {
 public:
  Hasher();
  explicit Hasher(std::span<const std::uint8_t> key);
  ~Hasher();
  Hasher(Hasher&&) noexcept;
  Hasher& operator=(Hasher&&) noexcept;
  Hasher(const Hasher&) = delete;
  Hasher& operator=(const Hasher&) = delete;
  void update(std::span<const std::uint8_t> bytes);
  void update(std::string_view text) { update(as_bytes(text)); }
  /// The digest of everything so far; the hasher then starts again with the same key.
  [[nodiscard]] Digest finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

[[nodiscard]] std::string to_hex(std::span<const std::uint8_t> bytes);
[[nodiscard]] std::optional<Bytes> from_hex(std::string_view text);
[[nodiscard]] std::string to_base64(std::span<const std::uint8_t> bytes);
[[nodiscard]] std::optional<Bytes> from_base64(std::string_view text);
/// `count` bytes from the system's secure generator.
[[nodiscard]] Bytes random_bytes(std::size_t count);

}  // namespace abide
