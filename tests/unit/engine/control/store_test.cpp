// Every method of the control store, each looked at again after opening the files anew.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <nlohmann/json.hpp>

#include "base/sqlite.hpp"
#include "engine/own/own.hpp"
#include "tests/unit/engine/control/fixture.hpp"

namespace abide::engine {
namespace {

using Control = ControlTest;

TEST_F(Control, is_made_once_with_private_files_and_an_anchored_ledger) {
  struct stat status {};
  for (const std::string& path : {folder_.paths().control, folder_.paths().keys}) {
    ASSERT_EQ(::stat(path.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U) << path;
  }
  const auto again = ControlStore::create(folder_.paths(), origin, "dpo", noon, files_);
  EXPECT_EQ(again.error().code, ErrorCode::refused);
  EXPECT_TRUE(*files_.exists(folder_.path() + "/anchor/checkpoint-000000000001"));
  EXPECT_TRUE(*files_.exists(folder_.path() + "/anchor/latest"));
  reopen();
  EXPECT_EQ(store_->public_key(), first_key_);
  EXPECT_EQ(store_->first_public_key(), first_key_);
  EXPECT_EQ(*store_->last_entry_at(), noon);
  const auto seen = verdict();
  EXPECT_TRUE(seen.ok) << seen.reason;
  EXPECT_EQ(seen.entries, 1U);
}

TEST_F(Control, what_is_missing_or_foreign_is_told_apart) {
  ControlPaths paths = folder_.paths();
  paths.control = folder_.path() + "/other.db";
  EXPECT_EQ(ControlStore::open(paths, files_).error().code, ErrorCode::not_found);
  ASSERT_TRUE(
      files_.write(paths.control, "not a database, whatever it is called", Files::Secrecy::open)
          .ok());
  EXPECT_EQ(ControlStore::open(paths, files_).error().code, ErrorCode::corrupt);
  paths = folder_.paths();
  paths.keys = folder_.path() + "/other_keys.db";
  EXPECT_EQ(ControlStore::open(paths, files_).error().code, ErrorCode::not_found);
  paths = folder_.paths();
  paths.anchors = {folder_.path() + "/unmounted"};
  EXPECT_EQ(ControlStore::open(paths, files_).error().code, ErrorCode::unavailable);
  const ControlPaths second{
      folder_.path() + "/b.db", folder_.path() + "/b_keys.db", {folder_.path() + "/b_anchor"}};
  ASSERT_TRUE(ControlStore::create(second, origin, "dpo", noon, files_).ok());
  paths = folder_.paths();
  paths.keys = second.keys;
  EXPECT_EQ(ControlStore::open(paths, files_).error().code, ErrorCode::corrupt);
  paths = second;
  paths.anchors = folder_.paths().anchors;
  EXPECT_EQ(ControlStore::open(paths, files_).error().code, ErrorCode::corrupt);
}

TEST_F(Control, notes_are_durable_with_the_commit_and_gone_without) {
  ASSERT_TRUE(store_->note("run_started", "nightly", noon, {{"run", "RUN-1"}}).ok());
  store_->abandon();
  ASSERT_TRUE(store_->note("run_started", "nightly", noon, {{"run", "RUN-2"}}).ok());
  ASSERT_TRUE(store_->commit().ok());
  ASSERT_TRUE(store_->note("run_finished", "nightly", noon, {{"run", "RUN-2"}}).ok());
  reopen();
  EXPECT_EQ(store_->ledger().head().size(), 2U);
  EXPECT_NE(entries().find("RUN-2"), std::string::npos);
  EXPECT_EQ(entries().find("RUN-1"), std::string::npos);
  EXPECT_EQ(store_->note("x", "y", noon, {{"seq", 1}}).error().code, ErrorCode::unsupported);
  ASSERT_TRUE(store_->checkpoint().ok());
  EXPECT_TRUE(verdict().ok);
}

TEST_F(Control, a_hold_raises_the_generation_keeps_and_is_released) {
  const auto placed = store_->add_hold(model_, hold_on(person(41)));
  ASSERT_TRUE(placed.ok()) << placed.error().message;
  EXPECT_EQ(placed->id.value, "HOLD-2026-0001");
  EXPECT_EQ(placed->what, "member " + *store_->reference(model_, member, Value{"41"}));
  EXPECT_EQ(*store_->generation(), 1U);
  HoldRequest on_row = hold_on({});
  on_row.subject.reset();
  on_row.row = RowKey{purchases, Sensitive<Row>{{Value{std::int64_t{9}}, Value{2.5}, Value{}}}};
  ASSERT_TRUE(store_->add_hold(model_, on_row).ok());
  HoldRequest on_table = hold_on({});
  on_table.subject.reset();
  on_table.table = answers;
  ASSERT_TRUE(store_->add_hold(model_, on_table).ok());
  reopen();
  auto loaded = store_->load_register(model_);
  ASSERT_TRUE(loaded.ok()) << loaded.error().message;
  EXPECT_EQ(loaded->generation, 3U);
  ASSERT_EQ(loaded->keeps.size(), 3U);
  EXPECT_EQ(loaded->keeps[0],
            (Keep{Keep::Reason::hold, "HOLD-2026-0001", member, person(41), {}, {}}));
  EXPECT_EQ(loaded->keeps[1].row, on_row.row);
  EXPECT_EQ(loaded->keeps[2].table, answers);
  ASSERT_TRUE(store_->release_hold(placed->id, "dpo", noon).ok());
  EXPECT_EQ(store_->release_hold(placed->id, "dpo", noon).error().code, ErrorCode::not_found);
  EXPECT_EQ(store_->release_hold(HoldId{"HOLD-1"}, "dpo", noon).error().code, ErrorCode::not_found);
  reopen();
  EXPECT_EQ(store_->load_register(model_)->keeps.size(), 2U);
  EXPECT_EQ(*store_->generation(), 4U);
  const auto all = *store_->holds();
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].released, noon);
  EXPECT_FALSE(all[1].released);
}

TEST_F(Control, a_hold_says_what_why_and_who_without_naming_the_person) {
  HoldRequest hold = hold_on(person("Ana@Mail.example"));
  hold.reason = "dispute with ana@mail.example";
  EXPECT_EQ(store_->add_hold(model_, hold).error().code, ErrorCode::refused);
  hold.reason = "";
  EXPECT_EQ(store_->add_hold(model_, hold).error().code, ErrorCode::refused);
  hold.reason = "dispute";
  hold.by = "";
  EXPECT_EQ(store_->add_hold(model_, hold).error().code, ErrorCode::refused);
  hold.by = "dpo";
  hold.table = users;
  EXPECT_EQ(store_->add_hold(model_, hold).error().code, ErrorCode::refused);
  hold.table.reset();
  hold.subject_key = {};
  EXPECT_EQ(store_->add_hold(model_, hold).error().code, ErrorCode::refused);
  EXPECT_EQ(*store_->generation(), 0U);
  EXPECT_TRUE(store_->holds()->empty());
}

TEST_F(Control, requests_tell_their_event_and_keep_until_closed) {
  const auto erasure = store_->open_request(model_, request_of("erasure", person("u-1")));
  const auto access = store_->open_request(model_, request_of("access", person("u-2")));
  const auto narrow = [&] {
    RequestOpening opening = request_of("session_erasure_requested", person("u-3"));
    opening.categories = {CategoryId{1}};
    opening.row = RowKey{answers, Sensitive<Row>{{Value{std::int64_t{3}}}}};
    return store_->open_request(model_, opening);
  }();
  ASSERT_TRUE(store_->open_request(model_, request_of("restriction", person("u-4"))).ok());
  ASSERT_TRUE(store_->open_request(model_, request_of("complaint", person("u-5"))).ok());
  ASSERT_TRUE(erasure.ok() && access.ok() && narrow.ok());
  EXPECT_EQ(store_->open_request(model_, request_of("consent_withdrawn", person("u"))).error().code,
            ErrorCode::refused);
  EXPECT_EQ(store_->open_request(model_, request_of("access", {})).error().code,
            ErrorCode::refused);
  reopen();
  const auto loaded = store_->load_register(model_);
  ASSERT_TRUE(loaded.ok()) << loaded.error().message;
  EXPECT_EQ(loaded->generation, 5U);
  ASSERT_EQ(loaded->events.size(), 2U);
  EXPECT_EQ(loaded->events[0], (ToldEvent{erasure_requested, member, person("u-1"), noon, {}, {}}));
  EXPECT_EQ(loaded->events[1].categories, std::vector{CategoryId{1}});
  EXPECT_EQ(loaded->events[1].row->key.reveal()[0], Value{std::int64_t{3}});
  ASSERT_EQ(loaded->keeps.size(), 2U);
  EXPECT_EQ(loaded->keeps[0].reason, Keep::Reason::access);
  EXPECT_EQ(loaded->keeps[1].reason, Keep::Reason::restriction);
  EXPECT_EQ(store_->subject_of(erasure->id)->first, "member");
  EXPECT_EQ(store_->subject_of(erasure->id)->second, person("u-1"));
  EXPECT_EQ(store_->close_request(erasure->id, "told U-1 by mail", "support", noon).error().code,
            ErrorCode::refused);
  ASSERT_TRUE(store_->close_request(erasure->id, "erased", "support", noon).ok());
  ASSERT_TRUE(store_->close_request(access->id, "sent", "support", noon).ok());
  EXPECT_EQ(store_->close_request(access->id, "sent", "support", noon).error().code,
            ErrorCode::not_found);
  EXPECT_EQ(store_->subject_of(erasure->id).error().code, ErrorCode::not_found);
  reopen();
  EXPECT_EQ(store_->load_register(model_)->events.size(), 1U);
  EXPECT_EQ(store_->load_register(model_)->keeps.size(), 1U);
  EXPECT_EQ(store_->requests()->front().closing, "erased");
  EXPECT_EQ(store_->requests()->front().closed, noon);
  EXPECT_EQ(*store_->generation(), 7U);
}

TEST_F(Control, events_are_told_sealed_and_forgotten_with_their_subject) {
  ASSERT_TRUE(
      store_->add_event(model_, {consent_withdrawn, member, person(7), noon, {}, {}}, "app", noon)
          .ok());
  const ToldEvent of_row{session_deleted,
                         std::nullopt,
                         {},
                         noon,
                         RowKey{answers, Sensitive<Row>{{Value{std::int64_t{3}}}}},
                         {}};
  ASSERT_TRUE(store_->add_event(model_, of_row, "app", noon).ok());
  ASSERT_TRUE(store_->commit().ok());
  for (const ToldEvent& wrong : {ToldEvent{EventId{0}, member, person(7), noon, {}, {}},
                                 ToldEvent{EventId{1}, member, person(7), noon, {}, {}},
                                 ToldEvent{EventId{77}, member, person(7), noon, {}, {}},
                                 ToldEvent{consent_withdrawn, member, {}, noon, {}, {}},
                                 ToldEvent{session_deleted, member, person(7), noon, {}, {}},
                                 ToldEvent{session_deleted,
                                           member,
                                           person(7),
                                           noon,
                                           RowKey{users, Sensitive<Row>{{Value{std::int64_t{3}}}}},
                                           {}}}) {
    EXPECT_EQ(store_->add_event(model_, wrong, "app", noon).error().code, ErrorCode::refused);
  }
  reopen();
  ASSERT_EQ(store_->load_register(model_)->events.size(), 2U);
  EXPECT_EQ(store_->load_register(model_)->events[1], of_row);
  EXPECT_EQ(*store_->generation(), 0U);
  ASSERT_TRUE(store_->forget_subject(model_, member, Value{"7"}).ok());
  ASSERT_TRUE(store_->commit().ok());
  reopen();
  EXPECT_EQ(store_->load_register(model_)->events.size(), 1U);
}

TEST_F(Control, a_policy_that_no_longer_declares_what_is_held_is_an_error_not_a_silence) {
  HoldRequest on_table = hold_on({});
  on_table.subject.reset();
  on_table.table = answers;
  const auto hold = store_->add_hold(model_, on_table);
  ASSERT_TRUE(
      store_->add_event(model_, {consent_withdrawn, member, person(7), noon, {}, {}}, "app", noon)
          .ok());
  ASSERT_TRUE(store_->commit().ok());
  policy::Model later = model_;
  later.events[consent_withdrawn.value].name = "consent_taken_back";
  const auto loaded = store_->load_register(later);
  ASSERT_TRUE(loaded.ok());
  ASSERT_EQ(loaded->unresolved.size(), 1U);
  EXPECT_NE(loaded->unresolved[0].find("EVT-2026-0001"), std::string::npos);
  later.tables[answers.value].name = "replies";
  EXPECT_EQ(store_->load_register(later).error().code, ErrorCode::changed);
  ASSERT_TRUE(store_->release_hold(hold->id, "dpo", noon).ok());
  EXPECT_TRUE(store_->load_register(later).ok());
}

TEST_F(Control, references_are_stable_one_for_a_person_and_gone_when_forgotten) {
  const std::string of_41 = *store_->reference(model_, member, Value{std::int64_t{41}});
  EXPECT_EQ(of_41.size(), 16U);
  EXPECT_EQ(*store_->reference(model_, member, Value{"41"}), of_41);
  EXPECT_NE(*store_->reference(model_, SubjectId{1}, Value{"41"}), of_41);
  EXPECT_NE(*store_->reference(model_, member, Value{"42"}), of_41);
  const std::array<Value, 1> value{Value{"x"}};
  const Digest digest = store_->keyed("erased", value);
  EXPECT_NE(digest, store_->keyed("severed", value));
  reopen();
  EXPECT_EQ(*store_->reference(model_, member, Value{"41"}), of_41);
  EXPECT_EQ(store_->keyed("erased", value), digest);
  ASSERT_TRUE(store_->forget_reference(of_41).ok());
  EXPECT_NE(*store_->reference(model_, member, Value{"41"}), of_41);
}

TEST_F(Control, a_missed_row_keeps_its_first_moment_until_nobody_asks) {
  const std::array<Value, 2> keys{Value{std::int64_t{1}}, Value{"two"}};
  const Instant later = noon + std::chrono::hours{48};
  EXPECT_EQ(*store_->first_missed(model_, users, std::span{keys}.first(1), noon),
            std::vector{noon});
  EXPECT_EQ(*store_->first_missed(model_, users, keys, later), (std::vector{noon, later}));
  EXPECT_EQ(*store_->first_missed(model_, answers, keys, later), (std::vector{later, later}));
  ASSERT_TRUE(store_->commit().ok());
  reopen();
  const Instant much_later = later + std::chrono::hours{24 * 80};
  EXPECT_EQ(*store_->first_missed(model_, users, std::span{keys}.first(1), much_later),
            std::vector{noon});
  ASSERT_TRUE(store_->end_due(*own_terms(*own_policy(), moment("2026-09-01T03:00:00Z"))).ok());
  ASSERT_TRUE(store_->commit().ok());
  EXPECT_EQ(*store_->first_missed(model_, users, keys, much_later),
            (std::vector{noon, much_later}));
}

TEST_F(Control, a_run_is_taken_up_by_another_process_and_leaves_nothing_when_finished) {
  EXPECT_FALSE(*store_->unfinished_run());
  const auto run = store_->begin_run("sweep", "nightly", noon, "abcd", "the plan");
  ASSERT_TRUE(run.ok());
  ASSERT_TRUE(store_->record(*run, {1, 2, RangeRecord::State::intended, 10, "d1", ""}).ok());
  ASSERT_TRUE(store_->record(*run, {0, 7, RangeRecord::State::done, 3, "d0", "fine"}).ok());
  ASSERT_TRUE(store_->commit().ok());
  ASSERT_TRUE(store_->record(*run, {1, 2, RangeRecord::State::done, 10, "d1", ""}).ok());
  reopen();
  const auto found = *store_->unfinished_run();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, *run);
  EXPECT_EQ(found->state, "running");
  EXPECT_EQ(found->plan_digest, "abcd");
  EXPECT_EQ(*store_->plan_of(*run), "the plan");
  EXPECT_EQ(*store_->ranges_of(*run),
            (std::vector<RangeRecord>{{0, 7, RangeRecord::State::done, 3, "d0", "fine"},
                                      {1, 2, RangeRecord::State::intended, 10, "d1", ""}}));
  ASSERT_TRUE(store_->finish_run(*run, "complete", noon).ok());
  ASSERT_TRUE(store_->commit().ok());
  reopen();
  EXPECT_FALSE(*store_->unfinished_run());
  EXPECT_TRUE(store_->ranges_of(*run)->empty());
  EXPECT_EQ(store_->plan_of(*run).error().code, ErrorCode::not_found);
  EXPECT_EQ(store_->finish_run(*run, "complete", noon).error().code, ErrorCode::not_found);
  ASSERT_EQ(store_->runs()->size(), 1U);
  EXPECT_EQ(store_->runs()->front().state, "complete");
  EXPECT_EQ(store_->runs()->front().finished, noon);
}

