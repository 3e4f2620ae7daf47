// Someone with the control store open in an editor: every change is found and placed by code that
// is not the writer's.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "engine/ledger/ledger.hpp"
#include "engine/ledger/verify/verify.hpp"

namespace abide::ledger {
namespace {

const char* const origin = "shop.example/abide";
constexpr std::uint64_t entries = 23;

class Tampering : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "abide_ledger_" + std::to_string(::getpid());
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    const sqlite::Database db = opened(whole());
    auto ledger = Ledger::create(db.get(), origin);
    ASSERT_TRUE(ledger.ok()) << ledger.error().message;
    for (std::uint64_t i = 0; i < entries; ++i) {
      ASSERT_TRUE(append(*ledger, i).ok());
      if (i == 9 || i + 1 == entries) {
        anchors_.push_back(*ledger->checkpoint(key_));
      }
    }
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  /// A connection such as the control store lends to its ledger.
  static sqlite::Database opened(const std::string& path) {
    sqlite3* raw = nullptr;
    EXPECT_EQ(sqlite3_open(path.c_str(), &raw), SQLITE_OK);
    sqlite::Database db{raw};
    EXPECT_TRUE(sqlite::execute(db.get(), "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF").ok());
    return db;
  }
  static Result<std::uint64_t> append(Ledger& ledger, std::uint64_t i) {
    return ledger.append("outcomes", "nightly", *parse_instant("2026-05-08T01:00:00Z"),
                         {{"rows", i}, {"step", "s1"}});
  }
  [[nodiscard]] std::string whole() const { return folder_ + "/whole.db"; }
  [[nodiscard]] std::string public_key() const {
    return PublicKey::of(origin, key_.public_bytes())->text();
  }
  /// A copy of the ledger, changed by `sql` (when any), as the verifier sees it.
  Verdict after(const std::string& sql, bool with_anchors = true) {
    const std::string copy = folder_ + "/copy.db";
    for (const char* suffix : {"", "-wal", "-shm"}) {
      std::filesystem::remove(copy + suffix);
    }
    std::filesystem::copy_file(whole(), copy);
    const sqlite::Database db = opened(copy);
    EXPECT_EQ(sqlite3_exec(db.get(), sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(db.get());
    return verify_ledger(copy, public_key(), with_anchors ? anchors_ : std::vector<std::string>{});
  }

  static void flip(sqlite3* db, const char* column, std::uint64_t seq, int at) {
    sqlite3_blob* blob = nullptr;
    ASSERT_EQ(
        sqlite3_blob_open(db, "main", "ledger", column, static_cast<sqlite3_int64>(seq), 1, &blob),
        SQLITE_OK);
    char byte = 0;
    sqlite3_blob_read(blob, &byte, 1, at);
    byte = static_cast<char>(byte ^ 4);
    sqlite3_blob_write(blob, &byte, 1, at);
    ASSERT_EQ(sqlite3_blob_close(blob), SQLITE_OK);
  }

  std::string folder_;
  SigningKey key_ = SigningKey::generate();
  std::vector<std::string> anchors_;
};

TEST_F(Tampering, an_untouched_ledger_passes_and_goes_on_after_reopening) {
  const Verdict verdict = after("SELECT 1");
  EXPECT_TRUE(verdict.ok) << verdict.reason;
  EXPECT_EQ(verdict.entries, entries);
  const sqlite::Database db = opened(whole());
  auto ledger = Ledger::open(db.get());
  ASSERT_TRUE(ledger.ok());
  EXPECT_EQ(ledger->head().root(), verdict.root);
  EXPECT_EQ(*append(*ledger, entries), entries);
  ASSERT_TRUE(ledger->sync().ok());
  EXPECT_TRUE(verify_ledger(whole(), public_key(), anchors_).ok);
  EXPECT_TRUE(
      ledger->check_against(*read_checkpoint(anchors_[0], *PublicKey::parse(public_key()))).ok());
}

TEST_F(Tampering, every_flipped_byte_of_every_entry_and_leaf_is_placed) {
  std::filesystem::copy_file(whole(), folder_ + "/flipped.db");
  const sqlite::Database db = opened(folder_ + "/flipped.db");
  int flips = 0;
  for (const char* column : {"entry", "leaf"}) {
    for (std::uint64_t seq = 0; seq < entries; ++seq) {
      sqlite3_blob* blob = nullptr;
      ASSERT_EQ(sqlite3_blob_open(db.get(), "main", "ledger", column,
                                  static_cast<sqlite3_int64>(seq), 1, &blob),
                SQLITE_OK);
      const int size = sqlite3_blob_bytes(blob);
      sqlite3_blob_close(blob);
      for (int at = 0; at < size; at += column[0] == 'l' ? 5 : 1, ++flips) {
        flip(db.get(), column, seq, at);
        const Verdict verdict = verify_ledger(folder_ + "/flipped.db", public_key(), anchors_);
        EXPECT_EQ(verdict.bad_seq, seq) << column << " byte " << at << ": " << verdict.reason;
        flip(db.get(), column, seq, at);
      }
    }
  }
  EXPECT_GT(flips, 2000);
  EXPECT_TRUE(verify_ledger(folder_ + "/flipped.db", public_key(), anchors_).ok);
}

TEST_F(Tampering, a_removed_entry_a_swapped_pair_and_a_cut_tail_are_placed) {
  EXPECT_EQ(after("DELETE FROM ledger WHERE seq = 5").bad_seq, 5U);
  const std::string swap =
      "CREATE TEMP TABLE a AS SELECT * FROM ledger WHERE seq IN (6, 7);"
      "UPDATE ledger SET (leaf, entry) = (SELECT leaf, entry FROM a WHERE a.seq = 13 - ledger.seq) "
      "WHERE seq IN (6, 7)";
  EXPECT_EQ(after(swap).bad_seq, 6U);
  EXPECT_EQ(after("DELETE FROM ledger WHERE seq >= 20; DELETE FROM ledger_checkpoints").bad_seq,
            20U);
  EXPECT_FALSE(after("DELETE FROM ledger WHERE seq >= 20", false).ok);
  EXPECT_FALSE(after("UPDATE ledger_head SET size = size - 1").ok);
  EXPECT_FALSE(after("UPDATE ledger_head SET subtrees = zeroblob(length(subtrees))").ok);
  EXPECT_FALSE(after("UPDATE ledger_checkpoints SET note = replace(note, '10', '11')").ok);
}

TEST_F(Tampering, a_prefix_written_anew_with_good_hashes_is_found_by_its_signature) {
  std::filesystem::remove(folder_ + "/forged.db");
  const sqlite::Database db = opened(folder_ + "/forged.db");
  auto forged = Ledger::create(db.get(), origin);
  ASSERT_TRUE(forged.ok());
  for (std::uint64_t i = 0; i < entries; ++i) {
    ASSERT_TRUE(append(*forged, i == 4 ? 999 : i).ok());
  }
  ASSERT_TRUE(forged->sync().ok());
  const Verdict verdict = verify_ledger(folder_ + "/forged.db", public_key(), anchors_);
  EXPECT_FALSE(verdict.ok);
  EXPECT_NE(verdict.reason.find("entries 0 to 9"), std::string::npos) << verdict.reason;
  EXPECT_FALSE(
      forged->check_against(*read_checkpoint(anchors_[0], *PublicKey::parse(public_key()))).ok());
  // Without anything signed a forgery cannot be told: that is what anchors are for.
  EXPECT_TRUE(verify_ledger(folder_ + "/forged.db", public_key(), {}).ok);
}

TEST_F(Tampering, what_was_not_synced_is_gone_whole_and_writers_take_turns) {
  {
    const sqlite::Database db = opened(whole());
    auto ledger = Ledger::open(db.get());
    ASSERT_TRUE(append(*ledger, 1).ok());
  }
  const sqlite::Database one = opened(whole());
  const sqlite::Database other = opened(whole());
  auto first = Ledger::open(one.get());
  auto second = Ledger::open(other.get());
  EXPECT_EQ(first->head().size(), entries);
  ASSERT_EQ(*append(*first, 1), entries);
  EXPECT_EQ(append(*second, 1).error().code, ErrorCode::unavailable);
  ASSERT_TRUE(first->sync().ok());
  EXPECT_EQ(*append(*second, 2), entries + 1);
  second->abandon();
  EXPECT_EQ(*append(*second, 3), entries + 1);
  ASSERT_TRUE(second->sync().ok());
  EXPECT_EQ(*append(*first, 4), entries + 2);
  ASSERT_TRUE(first->checkpoint(key_).ok());
  EXPECT_TRUE(verify_ledger(whole(), public_key(), anchors_).ok);
  EXPECT_EQ(first->append("hold", "dpo", Instant{}, {{"seq", 1}}).error().code,
            ErrorCode::unsupported);
  EXPECT_EQ(first->append("hold", "dpo", Instant{}, {{"share", 0.5}}).error().code,
            ErrorCode::unsupported);
  EXPECT_EQ(Ledger::create(one.get(), origin).error().code, ErrorCode::refused);
  EXPECT_EQ(Ledger::open(opened(folder_ + "/none.db").get()).error().code, ErrorCode::not_found);
}

TEST_F(Tampering, what_sqlite_rolled_back_by_itself_is_not_half_committed) {
  const sqlite::Database db = opened(whole());
  auto ledger = Ledger::open(db.get());
  ASSERT_TRUE(append(*ledger, 1).ok());
  ASSERT_TRUE(sqlite::execute(db.get(), "ROLLBACK").ok());
  EXPECT_EQ(append(*ledger, 2).error().code, ErrorCode::changed);
  EXPECT_EQ(ledger->sync().error().code, ErrorCode::changed);
  EXPECT_EQ(*append(*ledger, 3), entries);
  ASSERT_TRUE(ledger->sync().ok());
}

}  // namespace
}  // namespace abide::ledger
