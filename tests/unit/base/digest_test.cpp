// Published vectors, and the running digest against the whole one.
#include "base/digest.hpp"

#include <gtest/gtest.h>

namespace abide {
namespace {

TEST(Digest, matches_the_published_vectors) {
  EXPECT_EQ(to_hex(sha256(as_bytes("abc"))),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  // RFC 4231, case 2
  EXPECT_EQ(to_hex(hmac_sha256(as_bytes("Jefe"), as_bytes("what do ya want for nothing?"))),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}
TEST(Digest, pieces_hash_as_the_whole_and_the_hasher_starts_again) {
  for (const std::size_t size : {std::size_t{3}, std::size_t{64}, std::size_t{100}}) {
    const Bytes key = random_bytes(size);
    Hasher hasher{key};
    for (int round = 0; round < 2; ++round) {
      hasher.update("what do ya ");
      hasher.update("want");
      EXPECT_EQ(hasher.finish(), hmac_sha256(key, as_bytes("what do ya want")));
    }
  }
}
TEST(Digest, base64_and_hex_have_one_spelling) {
  for (std::size_t size = 0; size < 40; ++size) {
    const Bytes bytes = random_bytes(size);
    EXPECT_EQ(from_base64(to_base64(bytes)), bytes);
    EXPECT_EQ(from_hex(to_hex(bytes)), bytes);
  }
  EXPECT_FALSE(from_base64("QQ=a"));
  EXPECT_FALSE(from_base64("QR=="));
  EXPECT_FALSE(from_hex("0G"));
  EXPECT_FALSE(from_hex("abc"));
}

}  // namespace
}  // namespace abide