TEST_F(Control, of_version_2_keeps_what_was_erased_without_its_run) {
  store_.reset();
  {
    const auto older = sqlite::open(folder_.paths().control, SQLITE_OPEN_READWRITE);
    ASSERT_TRUE(sqlite::execute(
                    older->get(),
                    "DROP TABLE published; DROP TABLE nights; DROP TABLE kept; DROP TABLE sought; "
                    "DROP TABLE snapshots; DROP TABLE spoken_of; "
                    "ALTER TABLE severed DROP COLUMN asked; "
                    "ALTER TABLE events DROP COLUMN needed; "
                    "DROP TABLE erased; CREATE TABLE erased (column_name TEXT NOT NULL, digest "
                    "BLOB NOT NULL, at INTEGER NOT NULL, until TEXT NOT NULL, PRIMARY KEY "
                    "(column_name, digest)) STRICT, WITHOUT ROWID; INSERT INTO erased VALUES "
                    "('db.users.email', x'01', 7, '2026-06-01'); "
                    "UPDATE meta SET value = '2' WHERE key = 'version'")
                    .ok());
  }
  reopen();
  ASSERT_EQ(store_->erased()->size(), 1U);
  EXPECT_EQ(store_->erased()->front().run, "");
  EXPECT_EQ(store_->erased()->front().until, *parse_date("2026-06-01"));
  EXPECT_TRUE(*files_.exists(folder_.paths().control + ".before-v6"));
  EXPECT_TRUE(verdict().ok);
}

