// What the ledger gives away as a proof holds by the key that it names; what would not is refused.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <variant>

#include "engine/ledger/proof.hpp"
#include "engine/ledger/verify/verify.hpp"

namespace abide::ledger {
namespace {

const char* const prove_origin = "shop.example/abide";
const Instant prove_noon = *parse_instant("2026-05-08T12:00:00Z");

class Prove : public testing::Test {
 protected:
  void SetUp() override {
    sqlite3* raw = nullptr;
    ASSERT_EQ(sqlite3_open(":memory:", &raw), SQLITE_OK);
    db_.reset(raw);
    ledger_ = std::make_unique<Ledger>(*Ledger::create(db_.get(), prove_origin));
  }
  void append(int count) {
    for (int i = 0; i < count; ++i)
      ASSERT_TRUE(ledger_->append("outcomes", "nightly", prove_noon, {{"rows", i}}).ok());
    ASSERT_TRUE(ledger_->sync().ok());
  }
  void rotate() {
    ASSERT_TRUE(ledger_->rotate(first_, second_, "dpo", prove_noon).ok());
    ASSERT_TRUE(ledger_->sync().ok());
  }
  static PublicKey public_of(const SigningKey& key) {
    return *PublicKey::of(prove_origin, key.public_bytes());
  }
  [[nodiscard]] Result<Proof> entry(std::uint64_t seq) {
    return prove_entry(*ledger_, public_of(first_), seq);
  }
  [[nodiscard]] Result<Proof> growth(const std::string& older) {
    return prove_growth(*ledger_, public_of(first_), older);
  }
  void run(const char* sql) { ASSERT_TRUE(sqlite::execute(db_.get(), sql).ok()) << sql; }
  static void expect_error(const Result<Proof>& proof, ErrorCode code, const char* part) {
    ASSERT_FALSE(proof.ok()) << part;
    EXPECT_EQ(proof.error().code, code) << proof.error().message;
    EXPECT_NE((proof.error().message + proof.error().help).find(part), std::string::npos)
        << proof.error().message << " / " << proof.error().help;
  }

