// Words, dates and facts that cannot be: refused in words, with what to do.
#include <gtest/gtest.h>

#include "engine/deadline/table.hpp"
#include "tests/unit/engine/deadline/support.hpp"

namespace abide::deadline {
namespace {

Error refusal(const Matter& one) {
  const auto answer = book().reckon(one);
  EXPECT_FALSE(answer.ok());
  return answer.ok() ? Error{} : answer.error();
}

TEST(Wrong, dates_that_cannot_be) {
  for (const char* bad : {"", "2026-02-30", "2025-02-29", "2026-13-01", "30/05/2026", "2026-5-3",
                          "today", " 2026-05-30", "2026-05-30T25:00Z", "2026-05-30T10:00:00Zx"}) {
    const auto read = parse_moment(bad);
    ASSERT_FALSE(read.ok()) << bad;
    EXPECT_NE(read.error().message.find("is not a date"), std::string::npos) << bad;
    EXPECT_FALSE(read.error().help.empty());
  }
  EXPECT_NE(parse_moment("2026-06-30T23:30").error().message.find("in which zone"),
            std::string::npos);
  EXPECT_EQ(to_string(at("2026-07-01T00:30:00+01:00")), "2026-06-30T23:30:00Z");
}

TEST(Wrong, names_that_are_unknown_are_told_with_the_nearest) {
  Matter one = matter("acess", "2026-05-30");
  EXPECT_EQ(refusal(one).message, "there is no kind `acess`");
  EXPECT_EQ(refusal(one).help, "did you mean `access`?");
  one.kind = "complaint";
  EXPECT_NE(refusal(one).help.find("complaint_ack"), std::string::npos);
  one.kind = "access";
  one.jurisdiction = "scotlnd";
  EXPECT_EQ(refusal(one).message, "there is no list of bank holidays for `scotlnd`");
  EXPECT_EQ(refusal(one).help, "did you mean `scotland`?");
  one.jurisdiction = "france";
  EXPECT_EQ(refusal(one).help, "give one of england-and-wales, scotland, northern-ireland");
  one.jurisdiction = "wales";
  EXPECT_TRUE(book().reckon(one).ok()) << "another word for a list";
  one.regime = "uk_gpdr";
  EXPECT_EQ(refusal(one).help, "did you mean `uk_gdpr`?");
  one.regime = "eu_gdpr";
  EXPECT_EQ(refusal(one).code, ErrorCode::not_found) << "no Member State's holidays are known";
}

TEST(Wrong, facts_that_do_not_fit_the_kind) {
  Matter breach = matter("breach_commission", "2026-05-30");
  EXPECT_NE(refusal(breach).message.find("counted in hours"), std::string::npos);
  breach.received = at("2026-05-30T10:00:00Z");
  EXPECT_TRUE(book().reckon(breach).ok());
  breach.promise_days = 2;
  EXPECT_NE(refusal(breach).message.find("promise in days"), std::string::npos);
  Matter complaint = matter("complaint_ack", "2026-08-01");
  complaint.extension_notice = at("2026-08-02");
  EXPECT_NE(refusal(complaint).message.find("no extension"), std::string::npos);
  for (const int days : {0, -3, 3651}) {
    Matter promised = matter("access", "2026-05-30");
    promised.promise_days = days;
    EXPECT_NE(refusal(promised).message.find("is none"), std::string::npos) << days;
  }
}

TEST(Wrong, years_without_a_list_are_said_and_not_guessed) {
  for (const char* day : {"2023-12-31", "2028-12-01", "2029-06-01", "9999-12-31", "0001-01-01"}) {
    const Answer answer = reckoned(matter("access", day));
    EXPECT_EQ(answer.status, Status::outside_calendar) << day;
    EXPECT_NE(answer.why.find("known from 2024-01-01 to 2028-12-31"), std::string::npos)
        << answer.why;
    for (const auto& [column, value] : columns_of(answer)) {
      EXPECT_EQ(value.empty(), column != "expect" && column != "law") << column;
    }
    EXPECT_FALSE(answer.over_at || answer.target);
  }
  EXPECT_EQ(text(reckoned(matter("access", "2028-11-29")).due), "2028-12-29")
      << "the last day known";
}

/// The earlier date is known; only the later reading lies past the list.
TEST(Wrong, a_literal_reading_past_the_list_is_left_out) {
  Matter one = matter("access", "2028-11-28");
  one.clarifications = {question("2028-12-01", "2028-12-02")};
  const Answer answer = reckoned(one);
  EXPECT_EQ(text(answer.due), "2028-12-29");
  EXPECT_EQ(text(answer.due_literal), "");
  EXPECT_NE(told(answer).find("after the list of bank holidays"), std::string::npos);
}

TEST(Wrong, facts_that_contradict_each_other) {
  Matter one = matter("access", "2026-05-30");
  one.identity = question("2026-06-05", "2026-06-04");
  EXPECT_EQ(reckoned(one).status, Status::answer_before_question);
  one.identity = question("2026-05-29", "2026-06-04");
  EXPECT_EQ(reckoned(one).status, Status::before_receipt);
  one.identity.reset();
  one.extension_notice = at("2026-05-29");
  EXPECT_EQ(reckoned(one).status, Status::before_receipt);
  one.extension_notice.reset();
  one.clarifications = {question("2026-06-05", "2026-06-04")};
  EXPECT_EQ(reckoned(one).status, Status::answer_before_question);
  one.kind = "erasure";
  EXPECT_EQ(reckoned(one).status, Status::pause_only_for_access) << "the first fault is told";
}

}  // namespace
}  // namespace abide::deadline
