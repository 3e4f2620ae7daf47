// What a person reads: the steps, what each rests on, and the corners that tables of cases leave.
#include <gtest/gtest.h>

#include "tests/unit/engine/deadline/support.hpp"

namespace abide::deadline {
namespace {

bool cites(const Answer& answer, const std::string& part, Evidence evidence) {
  for (const Step& step : answer.working) {
    for (const Authority& authority : step.by) {
      if (authority.cite.find(part) != std::string::npos && authority.evidence == evidence)
        return true;
    }
  }
  return false;
}

TEST(Working, says_each_step_with_what_it_rests_on) {
  const Answer answer = reckoned(matter("access", "2026-11-25"));
  const std::string words = told(answer);
  for (const char* part :
       {"Received on Wednesday 25 November 2026",
        "1 month from Wednesday 25 November 2026, a day that is not counted itself, is Friday 25 "
        "December 2026",
        "Friday 25 December 2026 (Christmas Day), Saturday 26 December 2026, Sunday 27 December "
        "2026, "
        "Monday 28 December 2026 (Boxing Day, substitute day)",
        "the next working day, Tuesday 29 December 2026",
        "which guidance suggests and no law demands"}) {
    EXPECT_NE(words.find(part), std::string::npos) << part << "\n" << words;
  }
  for (const Step& step : answer.working) EXPECT_FALSE(step.by.empty()) << step.says;
  EXPECT_TRUE(cites(answer, "12A(1)", Evidence::read));
  EXPECT_TRUE(cites(answer, "1182/71", Evidence::unverified));
  EXPECT_TRUE(cites(answer, "bank holidays of England and Wales", Evidence::read));
  EXPECT_EQ(abide::to_string(*answer.over_at), "2026-12-30T00:00:00Z");
}

TEST(Working, a_short_month_says_so) {
  const std::string words = told(reckoned(matter("access", "2026-01-31")));
  EXPECT_NE(words.find("February 2026 has no day 31"), std::string::npos) << words;
}

TEST(Working, cites_the_rules_of_the_day_of_receipt) {
  const auto answer = [](const char* day) { return reckoned(matter("access", day)); };
  EXPECT_FALSE(cites(answer("2025-08-19"), "Art 4A", Evidence::read));
  EXPECT_TRUE(cites(answer("2025-08-20"), "Art 4A", Evidence::read));
  EXPECT_TRUE(cites(answer("2026-02-04"), "SI 2026/82", Evidence::second_hand));
  EXPECT_FALSE(cites(answer("2026-02-05"), "SI 2026/82", Evidence::second_hand));
  EXPECT_FALSE(cites(answer("2026-02-04"), "12A(1)", Evidence::read));
  EXPECT_EQ(answer("2026-02-04").law + answer("2026-02-05").law, "pre-12A12A");
}

TEST(Working, pauses_before_the_new_article_are_not_called_law) {
  Matter one = matter("access", "2026-01-20");
  one.clarifications = {question("2026-02-02", "2026-02-09")};
  const Answer answer = reckoned(one);
  EXPECT_EQ(text(answer.due), "2026-02-27");
  EXPECT_TRUE(cites(answer, "SI 2026/82 reg 4", Evidence::unverified));
  EXPECT_FALSE(cites(answer, "12A(5)", Evidence::read));
}

TEST(Working, whose_bank_holidays_changes_the_day) {
  Matter one = matter("access", "2026-05-15");
  EXPECT_EQ(text(reckoned(one).due), "2026-06-15");
  one.jurisdiction = "scotland";
  EXPECT_EQ(text(reckoned(one).due), "2026-06-16") << "a day proclaimed for Scotland";
  EXPECT_TRUE(cites(reckoned(one), "which part of the United Kingdom", Evidence::unverified));
  one = matter("erasure", "2026-06-12");
  EXPECT_EQ(text(reckoned(one).due), "2026-07-13");
  one.jurisdiction = "ni";
  EXPECT_EQ(text(reckoned(one).due), "2026-07-14");
}

TEST(Working, a_promise_runs_on_while_the_law_waits) {
  Matter one = matter("access", "2026-06-01");
  one.identity = question("2026-06-02");
  one.promise_days = 30;
  const Answer answer = reckoned(one);
  EXPECT_EQ(answer.status, Status::not_started_identity);
  EXPECT_FALSE(answer.promise_due || answer.respond_by);
  EXPECT_NE(told(answer).find("Wednesday 1 July 2026; nothing moves that"), std::string::npos)
      << told(answer);
}

TEST(Working, questions_by_moment_count_by_the_local_day) {
  Matter one = matter("access", "2026-06-30T22:30:00Z");
  EXPECT_EQ(text(reckoned(one).clock_start), "2026-06-30");
  one.clarifications = {question("2026-07-05T23:30:00Z", "2026-07-08T23:30:00Z")};
  Matter by_day = matter("access", "2026-06-30");
  by_day.clarifications = {question("2026-07-06", "2026-07-09")};
  EXPECT_EQ(text(reckoned(one).due), text(reckoned(by_day).due));
  EXPECT_NE(told(reckoned(one)).find("Tuesday 30 June 2026 in Europe/London"), std::string::npos);
}

TEST(Working, neither_identity_nor_fee_moves_a_complaint_or_a_breach) {
  Matter complaint = matter("complaint_ack", "2026-08-01");
  complaint.identity = question("2026-08-02");
  EXPECT_EQ(text(reckoned(complaint).due), "2026-09-01");
  Matter breach = matter("breach_commission", "2026-12-24T20:00:00Z");
  breach.fee = question("2026-12-24");
  const Answer answer = reckoned(breach);
  EXPECT_EQ(text(answer.due), "2026-12-27T20:00:00Z") << "hours run through Christmas";
  EXPECT_NE(told(answer).find("do not move this clock"), std::string::npos);
}

TEST(Working, many_questions_are_taken_together) {
  Matter one = matter("access", "2026-09-07");
  for (int i = 0; i < 5; ++i) one.clarifications.push_back(question("2026-09-10", "2026-09-20"));
  EXPECT_EQ(text(reckoned(one).due), "2026-10-19") << "17 October is a Saturday";
  one.clarifications.push_back(question("2026-10-01"));
  EXPECT_EQ(reckoned(one).status, Status::paused_clarification);
}

}  // namespace
}  // namespace abide::deadline
