// What every store must do, asked of SQLite: ranges, selectors, batches that roll back, and bytes
// that go.
#include <array>

#include "tests/contract/sqlite_store.hpp"

namespace abide::sqlite {
namespace {

TEST_F(SqliteStore, selects_by_moment_whatever_the_offset_and_never_by_what_is_no_moment) {
  auto s = store();
  EXPECT_EQ(*s->count(users({Before{"deleted_at", at("2026-01-10")}})),
            1U);  // only the one at +02:00
  EXPECT_EQ(*s->count(users({Before{"deleted_at", at("2026-01-10T00:00:01Z")}})), 2U);
  EXPECT_EQ(*s->count(users({Unreadable{"deleted_at"}})), 2U);
  EXPECT_EQ(*s->count(users({IsNull{"deleted_at"}})), 1U);
  EXPECT_EQ(*s->count(users({Not{share({Before{"deleted_at", at("2030-01-01")}})}})), 3U);
}

TEST_F(SqliteStore, compares_addresses_folded_and_keys_exactly) {
  auto s = store();
  const std::vector<Value> asked{std::string{"ada@post.example "}, std::string{"BOB@post.example"}};
  EXPECT_EQ(*s->count(users({In{"email", asked, Match::folded}})), 2U);
  EXPECT_EQ(*s->count(users({In{"email", asked, Match::exact}})), 0U);
  EXPECT_EQ(*s->count(users({In{"email", {}, Match::exact}})), 0U);
}

/// What our own code tells of a row while SQLite reads it is what SQL tells of it: over values of
/// every type in columns of every affinity, each condition alone, negated, and joined with others.
TEST_F(SqliteStore, counts_along_the_way_what_it_counts_by_asking) {
  sql("CREATE TABLE odd (id INTEGER PRIMARY KEY, bare, t TEXT, n INTEGER, r REAL, c TEXT COLLATE "
      "NOCASE);");
  for (const char* value : {"NULL",
                            "0",
                            "1",
                            "2",
                            "-1",
                            "1.0",
                            "1.5",
                            "1768003200",
                            "1768003200.5",
                            "1768003200000",
                            "9223372036854775807",
                            "-9223372036854775807 - 1",
                            "'1'",
                            "'2 '",
                            "''",
                            "'x'",
                            "x'31'",
                            "'2026-01-10'",
                            "'2026-01-10T00:00:00Z'",
                            "'2026-01-10T01:30:00+02:00'",
                            "'1970-01-01'",
                            "'2026-01-10 00:00:00'",
                            "'2026-01-10t00:00:00z'",
                            "'0000-00-00'",
                            "'2026-13-01'",
                            "'2026-01-11T23:59:59.5+23:59'",
                            "'9999-12-31T23:59:59Z'",
                            "x'323032362d30312d3130'"}) {
    sql(std::string{"INSERT INTO odd (bare, t, n, r, c) VALUES ("} + value + ", " + value + ", " +
        value + ", " + value + ", " + value + ")");
  }
  auto s = store();
  const auto by_asking = [&](const Selector& where) {
    return *s->count(
        {.table = "odd", .columns = {}, .key = {}, .range = {}, .where = share(where)});
  };
  const auto on_the_way = [&](const Selector& where, std::span<const SelectorPtr> conditions,
                              std::uint64_t& rows) {
    const Query all{
        .table = "odd", .columns = {"id"}, .key = {"id"}, .range = {}, .where = share(where)};
    rows = 0;
    return *s->select_and_tally(all, conditions, [&](std::span<const Row> page) -> Result<void> {
      rows += page.size();
      return {};
    });
  };
  std::vector<SelectorPtr> leaves;
  for (const char* column : {"bare", "t", "n", "r", "c"}) {
    for (const auto form : {TimeEncoding::iso, TimeEncoding::date, TimeEncoding::unix_seconds,
                            TimeEncoding::unix_milliseconds}) {
      leaves.push_back(share({Before{column, at("2026-01-10T00:00:01Z"), form}}));
      leaves.push_back(share({Unreadable{column, form}}));
      leaves.push_back(share({Outside{column, at("2000-01-01"), at("2026-01-10"), form}}));
    }
    leaves.push_back(share({IsNull{column}}));
    leaves.push_back(share({In{column, {std::int64_t{1}, std::int64_t{2}, INT64_MAX}}}));
    leaves.push_back(share({In{column, {std::string{"1"}}}}));
    leaves.push_back(share({Via{{column}, "users", {"id"}, share({All{}})}}));
    leaves.push_back(share({Via{{column}, "users", {"email"}, share({All{}})}}));
  }
  std::vector<SelectorPtr> conditions = leaves;
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    const SelectorPtr& other = leaves[(i * 7 + 3) % leaves.size()];
    conditions.push_back(share({Not{leaves[i]}}));
    conditions.push_back(share({And{{leaves[i], share({Not{other}})}}}));
    conditions.push_back(share({Not{share({Or{{other, leaves[i]}}})}}));
  }
  for (std::size_t i = 0; i < conditions.size(); ++i) {
    const std::vector<SelectorPtr> some{conditions[i], conditions[(i + 11) % conditions.size()]};
    const SelectorPtr& where = conditions[(i + 29) % conditions.size()];
    std::uint64_t rows = 0;
    const auto counts = on_the_way(*where, some, rows);
    EXPECT_EQ(counts[0], by_asking(*some[0])) << "condition " << i;
    EXPECT_EQ(counts[1], by_asking(*some[1])) << "condition " << i;
    EXPECT_EQ(rows, by_asking(*where)) << "condition " << i;
  }
}

/// A thousand holds on rows, or a thousand columns of one table.
TEST_F(SqliteStore, takes_choices_of_thousands) {
  auto s = store();
  Or choice;
  And nothing_of;
  for (std::int64_t i = 2; i < 5000; ++i) {
    choice.any.push_back(share({And{{share({In{"id", {i}}}), share({All{}})}}}));
    nothing_of.all.push_back(share({Not{share({In{"id", {i}}})}}));
  }
  EXPECT_EQ(*s->count(users({choice})), 4U) << "users 2 to 5";
  EXPECT_EQ(*s->count(users({nothing_of})), 1U) << "user 1";
}

TEST_F(SqliteStore, walks_references_and_composite_ranges) {
  auto s = store();
  const Query owned{
      .table = "payments",
      .columns = {"id"},
      .key = {"id"},
      .range = {},
      .where = share(
          {Via{{"user_id"}, "users", {"id"}, share({Before{"deleted_at", at("2027-01-01")}})}})};
  EXPECT_EQ(*s->count(owned), 1U);
  Query weird{.table = "we\"ird table", .columns = {"note"}, .key = {"a", "b"}};
  weird.range.from = Row{std::string{"k"}, std::int64_t{2}};
  EXPECT_EQ(*s->count(weird), 2U);
  weird.range.until = Row{std::string{"l"}, std::int64_t{0}};
  EXPECT_EQ(*s->count(weird), 1U);
  weird.range.from = Row{std::string{"k"}};
  EXPECT_EQ(s->count(weird).error().code, ErrorCode::unsupported);
}

TEST_F(SqliteStore, deletes_what_was_planned_and_nothing_else) {
  auto s = store();
  Hasher hasher;
  const Batch batch = planned(*s, users({Unreadable{"deleted_at"}}), Delete{});
  EXPECT_EQ(batch.expected_rows, 2U);
  EXPECT_EQ(*s->apply(batch, hasher, open_gate()), 2U);
  EXPECT_EQ(*s->count(users({All{}})), 3U);
  // The same batch again finds other rows than planned.
  EXPECT_EQ(s->apply(batch, hasher, open_gate()).error().code, ErrorCode::changed);
}

TEST_F(SqliteStore, a_row_changed_since_the_plan_or_a_shut_gate_rolls_the_batch_back) {
  auto s = store();
  Hasher hasher;
  const Batch batch = planned(*s, users({Unreadable{"deleted_at"}}), Delete{});
  EXPECT_EQ(s->apply(batch, hasher,
                     [] {
                       return Result<void>{Error{ErrorCode::changed, "hold", ""}};
                     })
                .error()
                .message,
            "hold");
  EXPECT_EQ(*s->count(users({All{}})), 5U);
  sql("UPDATE users SET deleted_at = NULL WHERE id = 3");
  EXPECT_EQ(s->apply(batch, hasher, open_gate()).error().code, ErrorCode::changed);
  EXPECT_EQ(*s->count(users({All{}})), 5U);
}

// Keys are named by the store while it changes rows, or read before: both ways see one row put in
// another's place.
TEST_F(SqliteStore, as_many_rows_with_other_keys_are_other_rows) {
  sql("CREATE TABLE by_name (name TEXT PRIMARY KEY, gone TEXT);"
      "CREATE TABLE backwards (id INTEGER PRIMARY KEY DESC, gone TEXT);"
      "INSERT INTO by_name VALUES ('1','x'),('2','x'); INSERT INTO backwards VALUES "
      "(1,'x'),(2,'x')");
  auto s = store();
  Hasher hasher;
  const auto gone = [](const std::string& table, const Column& key) {
    return Query{.table = table,
                 .columns = {key},
                 .key = {key},
                 .range = {},
                 .where = share({In{"gone", {std::string{"x"}}}})};
  };
  for (const auto& [table, key] : {std::pair{"by_name", "name"}, std::pair{"backwards", "id"}}) {
    const Batch batch = planned(*s, gone(table, key), Delete{});
    const std::string name = table;
    sql("UPDATE " + name + " SET " + key + " = 3 WHERE " + key + " = 2");
    EXPECT_EQ(s->apply(batch, hasher, open_gate()).error().code, ErrorCode::changed);
    EXPECT_EQ(*s->count(gone(table, key)), 2U);
    sql("UPDATE " + name + " SET " + key + " = 2 WHERE " + key + " = 3");
    EXPECT_EQ(*s->apply(batch, hasher, open_gate()), 2U) << table;
  }
  const Batch users_gone = planned(*s, users({Unreadable{"deleted_at"}}), Delete{});
  sql("UPDATE users SET id = 6 WHERE id = 5");
  EXPECT_EQ(s->apply(users_gone, hasher, open_gate()).error().code, ErrorCode::changed);
  EXPECT_EQ(*s->count(users({All{}})), 5U);
  const Batch emptied = planned(*s, users({Unreadable{"deleted_at"}}), Set{{{"email", Value{}}}});
  EXPECT_EQ(*s->apply(emptied, hasher, open_gate()), 2U);
}

TEST_F(SqliteStore, counts_several_conditions_at_once_as_it_counts_each) {
  auto s = store();
  const Query rows = users({Not{share({In{"id", {std::int64_t{4}}}})}});
  const std::vector<SelectorPtr> conditions{
      share({IsNull{"deleted_at"}}), share({Unreadable{"deleted_at"}}),
      share({In{"email", {std::string{"nobody"}}}}),
      share({Via{{"id"}, "payments", {"user_id"}, share({All{}})}})};
  const auto counts = s->tally(rows, conditions);
  ASSERT_TRUE(counts.ok());
  EXPECT_EQ(*counts, *s->Connector::tally(rows, conditions));
  EXPECT_EQ(*counts, (std::vector<std::uint64_t>{1, 2, 0, 2}));
}

// Numbers are looked up in a set of our own, everything else in SQL: one answer.
TEST_F(SqliteStore, finds_references_of_every_type_alike) {
  sql("CREATE TABLE kinds (id PRIMARY KEY); CREATE TABLE pointing (id INTEGER PRIMARY KEY, kind);"
      "INSERT INTO kinds VALUES (1), ('2'), (3.5), (x'04'), (-9223372036854775808), (7.0);"
      "INSERT INTO pointing (kind) VALUES (1), (1.0), ('1'), (2), ('2'), (3.5), (x'04'), ('4'),"
      "(-9223372036854775808), (7), (NULL), (99)");
  const Query pointing{.table = "pointing",
                       .columns = {},
                       .key = {"id"},
                       .range = {},
                       .where = share({Via{{"kind"}, "kinds", {"id"}, share({All{}})}})};
  sqlite3_stmt* raw = nullptr;
  sqlite3_prepare_v2(app_.get(),
                     "SELECT count(*) FROM pointing WHERE kind IN (SELECT id FROM kinds)", -1, &raw,
                     nullptr);
  const Statement statement{raw};
  ASSERT_EQ(sqlite3_step(raw), SQLITE_ROW);
  auto s = store();
  EXPECT_EQ(*s->count(pointing), static_cast<std::uint64_t>(sqlite3_column_int64(raw, 0)));
  EXPECT_EQ(*s->count(pointing), 7U);
  sql("DELETE FROM kinds WHERE id = 1");
  EXPECT_EQ(*s->count(pointing), 5U);  // nothing is remembered from one question to the next
}

// A question asked within its own answer gets a statement of its own.
TEST_F(SqliteStore, the_same_question_can_be_asked_while_it_is_being_answered) {
  auto s = store();
  std::size_t inner = 0;
  ASSERT_TRUE(s->select(users({All{}}), [&](std::span<const Row>) -> Result<void> {
                 return s->select(users({All{}}), [&](std::span<const Row> page) -> Result<void> {
                   inner += page.size();
                   return {};
                 });
               }).ok());
  EXPECT_EQ(inner, 5U);
  EXPECT_EQ(*s->count(users({All{}})), 5U);
}

TEST_F(SqliteStore, a_cascade_or_trigger_beyond_the_plan_is_refused_and_the_payment_stays) {
  sql("CREATE TABLE receipts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users(id) ON "
      "DELETE CASCADE);"
      "INSERT INTO receipts VALUES (1, 3)");
  auto s = store();
  Hasher hasher;
  const Batch batch = planned(*s, users({Unreadable{"deleted_at"}}), Delete{});
  EXPECT_EQ(s->apply(batch, hasher, open_gate()).error().code, ErrorCode::refused);
  EXPECT_EQ(*s->count({.table = "receipts", .columns = {}, .key = {"id"}}), 1U);
  sql("DELETE FROM receipts; CREATE TRIGGER t AFTER DELETE ON users BEGIN DELETE FROM payments; "
      "END");
  EXPECT_EQ(s->apply(batch, hasher, open_gate()).error().code, ErrorCode::refused);
  EXPECT_EQ(*s->count({.table = "payments", .columns = {}, .key = {"id"}}), 3U);
}

TEST_F(SqliteStore, batches_together_happen_in_their_order_and_all_or_none) {
  auto s = store();
  const Query link{.table = "payments",
                   .columns = {},
                   .key = {"id"},
                   .range = {},
                   .where = share({In{"user_id", {std::int64_t{1}}}})};
  const Batch severed = planned(*s, link, Set{{{"user_id", std::monostate{}}}});
  const Batch gone = planned(*s, users({In{"id", {std::int64_t{1}}}}), Delete{});
  Batch others = planned(*s, users({Unreadable{"deleted_at"}}), Delete{});
  Hasher hasher;
  others.expected_rows += 1;  // the last of three is not as planned
  EXPECT_EQ(s->apply_all(std::array{severed, gone, others}, hasher, open_gate()).error().code,
            ErrorCode::changed);
  EXPECT_EQ(*s->count(link), 1U);
  EXPECT_EQ(*s->count(users({All{}})), 5U);
  others.expected_rows -= 1;
  int asked = 0;
  const CommitGate shut = [&]() -> Result<void> {
    ++asked;
    return Error{ErrorCode::changed, "hold", ""};
  };
  EXPECT_EQ(s->apply_all(std::array{severed, gone, others}, hasher, shut).error().message, "hold");
  EXPECT_EQ(asked, 1);
  EXPECT_EQ(*s->count(users({All{}})), 5U);
  // The payment stands in the user's way until its link is gone.
  EXPECT_EQ(s->apply_all(std::array{gone, severed}, hasher, open_gate()).error().code,
            ErrorCode::refused);
  EXPECT_EQ(*s->apply_all(std::array{severed, gone, others}, hasher, open_gate()), 4U);
  EXPECT_EQ(*s->count(users({All{}})), 2U);
}

/// SQLite counts no row that a constraint replaces.
TEST_F(SqliteStore, a_constraint_that_replaces_rows_replaces_none) {
  sql("CREATE TABLE slots (id INTEGER PRIMARY KEY, owner INTEGER, day TEXT, slot TEXT AS "
      "(coalesce(owner, 'gone') || day), UNIQUE (slot) ON CONFLICT REPLACE);"
      "INSERT INTO slots (id, owner, day) VALUES (1, 7, 'Mon'), (2, NULL, 'Mon'), (3, 8, 'Tue')");
  auto s = store();
  const auto empty_owner_of = [&](std::int64_t id) {
    const Query one{.table = "slots",
                    .columns = {"id"},
                    .key = {"id"},
                    .range = {},
                    .where = share({In{"id", {id}}})};
    Hasher hasher;
    return s->apply(planned(*s, one, Set{{{"owner", Value{}}}}), hasher, open_gate());
  };
  EXPECT_EQ(empty_owner_of(1).error().code, ErrorCode::refused);
  EXPECT_EQ(*s->count({.table = "slots", .columns = {}, .key = {"id"}}), 3U);
  EXPECT_TRUE(empty_owner_of(3).ok()) << "the twin, which is in nobody's way";
}

TEST_F(SqliteStore, a_reference_that_stands_in_the_way_is_refused) {
  auto s = store();
  Hasher hasher;
  const Batch batch = planned(*s, users({In{"id", {std::int64_t{1}}}}), Delete{});
  EXPECT_EQ(s->apply(batch, hasher, open_gate()).error().code, ErrorCode::refused);
  const Query link{.table = "payments",
                   .columns = {},
                   .key = {"id"},
                   .range = {},
                   .where = share({In{"user_id", {std::int64_t{1}}}})};
  EXPECT_EQ(*s->apply(planned(*s, link, Set{{{"user_id", std::monostate{}}}}), hasher, open_gate()),
            1U);
  EXPECT_EQ(*s->apply(batch, hasher, open_gate()), 1U);
}

TEST_F(SqliteStore, reads_keys_references_triggers_and_views) {
  sql("CREATE VIEW v AS SELECT 1; CREATE TABLE keyless (x TEXT);"
      "CREATE TABLE c (id INTEGER PRIMARY KEY, u INTEGER REFERENCES users ON DELETE SET NULL);"
      "CREATE TRIGGER watch AFTER UPDATE ON c BEGIN SELECT 1; END;"
      "CREATE TABLE pair (a TEXT, b TEXT, UNIQUE (b, a)); CREATE UNIQUE INDEX some ON pair (a) "
      "WHERE "
      "b > 'x'");
  const auto schema = store()->schema();
  ASSERT_TRUE(schema.ok());
  const auto table = [&](const std::string& name) {
    return *std::find_if(schema->tables.begin(), schema->tables.end(),
                         [&](const LiveTable& t) { return t.name == name; });
  };
  EXPECT_EQ(table("we\"ird table").key, (std::vector<Column>{"a", "b"}));
  EXPECT_TRUE(table("keyless").key.empty());
  EXPECT_TRUE(table("v").is_view);
  EXPECT_EQ(table("c").triggers, std::vector<std::string>{"watch"});
  EXPECT_EQ(table("pair").unique, (std::vector<std::vector<Column>>{{"b", "a"}}));
  EXPECT_TRUE(table("we\"ird table").unique.empty());
  ASSERT_EQ(table("c").foreign_keys.size(), 1U);
  EXPECT_EQ(table("c").foreign_keys[0].on_delete, ForeignKey::Action::set_null);
  EXPECT_FALSE(table("c").foreign_keys[0].indexed);
  EXPECT_TRUE(table("payments").foreign_keys[0].indexed);
}

TEST_F(SqliteStore, no_byte_is_left_after_overwriting_unless_a_reader_keeps_it) {
  sql("PRAGMA journal_mode=WAL; PRAGMA secure_delete=OFF; INSERT INTO users VALUES "
      "(77,'canary-5d1e@post.example','x');"
      "UPDATE users SET email='canary-5d1e2@post.example' WHERE id=77");
  auto s = store();
  Hasher hasher;
  sql("BEGIN; SELECT * FROM users");
  ASSERT_TRUE(
      s->apply(planned(*s, users({In{"id", {std::int64_t{77}}}}), Delete{}), hasher, open_gate())
          .ok());
  // A reader holds the log open: the depth says so.
  const auto held = s->overwrite();
  EXPECT_TRUE(!held.ok() || *held == ErasureDepth::unreachable);
  sql("COMMIT");
  ASSERT_EQ(*s->overwrite(), ErasureDepth::overwritten);
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
    std::ifstream in(path_ + suffix, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    EXPECT_EQ(bytes.find("canary-5d1e"), std::string::npos) << suffix;
  }
}

TEST_F(SqliteStore, a_question_can_be_asked_by_hand_and_spells_no_value) {
  auto s = store();
  const Query query{
      .table = "payments",
      .columns = {},
      .key = {"id"},
      .range = {},
      .where = share({And{{share({Not{share({IsNull{"paid_at"}})}}),
                           share({Via{{"user_id"},
                                      "users",
                                      {"id"},
                                      share({Or{{share({Before{"deleted_at", at("2026-06-01")}}),
                                                 share({Unreadable{"deleted_at"}})}}})}})}}})};
  const auto text = s->text_of(query);
  ASSERT_TRUE(text.ok());
  // The shell's answer is the connector's: no function of ours is needed.
  sqlite3_stmt* raw = nullptr;
  ASSERT_EQ(sqlite3_prepare_v2(app_.get(), text->c_str(), -1, &raw, nullptr), SQLITE_OK) << *text;
  const Statement statement{raw};
  ASSERT_EQ(sqlite3_step(raw), SQLITE_ROW);
  EXPECT_EQ(static_cast<std::uint64_t>(sqlite3_column_int64(raw, 0)), *s->count(query));
  Query listed = users({In{"email", {std::string{"ada@post.example"}}, Match::folded}});
  listed.range.from = Row{std::int64_t{4711}};
  const auto spelt = s->text_of(listed);
  ASSERT_TRUE(spelt.ok());
  EXPECT_EQ(spelt->find("ada"), std::string::npos);
  EXPECT_EQ(spelt->find("4711"), std::string::npos);
  EXPECT_NE(spelt->find("lower(trim(t0.\"email\", char(32,9,10,11,12,13))) IN (:email_2)"),
            std::string::npos)
      << *spelt;
}

TEST_F(SqliteStore, a_missing_a_damaged_and_a_locked_file_each_say_so) {
  EXPECT_EQ(SqliteConnector::open(path_ + ".none", Access::read_only).error().code,
            ErrorCode::not_found);
  const std::string junk = path_ + ".junk";
  std::ofstream(junk) << std::string(8192, 'j');
  EXPECT_EQ(SqliteConnector::open(junk, Access::read_only).error().code, ErrorCode::corrupt);
  std::filesystem::remove(junk);
  auto s = store();
  EXPECT_EQ(s->count({.table = "nobody", .columns = {}, .key = {"id"}}).error().code,
            ErrorCode::not_found);
  auto reader = SqliteConnector::open(path_, Access::read_only);
  ASSERT_TRUE(reader.ok());
  Hasher hasher;
  EXPECT_EQ((*reader)
                ->apply(planned(**reader, users({Unreadable{"deleted_at"}}), Delete{}), hasher,
                        open_gate())
                .error()
                .code,
            ErrorCode::refused);
}

}  // namespace
}  // namespace abide::sqlite
