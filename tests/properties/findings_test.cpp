// Cases in which the engine and the oracle once differed, by name, with what is right written out.
#include <gtest/gtest.h>

#include "engine/identity/identity.hpp"
#include "tests/properties/reading.hpp"
#include "tests/properties/verdict.hpp"
#include "tests/support/model_builder.hpp"

namespace abide::properties {
namespace {

using oracle::Cell;
using policy::Mention;
using policy::Ownership;
using policy::Rule;

const std::vector<std::string> to_member{"p -> s0.member.id"};

/// A policy and its rows, written out.
class Finding : public testing::Test {
 protected:
  Finding() {
    policy_.store("s0").table("s0.member").key("id").owned_by("member");
    policy_.field("email", {"account.email"}).identifier("account.email");
    policy_.subject("member", {"s0.member.id"});
    policy_.calendar().zone = "UTC";
    scenario_.at = *parse_instant("2026-06-15T12:00:00Z");
  }

  void row(const std::string& table, const std::map<std::string, Cell>& cells) {
    rows_.emplace_back(table, cells);
  }
  /// The row with this number, in the order of row(), goes.
  void goes(std::size_t number) { expected_[number].goes = true; }
  void emptied(std::size_t number, const std::string& column) {
    expected_[number].emptied.insert(policy_.id_of(rows_[number].first + "." + column));
  }

  std::string erase(std::int64_t member) {
    const auto expected = settle();
    Stage stage{scenario_};
    const auto identity =
        engine::resolve_identity(scenario_.model, stage.stores(), policy_.subject_of("member"),
                                 {Value{member}}, engine::Sharing::same_person);
    if (!identity.ok()) return identity.error().message;
    const engine::EraseRequest erase{*identity, "member M-1", {}, std::nullopt};
    return carried_out_as(scenario_, stage, expected,
                          [&] { return stage.plan_erase(scenario_.at, scenario_.facts, erase); });
  }
  std::string sweep() {
    const auto expected = settle();
    Stage stage{scenario_};
    return carried_out_as(scenario_, stage, expected,
                          [&] { return stage.plan_sweep(scenario_.at, scenario_.facts); });
  }
  /// Rows that the look after a sweep misses, with the rows as they are.
  std::uint64_t missed_by_sweep() {
    scenario_.world = {};
    (void)settle();
    const Stage stage{scenario_};
    const engine::Stores readers = stage.readers();
    const auto look = reread::look_after_sweep(input_of(scenario_, readers));
    return look.ok() ? look->failures() : 1000;
  }
  /// The same after the erasure of the person with these keys.
  std::uint64_t missed_of(std::vector<Value> keys) {
    scenario_.world = {};
    (void)settle();
    const Stage stage{scenario_};
    const engine::Stores readers = stage.readers();
    const reread::Person person{policy_.subject_of("member"),
                                {{policy_.id_of("s0.member.id"), Sensitive{std::move(keys)}}},
                                {},
                                std::nullopt,
                                {}};
    const auto look = reread::look_for_subject(input_of(scenario_, readers), person);
    return look.ok() ? look->failures() : 1000;
  }
  void held(std::int64_t member) {
    oracle::KeepFact keep;
    keep.subject = policy_.subject_of("member");
    keep.key = Cell{member};
    scenario_.facts.keeps.push_back(keep);
  }
  void told(const std::string& event, const std::string& table, std::int64_t key) {
    oracle::ToldFact fact;
    fact.event = policy_.event_of(event);
    fact.at = *parse_instant("2026-06-01T12:00:00Z");
    fact.row_table = policy_.table_of(table);
    fact.row_key = {Cell{key}};
    scenario_.facts.told.push_back(fact);
  }

  test::ModelBuilder policy_;
  Scenario scenario_;

 private:
  oracle::World settle() {
    scenario_.model = policy_.build();
    const policy::Model& model = scenario_.model;
    for (std::uint32_t i = 0; i < model.tables.size(); ++i) scenario_.world[TableId{i}];
    oracle::Fates fates;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const auto& [table, cells] = rows_[i];
      oracle::Row made;
      for (const FieldId field : model.at(policy_.table_of(table)).fields) made[field] = Cell{};
      for (const auto& [column, cell] : cells) made[policy_.id_of(table + "." + column)] = cell;
      oracle::Rows& rows = scenario_.world[policy_.table_of(table)];
      fates[{policy_.table_of(table), rows.size()}] = expected_[i];
      rows.push_back(std::move(made));
    }
    return oracle::carried_out(scenario_.world, fates);
  }

