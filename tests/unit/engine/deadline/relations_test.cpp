// What holds between answers, whatever the dates: an extension is never shorter, a pause never
// brings a day nearer, and so on. Each also over an engine that gets it wrong.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "tests/oracle/deadline.hpp"
#include "tests/properties/runner.hpp"
#include "tests/unit/engine/deadline/random_case.hpp"
#include "tests/unit/engine/deadline/support.hpp"

namespace abide::deadline {
namespace {

using properties::Tape;

/// Last days, where there are any; the right ones, or a broken twin's.
using Due = std::function<std::optional<Date>(const Matter&)>;

std::optional<Date> right(const Matter& one) {
  const auto answer = book().reckon(one);
  if (!answer || answer->status != Status::ok) return std::nullopt;
  if (!std::holds_alternative<Date>(*answer->due)) return std::nullopt;
  return std::get<Date>(*answer->due);
}

/// A twin that moves each last day by what `days` says of its matter.
Due moved(std::function<std::int64_t(const Matter&)> days) {
  return [days](const Matter& one) -> std::optional<Date> {
    const auto due = right(one);
    return due ? std::optional{add_days(*due, days(one))} : std::nullopt;
  };
}

using Relation = std::string (*)(const Due& due, Tape& tape);

void expect_relation(const char* name, Relation relation, const Due& broken) {
  properties::expect_holds(name, 1000, [&](Tape& tape) { return relation(right, tape); });
  properties::expect_fails(name, 2000, [&](Tape& tape) { return relation(broken, tape); });
}

std::string unless(bool holds, const char* what, const Matter& one) {
  return holds ? "" : std::string{what} + ": " + one.kind + " received " + to_string(one.received);
}

/// A random matter that has a last day.
std::optional<Matter> dated(Tape& tape) {
  Matter one = matter_of(random_case(tape));
  return right(one) ? std::optional{one} : std::nullopt;
}

/// Nothing but the day that its clock starts on.
Matter plain(Matter one) {
  one.received = *reckoned(one).clock_start;
  one.identity.reset();
  one.fee.reset();
  one.clarifications.clear();
  one.extension_notice.reset();
  return one;
}

std::string working_day(const Due& due, Tape& tape) {
  const auto one = dated(tape);
  if (!one) return "";
  const Date last = *due(*one);
  const std::chrono::weekday weekday{std::chrono::sys_days{last}};
  const oracle::Day day = oracle::day_in("UTC", std::chrono::sys_days{last});
  const auto off = oracle::bank_holidays(one->jurisdiction, day.year);
  const bool works = weekday != std::chrono::Saturday && weekday != std::chrono::Sunday &&
                     std::ranges::find(off, day) == off.end();
  return unless(works, "a last day that is off", *one);
}

std::string plain_month(const Due& due, Tape& tape) {
  const auto random = dated(tape);
  if (!random || random->kind == "complaint_ack") return "";
  const Matter one = plain(*random);
  const auto last = due(one);
  const auto days = last ? days_between(std::get<Date>(one.received), *last) : 30;
  return unless(28 <= days && days <= 35, "a month of another length", one);
}

std::string later_receipt(const Due& due, Tape& tape) {
  const auto random = dated(tape);
  if (!random) return "";
  const Matter one = plain(*random);
  Matter later = one;
  later.received = add_days(std::get<Date>(one.received), tape.between(1, 40));
  const auto first = due(one);
  const auto second = due(later);
  return unless(!first || !second || *first <= *second, "received later, due earlier", one);
}

std::string more_time(const Due& due, Tape& tape) {
  const auto one = dated(tape);
  if (!one || one->kind == "complaint_ack") return "";
  const Answer answer = reckoned(*one);
  Matter more = *one;
  more.extension_notice = *answer.clock_start;
  const auto last = due(*one);
  const auto extended = due(more);
  if (extended && *extended < *last) return unless(false, "an extension is shorter", *one);
  if (one->kind != "access") return "";
  more = *one;
  const Date asked = add_days(std::get<Date>(*answer.clock_start), tape.between(0, 50));
  more.clarifications.push_back({asked, Moment{add_days(asked, tape.between(0, 20))}});
  const auto paused = due(more);
  return unless(!paused || *last <= *paused, "a pause brings it nearer", *one);
}

std::string promise(const Due& due, Tape& tape) {
  auto one = dated(tape);
  if (!one) return "";
  one->promise_days.reset();
  const auto last = due(*one);
  one->promise_days = tape.between(1, 90);
  return unless(last == due(*one), "a promise moves the law", *one);
}

TEST(Relations, the_last_day_is_a_working_day) {
  expect_relation("working days", working_day, moved([](const Matter&) { return 1; }));
}

TEST(Relations, a_plain_month_lasts_28_to_35_days) {
  expect_relation("plain months", plain_month, moved([](const Matter&) { return 6; }));
}

TEST(Relations, a_day_later_is_never_due_earlier) {
  expect_relation("later receipt", later_receipt, moved([](const Matter& one) {
                    return -2 *
                           days_between(*parse_date("2024-01-01"), std::get<Date>(one.received));
                  }));
}

TEST(Relations, more_time_is_never_less) {
  expect_relation("extensions and pauses", more_time,
                  moved([](const Matter& one) { return one.extension_notice ? -70 : 0; }));
  properties::expect_fails("pauses", 2000, [](Tape& tape) {
    return more_time(moved([](const Matter& one) {
                       return -30 * static_cast<std::int64_t>(one.clarifications.size());
                     }),
                     tape);
  });
}

TEST(Relations, a_promise_moves_no_law) {
  expect_relation("promises", promise,
                  moved([](const Matter& one) { return one.promise_days ? 1 : 0; }));
}

TEST(Relations, hours_are_hours_on_every_day) {
  Matter breach = matter("breach_commission", "2024-01-01T00:00:00Z");
  for (int i = 0; i < 40000; ++i) {
    const Instant known = *parse_instant("2024-01-01T00:00:00Z") + std::chrono::minutes{65 * i};
    breach.received = known;
    const Answer answer = reckoned(breach);
    ASSERT_EQ(std::get<Instant>(*answer.due) - known, std::chrono::hours{72});
    ASSERT_EQ(*answer.over_at, std::get<Instant>(*answer.due));
  }
}

}  // namespace
}  // namespace abide::deadline
