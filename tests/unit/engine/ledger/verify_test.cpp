// The verifier's own parts: canonical entries against the writer's library, and keys followed
// through rotations.
#include "engine/ledger/verify/verify.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "engine/ledger/ledger.hpp"
#include "engine/ledger/verify/entry.hpp"

namespace abide::ledger {
namespace {

const char* const log_origin = "shop.example/abide";
const Instant noon = *parse_instant("2026-05-08T12:00:00Z");

/// Canonical by the library that writes: parsed and written again, it is the same text.
bool is_canonical(const std::string& text) {
  const auto parsed = parse_json(text);
  if (!parsed || !parsed->is_object()) {
    return false;
  }
  const auto written = canonical_json(*parsed);
  return written && *written == text;
}

Json any_json(int depth) {
  switch (*rc::gen::inRange(0, depth > 3 ? 5 : 7)) {
    case 0:
      return nullptr;
    case 1:
      return *rc::gen::arbitrary<bool>();
    case 2:
      return *rc::gen::arbitrary<std::int64_t>();
    case 3:
      return *rc::gen::arbitrary<std::uint64_t>();
    case 4:
      return *rc::gen::element<std::string>("", "a", "\"\\/", "\b\f\n\r\t\x01\x1f\x7f", "é",
                                            "\xE2\x80\x94", "\xF0\x9F\x98\x80", "42");
    case 5: {
      Json array = Json::array();
      for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
        array.push_back(any_json(depth + 1));
      }
      return array;
    }
    default: {
      Json object = Json::object();
      for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
        object[*rc::gen::element<std::string>("", "a", "b", "a\n", "a\"", "a\x01", "é", "\t", "z",
                                              "aa")] = any_json(depth + 1);
      }
      return object;
    }
  }
}

/// One change somewhere: a byte replaced, put in, taken out, or two pieces swapped.
std::string spoiled(std::string text) {
  const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
  const char c =
      *rc::gen::element('"', '\\', ',', ':', '{', '}', '[', ']', ' ', '0', '-', '1', 'e', '.', 'u',
                        'n', 'a', '\n', '\x01', '\xC3', '\xA9', '\xED', '\xF4', '\x80', '\0');
  switch (*rc::gen::inRange(0, 4)) {
    case 0:
      text[at] = c;
      break;
    case 1:
      text.insert(at, 1, c);
      break;
    case 2:
      text.erase(at, *rc::gen::inRange<std::size_t>(1, 4));
      break;
    default:
      text.insert(at, text.substr(*rc::gen::inRange<std::size_t>(0, text.size()), 5));
  }
  return text;
}

TEST(Entry, is_canonical_exactly_when_the_writers_library_would_write_it_so) {
  int good = 0;
  int bad = 0;
  EXPECT_TRUE(rc::check("the scanner agrees with parsing and writing again", [&] {
    Json object = any_json(0);
    if (!object.is_object()) {
      object = Json{{"k", object}};
    }
    std::string text = *canonical_json(object);
    for (int i = *rc::gen::inRange(0, 3); i > 0 && !text.empty(); --i) {
      text = spoiled(text);
    }
    const bool expected = is_canonical(text);
    (expected ? good : bad) += 1;
    verify::EntryReader reader;
    RC_ASSERT(reader.read(text) == expected);
  }));
  EXPECT_GT(good, 10);
  EXPECT_GT(bad, 10);
}

TEST(Entry, refuses_every_second_spelling) {
  verify::EntryReader reader;
  EXPECT_TRUE(reader.read(R"({"a":1,"b":["x",{"c":null}]})"));
  EXPECT_EQ(reader.member("b"), R"(["x",{"c":null}])");
  EXPECT_EQ(reader.member("c"), "");
  EXPECT_FALSE(reader.plain_text("a"));
  for (const char* text : {"",
                           "{",
                           "[]",
                           "{} ",
                           R"({"b":1,"a":1})",
                           R"({"a":1,"a":1})",
                           R"({"a": 1})",
                           R"({"a":01})",
                           R"({"a":-0})",
                           R"({"a":1.0})",
                           R"({"a":1e2})",
                           R"({"a":"\/"})",
                           R"({"a":"\u0041"})",
                           R"({"a":"\u000a"})",
                           R"({"a":"\u001F"})",
                           R"({"a":"\x"})",
                           R"({"a":18446744073709551616})",
                           R"({"a":-9223372036854775809})",
                           R"({"a":tru})",
                           "{\"a\":\"\xC0\x80\"}",
                           "{\"a\":\"\xED\xA0\x80\"}",
                           "{\"a\":\"\xF4\x90\x80\x80\"}",
                           "{\"a\":\"\n\"}",
                           R"({"a":1,})",
                           R"({"a":[1,]})"}) {
    EXPECT_FALSE(reader.read(text)) << text;
  }
  std::string deep(63, '[');
  EXPECT_TRUE(reader.read("{\"a\":" + deep + std::string(63, ']') + "}"));
  deep += '[';
  EXPECT_FALSE(reader.read("{\"a\":" + deep + std::string(64, ']') + "}"));
}

