// Folded comparison along an index: the same rows as by looking at every row.
#include "connectors/sqlite/spellings.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <random>

#include "connectors/sqlite/connector.hpp"
#include "tests/support/temp_store.hpp"

namespace abide::sqlite {
namespace {

/// A short text over few letters, so that spellings of each other come often.
std::string some_text(std::mt19937& random) {
  constexpr std::array<std::string_view, 8> letters{"a", "A", "b", "B", " ", "@", "\x1f", "é"};
  std::string text;
  const std::size_t length = random() % 5;
  for (std::size_t i = 0; i < length; ++i) {
    text += letters[random() % letters.size()];
  }
  return text;
}
/// The definition, letter by letter.
std::string judged(std::string text) {
  while (!text.empty() && text.front() == ' ') text.erase(0, 1);
  while (!text.empty() && text.back() == ' ') text.pop_back();
  for (char& c : text) {
    if (c == 'A') c = 'a';
    if (c == 'B') c = 'b';
  }
  return text;
}
class FoldedComparison : public testing::TestWithParam<const char*> {};

TEST_P(FoldedComparison, finds_what_a_look_at_every_row_finds) {
  std::mt19937 random{7};
  for (int round = 0; round < 60; ++round) {
    std::vector<std::string> texts;
    std::string sql = std::string{GetParam()} + "PRAGMA synchronous = OFF; BEGIN;";
    for (std::size_t i = 0; i < 40; ++i) {
      texts.push_back(some_text(random));
      sql += fmt::format("INSERT INTO people VALUES ({}, '{}');", i + 1, texts.back());
    }
    sql += "COMMIT;";
    const testing_support::TempFolder folder;
    const testing_support::AppDatabase app{folder.file("app.sqlite"), sql};
    auto store = SqliteConnector::open(folder.file("app.sqlite"), Access::read_write);
    ASSERT_TRUE(store.ok());
    for (int i = 0; i < 20; ++i) {
      const std::string asked = some_text(random);
      const auto expected = std::count_if(texts.begin(), texts.end(), [&](const std::string& text) {
        return judged(text) == judged(asked);
      });
      const Query query{.table = "people",
                        .columns = {"id"},
                        .key = {"id"},
                        .range = {},
                        .where = share({In{"email", {asked}, Match::folded}})};
      EXPECT_EQ((*store)->count(query).value(), static_cast<std::uint64_t>(expected)) << asked;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    WithAndWithoutIndex, FoldedComparison,
    testing::Values("CREATE TABLE people (id INTEGER PRIMARY KEY, email TEXT);",
                    "CREATE TABLE people (id INTEGER PRIMARY KEY, email TEXT);"
                    "CREATE INDEX by_email ON people (email);",
                    "CREATE TABLE people (id INTEGER PRIMARY KEY, email VARCHAR(40));"
                    "CREATE INDEX by_email ON people (email DESC, id);",
                    "CREATE TABLE people (id INTEGER PRIMARY KEY, email TEXT COLLATE NOCASE);"
                    "CREATE INDEX by_email ON people (email);",
                    "CREATE TABLE people (id INTEGER PRIMARY KEY, email TEXT COLLATE NOCASE);"
                    "CREATE INDEX by_email ON people (email COLLATE BINARY);",
                    "PRAGMA encoding = 'UTF-16le';"
                    "CREATE TABLE people (id INTEGER PRIMARY KEY, email TEXT);"
                    "CREATE INDEX by_email ON people (email);",
                    "CREATE TABLE people (id INTEGER PRIMARY KEY, email TEXT);"
                    "CREATE INDEX by_email ON people (email);"
                    "INSERT INTO people VALUES (1000, 41), (1001, x'7a7a');"));

TEST(NextSpelling, leaps_to_the_next_in_the_order_of_bytes) {
  EXPECT_EQ(next_spelling("ab", ""), "AB");
  EXPECT_EQ(next_spelling("ab", "AB"), "AB");
  EXPECT_EQ(next_spelling("ab", "AC"), "Ab");
  EXPECT_EQ(next_spelling("ab", "Az"), "aB");
  EXPECT_EQ(next_spelling("ab", "a"), "aB");
  EXPECT_EQ(next_spelling("ab", "ab\x01"), "ab\t");
  EXPECT_EQ(next_spelling("ab", "ab\x1f"), "ab ");
  EXPECT_EQ(next_spelling("ab", "ab!"), std::nullopt);
  EXPECT_EQ(next_spelling("a1", "A2"), "a1");
  EXPECT_EQ(next_spelling("a1", "b"), std::nullopt);
}

}  // namespace
}  // namespace abide::sqlite
