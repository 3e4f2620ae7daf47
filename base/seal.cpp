// AES-256-GCM through OpenSSL's EVP, with a fresh random nonce for each sealing.
#include "base/seal.hpp"

#include <openssl/evp.h>

#include <memory>
#include <stdexcept>

namespace abide {
namespace {

constexpr std::size_t nonce_bytes = 12;
constexpr std::size_t tag_bytes = 16;

struct FreeCipher {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, FreeCipher>;

void require(bool worked) {
  if (!worked) {
    throw std::logic_error("AES-256-GCM is not available");
  }
}

}  // namespace

Bytes make_seal_key() { return random_bytes(seal_key_bytes); }

Bytes seal(std::span<const std::uint8_t> key, std::string_view name, std::string_view plain) {
  require(key.size() == seal_key_bytes);
  const Cipher cipher{EVP_CIPHER_CTX_new()};
  const Bytes nonce = random_bytes(nonce_bytes);
  require(EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.data(), nonce.data()) ==
          1);
  const auto bound = as_bytes(name);
  const auto text = as_bytes(plain);
  int length = 0;
  require(EVP_EncryptUpdate(cipher.get(), nullptr, &length, bound.data(),
                            static_cast<int>(bound.size())) == 1);
  Bytes sealed(nonce_bytes + text.size() + tag_bytes);
  std::copy(nonce.begin(), nonce.end(), sealed.begin());
  require(EVP_EncryptUpdate(cipher.get(), sealed.data() + nonce_bytes, &length, text.data(),
                            static_cast<int>(text.size())) == 1);
  unsigned char* const end = sealed.data() + nonce_bytes + text.size();
  require(EVP_EncryptFinal_ex(cipher.get(), end, &length) == 1);
  require(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, tag_bytes, end) == 1);
  return sealed;
}

Result<std::string> unseal(std::span<const std::uint8_t> key, std::string_view name,
                           std::span<const std::uint8_t> sealed) {
  const Error damaged{ErrorCode::corrupt, "what was sealed does not open with its key",
                      "restore the keys file and the control store that belong together"};
  if (key.size() != seal_key_bytes || sealed.size() < nonce_bytes + tag_bytes) {
    return damaged;
  }
  const Cipher cipher{EVP_CIPHER_CTX_new()};
  require(EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.data(), sealed.data()) ==
          1);
  const auto bound = as_bytes(name);
  const auto text = sealed.subspan(nonce_bytes, sealed.size() - nonce_bytes - tag_bytes);
  Bytes tag(sealed.end() - tag_bytes, sealed.end());
  std::string plain(text.size(), '\0');
  auto* const out = reinterpret_cast<unsigned char*>(plain.data());
  int length = 0;
  const bool opened =
      EVP_DecryptUpdate(cipher.get(), nullptr, &length, bound.data(),
                        static_cast<int>(bound.size())) == 1 &&
      EVP_DecryptUpdate(cipher.get(), out, &length, text.data(), static_cast<int>(text.size())) ==
          1 &&
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, tag_bytes, tag.data()) == 1 &&
      EVP_DecryptFinal_ex(cipher.get(), out + text.size(), &length) == 1;
  return opened ? Result<std::string>{std::move(plain)} : Result<std::string>{damaged};
}

}  // namespace abide