class Rotation : public testing::Test {
 protected:
  void SetUp() override {
    path_ = testing::TempDir() + "abide_rotation_" + std::to_string(::getpid()) + ".db";
    TearDown();
    sqlite3* raw = nullptr;
    ASSERT_EQ(sqlite3_open(path_.c_str(), &raw), SQLITE_OK);
    db_.reset(raw);
    ledger_ = std::make_unique<Ledger>(*Ledger::create(db_.get(), log_origin));
  }
  void TearDown() override {
    ledger_.reset();
    db_.reset();
    for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
      std::filesystem::remove(path_ + suffix);
    }
  }
  void append(int count) {
    for (int i = 0; i < count; ++i) {
      ASSERT_TRUE(ledger_->append("outcomes", "nightly", noon, {{"rows", i}}).ok());
    }
  }
  static std::string text_of(const SigningKey& key) {
    return PublicKey::of(log_origin, key.public_bytes())->text();
  }
  [[nodiscard]] Verdict verdict() { return verify_ledger(path_, text_of(first_), anchors_); }

  std::string path_;
  sqlite::Database db_;
  std::unique_ptr<Ledger> ledger_;
  SigningKey first_ = SigningKey::generate();
  SigningKey second_ = SigningKey::generate();
  SigningKey third_ = SigningKey::generate();
  std::vector<std::string> anchors_;
};

TEST_F(Rotation, is_followed_from_the_first_key_to_the_last) {
  append(3);
  anchors_.push_back(*ledger_->checkpoint(first_));
  ASSERT_TRUE(ledger_->rotate(first_, second_, "dpo", noon).ok());
  anchors_.push_back(*ledger_->checkpoint(second_));
  append(2);
  ASSERT_TRUE(ledger_->rotate(second_, third_, "dpo", noon).ok());
  anchors_.push_back(*ledger_->checkpoint(third_));
  const Verdict seen = verdict();
  EXPECT_TRUE(seen.ok) << seen.reason;
  EXPECT_EQ(seen.rotations, 2U);
  EXPECT_EQ(seen.public_key, text_of(third_));
  EXPECT_EQ(seen.checkpoints, 6U);
  EXPECT_FALSE(verify_ledger(path_, text_of(second_), {}).ok);
  EXPECT_FALSE(verify_ledger(path_, "nonsense", {}).ok);
}

TEST_F(Rotation, a_head_signed_by_the_wrong_key_of_the_two_is_found) {
  append(3);
  ASSERT_TRUE(ledger_->rotate(first_, second_, "dpo", noon).ok());
  ASSERT_TRUE(ledger_->checkpoint(first_).ok());
  EXPECT_FALSE(verdict().ok);
}

TEST_F(Rotation, nobody_changes_the_key_alone) {
  append(2);
  // Whoever has the new key but not the old.
  ASSERT_TRUE(ledger_->rotate(third_, second_, "thief", noon).ok());
  ASSERT_TRUE(ledger_->sync().ok());
  EXPECT_EQ(verdict().bad_seq, 2U);
}

TEST_F(Rotation, a_change_taken_from_another_place_or_cut_short_does_not_hold) {
  append(2);
  ASSERT_TRUE(ledger_->rotate(first_, second_, "dpo", noon).ok());
  ASSERT_TRUE(ledger_->sync().ok());
  Json entry;
  ASSERT_TRUE(ledger_
                  ->read(2,
                         [&](std::uint64_t, std::string_view text) -> Result<void> {
                           entry = *parse_json(text);
                           return {};
                         })
                  .ok());
  for (const char* key : {"v", "seq", "at", "kind", "by"}) {
    entry.erase(key);
  }
  ASSERT_TRUE(verdict().ok);
  // The same words again, later; and the words with a part left out.
  for (const char* lacks : {"", "root", "old_key", "new_key", "signed_by_old", "signed_by_new"}) {
    Json body = entry;
    body.erase(lacks);
    TearDown();
    SetUp();
    append(*lacks == '\0' ? 3 : 2);
    ASSERT_TRUE(ledger_->append("key_rotated", "dpo", noon, body).ok());
    ASSERT_TRUE(ledger_->sync().ok());
    EXPECT_FALSE(verdict().ok) << lacks;
  }
}

}  // namespace
}  // namespace abide::ledger
