// Abide's own data: every column of both files has its sentence in the built-in policy, every
// sentence is carried out, and what is planted past its period goes.
#include "engine/own/own.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/sqlite.hpp"
#include "tests/unit/engine/control/fixture.hpp"

namespace abide::engine {
namespace {

using Names = std::set<std::string>;

/// The first column of every row.
Names asked(const std::string& path, const std::string& sql) {
  const auto db = sqlite::open(path, SQLITE_OPEN_READWRITE);
  const auto statement = sqlite::prepare(db->get(), sql);
  EXPECT_TRUE(statement.ok()) << sql;
  Names names;
  while (statement.ok() && *sqlite::step(db->get(), statement->get()))
    names.emplace(sqlite::bytes_at(statement->get(), 0));
  return names;
}

void run(const std::string& path, const std::string& sql) {
  const auto db = sqlite::open(path, SQLITE_OPEN_READWRITE);
  const auto done = sqlite::execute(db->get(), sql);
  EXPECT_TRUE(done.ok()) << sql << ": " << done.error().message;
}

Names live_columns(const std::string& path, const std::string& store) {
  return asked(path, "SELECT '" + store +
                         ".' || m.name || '.' || c.name FROM sqlite_schema m, "
                         "pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE "
                         "'sqlite_%'");
}

Names declared_columns(const policy::Model& own) {
  Names names;
  for (std::uint32_t i = 0; i < own.fields.size(); ++i) {
    const policy::Field& field = own.fields[i];
    names.insert(own.full_name(field.table) + "." + field.column);
  }
  return names;
}

class Own : public ControlTest {
 protected:
  [[nodiscard]] std::string control() const { return folder_.paths().control; }
  [[nodiscard]] std::string keys() const { return folder_.paths().keys; }
  policy::Model own_ = *own_policy();
  const Instant now_ = moment("2033-03-01T03:00:00Z");
};

TEST_F(Own, every_column_of_both_files_stands_in_the_policy) {
  Names live = live_columns(control(), "control");
  live.merge(live_columns(keys(), "keys"));
  EXPECT_EQ(live, declared_columns(own_));
  // The twin: a table that somebody adds without a sentence about it.
  run(control(), "CREATE TABLE diary (who TEXT)");
  EXPECT_NE(live_columns(control(), "control"), declared_columns(own_));
}

TEST_F(Own, every_sentence_with_a_date_is_carried_out) {
  const auto terms = own_terms(own_, now_);
  ASSERT_TRUE(terms.ok());
  EXPECT_EQ(terms->size(), own_.rules.size() - 1) << "but for the ledger's end, which is told";
  const auto nothing = store_->end_due(*terms);
  ASSERT_TRUE(nothing.ok()) << nothing.error().message;
  EXPECT_TRUE(nothing->empty());
  const OwnTerm unknown{"control.diary", "control.diary.at", OwnTerm::Takes::rows, now_, "X"};
  EXPECT_EQ(store_->end_due(std::span{&unknown, 1}).error().code, ErrorCode::unsupported);
}

/// A row of one table, dated by days before now. `@` stands for its name, `#` for its moment in
/// microseconds, `%` for its day.
struct Plant {
  const char* table;
  std::int64_t days;  ///< of the promise, counted by hand
  const char* sql;
  const char* there;  ///< finds its name
};
constexpr std::int64_t six_years = 6 * 365 + 2;

constexpr std::array plants{
    Plant{"control.requests", six_years,
          "INSERT INTO requests VALUES ('@', 'access', 'r', 'Jo', #, #, 'sent', NULL, NULL)",
          "SELECT id FROM requests"},
    Plant{"control.requests sealed", 0,
          "INSERT INTO requests VALUES ('@', 'access', 'r', 'Jo', #, #, 'sent', 's-@', x'00')",
          "SELECT id FROM requests WHERE sealed IS NOT NULL"},
    Plant{"control.holds", six_years,
          "INSERT INTO holds VALUES ('@', 'member r', 'claim', 'Jo', #, #, NULL, NULL)",
          "SELECT id FROM holds"},
    Plant{"control.holds sealed", 0,
          "INSERT INTO holds VALUES ('@', 'member r', 'claim', 'Jo', #, #, 's-@', x'00')",
          "SELECT id FROM holds WHERE sealed IS NOT NULL"},
    Plant{"control.events", 90,
          "INSERT INTO events VALUES ('@', 'left', 1, 'app', NULL, NULL, 's-@', x'00', #)",
          "SELECT id FROM events"},
    Plant{"control.missed", 90, "INSERT INTO missed VALUES ('@', x'01', 1, #)",
          "SELECT table_name FROM missed"},
    Plant{"control.severed", 90, "INSERT INTO severed VALUES ('@', x'01', #)",
          "SELECT table_name FROM severed"},
    Plant{"control.sought", 7, "INSERT INTO sought VALUES ('@', #, 's-@', x'00')",
          "SELECT run FROM sought"},
    Plant{"control.erased", 1, "INSERT INTO erased VALUES ('@', x'01', 'RUN-1', 1, '%')",
          "SELECT column_name FROM erased"},
    Plant{"control.runs", six_years,
          "INSERT INTO runs VALUES ('@', 'sweep', 'Jo', 1, #, 'd', 'complete', NULL, NULL)",
          "SELECT id FROM runs"},
    Plant{"control.runs sealed", 0,
          "INSERT INTO runs VALUES ('@', 'sweep', 'Jo', 1, #, 'd', 'complete', 's-@', x'00')",
          "SELECT id FROM runs WHERE sealed IS NOT NULL"},
    Plant{"control.ranges", 0,
          "INSERT INTO runs VALUES ('of-@', 'sweep', 'Jo', 1, #, 'd', 'complete', NULL, NULL); "
          "INSERT INTO ranges VALUES ('of-@', 0, 0, 1, 1, 'd', '@')",
          "SELECT note FROM ranges"},
    Plant{"control.approvals", 30, "INSERT INTO approvals VALUES ('@', 'Jo', #)",
          "SELECT plan_digest FROM approvals"},
    Plant{"control.published", six_years,
          "INSERT INTO published (digest, by, at, texts, swept, replaced) VALUES ('@', 'Jo', 1, "
          "'[]', 1, #)",
          "SELECT digest FROM published"},
    Plant{"control.nights", 60, "INSERT INTO nights VALUES ('%', '@', 1)",
          "SELECT part FROM nights"},
    Plant{"control.snapshots", 3 * 365 + 1,
          "INSERT INTO snapshots VALUES (NULL, #, '@', '', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, "
          "0, 0, NULL, 0, '', 0, 0)",
          "SELECT run FROM snapshots"},
    Plant{"control.spoken_of", six_years, "INSERT INTO spoken_of VALUES ('@', #)",
          "SELECT reference FROM spoken_of"}};

std::string filled(std::string text, const std::string& mark, const std::string& with) {
  for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + with.size()))
    text.replace(at, mark.size(), with);
  return text;
}

