// Cases in which the engine and the oracle once differed, by name, with what is right written out.
#include "tests/properties/finding.hpp"

namespace abide::properties {
namespace {

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

/// Somebody else's account goes since it names the person, and what they owned together, through a
/// row that stays, is nobody else's then.
TEST_F(Finding, what_is_shared_through_a_kept_row_goes_when_its_other_owner_goes_too) {
  policy_.mentions("member", "m -> s0.member.id", Mention::OnErase::remove);
  policy_.table("s0.bill").key("id").field("sum", {"payment"}).clock("paid");
  policy_.owned_by("member", to_member, Ownership::Kind::joint);
  policy_.owned_by("member", {"q -> s0.member.id"}, Ownership::Kind::joint);  // in no row
  policy_.event_at("paid", "s0.bill.paid");
  policy_.rule(Rule::Kind::must_keep_at_least, "P-1", {6, Period::Unit::years}, {"paid"},
               {"s0.bill.sum"});
  policy_.table("s0.remark").key("id").field("body", {"content"});
  policy_.owned_by("member", {"bill -> s0.bill.id", "p -> s0.member.id"});
  policy_.owned_by("member", {"bill -> s0.bill.id", "q -> s0.member.id"});
  policy_.owned_by("member", {"q -> s0.member.id"});
  row("s0.member", {{"id", one}});
  row("s0.member", {{"id", two}, {"m", one}});
  const Cell paid{std::string{"2026-01-01T00:00:00Z"}};
  row("s0.bill", {{"id", one}, {"p", one}, {"sum", text}, {"paid", paid}});
  row("s0.remark", {{"id", one}, {"bill", one}, {"q", two}, {"body", text}});
  goes(0);
  goes(1);
  emptied(2, "p");
  goes(3);
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

/// One address leads to two accounts; the link is severed, and only the account that goes asks for
/// the rest.
TEST_F(Finding, who_is_severed_from_a_row_has_no_say_in_it_though_others_share_the_address) {
  policy_.table("s0.member").clock("left").event_at("left", "s0.member.left");
  policy_.table("s0.note").key("id").field("p", {"account.email"}).field("body", {"content"});
  policy_.owned_by("member", {"p -> s0.member.email"});
  policy_.rule(Rule::Kind::keep_at_most, "P-1", {6, Period::Unit::months}, {"left"},
               {"s0.note.body", "s0.member.email"});
  policy_.rule(Rule::Kind::sever, "P-2", {}, {"left"}, {"s0.note.p"});
  const Cell address{std::string{"p@x.example"}};
  row("s0.member",
      {{"id", one}, {"email", address}, {"left", Cell{std::string{"2025-06-07T00:00:00Z"}}}});
  row("s0.member",
      {{"id", two}, {"email", address}, {"left", Cell{std::string{"2026-06-07T00:00:00Z"}}}});
  row("s0.note", {{"id", one}, {"p", address}, {"body", text}});
  goes(0);
  goes(2);
  EXPECT_EQ(sweep(), "");
}

/// A hold on a whole table keeps what its rows hang on, and no step waits for itself over it.
TEST_F(Finding, rows_under_a_wholly_kept_table_stay_and_the_rest_is_planned) {
  policy_.table("s0.member").clock("left").event_at("left", "s0.member.left");
  policy_.table("s0.note").key("id").owned_by("member", to_member).field("body", {"content"});
  policy_.table("s0.page").key("id").field("body", {"content"});
  policy_.owned_by("member", {"note -> s0.note.id", "p -> s0.member.id"});
  policy_.rule(Rule::Kind::keep_at_most, "P-1", {30, Period::Unit::days}, {"left"},
               {"s0.member.email", "s0.note.body", "s0.page.body"});
  const Cell past{std::string{"2026-01-01T00:00:00Z"}};
  row("s0.member", {{"id", one}, {"email", text}, {"left", past}});
  row("s0.member", {{"id", two}, {"email", text}, {"left", past}});
  row("s0.note", {{"id", one}, {"p", one}, {"body", text}});
  row("s0.note", {{"id", two}, {"p", two}, {"body", text}});
  row("s0.page", {{"id", one}, {"note", one}, {"body", text}});
  oracle::KeepFact keep;
  keep.table = policy_.table_of("s0.page");
  scenario_.facts.keeps.push_back(keep);
  goes(1);
  goes(3);
  EXPECT_EQ(sweep(), "");
}

/// What hangs on somebody's row that goes because it names the person goes with it.
TEST_F(Finding, what_hangs_on_a_row_that_names_the_person_is_not_left_as_nobodys) {
  policy_.table("s0.note").key("id").owned_by("member", to_member).field("body", {"content"});
  policy_.mentions("member", "m -> s0.member.id", Mention::OnErase::remove);
  policy_.store("s1").table("s1.page").key("id").field("body", {"content"});
  policy_.owned_by("member", {"note -> s0.note.id", "p -> s0.member.id"});
  row("s0.member", {{"id", one}});
  row("s0.member", {{"id", two}});
  row("s0.note", {{"id", one}, {"p", two}, {"m", one}, {"body", text}});
  row("s0.note", {{"id", two}, {"p", two}, {"body", text}});
  row("s1.page", {{"id", one}, {"note", one}, {"body", text}});
  row("s1.page", {{"id", two}, {"note", two}, {"body", text}});
  for (const std::size_t gone : {0U, 2U, 4U}) goes(gone);
  EXPECT_EQ(erase(1), "");
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

TEST_F(Finding, an_owner_whose_path_does_not_count_has_no_say_in_when_a_row_goes) {
  policy_.table("s0.guest").key("id").field("email", {"account.email"}).owned_by("guest");
  policy_.clock("left").subject("guest", {"s0.guest.id"});
  policy_.table("s0.club").key("id").field("name", {"content"}).owned_by("member", to_member);
  policy_.when("kind", std::string{"private"});
  policy_.table("s0.note")
      .key("id")
      .field("body", {"content"})
      .owned_by("member", {"club -> s0.club.id", "p -> s0.member.id"});
  policy_.on_the_way("s0.club.kind", std::string{"private"});
  policy_.owned_by("guest", {"q -> s0.guest.id"});
  policy_.event_at("left", "s0.guest.left");
  policy_.rule(Rule::Kind::keep_at_most, "P-1", {1, Period::Unit::days}, {"left"},
               {"s0.note.body"});
  const Cell open{std::string{"open"}};
  const Cell closed{std::string{"private"}};
  const Cell long_ago{std::string{"2026-05-01T12:00:00Z"}};
  row("s0.guest", {{"id", one}, {"left", long_ago}});
  row("s0.club", {{"id", one}, {"kind", open}, {"name", text}});
  row("s0.club", {{"id", two}, {"kind", closed}, {"name", text}});
  row("s0.note", {{"id", one}, {"club", one}, {"q", one}, {"body", text}});
  row("s0.note", {{"id", two}, {"club", two}, {"q", one}, {"body", text}});
  goes(3);
  EXPECT_EQ(sweep(), "");
}

TEST_F(Finding, what_a_hold_keeps_does_not_hang_on_strangers_whose_address_is_empty_too) {
  policy_.table("s0.letter").key("id").field("body", {"content"});
  policy_.owned_by("member", to_member).owned_by("member", {"sender -> s0.member.email"});
  policy_.clock("left").event_at("left", "s0.letter.left");
  policy_.event_told("asked", policy::Told::By::requests);
  policy_.rule(Rule::Kind::may_keep, "P-1", {}, {"asked"}, {"s0.member.email"});
  row("s0.member", {{"id", one}, {"email", Cell{std::string{"ann@people.example"}}}});
  row("s0.member", {{"id", two}, {"email", Cell{std::string{" "}}}});
  row("s0.letter", {{"id", one}, {"p", one}, {"sender", Cell{std::string{""}}}, {"body", text}});
  held(1);
  told("asked", "s0.member", 2);
  goes(1);
  EXPECT_EQ(sweep(), "");
}

TEST_F(Finding, a_kept_row_keeps_every_row_by_which_it_names_the_person) {
  policy_.table("s0.letter").key("id").field("body", {"content"});
  policy_.owned_by("member", to_member, Ownership::Kind::joint);
  policy_.owned_by("member", {"q -> s0.member.id"}, Ownership::Kind::joint);
  policy_.table("s0.page").key("id").field("text", {"content"});
  policy_.owned_by("member", {"letter -> s0.letter.id", "p -> s0.member.id"});
  policy_.owned_by("member", {"letter -> s0.letter.id", "q -> s0.member.id"});
  policy_.table("s0.letter").mentions("member", "m -> s0.page.id", Mention::OnErase::blank);
  row("s0.member", {{"id", one}});
  row("s0.member", {{"id", two}});
  row("s0.letter", {{"id", one}, {"q", two}, {"m", one}, {"body", text}});
  row("s0.letter", {{"id", two}, {"p", one}, {"q", two}, {"body", text}});
  row("s0.page", {{"id", one}, {"letter", two}, {"text", text}});
  row("s0.page", {{"id", two}, {"letter", one}, {"text", text}});
  oracle::KeepFact hold;
  hold.table = policy_.table_of("s0.page");
  hold.row_key = {two};
  scenario_.facts.keeps.push_back(hold);
  EXPECT_EQ(erase(1), "");
}

/// Two kinds of people in one table: its event is about each of them alike.
TEST_F(Finding, an_event_dates_what_belongs_to_either_kind_of_people_in_its_table) {
  policy_.table("s0.user").key("id").owned_by("coach").when("kind", "a");
  policy_.owned_by("guest").when("kind", "b");
  policy_.clock("closed").event_at("closed", "s0.user.closed");
  policy_.subject("coach", {"s0.user.id"}).subject("guest", {"s0.user.id"});
  policy_.table("s0.note").key("id").field("body", {"content"});
  policy_.owned_by("coach", {"p -> s0.user.id"}).on_the_way("s0.user.kind", "a");
  policy_.owned_by("guest", {"p -> s0.user.id"}).on_the_way("s0.user.kind", "b");
  policy_.rule(Rule::Kind::keep_at_most, "P-1", {30, Period::Unit::days}, {"closed"},
               {"s0.note.body"});
  const Cell long_ago{std::string{"2026-01-01T00:00:00Z"}};
  const Cell of_coach{std::string{"a"}};
  const Cell of_guest{std::string{"b"}};
  row("s0.user", {{"id", one}, {"kind", of_coach}, {"closed", long_ago}});
  row("s0.user", {{"id", two}, {"kind", of_guest}, {"closed", long_ago}});
  row("s0.note", {{"id", one}, {"p", one}, {"body", text}});
  row("s0.note", {{"id", two}, {"p", two}, {"body", text}});
  goes(2);
  goes(3);
  EXPECT_EQ(sweep(), "");
}

}  // namespace
}  // namespace abide::properties
