// The C2SP note, read by rebuilding the text from what was understood: any other spelling differs.
#include "engine/ledger/verify/note.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <memory>

#include "engine/ledger/format.hpp"

namespace abide::ledger::verify {
namespace {

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts{""};
  for (const char c : text) {
    if (c == separator) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

/// Neither empty nor with a blank, a control character or `+`.
bool is_name(std::string_view text) {
  return !text.empty() && std::ranges::none_of(text, [](unsigned char c) {
    return c <= 0x20 || c == 0x7F || c == '+';
  });
}

/// A line of a note: who signed, and the key's hash with the signature.
struct SignatureLine {
  std::string_view name;
  Bytes blob;
};

/// nullopt unless it is `— NAME BASE64`.
std::optional<SignatureLine> read_signature(std::string_view line) {
  if (!line.starts_with(signature_dash)) {
    return std::nullopt;
  }
  line.remove_prefix(signature_dash.size());
  const auto gap = line.find(' ');
  if (gap == std::string_view::npos || !is_name(line.substr(0, gap))) {
    return std::nullopt;
  }
  auto blob = from_base64(line.substr(gap + 1));
  if (!blob || blob->size() <= key_hash_bytes) {
    return std::nullopt;
  }
  return SignatureLine{line.substr(0, gap), std::move(*blob)};
}

}  // namespace

std::optional<std::uint64_t> number_of(std::string_view text) {
  const bool decimal = !text.empty() && text.size() < 19 &&
                       text.find_first_not_of("0123456789") == std::string_view::npos &&
                       (text == "0" || text[0] != '0');
  return decimal ? std::optional<std::uint64_t>{std::stoull(std::string{text})} : std::nullopt;
}

std::optional<Key> read_key(std::string_view text) {
  const auto parts = split(text, '+');
  if (parts.size() < 3) {
    return std::nullopt;
  }
  Key key{.text = std::string{text}, .name = parts[0], .hash = {}, .bytes = {}};
  const auto typed = from_base64(text.substr(key.name.size() + parts[1].size() + 2));
  const auto hash = from_hex(parts[1]);
  if (!is_name(key.name) || !typed || typed->size() != 1 + public_key_bytes ||
      typed->front() != ed25519_type || !hash || hash->size() != key_hash_bytes ||
      to_hex(*hash) != parts[1]) {
    return std::nullopt;
  }
  Hasher hasher;
  hasher.update(key.name);
  hasher.update("\n");
  hasher.update(*typed);
  const Digest digest = hasher.finish();
  if (!std::equal(hash->begin(), hash->end(), digest.begin())) {
    return std::nullopt;
  }
  key.hash = *hash;
  key.bytes.assign(typed->begin() + 1, typed->end());
  return key;
}

bool is_signed(std::string_view text, const Bytes& signature, const Key& key) {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> pkey{
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.bytes.data(), key.bytes.size()),
      EVP_PKEY_free};
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(),
                                                                        EVP_MD_CTX_free};
  return pkey && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, pkey.get()) == 1 &&
         EVP_DigestVerify(context.get(), signature.data(), signature.size(), as_bytes(text).data(),
                          text.size()) == 1;
}

std::optional<Note> read_note(std::string_view text) {
  if (text.size() > most_note_bytes) {
    return std::nullopt;
  }
  const auto lines = split(text, '\n');
  const auto size = lines.size() < 6 ? std::nullopt : number_of(lines[1]);
  if (!size || lines.size() > 5 + most_signatures || !is_name(lines[0]) || !lines[3].empty() ||
      !lines.back().empty()) {
    return std::nullopt;
  }
  const auto root = from_base64(lines[2]);
  if (!root || root->size() != Digest{}.size()) {
    return std::nullopt;
  }
  Note note{.name = lines[0],
            .size = *size,
            .root = {},
            .body = fmt::format("{}\n{}\n{}\n", lines[0], lines[1], lines[2]),
            .signatures = {lines.begin() + 4, lines.end() - 1}};
  std::copy(root->begin(), root->end(), note.root.begin());
  const auto is_signature = [](const std::string& line) {
    return read_signature(line).has_value();
  };
  return std::ranges::all_of(note.signatures, is_signature) ? std::optional{std::move(note)}
                                                            : std::nullopt;
}

Signer signer_of(const Note& note, const Key& key) {
  Signer signer = Signer::others;
  for (const std::string& text : note.signatures) {
    const auto line = read_signature(text);
    if (!line || line->name != key.name ||
        !std::equal(key.hash.begin(), key.hash.end(), line->blob.begin())) {
      continue;
    }
    const Bytes signature(line->blob.begin() + key_hash_bytes, line->blob.end());
    if (signature.size() != signature_bytes || !is_signed(note.body, signature, key)) {
      return Signer::nobody;
    }
    signer = Signer::key;
  }
  return signer;
}

bool is_signed(const Note& note, const Key& key) {
  return note.name == key.name && signer_of(note, key) == Signer::key;
}

}  // namespace abide::ledger::verify
