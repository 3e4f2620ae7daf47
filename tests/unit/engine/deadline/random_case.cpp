// Days from a month before the lists begin to a month after they end; everything that can be asked,
// in order and out of it.
#include "tests/unit/engine/deadline/random_case.hpp"

#include <fmt/format.h>

#include "engine/deadline/table.hpp"

namespace abide::deadline {
namespace {

using oracle::AskedOf;
using oracle::ClockCase;
using oracle::Day;
using properties::Tape;

Day day_after(Day day, int days) {
  for (; days > 0; --days) day = oracle::next(day);
  for (; days < 0; ++days) day = oracle::previous(day);
  return day;
}

AskedOf asked_about(Tape& tape, Day from, int latest) {
  const bool early = tape.once_in(40);
  const Day asked =
      early ? day_after(from, -tape.between(1, 3)) : day_after(from, tape.between(0, latest));
  if (tape.once_in(15)) return {asked, std::nullopt};
  const bool backwards = tape.once_in(40);
  return {asked, backwards ? day_after(asked, -1) : day_after(asked, tape.between(0, 25))};
}

Day receive(Tape& tape, ClockCase& one) {
  const auto days = static_cast<std::int64_t>(tape.below(1890));
  one.received = oracle::midnight_utc({2023, 12, 1}) + std::chrono::days{days};
  one.is_moment = one.kind == "breach_commission" || tape.once_in(3);
  if (one.is_moment) {
    one.received +=
        std::chrono::hours{tape.between(0, 23)} + std::chrono::minutes{tape.between(0, 59)};
  }
  return oracle::day_in(one.is_moment ? "Europe/London" : "UTC", one.received);
}

Date date_of(Day day) {
  return Date{std::chrono::year{day.year}, std::chrono::month{static_cast<unsigned>(day.month)},
              std::chrono::day{static_cast<unsigned>(day.day)}};
}

Question question_of(const AskedOf& asked) {
  return {date_of(asked.asked),
          asked.answered ? std::optional<Moment>{date_of(*asked.answered)} : std::nullopt};
}

std::string line_of(const char* name, const AskedOf& asked) {
  const Question question = question_of(asked);
  return fmt::format("  {} {} to {}\n", name, to_string(question.asked),
                     question.answered ? to_string(*question.answered) : "…");
}

std::string line_of(const char* name, const oracle::Ruled& ruled) {
  return fmt::format(
      "  {}: {} ({}) start {} unrolled {} due {} literal {} notice by {} promise {} respond {}\n",
      name, ruled.expect, ruled.law, ruled.clock_start, ruled.unrolled, ruled.due,
      ruled.due_literal, ruled.extension_notice_by, ruled.promise_due, ruled.respond_by);
}

}  // namespace

oracle::ClockCase random_case(Tape& tape) {
  ClockCase one;
  one.kind = tape.one_of<const char*>({"access", "access", "access", "access", "erasure",
                                       "portability", "rectification", "restriction", "objection",
                                       "complaint_ack", "breach_commission"});
  one.part = tape.one_of<const char*>({"england-and-wales", "scotland", "northern-ireland"});
  const Day received = receive(tape, one);
  if (tape.once_in(4)) one.identity = asked_about(tape, received, 4);
  if (tape.once_in(6)) one.fee = asked_about(tape, received, 4);
  const bool may_ask = one.kind == "access" || tape.once_in(12);
  const int questions = may_ask ? tape.between(0, 3) : 0;
  for (int i = 0; i < questions; ++i) one.questions.push_back(asked_about(tape, received, 45));
  const bool is_right = one.kind != "complaint_ack" && one.kind != "breach_commission";
  if (is_right && tape.once_in(3)) one.notice = day_after(received, tape.between(-1, 60));
  if (one.kind != "breach_commission" && tape.once_in(3)) one.promise = tape.between(1, 60);
  return one;
}

Matter matter_of(const ClockCase& one) {
  Matter matter;
  matter.kind = one.kind;
  matter.jurisdiction = one.part;
  matter.received =
      one.is_moment ? Moment{one.received} : Moment{date_of(oracle::day_in("UTC", one.received))};
  if (one.identity) matter.identity = question_of(*one.identity);
  if (one.fee) matter.fee = question_of(*one.fee);
  for (const AskedOf& asked : one.questions) matter.clarifications.push_back(question_of(asked));
  if (one.notice) matter.extension_notice = date_of(*one.notice);
  matter.promise_days = one.promise;
  return matter;
}

oracle::Ruled ruled_by(const Answer& answer) {
  const auto moment = [](const std::optional<Moment>& at) { return at ? to_string(*at) : ""; };
  const auto day = [](const std::optional<Date>& at) { return at ? abide::to_string(*at) : ""; };
  return {std::string{to_string(answer.status)},
          answer.law,
          moment(answer.clock_start),
          moment(answer.unrolled),
          moment(answer.due),
          moment(answer.due_literal),
          day(answer.extension_notice_by),
          day(answer.promise_due),
          moment(answer.respond_by)};
}

std::string show(const ClockCase& one, const oracle::Ruled& engine, const oracle::Ruled& oracle) {
  const Matter matter = matter_of(one);
  std::string text =
      fmt::format("{} in {}, received {}\n", one.kind, one.part, to_string(matter.received));
  if (one.identity) text += line_of("identity", *one.identity);
  if (one.fee) text += line_of("fee", *one.fee);
  for (const AskedOf& asked : one.questions) text += line_of("clarification", asked);
  if (one.notice)
    text += fmt::format("  extension told {}\n", abide::to_string(date_of(*one.notice)));
  if (one.promise) text += fmt::format("  promise {} days\n", *one.promise);
  return text + line_of("engine", engine) + line_of("oracle", oracle);
}

}  // namespace abide::deadline
