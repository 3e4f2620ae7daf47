// Counts days by taking them one after the other.
#include "tests/oracle/deadline.hpp"

#include <algorithm>
#include <cstdio>

namespace abide::oracle {
namespace {

std::string text_of(Day day) {
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d", day.year, day.month, day.day);
  return text;
}

std::string text_of(Instant at) {
  const Day day = day_in("UTC", at);
  const auto seconds = static_cast<int>((at - midnight_utc(day)) / std::chrono::seconds{1});
  char text[32];
  std::snprintf(text, sizeof text, "T%02d:%02d:%02dZ", seconds / 3600, seconds / 60 % 60,
                seconds % 60);
  return text_of(day) + text;
}

bool is_off(const std::string& part, Day day, Slip slip) {
  const std::int64_t number = midnight_utc(day).time_since_epoch() / std::chrono::days{1};
  const auto weekday = (number % 7 + 7 + 4) % 7;  // 0 is Sunday
  if (weekday == 0 || weekday == 6) return true;
  if (slip == Slip::no_bank_holidays) return false;
  const auto off =
      bank_holidays(slip == Slip::other_parts_holidays ? "england-and-wales" : part, day.year);
  return std::ranges::count(off, day) != 0;
}

/// The last day as it ends up; nothing where the lists end before.
std::optional<Day> settled(const std::string& part, Day day, Slip slip) {
  while (is_known(day) || slip == Slip::holidays_without_end) {
    if (!is_off(part, day, slip)) return day;
    day = next(day);
  }
  return std::nullopt;
}

int times_paused(const ClockCase& one, Day day, bool literal, Slip slip) {
  int times = 0;
  for (const AskedOf& question : one.questions) {
    const bool after = literal ? day >= question.asked : day > question.asked;
    if (after && day <= *question.answered) ++times;
  }
  return slip == Slip::overlaps_twice ? times : std::min(times, 1);
}

/// Takes days after `start` until as many were counted as lie between it and `base`.
Day walked(const ClockCase& one, Day start, Day base, bool literal, Slip slip) {
  int left = 0;
  for (Day day = start; day < base; day = next(day)) ++left;
  int again = 0;  // days that a slip skips once more
  Day day = start;
  while (left > 0) {
    day = next(day);
    const int paused = times_paused(one, day, literal, slip);
    if (paused > 1) again += paused - 1;
    if (paused != 0) continue;
    if (again > 0) {
      --again;
    } else {
      --left;
    }
  }
  return day;
}

Day months_after(Day start, int months, Slip slip) {
  return after(start, Period{months, Period::Unit::months},
               slip == Slip::months_roll_over ? Falls::up : Falls::down);
}

bool is_right(const std::string& kind) {
  return kind != "complaint_ack" && kind != "breach_commission";
}

std::string label_of(const ClockCase& one, Day received) {
  if (one.kind == "breach_commission") return "Art33";
  if (one.kind == "complaint_ack") return received < Day{2026, 6, 19} ? "before s164A" : "s164A";
  return received < Day{2026, 2, 5} ? "pre-12A" : "12A";
}

bool backwards(const std::optional<AskedOf>& asked) {
  return asked && asked->answered && *asked->answered < asked->asked;
}

std::string refusal(const ClockCase& one, Day received, Slip slip) {
  if (received < Day{2024, 1, 1}) return "reject:outside_calendar";
  const bool may_pause =
      one.kind == "access" || (slip == Slip::every_right_pauses && is_right(one.kind));
  if (!one.questions.empty() && !may_pause) return "reject:pause_only_for_access";
  bool wrong = backwards(one.identity) || backwards(one.fee);
  bool early = (one.identity && one.identity->asked < received) ||
               (one.fee && one.fee->asked < received) || (one.notice && *one.notice < received);
  for (const AskedOf& question : one.questions) {
    wrong = wrong || backwards(question);
    early = early || question.asked < received;
  }
  if (wrong) return "reject:answer_before_question";
  return early ? "reject:before_receipt" : "";
}

/// Why there is no date though nothing is wrong; empty where there is one.
std::string standing_still(const ClockCase& one) {
  if (is_right(one.kind) && one.identity && !one.identity->answered) return "not_started:identity";
  if (is_right(one.kind) && one.fee && !one.fee->answered) return "not_started:fee";
  for (const AskedOf& question : one.questions) {
    if (!question.answered) return "paused:clarification";
  }
  return "";
}

Day started(const ClockCase& one, Day received, Slip slip) {
  Day start = received;
  if (is_right(one.kind) && slip != Slip::identity_moves_nothing) {
    if (one.identity && one.identity->answered) start = std::max(start, *one.identity->answered);
  }
  if (is_right(one.kind) && one.fee && one.fee->answered)
    start = std::max(start, *one.fee->answered);
  return start;
}

Ruled ruled_hours(const ClockCase& one, Ruled ruled, Slip slip) {
  Instant due = one.received + std::chrono::hours{72};
  while (slip == Slip::hours_roll && is_off(one.part, day_in("UTC", due), slip)) {
    due += std::chrono::hours{24};
  }
  ruled.expect = "ok";
  ruled.clock_start = text_of(one.received);
  ruled.unrolled = ruled.due = ruled.due_literal = ruled.respond_by = text_of(due);
  return ruled;
}

/// What a period of so many months (or, of a complaint, 30 days) ends with.
struct Ended {
  Day unrolled;
  std::optional<Day> due;
  std::optional<Day> literal;
};
Ended ended(const ClockCase& one, Day start, int months, Slip slip) {
  if (slip == Slip::day_of_receipt_counts) start = previous(start);
  const Day base = is_right(one.kind) ? months_after(start, months, slip)
                                      : after(start, Period{30, Period::Unit::days}, Falls::down);
  const Day cautious = walked(one, start, base, slip == Slip::day_of_question_too, slip);
  return {cautious, settled(one.part, cautious, slip),
          settled(one.part, walked(one, start, base, true, slip), slip)};
}

Ruled finished(const ClockCase& one, Ruled ruled, Day received, Day start, const Ended& end,
               Slip slip) {
  Day respond = *end.due;
  if (one.promise) {
    Day promised = after(received, Period{*one.promise, Period::Unit::days}, Falls::down);
    while (slip == Slip::promises_roll && is_off(one.part, promised, slip))
      promised = next(promised);
    ruled.promise_due = text_of(promised);
    respond = std::min(respond, promised);
  }
  ruled.clock_start = text_of(start);
  ruled.unrolled = text_of(end.unrolled);
  ruled.due = text_of(*end.due);
  if (end.literal) ruled.due_literal = text_of(*end.literal);
  ruled.respond_by = text_of(respond);
  return ruled;
}

Ruled ruled_days(const ClockCase& one, Ruled ruled, Day received, Slip slip) {
  const Ruled empty = ruled;
  const auto outside = [&] {
    Ruled none = empty;
    none.expect = "reject:outside_calendar";
    return none;
  };
  const Day start = started(one, received, slip);
  Ended end = ended(one, start, 1, slip);
  if (!end.due) return outside();
  ruled.expect = "ok";
  if (is_right(one.kind)) ruled.extension_notice_by = text_of(*end.due);
  if (is_right(one.kind) && one.notice) {
    if (*one.notice <= *end.due || slip == Slip::late_notice_counts) {
      end = slip == Slip::extension_from_the_end ? ended(one, *end.due, 2, slip)
                                                 : ended(one, start, 3, slip);
      if (!end.due) return outside();
    } else {
      ruled.expect = "reject:extension_notice_late";
    }
  }
  return finished(one, ruled, received, start, end, slip);
}

}  // namespace

Ruled rule(const ClockCase& one, Slip slip) {
  const bool local = one.is_moment && slip != Slip::days_of_utc;
  const Day received = day_in(local ? "Europe/London" : "UTC", one.received);
  Ruled ruled;
  ruled.law = label_of(one, received);
  ruled.expect = refusal(one, received, slip);
  if (!ruled.expect.empty()) return ruled;
  if (ruled.law == "before s164A" && slip != Slip::law_since_ever) {
    ruled.expect = "not_applicable";
    return ruled;
  }
  if (one.kind == "breach_commission") return ruled_hours(one, ruled, slip);
  ruled.expect = standing_still(one);
  if (ruled.expect == "paused:clarification") {
    ruled.clock_start = text_of(started(one, received, slip));
  }
  if (!ruled.expect.empty()) return ruled;
  return ruled_days(one, ruled, received, slip);
}

}  // namespace abide::oracle