/// Plants in every table a row whose end came yesterday and one whose end is in three days.
void plant(const std::string& control, const std::string& keys, Instant now) {
  std::string rows = "BEGIN;";
  std::string secrets = "BEGIN;";
  for (const auto& [name, late] : {std::pair{"old", 1}, std::pair{"young", -3}}) {
    for (const Plant& one : plants) {
      if (one.days == 0 && late < 0) continue;  // ends with its event
      const Instant at = now - std::chrono::days{one.days + late};
      const std::string id = fmt::format("{}-{}", name, &one - plants.data());
      std::string sql = filled(one.sql, "@", id);
      sql = filled(sql, "#", std::to_string(at.time_since_epoch().count()));
      rows += filled(sql, "%", to_string(Date{std::chrono::floor<std::chrono::days>(at)})) + ";";
      if (std::string{one.sql}.find("s-@") != std::string::npos)
        secrets += "INSERT INTO seals VALUES ('s-" + id + "', x'00');";
      if (std::string{one.table} == "control.spoken_of")
        secrets += fmt::format("INSERT INTO subjects VALUES (x'0{}', '{}', x'00');", late + 4, id);
    }
  }
  run(control, rows + "COMMIT");
  run(keys, secrets + "COMMIT");
}

/// The tables in which something old is left; those in which something young is not.
std::pair<Names, Names> left_and_lost(const std::string& control) {
  std::pair<Names, Names> found;
  for (const Plant& one : plants) {
    const Names there = asked(control, one.there);
    const std::string number = std::to_string(&one - plants.data());
    if (there.contains("old-" + number)) found.first.insert(one.table);
    if (one.days > 0 && !there.contains("young-" + number)) found.second.insert(one.table);
  }
  return found;
}

