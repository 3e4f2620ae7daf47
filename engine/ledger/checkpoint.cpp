// Signed notes: writing, and reading with every deviation refused.
#include "engine/ledger/checkpoint.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <optional>
#include <stdexcept>

#include "engine/ledger/format.hpp"

namespace abide::ledger {
namespace {

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

Error damaged(std::string what) {
  return {ErrorCode::corrupt, "the checkpoint is damaged: " + what,
          "compare it with the copies at the other anchors"};
}

bool is_key_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return c > 0x20 && c != 0x7F && c != '+';
  });
}

/// Cuts the next line, without its end, off `text`; nullopt when no line feed is left.
std::optional<std::string_view> take_line(std::string_view& text) {
  const auto end = text.find('\n');
  if (end == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

Result<Checkpoint> read_body(std::string_view body) {
  const auto origin = take_line(body);
  const auto size = take_line(body);
  const auto root = take_line(body);
  if (!root) {
    return damaged("it has fewer than three lines");
  }
  Checkpoint checkpoint{.origin = std::string{*origin}};
  const auto [end, error] =
      std::from_chars(size->data(), size->data() + size->size(), checkpoint.size);
  if (error != std::errc{} || std::to_string(checkpoint.size) != *size) {
    return damaged("its size is not a number");
  }
  const auto digest = from_base64(*root);
  if (!digest || digest->size() != checkpoint.root.size()) {
    return damaged("its root is not a digest");
  }
  if (!body.empty()) {
    return damaged("it has more than three lines");
  }
  std::copy(digest->begin(), digest->end(), checkpoint.root.begin());
  return checkpoint;
}

/// `— NAME BASE64`, the bytes a key's hash and a signature, whoever's.
bool is_signature(std::string_view line) {
  if (!line.starts_with(signature_dash)) {
    return false;
  }
  line.remove_prefix(signature_dash.size());
  const auto gap = std::min(line.find(' '), line.size());
  const auto blob = gap == line.size() ? std::nullopt : from_base64(line.substr(gap + 1));
  return is_key_name(line.substr(0, gap)) && blob && blob->size() > key_hash_bytes;
}

/// The signature on this line when it is one by `key`; nullopt for the lines of others.
std::optional<Bytes> signature_of(std::string_view line, const PublicKey& key) {
  const std::string start = fmt::format("{}{} ", signature_dash, key.name());
  if (!line.starts_with(start)) {
    return std::nullopt;
  }
  const auto blob = from_base64(line.substr(start.size()));
  if (!blob || blob->size() != key_hash_bytes + signature_bytes) {
    return std::nullopt;
  }
  const Bytes hash(blob->begin(), blob->begin() + key_hash_bytes);
  return hash == key.key_hash() ? std::optional{Bytes(blob->begin() + key_hash_bytes, blob->end())}
                                : std::nullopt;
}

struct NoteParts {
  std::string_view body;  ///< what is signed
  std::string_view signatures;
};

Result<NoteParts> parts_of(std::string_view note) {
  const auto gap = note.rfind("\n\n");
  if (gap == std::string_view::npos || gap + 2 == note.size() || !note.ends_with('\n') ||
      note.size() > most_note_bytes) {
    return damaged("it is not a signed note");
  }
  const NoteParts parts{note.substr(0, gap + 1), note.substr(gap + 2)};
  std::size_t count = 0;
  for (std::string_view left = parts.signatures; const auto line = take_line(left);) {
    if (!is_signature(*line)) {
      return damaged("a line after the empty one is not a signature");
    }
    if (++count > most_signatures) {
      return damaged(fmt::format("it has more than {} signatures", most_signatures));
    }
  }
  return parts;
}

}  // namespace

Result<PublicKey> PublicKey::of(std::string name, Bytes key) {
  if (!is_key_name(name)) {
    return Error{ErrorCode::refused, "a key name is not empty and has no blank and no `+`", ""};
  }
  if (key.size() != public_key_bytes) {
    return Error{ErrorCode::corrupt, "a public key has 32 bytes", ""};
  }
  return PublicKey{std::move(name), std::move(key)};
}

Result<PublicKey> PublicKey::parse(std::string_view text) {
  const auto first = text.find('+');
  const auto second = first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos) {
    return Error{ErrorCode::corrupt, "a public key is written name+hash+key", ""};
  }
  const auto blob = from_base64(text.substr(second + 1));
  if (!blob || blob->empty() || blob->front() != ed25519_type) {
    return Error{ErrorCode::corrupt, "this is not an Ed25519 public key", ""};
  }
  ABIDE_TRY(PublicKey key,
            of(std::string{text.substr(0, first)}, Bytes(blob->begin() + 1, blob->end())));
  if (key.text() != text) {
    return Error{ErrorCode::corrupt, "the key does not fit its hash", ""};
  }
  return key;
}

