// Large tables, read by two threads.
#include "tests/contract/sqlite_store.hpp"

namespace abide::sqlite {
namespace {

// Two threads read what one would, and in the same order: nothing twice, nothing left out.
TEST_F(SqliteStore, a_large_table_is_read_by_two) {
  sql("CREATE TABLE wide (id INTEGER PRIMARY KEY, user_id INTEGER, at TEXT);"
      "INSERT INTO wide VALUES (-3, 1, '2026'), (0, NULL, '2026-01-01'), (199999, 7, NULL),"
      " (200000, 7, '2026-01-02'), (200001, 2, ''), (400003, 1, '2026-01-03')");
  auto s = store();
  const Query wide{.table = "wide",
                   .columns = {"id"},
                   .key = {"id"},
                   .range = {},
                   .where = share({Before{"at", at("2026-01-03T12:00:00Z"), TimeEncoding::iso}})};
  const auto half = *s->other_half(wide);
  ASSERT_TRUE(half);
  EXPECT_EQ(half->from, Row{Value{std::int64_t{200000}}});
  const std::vector<SelectorPtr> conditions{
      share({All{}}), share({IsNull{"at"}}), share({Unreadable{"at", TimeEncoding::iso}}),
      share({Via{{"user_id"}, "users", {"id"}, share({All{}})}})};
  Query lower = wide;
  Query upper = wide;
  lower.range.until = upper.range.from = half->from;
  std::vector<Row> rows;
  const PageSink sink = [&](std::span<const Row> page) -> Result<void> {
    rows.insert(rows.end(), page.begin(), page.end());
    return {};
  };
  const auto first = *s->select_and_tally(lower, conditions, sink);
  EXPECT_EQ(rows.size(), 1U);
  const auto second = *half->reader->select_and_tally(upper, conditions, sink);
  EXPECT_EQ(first, (std::vector<std::uint64_t>{3, 1, 1, 1}));
  EXPECT_EQ(second, (std::vector<std::uint64_t>{3, 0, 1, 2}));
  EXPECT_EQ(rows, (std::vector<Row>{{Value{std::int64_t{0}}},
                                    {Value{std::int64_t{200000}}},
                                    {Value{std::int64_t{400003}}}}));
  Query all = wide;
  all.where = share({All{}});
  EXPECT_EQ(*s->tally(all, conditions), (std::vector<std::uint64_t>{6, 1, 2, 3}));
  EXPECT_EQ(*s->tally(all, conditions), *s->Connector::tally(all, conditions));
}

TEST_F(SqliteStore, what_is_small_or_has_no_rowid_is_read_by_one) {
  auto s = store();
  const Query weird{.table = "we\"ird table",
                    .columns = {},
                    .key = {"a", "b"},
                    .range = {},
                    .where = users({All{}}).where};
  sql("CREATE TABLE empty (id INTEGER PRIMARY KEY)");
  Query empty = users({All{}});
  empty.table = "empty";
  Query ranged = empty;
  ranged.range.from = Row{Value{std::int64_t{1}}};
  for (const Query& query : {users({All{}}), weird, empty, ranged}) {
    const auto half = s->other_half(query);
    ASSERT_TRUE(half.ok()) << query.table;
    EXPECT_FALSE(*half) << query.table;
  }
}

}  // namespace
}  // namespace abide::sqlite
