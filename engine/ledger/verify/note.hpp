// Reading of keys and signed checkpoints for the verifier, apart from the writer's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.hpp"

namespace abide::ledger::verify {

/// A public key as `name+hash+key`.
struct Key {
  std::string text;
  std::string name;
  Bytes hash;
  Bytes bytes;
};
/// nullopt unless the text is a key, its name without blanks, and its hash its own.
[[nodiscard]] std::optional<Key> read_key(std::string_view text);
/// Whether `key` signed `text`.
[[nodiscard]] bool is_signed(std::string_view text, const Bytes& signature, const Key& key);

/// A whole number in its one spelling; nullopt of anything else.
[[nodiscard]] std::optional<std::uint64_t> number_of(std::string_view text);

/// A checkpoint taken apart; whether anyone signed it is another question.
struct Note {
  std::string name;
  std::uint64_t size = 0;
  Digest root{};
  std::string body;                     ///< what is signed
  std::vector<std::string> signatures;  ///< lines
};
/// nullopt unless the text has exactly the form of a signed note of three lines, with one to 16
/// lines behind the empty one, each `— NAME BASE64`.
[[nodiscard]] std::optional<Note> read_note(std::string_view text);

/// By whom a note is signed, as seen from one key.
enum class Signer {
  key,     ///< that key, and no line claims so falsely
  nobody,  ///< a line bears the key's name and hash, and its signature is wrong
  others,  ///< no line bears the key's name and hash
};
[[nodiscard]] Signer signer_of(const Note& note, const Key& key);
/// Whether `key` signed it, for the log of the key's name.
[[nodiscard]] bool is_signed(const Note& note, const Key& key);

}  // namespace abide::ledger::verify
