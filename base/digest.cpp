// OpenSSL behind a few plain functions.
#include "base/digest.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <algorithm>
#include <stdexcept>

namespace abide {

std::span<const std::uint8_t> as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

Digest sha256(std::span<const std::uint8_t> bytes) {
  Digest digest{};
  SHA256(bytes.data(), bytes.size(), digest.data());
  return digest;
}

std::vector<std::string> common_hashes(std::string_view text) {
  std::vector<std::string> all;
  for (const EVP_MD* algorithm : {EVP_md5(), EVP_sha1(), EVP_sha256(), EVP_sha512()}) {
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> hash{};
    unsigned length = 0;
    const int made = EVP_Digest(text.data(), text.size(), hash.data(), &length, algorithm, nullptr);
    if (made != 1) continue;  // a host may forbid the older ones
    all.push_back(to_hex(std::span{hash}.first(length)));
    std::string base64(4 * ((std::size_t{length} + 2) / 3) + 1, '\0');  // EVP writes a final NUL
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(base64.data()), hash.data(),
                    static_cast<int>(length));
    base64.resize(base64.find_last_not_of(std::string_view{"=\0", 2}) + 1);
    all.push_back(std::move(base64));
  }
  return all;
}

Digest hmac_sha256(std::span<const std::uint8_t> key, std::span<const std::uint8_t> bytes) {
  Digest digest{};
  unsigned length = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes.data(), bytes.size(),
       digest.data(), &length);
  return digest;
}

// HMAC by its definition (RFC 2104) over one EVP context: inner pad now, outer pad at the end.
struct Hasher::State {
  struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  std::unique_ptr<EVP_MD_CTX, Free> context{EVP_MD_CTX_new()};
  std::optional<std::array<std::uint8_t, 64>> key;
  std::array<std::uint8_t, 512>
      waiting{};  ///< small pieces, gathered: a call costs more than they do
  std::size_t waits = 0;

  void add(std::span<const std::uint8_t> bytes) {
    if (waits + bytes.size() > waiting.size()) {
      flush();
    }
    if (bytes.size() > waiting.size()) {
      EVP_DigestUpdate(context.get(), bytes.data(), bytes.size());
      return;
    }
    std::ranges::copy(bytes, waiting.begin() + static_cast<std::ptrdiff_t>(waits));
    waits += bytes.size();
  }
  void flush() {
    EVP_DigestUpdate(context.get(), waiting.data(), waits);
    waits = 0;
  }
  /// The algorithm is looked up once; without one OpenSSL takes the context's own again.
  void restart(const EVP_MD* algorithm) const {
    if (EVP_DigestInit_ex(context.get(), algorithm, nullptr) != 1) {
      throw std::logic_error("SHA-256 is not available");
    }
  }
  void start(const EVP_MD* algorithm) const {
    restart(algorithm);
    if (key) {
      pad(0x36);
    }
  }
  void pad(std::uint8_t with) const {
    std::array<std::uint8_t, 64> block{};
    for (std::size_t i = 0; i < block.size(); ++i) {
      block[i] = static_cast<std::uint8_t>((*key)[i] ^ with);
    }
    EVP_DigestUpdate(context.get(), block.data(), block.size());
  }
};

Hasher::Hasher() : state_(std::make_unique<State>()) { state_->start(EVP_sha256()); }
Hasher::Hasher(std::span<const std::uint8_t> key) : state_(std::make_unique<State>()) {
  state_->key.emplace();
  state_->key->fill(0);
  const Digest shortened = sha256(key);
  const auto used = key.size() > 64 ? std::span<const std::uint8_t>{shortened} : key;
  std::copy(used.begin(), used.end(), state_->key->begin());
  state_->start(EVP_sha256());
}
Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

void Hasher::update(std::span<const std::uint8_t> bytes) { state_->add(bytes); }

Digest Hasher::finish() {
  Digest digest{};
  state_->flush();
  EVP_DigestFinal_ex(state_->context.get(), digest.data(), nullptr);
  if (state_->key) {
    state_->restart(nullptr);
    state_->pad(0x5c);
    EVP_DigestUpdate(state_->context.get(), digest.data(), digest.size());
    EVP_DigestFinal_ex(state_->context.get(), digest.data(), nullptr);
  }
  state_->start(nullptr);
  return digest;
}

std::string to_hex(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const std::uint8_t byte : bytes) {
    text += digits[byte >> 4U];
    text += digits[byte & 15U];
  }
  return text;
}

std::optional<Bytes> from_hex(std::string_view text) {
  const auto digit = [](char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  };
  Bytes bytes;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    const int high = digit(text[i]);
    const int low = digit(text[i + 1]);
    if (high < 0 || low < 0) {
      return std::nullopt;
    }
    bytes.push_back(static_cast<std::uint8_t>(high * 16 + low));
  }
  return text.size() % 2 == 0 ? std::optional{bytes} : std::nullopt;
}

std::string to_base64(std::span<const std::uint8_t> bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes.data(),
                                     static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

std::optional<Bytes> from_base64(std::string_view text) {
  if (text.size() % 4 != 0 || text.find_first_of(" \t\r\n") != std::string_view::npos) {
    return std::nullopt;
  }
  Bytes bytes(text.size() / 4 * 3 + 1);
  const int length =
      EVP_DecodeBlock(bytes.data(), reinterpret_cast<const unsigned char*>(text.data()),
                      static_cast<int>(text.size()));
  if (length < 0) {
    return std::nullopt;
  }
  std::size_t padding = 0;
  while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') {
    ++padding;
  }
  bytes.resize(static_cast<std::size_t>(length) - padding);
  // INVARIANT: one spelling for one value, or a flipped bit in the padding would go unseen.
  return to_base64(bytes) == text ? std::optional{bytes} : std::nullopt;
}

Bytes random_bytes(std::size_t count) {
  Bytes bytes(count);
  if (RAND_bytes(bytes.data(), static_cast<int>(count)) != 1) {
    throw std::logic_error("the system's random generator failed");
  }
  return bytes;
}

}  // namespace abide
