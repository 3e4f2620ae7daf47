// Civil arithmetic at its corners: leap days, clock changes, odd texts.
#include "base/time.hpp"

#include <gtest/gtest.h>

namespace abide {
namespace {

using std::chrono::month_day;
Date day(const char* text) { return *parse_date(text); }

TEST(Time, floors_round_up_and_ceilings_down_at_a_leap_day) {
  const Period seven{7, Period::Unit::years};
  EXPECT_EQ(to_string(add(day("2024-02-29"), seven, Rounding::up)), "2031-03-01");
  EXPECT_EQ(to_string(add(day("2024-02-29"), seven, Rounding::down)), "2031-02-28");
  EXPECT_EQ(to_string(add(day("2026-01-31"), {1, Period::Unit::months}, Rounding::down)),
            "2026-02-28");
  EXPECT_EQ(to_string(add(day("2026-05-08"), {30, Period::Unit::days}, Rounding::up)),
            "2026-06-07");
}

TEST(Time, a_financial_year_ends_on_the_day_that_closes_it) {
  const month_day march{std::chrono::March, std::chrono::day{31}};
  EXPECT_EQ(to_string(end_of_year_period(day("2026-01-10"), march)), "2026-03-31");
  EXPECT_EQ(to_string(end_of_year_period(day("2026-03-31"), march)), "2026-03-31");
  EXPECT_EQ(to_string(end_of_year_period(day("2026-04-01"), march)), "2027-03-31");
}

TEST(Time, a_day_in_london_starts_at_local_midnight) {
  const auto london = Zone::find("Europe/London");
  ASSERT_TRUE(london.ok());
  EXPECT_EQ(to_string(london->start_of(day("2026-07-01"))), "2026-06-30T23:00:00Z");
  EXPECT_EQ(to_string(london->start_of(day("2026-01-01"))), "2026-01-01T00:00:00Z");
  EXPECT_EQ(to_string(london->local_date(*parse_instant("2026-06-30T23:30:00Z"))), "2026-07-01");
  EXPECT_EQ(Zone::find("Europe/Londn").error().code, ErrorCode::not_found);
}

TEST(Time, iso_texts_are_read_or_refused_whole) {
  EXPECT_EQ(to_string(*parse_instant("2026-05-08 10:20:30.5+01:00")),
            "2026-05-08T09:20:30.500000Z");
  EXPECT_EQ(to_string(*parse_instant("2026-05-08")), "2026-05-08T00:00:00Z");
  for (const char* bad :
       {"", "2026-02-30", "2026-13-01", "08/05/2026", "2026-05-08T25:00", "2026-05-08T10:20x",
        "2026-05-08T10:20:30.", " 2026-05-08", "0000-00-00", "2026-05-08T"}) {
    EXPECT_FALSE(parse_instant(bad)) << bad;
  }
}

// The common spelling has a way of its own, which must agree with the general one.
TEST(Time, the_plain_spelling_means_what_the_others_mean) {
  for (const std::string moment :
       {"2026-05-08T10:20:30", "2024-02-29T00:00:00", "2026-02-29T00:00:00", "2026-12-31T23:59:60",
        "2026-12-31T24:00:00", "2026-1a-31T23:00:00", "2026-12-31T23:60:00", "2026-12-31T23:00:61",
        "0000-00-00T00:00:00", "9999-12-31T23:59:59", "2026-12-31 23:59:59",
        "2026/12-31T23:59:59"}) {
    EXPECT_EQ(parse_instant(moment + "Z"), parse_instant(moment + "+00:00")) << moment;
  }
  EXPECT_TRUE(parse_instant("2026-05-08T10:20:30Z"));
  EXPECT_FALSE(parse_instant("2026-12-31T24:00:00Z"));
}

}  // namespace
}  // namespace abide
