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
  if (key.name.empty() || !typed || typed->size() != 1 + public_key_bytes ||
      typed->front() != ed25519_type || !hash || hash->size() != key_hash_bytes) {
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
  const auto lines = split(text, '\n');
  const auto size = lines.size() < 6 ? std::nullopt : number_of(lines[1]);
  if (!size || lines[0].empty() || !lines[3].empty() || !lines.back().empty()) {
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
  for (const std::string& line : note.signatures) {
    if (!line.starts_with(signature_dash)) {
      return std::nullopt;
    }
  }
  return note;
}

bool is_signed(const Note& note, const Key& key) {
  const std::string start = fmt::format("{}{} ", signature_dash, key.name);
  bool found = false;
  for (const std::string& line : note.signatures) {
    const auto blob =
        line.starts_with(start) ? from_base64(line.substr(start.size())) : std::nullopt;
    if (!blob || blob->size() != key_hash_bytes + signature_bytes ||
        !std::equal(key.hash.begin(), key.hash.end(), blob->begin())) {
      continue;
    }
    if (!is_signed(note.body, {blob->begin() + key_hash_bytes, blob->end()}, key)) {
      return false;
    }
    found = true;
  }
  return found && note.name == key.name;
}

}  // namespace abide::ledger::verify