TEST_F(Control, policies_are_published_with_their_texts_and_an_entry) {
  EXPECT_FALSE(*store_->published());
  const PublishedPolicy first{0, "d1", "dpo", noon, {{"a.policy", "abide 1;"}, {"b/c", "\u00e9"}}};
  EXPECT_EQ(*store_->publish(first, {{"policy", "shop"}}), 1U);
  EXPECT_EQ(*store_->publish({0, "d2", "dpo", noon, {{"a.policy", "abide 1; "}}}, {}), 2U);
  EXPECT_EQ(store_->publish({0, "d3", "", noon, {}}, {}).error().code, ErrorCode::refused);
  ASSERT_TRUE(store_->note_swept("d1").ok());
  ASSERT_TRUE(store_->commit().ok());
  EXPECT_FALSE(*store_->last_swept()) << "an older one is not in force";
  ASSERT_TRUE(store_->note_swept("d2").ok());
  ASSERT_TRUE(store_->commit().ok());
  reopen();
  EXPECT_EQ((*store_->published())->number, 2U);
  EXPECT_TRUE((*store_->published())->swept);
  EXPECT_EQ((*store_->last_swept())->texts.front().second, "abide 1; ");
  EXPECT_NE(entries().find("\"files\":{\"a.policy\":\""), std::string::npos);
  EXPECT_TRUE(verdict().ok);
}