  std::vector<std::pair<std::string, std::map<std::string, Cell>>> rows_;
  std::map<std::size_t, oracle::Fate> expected_;
};

const Cell one{std::int64_t{1}};
const Cell two{std::int64_t{2}};
const Cell text{std::string{"text"}};

TEST_F(Finding, columns_of_a_composite_key_in_another_store_belong_together) {
  policy_.table("s0.order").key("a,b").owned_by("member", to_member).field("note", {"content"});
  policy_.store("s1").table("s1.line").key("id").field("note", {"content"});
  policy_.owned_by("member", {"a,b -> s0.order.a,b", "p -> s0.member.id"});
  row("s0.member", {{"id", one}});
  row("s0.member", {{"id", two}});
  row("s0.order", {{"a", one}, {"b", one}, {"p", one}});
  row("s0.order", {{"a", two}, {"b", two}, {"p", one}});
  row("s0.order", {{"a", one}, {"b", two}, {"p", two}});
  row("s1.line", {{"id", one}, {"a", one}, {"b", one}, {"note", text}});
  row("s1.line", {{"id", two}, {"a", one}, {"b", two}, {"note", text}});  // somebody else's
  for (const std::size_t gone : {0U, 2U, 3U, 5U}) goes(gone);
  EXPECT_EQ(erase(1), "");
}

TEST_F(Finding, a_joint_row_dies_with_its_last_owner_and_until_then_the_leaver_is_blanked) {
  policy_.table("s0.note").key("id").field("body", {"content"}).field("draft", {"content"});
  policy_.owned_by("member", to_member, Ownership::Kind::joint).blanks("draft");
  policy_.owned_by("member", {"q -> s0.member.id"}, Ownership::Kind::joint);
  row("s0.member", {{"id", one}});
  row("s0.member", {{"id", two}});
  row("s0.note", {{"id", one}, {"p", one}, {"q", two}, {"body", text}, {"draft", text}});
  row("s0.note", {{"id", two}, {"p", one}, {"q", one}, {"body", text}});
  goes(0);
  emptied(2, "p");
  emptied(2, "draft");
  goes(3);
  EXPECT_EQ(erase(1), "");
}

TEST_F(Finding, what_hangs_on_a_joint_row_stays_with_it) {
  policy_.table("s0.note").key("id").field("body", {"content"});
  policy_.owned_by("member", to_member, Ownership::Kind::joint);
  policy_.owned_by("member", {"q -> s0.member.id"}, Ownership::Kind::joint);
  policy_.table("s0.remark").key("id").field("body", {"content"});
  policy_.owned_by("member", {"note -> s0.note.id", "p -> s0.member.id"});
  policy_.owned_by("member", {"note -> s0.note.id", "q -> s0.member.id"});
  row("s0.member", {{"id", one}});
  row("s0.member", {{"id", two}});
  row("s0.note", {{"id", one}, {"p", one}, {"q", two}, {"body", text}});
  row("s0.remark", {{"id", one}, {"note", one}, {"body", text}});
  goes(0);
  emptied(2, "p");
  EXPECT_EQ(erase(1), "");
}

TEST_F(Finding, a_kept_row_of_the_person_that_names_them_is_severed_there_too) {
  policy_.table("s0.bill").key("id").field("sum", {"payment"}).clock("paid");
  policy_.owned_by("member", to_member);
  policy_.mentions("member", "m -> s0.member.id", Mention::OnErase::remove);
  policy_.event_at("paid", "s0.bill.paid");
  policy_.rule(Rule::Kind::must_keep_at_least, "P-1", {6, Period::Unit::years}, {"paid"},
               {"s0.bill.sum"});
  row("s0.member", {{"id", one}});
  row("s0.bill", {{"id", one},
                  {"p", one},
                  {"m", one},
                  {"sum", text},
                  {"paid", Cell{std::string{"2026-05-01T00:00:00Z"}}}});
  goes(0);
  emptied(1, "p");
  emptied(1, "m");
  EXPECT_EQ(erase(1), "");
}

TEST_F(Finding, a_row_that_its_owner_points_at_keeps_its_own_key) {
  policy_.table("s0.cv").key("id").owned_by("member", to_member).field("body", {"content"});
  policy_.field("file");
  policy_.table("s0.file").key("id").field("sum", {"payment"}).clock("paid");
  policy_.owned_by("member", {"id -> s0.cv.file", "p -> s0.member.id"});
  policy_.event_at("paid", "s0.file.paid");
  policy_.rule(Rule::Kind::must_keep_at_least, "P-1", {6, Period::Unit::years}, {"paid"},
               {"s0.file.sum"});
  row("s0.member", {{"id", one}});
  row("s0.cv", {{"id", one}, {"p", one}, {"file", one}, {"body", text}});
  row("s0.file", {{"id", one}, {"sum", text}, {"paid", Cell{std::string{"2026-05-01T00:00:00Z"}}}});
  goes(0);
  goes(1);
  EXPECT_EQ(erase(1), "");
}

TEST_F(Finding, rows_that_were_reported_and_are_gone_date_what_points_at_them) {
  policy_.table("s0.note").key("id").owned_by("member", to_member).field("body", {"content"});
  policy_.event_told("closed", policy::Told::By::app, "s0.member");
  policy_.rule(Rule::Kind::may_keep, "P-1", {}, {"closed"}, {"s0.note.body"});
  row("s0.member", {{"id", one}, {"email", text}});
  row("s0.note", {{"id", one}, {"p", one}, {"body", text}});
  row("s0.note", {{"id", two}, {"p", two}, {"body", text}});  // its member is gone
  told("closed", "s0.member", 1);
  told("closed", "s0.member", 2);
  goes(1);
  goes(2);
  EXPECT_EQ(sweep(), "");
}

/// Each column by a sentence of its own: conditions with lookups once multiplied until planning did
/// not end.
TEST_F(Finding, rows_with_several_owners_in_another_store_are_planned_column_by_column) {
  policy_.table("s0.member").clock("left").event_at("left", "s0.member.left");
  policy_.store("s1").table("s1.bill").key("id");
  policy_.owned_by("member", to_member).owned_by("member", {"q -> s0.member.id"});
  for (int i = 0; i < 8; ++i) {
    const std::string column = "c" + std::to_string(i);
    const std::string field = "s1.bill." + column;
    policy_.table("s1.bill").field(column, {"content"});
    policy_.rule(Rule::Kind::keep_at_most, "P-" + std::to_string(i), {i + 1, Period::Unit::days},
                 {"left"}, {field});
    if (i < 4) {
      policy_.rule(Rule::Kind::must_keep_at_least, "L-" + std::to_string(i),
                   {i + 12, Period::Unit::months}, {"left"}, {field});
    }
  }
  std::map<std::string, Cell> bill;
  for (int i = 0; i < 8; ++i) bill["c" + std::to_string(i)] = text;
  const auto owned = [&](std::int64_t id, std::int64_t p, std::int64_t q) {
    std::map<std::string, Cell> cells = bill;
    cells["id"] = id;
    cells["p"] = p;
    cells["q"] = q;
    row("s1.bill", cells);
  };
  row("s0.member", {{"id", one}, {"left", Cell{std::string{"2020-01-01T00:00:00Z"}}}});
  row("s0.member", {{"id", two}, {"left", Cell{std::string{"2025-12-01T00:00:00Z"}}}});
  row("s0.member", {{"id", Cell{std::int64_t{3}}}});
  owned(1, 1, 1);
  owned(2, 1, 2);  // the law still keeps half of it for the second
  owned(3, 1, 3);  // somebody has not left
  goes(3);
  for (const char* column : {"c4", "c5", "c6", "c7"}) emptied(4, column);
  EXPECT_EQ(sweep(), "");
}

TEST_F(Finding, the_look_knows_that_a_hold_keeps_rows_whose_person_is_gone) {
  policy_.table("s0.note").key("id").owned_by("member", to_member).field("body", {"content"});
  policy_.clock("made").event_at("made", "s0.note.made");
  policy_.rule(Rule::Kind::keep_at_most, "P-1", {30, Period::Unit::days}, {"made"},
               {"s0.note.body"});
  row("s0.note", {{"id", one},
                  {"p", one},
                  {"body", text},
                  {"made", Cell{std::string{"2026-01-01T00:00:00Z"}}}});
  EXPECT_EQ(missed_by_sweep(), 1);
  held(1);
  EXPECT_EQ(missed_by_sweep(), 0);
}

TEST_F(Finding, the_look_takes_what_was_told_of_one_kind_of_person_for_no_other) {
  policy_.table("s0.guest").key("id").owned_by("guest").field("name", {"content"});
  policy_.subject("guest", {"s0.guest.id"});
  policy_.table("s0.visit")
      .key("id")
      .owned_by("guest", {"g -> s0.guest.id"})
      .field("note", {"content"});
  policy_.event_told("asked", policy::Told::By::requests);
  policy_.rule(Rule::Kind::may_keep, "P-1", {}, {"asked"}, {"s0.visit.note"});
  row("s0.guest", {{"id", one}});
  row("s0.visit", {{"id", one}, {"g", one}, {"note", text}});
  oracle::ToldFact fact;
  fact.event = policy_.event_of("asked");
  fact.at = *parse_instant("2026-06-01T12:00:00Z");
  fact.key = one;
  fact.subject = policy_.subject_of("member");
  scenario_.facts.told = {fact};
  EXPECT_EQ(missed_by_sweep(), 0);
  scenario_.facts.told.front().subject = policy_.subject_of("guest");
  EXPECT_EQ(missed_by_sweep(), 1);
}

TEST_F(Finding, a_hold_on_one_account_hides_nothing_of_another) {
  row("s0.member", {{"id", one}, {"email", text}});
  row("s0.member", {{"id", two}, {"email", text}});
  held(1);
  EXPECT_EQ(missed_of({Value{std::int64_t{1}}, Value{std::int64_t{2}}}), 1);
}

}  // namespace
}  // namespace abide::properties
