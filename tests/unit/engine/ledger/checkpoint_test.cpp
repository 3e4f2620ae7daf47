// Checkpoints: the published form, and no change of a byte that goes unseen.
#include "engine/ledger/checkpoint.hpp"

#include <gtest/gtest.h>

namespace abide::ledger {
namespace {

SigningKey test_key() { return *SigningKey::from_seed(Bytes(32, 7)); }
PublicKey public_of(const SigningKey& key) {
  return *PublicKey::of("shop.example/abide", key.public_bytes());
}
Checkpoint sample() { return {"shop.example/abide", 42, sha256(as_bytes("root"))}; }

TEST(Checkpoint, ed25519_matches_rfc_8032) {
  const auto seed = from_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
  const SigningKey key = *SigningKey::from_seed(*seed);
  EXPECT_EQ(to_hex(key.public_bytes()),
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  EXPECT_EQ(to_hex(key.sign("")).substr(0, 32), "e5564300c360ac729086e2cc806e828a");
}

TEST(Checkpoint, the_published_public_key_reads_back_whole) {
  // The Go checksum database, whose key is printed in its documentation.
  const char* const sumdb = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
  const auto key = PublicKey::parse(sumdb);
  ASSERT_TRUE(key.ok());
  EXPECT_EQ(key->text(), sumdb);
  std::string wrong = sumdb;
  wrong[16] = '1';
  EXPECT_EQ(PublicKey::parse(wrong).error().code, ErrorCode::corrupt);
}

TEST(Checkpoint, is_read_back_and_a_witness_may_sign_too) {
  const SigningKey key = test_key();
  const std::string note = *write_checkpoint(sample(), key);
  EXPECT_EQ(*read_checkpoint(note, public_of(key)), sample());
  EXPECT_EQ(*read_checkpoint(note + "\xE2\x80\x94 witness.example AAAAAAAA\n", public_of(key)),
            sample());
}

TEST(Checkpoint, has_nothing_but_signatures_behind_the_empty_line) {
  const std::string note = *write_checkpoint(sample(), test_key());
  EXPECT_EQ(*stated_in(note), sample());
  for (const std::string line :
       {"approved\n", "\n", "\xE2\x80\x94 approved\n", "\xE2\x80\x94 a b c\n",
        "\xE2\x80\x94 witness.example AAAA\n", "\xE2\x80\x94 a+b AAAAAAAA\n"}) {
    EXPECT_FALSE(read_checkpoint(note + line, public_of(test_key())).ok()) << line;
    EXPECT_FALSE(stated_in(note + line).ok()) << line;
  }
  EXPECT_FALSE(stated_in(note.substr(0, note.find("\n\n") + 2)).ok()) << "no signature at all";
}

TEST(Checkpoint, any_byte_flipped_or_cut_is_found) {
  const SigningKey key = test_key();
  const std::string note = *write_checkpoint(sample(), key);
  for (std::size_t i = 0; i < note.size(); ++i) {
    for (const char bit : {'\x01', '\x20', '\x40'}) {
      std::string flipped = note;
      flipped[i] = static_cast<char>(flipped[i] ^ bit);
      EXPECT_FALSE(read_checkpoint(flipped, public_of(key)).ok()) << i;
    }
    EXPECT_FALSE(read_checkpoint(note.substr(0, i), public_of(key)).ok()) << i;
  }
}

TEST(Checkpoint, another_key_or_a_bad_name_is_refused) {
  const std::string note = *write_checkpoint(sample(), test_key());
  EXPECT_FALSE(read_checkpoint(note, public_of(SigningKey::generate())).ok());
  EXPECT_EQ(write_checkpoint({"has blank", 1, {}}, test_key()).error().code, ErrorCode::refused);
  EXPECT_EQ(write_checkpoint({"a+b", 1, {}}, test_key()).error().code, ErrorCode::refused);
  EXPECT_EQ(SigningKey::from_seed(Bytes(31)).error().code, ErrorCode::corrupt);
}

}  // namespace
}  // namespace abide::ledger