TEST_F(Control, nights_are_remembered_newest_first_and_not_for_ever) {
  const Date day = *parse_date("2026-05-08");
  ASSERT_TRUE(store_->note_night({add_days(day, -61), {{"a", 1}}}).ok());
  ASSERT_TRUE(store_->note_night({add_days(day, -1), {}}).ok());
  ASSERT_TRUE(store_->note_night({day, {{"a", 5}, {"b", 2}}}).ok());
  ASSERT_TRUE(store_->note_night({day, {{"a", 3}}}).ok());
  ASSERT_TRUE(store_->keep("state", "ok").ok());
  ASSERT_TRUE(store_->keep("state", "held").ok());
  ASSERT_TRUE(store_->commit().ok());
  reopen();
  const std::vector<Night> nights{{day, {{"a", 5}, {"b", 2}}}, {add_days(day, -1), {}}};
  EXPECT_EQ(*store_->nights(14), nights);
  EXPECT_EQ(store_->nights(1)->size(), 1U);
  EXPECT_EQ(*store_->kept("state"), "held");
  EXPECT_EQ(*store_->kept("backlog"), "");
}

TEST_F(Control, approvals_severed_rows_and_erased_identifiers_are_remembered) {
  const Digest row = sha256(as_bytes("row"));
  ASSERT_TRUE(store_->approve("abcd", "dpo", noon).ok());
  ASSERT_TRUE(store_->note_severed("db.purchases", row).ok());
  ASSERT_TRUE(store_->note_severed("db.purchases", row).ok());
  ASSERT_TRUE(
      store_->note_erased("db.users.email", row, RunId{"RUN-1"}, noon, *parse_date("2026-06-01"))
          .ok());
  ASSERT_TRUE(
      store_->note_erased("db.users.email", row, RunId{"RUN-1"}, noon, *parse_date("2026-07-01"))
          .ok());
  ASSERT_TRUE(store_->commit().ok());
  reopen();
  EXPECT_EQ(*store_->approved_by("abcd"), "dpo");
  EXPECT_FALSE(*store_->approved_by("abce"));
  EXPECT_TRUE(*store_->was_severed("db.purchases", row, noon));
  EXPECT_FALSE(*store_->was_severed("db.answers", row, noon));
  ASSERT_EQ(store_->erased()->size(), 1U);
  EXPECT_EQ(store_->erased()->front().digest, to_hex(row));
  EXPECT_EQ(store_->erased()->front().until, *parse_date("2026-07-01"));
  const policy::Model own = *own_policy();
  ASSERT_TRUE(store_->end_due(*own_terms(own, moment("2026-07-01T23:59:59Z"))).ok());
  EXPECT_EQ(store_->erased()->size(), 1U);
  ASSERT_TRUE(store_->end_due(*own_terms(own, moment("2026-07-02T00:00:00Z"))).ok());
  ASSERT_TRUE(store_->forget_severed("db.purchases", row).ok());
  EXPECT_TRUE(store_->erased()->empty());
  EXPECT_FALSE(*store_->was_severed("db.purchases", row, noon));
}

}  // namespace
}  // namespace abide::engine
