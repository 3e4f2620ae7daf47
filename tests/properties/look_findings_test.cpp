// The same of the look afterwards: what it once took for residue, and what it missed.
#include "tests/properties/finding.hpp"

namespace abide::properties {
namespace {

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

TEST_F(Finding, the_look_puts_no_key_of_several_columns_together_anew) {
  policy_.table("s0.order").key("a,b").owned_by("member", to_member).field("note", {"content"});
  policy_.table("s0.line").key("id").field("note", {"content"});
  policy_.owned_by("member", {"a,b -> s0.order.a,b", "p -> s0.member.id"});
  row("s0.order", {{"a", one}, {"b", one}, {"note", text}});  // nobody's
  row("s0.line", {{"id", one}, {"a", one}, {"b", one}, {"note", text}});
  EXPECT_EQ(missed_of({Value{std::int64_t{1}}}), 0);
}

/// One's keys taken column by column are those of another's row as well, which is held.
TEST_F(Finding, what_is_held_of_another_hides_nothing_though_its_key_looks_alike) {
  policy_.table("s0.order").key("a,b").owned_by("member", to_member).field("note", {"content"});
  policy_.table("s0.line").key("id").field("note", {"content"});
  policy_.owned_by("member", {"a,b -> s0.order.a,b", "p -> s0.member.id"});
  row("s0.member", {{"id", one}});
  row("s0.member", {{"id", two}});
  row("s0.order", {{"a", one}, {"b", two}, {"p", one}, {"note", text}});
  row("s0.line", {{"id", one}, {"a", one}, {"b", two}, {"note", text}});
  const Value first{std::int64_t{1}};
  const Value second{std::int64_t{2}};
  known_ = {{"s0.order.a", {first, second}}, {"s0.order.b", {first, second}}};
  held(1);
  EXPECT_EQ(missed_of({second}), 1);
}

/// Who somebody is stays whole while one of their accounts is held, and nothing else of the others.
TEST_F(Finding, a_hold_on_one_account_hides_nothing_of_another) {
  policy_.table("s0.note").key("id").owned_by("member", to_member).field("body", {"content"});
  row("s0.member", {{"id", one}, {"email", text}});
  row("s0.member", {{"id", two}, {"email", text}});
  row("s0.note", {{"id", one}, {"p", one}, {"body", text}});
  row("s0.note", {{"id", two}, {"p", two}, {"body", text}});
  held(1);
  EXPECT_EQ(missed_of({Value{std::int64_t{1}}, Value{std::int64_t{2}}}), 1);
}

/// The order's link to the person was severed; its lines are dated, and kept, by the order.
TEST_F(Finding, the_look_knows_that_the_law_keeps_rows_behind_a_severed_one) {
  policy_.table("s0.order").key("id").owned_by("member", to_member).field("sum", {"payment"});
  policy_.clock("paid").event_at("paid", "s0.order.paid");
  policy_.table("s0.line").key("id").field("title", {"payment"}).field("note", {"content"});
  policy_.owned_by("member", {"o -> s0.order.id", "p -> s0.member.id"});
  policy_.rule(Rule::Kind::must_keep_at_least, "P-1", {6, Period::Unit::years}, {"paid"},
               {"s0.order.sum", "s0.line.title"});
  known_ = {{"s0.order.id", {Value{std::int64_t{1}}}}};
  row("s0.order",
      {{"id", one}, {"sum", text}, {"paid", Cell{std::string{"2026-01-01T00:00:00Z"}}}});
  row("s0.line", {{"id", one}, {"o", one}, {"title", text}});
  EXPECT_EQ(missed_of({Value{std::int64_t{1}}}), 0);
  row("s0.line", {{"id", two}, {"o", one}, {"title", text}, {"note", text}});
  EXPECT_EQ(missed_of({Value{std::int64_t{1}}}), 1);
}

}  // namespace
}  // namespace abide::properties
