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
/// nullopt unless the text is a key, and its hash its own.
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
/// nullopt unless the text has exactly the form of a signed note.
[[nodiscard]] std::optional<Note> read_note(std::string_view text);
/// Whether `key` signed it, and no line claims so falsely.
[[nodiscard]] bool is_signed(const Note& note, const Key& key);

}  // namespace abide::ledger::verify
