// The C2SP note, read by rebuilding the text from what was understood: any other spelling differs.
#include "engine/ledger/verify/note.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <memory>
#include <vector>

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

bool good_signature(const Bytes& key, std::string_view text, const Bytes& signature) {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> pkey{
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), key.size()),
      EVP_PKEY_free};
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(),
                                                                        EVP_MD_CTX_free};
  return pkey && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, pkey.get()) == 1 &&
         EVP_DigestVerify(context.get(), signature.data(), signature.size(), as_bytes(text).data(),
                          text.size()) == 1;
}

bool is_decimal(const std::string& text) {
  return !text.empty() && text.size() < 19 &&
         text.find_first_not_of("0123456789") == std::string::npos &&
         (text == "0" || text[0] != '0');
}

}  // namespace

std::optional<Head> signed_head(std::string_view note, std::string_view public_key) {
  const auto key_parts = split(public_key, '+');
  if (key_parts.size() < 3) {
    return std::nullopt;
  }
  const std::string& name = key_parts[0];
  const auto typed = from_base64(public_key.substr(name.size() + key_parts[1].size() + 2));
  const auto key_hash = from_hex(key_parts[1]);
  if (!typed || typed->size() != 1 + public_key_bytes || typed->front() != ed25519_type ||
      !key_hash || key_hash->size() != key_hash_bytes) {
    return std::nullopt;
  }
  const auto lines = split(note, '\n');
  if (lines.size() < 6 || lines[0] != name || !is_decimal(lines[1]) || !lines[3].empty() ||
      !lines.back().empty()) {
    return std::nullopt;
  }
  const auto root = from_base64(lines[2]);
  if (!root || root->size() != Digest{}.size()) {
    return std::nullopt;
  }
  const std::string body = fmt::format("{}\n{}\n{}\n", lines[0], lines[1], lines[2]);
  const std::string start = fmt::format("{}{} ", signature_dash, name);
  bool found = false;
  for (std::size_t i = 4; i + 1 < lines.size(); ++i) {
    if (!lines[i].starts_with(signature_dash)) {
      return std::nullopt;
    }
    const auto blob =
        lines[i].starts_with(start) ? from_base64(lines[i].substr(start.size())) : std::nullopt;
    if (!blob || blob->size() != key_hash_bytes + signature_bytes ||
        !std::equal(key_hash->begin(), key_hash->end(), blob->begin())) {
      continue;
    }
    if (!good_signature({typed->begin() + 1, typed->end()}, body,
                        {blob->begin() + key_hash_bytes, blob->end()})) {
      return std::nullopt;
    }
    found = true;
  }
  if (!found) {
    return std::nullopt;
  }
  Head head{.size = std::stoull(lines[1])};
  std::copy(root->begin(), root->end(), head.root.begin());
  return head;
}

}  // namespace abide::ledger::verify
