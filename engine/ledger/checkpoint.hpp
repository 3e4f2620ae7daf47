// Signed heads of the tree in the C2SP tlog-checkpoint form (docs/ledger-format.md).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.hpp"
#include "base/result.hpp"

namespace abide::ledger {

/// What a checkpoint says: this log had `size` entries and this root.
struct Checkpoint {
  std::string origin;
  std::uint64_t size = 0;
  Digest root{};
  bool operator==(const Checkpoint&) const = default;
};

/// An Ed25519 public key under a name, as `name+hash+base64`.
class PublicKey {
 public:
  /// @error corrupt  not a key of this form, or its hash does not fit
  static Result<PublicKey> parse(std::string_view text);
  /// @error refused  the name is empty or holds a blank, a control character or `+`
  static Result<PublicKey> of(std::string name, Bytes key);
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const Bytes& bytes() const { return key_; }
  /// First four bytes of SHA-256(name ‖ LF ‖ 1 ‖ key).
  [[nodiscard]] Bytes key_hash() const;
  [[nodiscard]] std::string text() const;
  [[nodiscard]] bool verify(std::string_view message, const Bytes& signature) const;
  bool operator==(const PublicKey&) const = default;

 private:
  PublicKey(std::string name, Bytes key) : name_(std::move(name)), key_(std::move(key)) {}
  std::string name_;
  Bytes key_;
};

/// An Ed25519 private key. Keep it out of logs, texts and the control store.
class SigningKey {
 public:
  static SigningKey generate();
  /// @error corrupt  not 32 bytes
  static Result<SigningKey> from_seed(Bytes seed);
  [[nodiscard]] const Bytes& seed() const { return seed_; }
  [[nodiscard]] Bytes public_bytes() const;
  [[nodiscard]] Bytes sign(std::string_view message) const;

 private:
  explicit SigningKey(Bytes seed) : seed_(std::move(seed)) {}
  Bytes seed_;
};

/// The signed note, ending in a line feed. The key's name is the origin.
/// @error refused  the origin cannot be a key name
[[nodiscard]] Result<std::string> write_checkpoint(const Checkpoint& checkpoint,
                                                   const SigningKey& key);
/// What a signed note says, whoever signed it: no signature is checked.
/// @error corrupt  not of the form of a signed note with one to 16 signatures; says how
[[nodiscard]] Result<Checkpoint> stated_in(std::string_view note);
/// The checkpoint, when `key` signed it. Signatures of others are allowed and not looked at.
/// @error corrupt  malformed, another origin, or no good signature by `key`; says which
[[nodiscard]] Result<Checkpoint> read_checkpoint(std::string_view note, const PublicKey& key);

}  // namespace abide::ledger
