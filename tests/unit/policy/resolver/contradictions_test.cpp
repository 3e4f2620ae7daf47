// E0501 against a judge that shares no code: it walks day by day and knows the calendar by itself.
#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "policy/checks/bounds.hpp"
#include "policy/periods.hpp"
#include "tests/support/policy_text.hpp"

namespace abide::policy {
namespace {

using test::Checked;
using test::codes_of;
using test::Shop;

// ── the judge: a list of the days themselves, one after another ──────────────────────────────────

struct Day {
  int year = 0, month = 0, day = 0;
  auto operator<=>(const Day&) const = default;
};
int days_in(int year, int month) {
  constexpr std::array<int, 13> lengths{0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : lengths[static_cast<std::size_t>(month)];
}
Day next(Day d) {
  if (++d.day > days_in(d.year, d.month)) {
    d.day = 1;
    if (++d.month > 12) {
      d.month = 1;
      ++d.year;
    }
  }
  return d;
}
constexpr std::size_t days_of_400_years = 146'097;
/// Every day of 400 years, and of enough years after them.
const std::vector<Day>& calendar() {
  static const std::vector<Day> days = [] {
    std::vector<Day> all;
    for (Day d{2000, 1, 1}; d.year < 2420; d = next(d)) {
      all.push_back(d);
    }
    return all;
  }();
  return days;
}
struct Term {
  std::string text;  ///< as the policy writes it
  int days = 0;
  int months = 0;
  std::string end_of = {};
};
enum class Side { floor, ceiling };
/// Where in the calendar the period that holds day `at` ends.
std::size_t end_of(std::size_t at, const std::string& period) {
  const int month = period == "tax_year" ? 4 : period == "financial_year" ? 3 : 12;
  const int day = period == "tax_year" ? 5 : 31;
  while (!period.empty() && (calendar()[at].month != month || calendar()[at].day != day)) {
    ++at;
  }
  return at;
}
Day judge(std::size_t start, const Term& term, Side side) {
  const Day d = calendar()[end_of(start, term.end_of) + static_cast<std::size_t>(term.days)];
  const int months = d.month - 1 + term.months;
  Day moved{d.year + months / 12, months % 12 + 1, d.day};
  if (moved.day > days_in(moved.year, moved.month)) {
    moved.day = days_in(moved.year, moved.month);
    moved = side == Side::floor ? next(moved) : moved;
  }
  return moved;
}
/// @param ceilings  how the judge rounds a ceiling; a twin rounds it as a floor
bool judge_clashes(const Term& floor, const Term& ceiling, Side ceilings = Side::ceiling) {
  for (std::size_t start = 0; start < days_of_400_years; ++start) {
    if (judge(start, floor, Side::floor) > judge(start, ceiling, ceilings)) {
      return true;
    }
  }
  return false;
}

std::string anchor(const Term& term) {
  return term.text + " after " + (term.end_of.empty() ? "" : "end of " + term.end_of + " of ");
}
Checked shop_of(const Term& floor, const Term& ceiling) {
  return Shop{.tables =
                  "table t { key id; owned by customer through u to users.id; field a: receipts; "
                  "clock made; }",
              .more = "event made at db.t.made;",
              .statements = "must keep receipts in db.t at least " + anchor(floor) +
                            "made because law uk.ct;\nkeep receipts in db.t at most " +
                            anchor(ceiling) + "made;"}
      .check();
}
const std::array terms{Term{"6 years", 0, 72},
                       Term{"6 years", 0, 72, "financial_year"},
                       Term{"6 years", 0, 72, "tax_year"},
                       Term{"7 years", 0, 84},
                       Term{"83 months", 0, 83},
                       Term{"72 months", 0, 72},
                       Term{"72 months", 0, 72, "year"},
                       Term{"2191 days", 2191, 0},
                       Term{"2192 days", 2192, 0},
                       Term{"2193 days", 2193, 0},
                       Term{"313 weeks", 2191, 0},
                       Term{"1 month", 0, 1},
                       Term{"28 days", 28, 0},
                       Term{"29 days", 29, 0},
                       Term{"31 days", 31, 0},
                       Term{"32 days", 32, 0},
                       Term{"4 years", 0, 48},
                       Term{"1461 days", 1461, 0}};

TEST(Contradictions, the_terms_of_payment_records_leave_one_day) {
  EXPECT_FALSE(shop_of(terms[1], terms[3]).find("E0501"));
  EXPECT_TRUE(shop_of(terms[1], terms[4]).find("E0501"));
}
TEST(Contradictions, one_event_is_decided_as_by_walking_every_day) {
  int clashes = 0;
  int twin_differs = 0;
  for (const Term& floor : terms) {
    for (const Term& ceiling : terms) {
      const Checked shop = shop_of(floor, ceiling);
      const bool expected = judge_clashes(floor, ceiling);
      clashes += expected ? 1 : 0;
      twin_differs += expected != judge_clashes(floor, ceiling, Side::floor) ? 1 : 0;
      EXPECT_EQ(shop.find("E0501") != nullptr, expected)
          << anchor(floor) << " against " << anchor(ceiling) << "\n"
          << shop.text();
    }
  }
  EXPECT_GT(clashes, 50);
  EXPECT_GT(twin_differs, 3);  // a judge that rounds ceilings up is told apart
}
TEST(Contradictions, the_example_is_a_day_on_which_they_clash) {
  const Checked shop = shop_of(terms[0], terms[5]);  // six years against 72 months
  ASSERT_NE(shop.find("E0501"), nullptr);
  ASSERT_EQ(shop.find("E0501")->notes.size(), 2U);
  EXPECT_EQ(shop.find("E0501")->notes[1],
            "timeline: made 2028-02-29: keep until 2034-03-01, gone by 2034-02-28");
}
TEST(Contradictions, free_events_clash_in_some_order) {
  const auto shop = [](const std::string& statement) {
    return Shop{.more = "event asked from requests;", .statements = statement}.check();
  };
  const Checked soon = shop("erase orders within 30 days of closed;");
  ASSERT_EQ(soon.codes(), "W0215 E0501");
  EXPECT_EQ(
      soon.find("E0501")->notes[1],
      "timeline: paid 2026-01-10, closed 2026-02-01: keep until 2032-03-31, gone by 2026-03-03");
  EXPECT_EQ(
      soon.find("E0501")->help,
      "add `except orders because law uk.ct` to the statement that lets it go, and say when it "
      "goes then: `keep orders at most … after …`");
  EXPECT_EQ(soon.find("E0501")->labels.size(), 1U);
  // even a ceiling far longer, when its event came first
  const Checked late = shop("erase orders within 50 years of closed;");
  ASSERT_NE(late.find("E0501"), nullptr);
  EXPECT_NE(late.find("E0501")->notes[1].find("closed 1"), std::string::npos)
      << late.find("E0501")->notes[1];
  EXPECT_NE(shop("may keep orders until asked;").find("E0501"), nullptr);
  EXPECT_NE(shop("erase orders promptly after asked;").find("E0501"), nullptr);
  EXPECT_NE(shop("keep orders at most 99 years after paid or asked;").find("E0501"), nullptr);
  EXPECT_EQ(shop("keep orders at most 99 years after paid; erase contact at asked;").codes(), "");
}
TEST(Contradictions, a_fixed_term_never_contradicts_itself_but_another_one_does) {
  const std::string same =
      "must keep orders for 6 years after end of financial_year of paid because law uk.ct;";
  EXPECT_EQ(codes_of({.statements = same}), "");
  EXPECT_EQ(codes_of({.statements = "must keep orders for 3 years after paid because law uk.ct;"}),
            "E0501");
}
TEST(Contradictions, severing_what_has_to_be_kept_is_one) {
  EXPECT_EQ(
      codes_of({.tables = "table t { key id; owned by customer through u to users.id; field u: "
                          "contact.id; field a: orders; link o to orders.id; }",
                .statements = "must keep contact.id in db.t at least 6 years after paid because "
                              "law uk.ct;\n"
                              "sever db.t.u from db.users.id at closed so orders cannot "
                              "identify contact;"})
              .find("E0501") != std::string::npos,
      true);
}
TEST(Contradictions, bounds_of_periods_hold_for_every_start) {
  for (const Term& term : terms) {
    if (!term.end_of.empty()) {
      continue;
    }
    const Period period = term.months != 0 ? Period{term.months, Period::Unit::months}
                                           : Period{term.days, Period::Unit::days};
    Date start{std::chrono::year{1999}, std::chrono::December, std::chrono::day{31}};
    for (int i = 0; i < 4 * 366; ++i) {
      start = add_days(start, 1);
      for (const Rounding rounding : {Rounding::up, Rounding::down}) {
        const auto length = days_between(start, add(start, period, rounding));
        ASSERT_GE(length, shortest_days(period)) << term.text;
        ASSERT_LE(length, longest_days(period)) << term.text;
      }
    }
  }
  EXPECT_TRUE(surely_longer({7, Period::Unit::years}, {83, Period::Unit::months}));
  EXPECT_FALSE(surely_longer({1, Period::Unit::months}, {30, Period::Unit::days}));
  EXPECT_TRUE(surely_longer({25, Period::Unit::hours}, {1, Period::Unit::hours}));
}

}  // namespace
}  // namespace abide::policy
