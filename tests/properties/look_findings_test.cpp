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

TEST_F(Finding, a_hold_on_one_account_hides_nothing_of_another) {
  row("s0.member", {{"id", one}, {"email", text}});
  row("s0.member", {{"id", two}, {"email", text}});
  held(1);
  EXPECT_EQ(missed_of({Value{std::int64_t{1}}, Value{std::int64_t{2}}}), 1);
}

}  // namespace
}  // namespace abide::properties
