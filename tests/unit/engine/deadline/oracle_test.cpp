// The engine's intervals against an oracle that walks day by day, and each of the oracle's broken
// twins against the engine.
#include <gtest/gtest.h>

#include <iostream>
#include <map>

#include "tests/properties/runner.hpp"
#include "tests/unit/engine/deadline/random_case.hpp"
#include "tests/unit/engine/deadline/support.hpp"

namespace abide::deadline {
namespace {

using oracle::Slip;
using properties::Tape;

using Tally = std::map<std::string, int>;

properties::Property agrees_with(Slip slip, Tally* tally = nullptr) {
  return [slip, tally](Tape& tape) -> std::string {
    const oracle::ClockCase one = random_case(tape);
    const auto answer = book().reckon(matter_of(one));
    if (!answer) return answer.error().message;
    const oracle::Ruled engine = ruled_by(*answer);
    const oracle::Ruled judge = oracle::rule(one, slip);
    if (tally != nullptr) ++(*tally)[judge.expect];
    return engine == judge ? "" : show(one, engine, judge);
  };
}

TEST(Oracle, agrees_on_random_cases) {
  Tally tally;
  properties::expect_holds("deadlines", 1000, agrees_with(Slip::none, &tally));
  EXPECT_EQ(tally.size(), 10U) << "each status comes up";
  for (const auto& [status, count] : tally) std::cout << "  " << count << " " << status << "\n";
}

TEST(Oracle, a_broken_twin_is_noticed) {
  const std::map<std::string, Slip> slips{
      {"no bank holidays", Slip::no_bank_holidays},
      {"another part's holidays", Slip::other_parts_holidays},
      {"the day of receipt counts", Slip::day_of_receipt_counts},
      {"months roll over", Slip::months_roll_over},
      {"an extension from the first end", Slip::extension_from_the_end},
      {"overlaps count twice", Slip::overlaps_twice},
      {"the day of the question too", Slip::day_of_question_too},
      {"every right pauses", Slip::every_right_pauses},
      {"identity moves nothing", Slip::identity_moves_nothing},
      {"days of UTC", Slip::days_of_utc},
      {"hours roll", Slip::hours_roll},
      {"promises roll", Slip::promises_roll},
      {"a law since ever", Slip::law_since_ever},
      {"a late notice counts", Slip::late_notice_counts},
      {"holidays without end", Slip::holidays_without_end}};
  for (const auto& [name, slip] : slips) {
    properties::expect_fails("deadlines: " + name, 20000, agrees_with(slip));
  }
}

/// Every day of the lists and a week around them, for each kind and part.
TEST(Oracle, agrees_on_every_day_of_receipt) {
  int compared = 0;
  for (const char* kind : {"access", "complaint_ack"}) {
    for (const char* part : {"england-and-wales", "scotland", "northern-ireland"}) {
      for (oracle::Day day{2023, 12, 25}; day < oracle::Day{2029, 1, 8}; day = oracle::next(day)) {
        oracle::ClockCase one;
        one.kind = kind;
        one.part = part;
        one.received = oracle::midnight_utc(day);
        const oracle::Ruled engine = ruled_by(reckoned(matter_of(one)));
        const oracle::Ruled judge = oracle::rule(one);
        ASSERT_EQ(engine, judge) << show(one, engine, judge);
        ++compared;
      }
    }
  }
  std::cout << compared << " days of receipt compared\n";
}

/// Every day on which a question could be asked and answered in the month, against the oracle.
TEST(Oracle, agrees_on_every_pause_of_some_months) {
  int compared = 0;
  for (const oracle::Day received : {oracle::Day{2026, 11, 25}, {2027, 1, 31}, {2028, 2, 29}}) {
    oracle::Day asked = received;
    for (int i = 0; i < 40; ++i, asked = oracle::next(asked)) {
      oracle::Day answered = asked;
      for (int j = 0; j < 30; ++j, answered = oracle::next(answered)) {
        oracle::ClockCase one;
        one.kind = "access";
        one.part = "england-and-wales";
        one.received = oracle::midnight_utc(received);
        one.questions = {{asked, answered}};
        const oracle::Ruled engine = ruled_by(reckoned(matter_of(one)));
        const oracle::Ruled judge = oracle::rule(one);
        ASSERT_EQ(engine, judge) << show(one, engine, judge);
        ++compared;
      }
    }
  }
  std::cout << compared << " pauses compared\n";
}

}  // namespace
}  // namespace abide::deadline