  sqlite::Database db_;
  std::unique_ptr<Ledger> ledger_;
  SigningKey first_ = *SigningKey::from_seed(Bytes(32, 1));
  SigningKey second_ = *SigningKey::from_seed(Bytes(32, 2));
};

TEST_F(Prove, gives_what_the_verifier_takes) {
  append(5);
  const std::string older = *ledger_->checkpoint(first_);
  append(8);
  const std::string newest = *ledger_->checkpoint(first_);
  append(1);  // not signed yet
  for (std::uint64_t seq = 0; seq < 13; ++seq) {
    const auto proof = entry(seq);
    ASSERT_TRUE(proof.ok()) << proof.error().message;
    const auto verdict = verify_entry(proof->text, proof->key.text());
    EXPECT_TRUE(std::holds_alternative<ProvenEntry>(verdict)) << seq;
  }
  for (const std::string& from : {older, newest}) {
    const auto proof = growth(from);
    ASSERT_TRUE(proof.ok()) << proof.error().message;
    EXPECT_TRUE(
        std::holds_alternative<ProvenGrowth>(verify_growth(proof->text, from, proof->key.text())));
  }
  expect_error(entry(13), ErrorCode::refused, "nobody's signature");
  expect_error(entry(14), ErrorCode::not_found, "there is no entry 14");
  expect_error(entry(~0ULL), ErrorCode::not_found, "there is no entry 18446744073709551615");
}

/// A crash between the change of key and the head that it signs.
TEST_F(Prove, names_the_key_that_signed_the_head_it_gives) {
  append(5);
  ASSERT_TRUE(ledger_->checkpoint(first_).ok());
  rotate();
  auto proof = entry(3);
  ASSERT_TRUE(proof.ok()) << proof.error().message;
  EXPECT_EQ(proof->key, public_of(first_));
  EXPECT_TRUE(std::holds_alternative<ProvenEntry>(verify_entry(proof->text, proof->key.text())));
  ASSERT_TRUE(ledger_->checkpoint(second_).ok());
  proof = entry(3);
  ASSERT_TRUE(proof.ok()) << proof.error().message;
  EXPECT_EQ(proof->key, public_of(second_));
  EXPECT_TRUE(std::holds_alternative<ProvenEntry>(verify_entry(proof->text, proof->key.text())));
}

TEST_F(Prove, does_not_reach_across_a_change_of_key) {
  append(5);
  const std::string older = *ledger_->checkpoint(first_);
  rotate();
  const std::string between = *ledger_->checkpoint(second_);
  append(3);
  ASSERT_TRUE(ledger_->checkpoint(second_).ok());
  expect_error(growth(older), ErrorCode::refused, "abide ledger export");
  EXPECT_TRUE(growth(between).ok());
}

TEST_F(Prove, finds_an_entry_that_was_changed_emptied_or_taken_out) {
  append(9);
  const std::string older = *ledger_->checkpoint(first_);
  for (const char* damage :
       {"UPDATE ledger SET entry = CAST('{}' AS BLOB) WHERE seq = 4",
        "UPDATE ledger SET entry = x'' WHERE seq = 4", "DELETE FROM ledger WHERE seq = 4"}) {
    run("SAVEPOINT whole");
    run(damage);
    for (const std::uint64_t seq : {4, 5, 0, 8})
      expect_error(entry(seq), ErrorCode::corrupt, "nothing was written");
    expect_error(growth(older), ErrorCode::corrupt, "nothing was written");
    run("ROLLBACK TO whole; RELEASE whole");
    EXPECT_TRUE(entry(4).ok());
  }
}

TEST_F(Prove, finds_a_newest_head_that_its_key_did_not_sign) {
  append(9);
  const std::string older = *ledger_->checkpoint(first_);
  append(1);
  ASSERT_TRUE(ledger_->checkpoint(second_).ok());
  expect_error(entry(4), ErrorCode::corrupt, "does not hold");
  expect_error(growth(older), ErrorCode::corrupt, "does not hold");
  run("UPDATE ledger_checkpoints SET note = 'signed' WHERE size = 10");
  expect_error(entry(4), ErrorCode::corrupt, "damaged");
}

TEST_F(Prove, begins_from_a_signed_head_of_this_ledger_alone) {
  append(5);
  const std::string older = *ledger_->checkpoint(first_);
  const Checkpoint said = *stated_in(older);
  append(3);
  ASSERT_TRUE(ledger_->checkpoint(first_).ok());
  ASSERT_TRUE(growth(older).ok());
  const std::string body = older.substr(0, older.find("\n\n") + 1);
  for (const std::string& text :
       {std::string{}, std::string{"x"}, body, body + "\n", older + "more\n", older.substr(1),
        *write_checkpoint({"another.example/log", said.size, said.root}, first_)})
    expect_error(growth(text), ErrorCode::corrupt, "no signed head of this ledger");
  expect_error(growth(*write_checkpoint(said, second_)), ErrorCode::corrupt, "not signed by");
  expect_error(growth(*write_checkpoint({prove_origin, 5, Digest{}}, first_)), ErrorCode::corrupt,
               "does not continue");
  expect_error(growth(*write_checkpoint({prove_origin, 8, Digest{}}, first_)), ErrorCode::corrupt,
               "does not continue");
  expect_error(growth(*write_checkpoint({prove_origin, 0, Digest{}}, first_)), ErrorCode::corrupt,
               "does not continue");
  expect_error(growth(*write_checkpoint({prove_origin, 9, Digest{}}, first_)), ErrorCode::refused,
               "no head of 9");
  EXPECT_TRUE(growth(*write_checkpoint({prove_origin, 0, sha256({})}, first_)).ok());
}

}  // namespace
}  // namespace abide::ledger
