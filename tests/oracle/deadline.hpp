// The statutory clock once more, by walking one day at a time over holidays worked out from their
// rules. Shares nothing with engine/deadline, neither code nor tables.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "tests/oracle/civil.hpp"

namespace abide::oracle {

struct AskedOf {
  Day asked;
  std::optional<Day> answered;
};

struct ClockCase {
  std::string kind;
  std::string part;  ///< of the United Kingdom
  Instant received;
  bool is_moment = false;  ///< else a day, at midnight UTC
  std::optional<AskedOf> identity;
  std::optional<AskedOf> fee;
  std::vector<AskedOf> questions;
  std::optional<Day> notice;
  std::optional<int> promise;
};

/// The result columns of a table of cases, as text; empty where there is none.
struct Ruled {
  std::string expect;
  std::string law;
  std::string clock_start;
  std::string unrolled;
  std::string due;
  std::string due_literal;
  std::string extension_notice_by;
  std::string promise_due;
  std::string respond_by;
  bool operator==(const Ruled&) const = default;
};

/// One thing an oracle could get wrong; a comparison that does not notice it proves nothing.
enum class Slip : std::uint8_t {
  none,
  no_bank_holidays,        ///< weekends alone move a last day
  other_parts_holidays,    ///< those of England and Wales for everyone
  day_of_receipt_counts,   ///< day one is the day of receipt
  months_roll_over,        ///< 31 January and a month is 1 March
  extension_from_the_end,  ///< two months from the end of the first
  overlaps_twice,          ///< a day in two pauses counts twice
  day_of_question_too,     ///< the literal reading for the date that is shown
  every_right_pauses,      ///< portability too
  identity_moves_nothing,
  days_of_utc,  ///< half past midnight in a London summer is yesterday
  hours_roll,   ///< 72 hours wait for a working day
  promises_roll,
  law_since_ever,  ///< complaints before s.164A
  late_notice_counts,
  holidays_without_end,  ///< every year is known
};

[[nodiscard]] Ruled rule(const ClockCase& one, Slip slip = Slip::none);
/// The bank holidays of a part of the United Kingdom in a year from 2024 to 2028, ascending.
[[nodiscard]] std::vector<Day> bank_holidays(const std::string& part, int year);
/// The days that the lists know: 2024 to 2028.
[[nodiscard]] bool is_known(Day day);

}  // namespace abide::oracle