TEST_F(Own, what_is_past_its_period_goes_from_every_table_and_nothing_else) {
  plant(control(), keys(), now_);
  const auto ended = store_->end_due(*own_terms(own_, now_));
  ASSERT_TRUE(ended.ok()) << ended.error().message;
  ASSERT_TRUE(store_->commit().ok());
  EXPECT_EQ(left_and_lost(control()), (std::pair<Names, Names>{}));
  const Names sealed = asked(keys(), "SELECT id FROM seals");
  for (const std::string& id : sealed) EXPECT_FALSE(id.starts_with("s-old")) << id;
  EXPECT_EQ(sealed.size(), 2U) << "of the young event, and of who is sought";
  const Names people = asked(keys(), "SELECT reference FROM subjects");
  EXPECT_EQ(people.size(), 1U);
  EXPECT_TRUE(people.begin()->starts_with("young"));
  EXPECT_TRUE(verdict().ok) << "evidence is never touched";
  // Twice is once.
  EXPECT_TRUE(store_->end_due(*own_terms(own_, now_))->empty());
}

/// Empties every table that plants stand in.
void weed(const std::string& control, const std::string& keys) {
  run(keys, "BEGIN; DELETE FROM seals; DELETE FROM subjects; COMMIT");
  std::string all = "BEGIN;";
  for (const char* const table :
       {"requests", "holds", "events", "missed", "severed", "sought", "erased", "runs", "ranges",
        "approvals", "published", "nights", "snapshots", "spoken_of"})
    all += fmt::format("DELETE FROM {};", table);
  run(control, all + "COMMIT");
}

TEST_F(Own, without_any_one_of_its_sentences_something_is_left) {
  const auto terms = *own_terms(own_, now_);
  for (const OwnTerm& without : terms) {
    if (without.clock == "control.requests.closed" && without.table == "control.events") {
      continue;  // has a test of its own
    }
    plant(control(), keys(), now_);
    auto fewer = terms;
    std::erase(fewer, without);
    ASSERT_TRUE(store_->end_due(fewer).ok());
    ASSERT_TRUE(store_->commit().ok());
    const bool rows_left = !left_and_lost(control()).first.empty();
    const bool keys_left = asked(keys(), "SELECT reference FROM subjects").size() > 1;
    EXPECT_TRUE(rows_left || keys_left) << without.table << " by " << without.clock;
    weed(control(), keys());
  }
}

TEST_F(Own, an_event_told_by_a_request_goes_with_it) {
  run(control(),
      "INSERT INTO requests VALUES ('REQ-1', 'erasure', 'r', 'Jo', 1, 2, 'done', NULL, NULL), "
      "('REQ-2', 'erasure', 'r', 'Jo', 1, NULL, '', NULL, NULL); "
      "INSERT INTO events VALUES ('E-1', 'e', 1, 'app', 'REQ-1', NULL, 's', x'00', NULL), "
      "('E-2', 'e', 1, 'app', 'REQ-2', NULL, 's2', x'00', NULL)");
  ASSERT_TRUE(store_->end_due(*own_terms(own_, now_)).ok());
  ASSERT_TRUE(store_->commit().ok());
  EXPECT_EQ(asked(control(), "SELECT id FROM events"), Names{"E-2"});
}