Bytes PublicKey::key_hash() const {
  Hasher hasher;
  hasher.update(name_);
  hasher.update("\n");
  hasher.update(std::span{&ed25519_type, 1});
  hasher.update(key_);
  const Digest digest = hasher.finish();
  return Bytes(digest.begin(), digest.begin() + key_hash_bytes);
}

std::string PublicKey::text() const {
  Bytes typed{ed25519_type};
  typed.insert(typed.end(), key_.begin(), key_.end());
  return fmt::format("{}+{}+{}", name_, to_hex(key_hash()), to_base64(typed));
}

bool PublicKey::verify(std::string_view message, const Bytes& signature) const {
  const Key key{EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key_.data(), key_.size())};
  const Context context{EVP_MD_CTX_new()};
  const auto bytes = as_bytes(message);
  return key && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), signature.data(), signature.size(), bytes.data(),
                          bytes.size()) == 1;
}

SigningKey SigningKey::generate() { return SigningKey{random_bytes(32)}; }

Result<SigningKey> SigningKey::from_seed(Bytes seed) {
  if (seed.size() != 32) {
    return Error{ErrorCode::corrupt, "a signing key has 32 bytes", "restore the keys file"};
  }
  return SigningKey{std::move(seed)};
}

Bytes SigningKey::public_bytes() const {
  const Key key{
      EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed_.data(), seed_.size())};
  Bytes bytes(public_key_bytes);
  std::size_t size = bytes.size();
  if (!key || EVP_PKEY_get_raw_public_key(key.get(), bytes.data(), &size) != 1) {
    throw std::logic_error("Ed25519 is not available");
  }
  return bytes;
}

Bytes SigningKey::sign(std::string_view message) const {
  const Key key{
      EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed_.data(), seed_.size())};
  const Context context{EVP_MD_CTX_new()};
  const auto bytes = as_bytes(message);
  Bytes signature(signature_bytes);
  std::size_t size = signature.size();
  if (!key || EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) != 1 ||
      EVP_DigestSign(context.get(), signature.data(), &size, bytes.data(), bytes.size()) != 1) {
    throw std::logic_error("Ed25519 is not available");
  }
  return signature;
}

Result<std::string> write_checkpoint(const Checkpoint& checkpoint, const SigningKey& key) {
  ABIDE_TRY(const PublicKey name, PublicKey::of(checkpoint.origin, key.public_bytes()));
  const std::string body =
      fmt::format("{}\n{}\n{}\n", checkpoint.origin, checkpoint.size, to_base64(checkpoint.root));
  Bytes blob = name.key_hash();
  const Bytes signature = key.sign(body);
  blob.insert(blob.end(), signature.begin(), signature.end());
  return fmt::format("{}\n{}{} {}\n", body, signature_dash, checkpoint.origin, to_base64(blob));
}

Result<Checkpoint> stated_in(std::string_view note) {
  ABIDE_TRY(const NoteParts parts, parts_of(note));
  return read_body(parts.body);
}

Result<Checkpoint> read_checkpoint(std::string_view note, const PublicKey& key) {
  ABIDE_TRY(const NoteParts parts, parts_of(note));
  const std::string_view body = parts.body;
  std::string_view signatures = parts.signatures;
  bool signed_by_key = false;
  while (const auto line = take_line(signatures)) {
    if (const auto signature = signature_of(*line, key)) {
      if (!key.verify(body, *signature)) {
        return damaged("its signature is wrong");
      }
      signed_by_key = true;
    }
  }
  if (!signed_by_key) {
    return damaged("the ledger's key has not signed it");
  }
  ABIDE_TRY(Checkpoint checkpoint, read_body(body));
  if (checkpoint.origin != key.name()) {
    return damaged("it is of another log");
  }
  return checkpoint;
}

}  // namespace abide::ledger