TEST_F(Own, a_person_is_told_apart_until_the_ledger_has_not_spoken_of_them_for_six_years) {
  const Instant later = noon + std::chrono::days{30};
  const auto hold = *store_->add_hold(model_, hold_on(person("p-1")));
  const auto request = *store_->open_request(model_, request_of("access", person("p-2")));
  ASSERT_TRUE(store_->close_request(request.id, "sent", "support", later).ok());
  const std::string held = *store_->reference(model_, member, Value{"p-1"});
  const std::string asker = *store_->reference(model_, member, Value{"p-2"});
  const Instant much_later = noon + std::chrono::days{six_years + 10};
  ASSERT_TRUE(store_->note_needed(much_later).ok());
  ASSERT_TRUE(store_->end_due(*own_terms(own_, much_later)).ok());
  ASSERT_TRUE(store_->commit().ok());
  EXPECT_EQ(*store_->known_reference(model_, member, Value{"p-1"}), held) << "a hold is in force";
  EXPECT_FALSE(*store_->known_reference(model_, member, Value{"p-2"}));
  EXPECT_NE(*store_->reference(model_, member, Value{"p-2"}), asker);
  EXPECT_NE(entries().find(asker), std::string::npos) << "the ledger stays as it is";
  EXPECT_TRUE(verdict().ok);
  ASSERT_TRUE(store_->release_hold(hold.id, "legal", much_later).ok());
  const Instant at_last = much_later + std::chrono::days{six_years + 10};
  ASSERT_TRUE(store_->note_needed(at_last).ok());
  ASSERT_TRUE(store_->end_due(*own_terms(own_, at_last)).ok());
  ASSERT_TRUE(store_->commit().ok());
  EXPECT_FALSE(*store_->known_reference(model_, member, Value{"p-1"}));
}

TEST_F(Own, severed_rows_that_somebody_asks_about_stay) {
  const Digest asked_about = sha256(as_bytes("asked about"));
  const Digest gone = sha256(as_bytes("gone"));
  ASSERT_TRUE(store_->note_severed("db.purchases", asked_about).ok());
  ASSERT_TRUE(store_->note_severed("db.purchases", gone).ok());
  ASSERT_TRUE(store_->note_needed(noon).ok());
  ASSERT_TRUE(store_->commit().ok());
  for (int days = 20; days <= 200; days += 20) {
    const Instant night = noon + std::chrono::days{days};
    EXPECT_TRUE(*store_->was_severed("db.purchases", asked_about, night));
    ASSERT_TRUE(store_->note_needed(night).ok());
    ASSERT_TRUE(store_->end_due(*own_terms(own_, night)).ok());
    ASSERT_TRUE(store_->commit().ok());
    const bool still = days < 90;
    EXPECT_EQ(asked(control(), "SELECT hex(digest) FROM severed").size(), still ? 2U : 1U) << days;
  }
}

TEST_F(Own, a_row_that_an_event_is_about_is_waited_for) {
  const ToldEvent told{session_deleted,
                       member,
                       person(7),
                       noon,
                       RowKey{answers, Sensitive<Row>{Row{Value{std::int64_t{3}}}}},
                       {}};
  const std::string id = *store_->add_event(model_, told, "app", noon);
  ASSERT_TRUE(store_->commit().ok());
  ASSERT_EQ(store_->load_register(model_)->rows.size(), 1U);
  EXPECT_EQ(store_->load_register(model_)->rows.front().event, id);
  const auto ends_at = [&](Instant at) {
    EXPECT_TRUE(store_->end_due(*own_terms(own_, at)).ok());
    EXPECT_TRUE(store_->commit().ok());
    return store_->events()->empty();
  };
  using Presence = OwnBook::Presence;
  const Instant year = noon + std::chrono::days{365};
  EXPECT_FALSE(ends_at(year)) << "nobody has looked for the row";
  ASSERT_TRUE(store_->note_presence(id, Presence::there, year).ok());
  ASSERT_TRUE(store_->note_presence(id, Presence::gone, year + std::chrono::days{80}).ok());
  EXPECT_FALSE(ends_at(year + std::chrono::days{85}));
  EXPECT_TRUE(ends_at(year + std::chrono::days{95}));
}

}  // namespace
}  // namespace abide::engine
