// The order of the checks is part of the rules: what cannot be is refused first, then what has not
// begun, then what stands still.
#include "engine/deadline/reckoning.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/deadline/words.hpp"

namespace abide::deadline {
namespace {

std::optional<Date> answer_of(const std::optional<Asked>& asked) {
  return asked ? asked->second : std::nullopt;
}

bool is_open(const std::optional<Asked>& asked) { return asked && !asked->second; }

}  // namespace

Reckoning::Reckoning(const Matter& matter, const Regime& regime, const Holidays& holidays,
                     const Duty& duty)
    : matter_(matter),
      regime_(regime),
      holidays_(holidays),
      duty_(duty),
      facts_(facts_of(matter, regime.zone)),
      start_(facts_.received) {
  answer_.law = duty.label;
}

Answer Reckoning::run() && {
  const bool in_hours = duty_.period && duty_.period->unit == Period::Unit::hours;
  if (!in_hours) {
    step(receipt_words(matter_.received, facts_.received, regime_.zone), regime_.receipt);
  }
  if (refuse()) return std::move(answer_);
  if (!duty_.period) {
    step("There was no such duty on that day", duty_.authorities("period"));
    halt(Status::not_applicable, "there was no such duty on the day of receipt");
    return std::move(answer_);
  }
  if (in_hours) {
    count_hours();
    return std::move(answer_);
  }
  if (wait()) return std::move(answer_);
  count_days();
  return std::move(answer_);
}

bool Reckoning::refuse() {
  std::vector<Asked> asked = facts_.clarifications;
  if (facts_.identity) asked.push_back(*facts_.identity);
  if (facts_.fee) asked.push_back(*facts_.fee);
  const auto backwards = [](const Asked& one) { return one.second && *one.second < one.first; };
  const auto early = [&](const Asked& one) { return one.first < facts_.received; };
  const bool pauses = std::ranges::find(duty_.pauses, matter_.kind) != duty_.pauses.end();
  if (facts_.received < holidays_.from) {
    halt(Status::outside_calendar, fmt::format("{}, and {} is before", coverage_words(holidays_),
                                               abide::to_string(facts_.received)));
  } else if (!facts_.clarifications.empty() && !pauses) {
    halt(Status::pause_only_for_access,
         "only a request for access pauses while the controller asks what is wanted; this clock "
         "runs on");
  } else if (std::ranges::any_of(asked, backwards)) {
    halt(Status::answer_before_question, "an answer is dated before its question");
  } else if (std::ranges::any_of(asked, early) ||
             (facts_.extension_notice && *facts_.extension_notice < facts_.received)) {
    halt(Status::before_receipt,
         fmt::format("something is dated before the request itself, which came on {}",
                     abide::to_string(facts_.received)));
  }
  return is_rejected(answer_.status);
}

bool Reckoning::wait() {
  const auto wait_for = [&](Status status, const std::string& what) {
    step(fmt::format("The clock has not started: {}", what), start_authorities());
    tell_promise();
    halt(status, what);
    return true;
  };
  if (duty_.waits && is_open(facts_.identity)) {
    return wait_for(Status::not_started_identity,
                    fmt::format("proof of identity was asked for on {} and has not come",
                                long_day(facts_.identity->first)));
  }
  if (duty_.waits && is_open(facts_.fee)) {
    return wait_for(Status::not_started_fee,
                    fmt::format("a fee was asked for on {} and has not been paid",
                                long_day(facts_.fee->first)));
  }
  start();
  for (const Asked& asked : facts_.clarifications) {
    if (asked.second) {
      answered_.emplace_back(asked.first, *asked.second);
      continue;
    }
    const std::string what = fmt::format(
        "what is wanted was asked on {} and has not been answered; no last day can be "
        "told until it is",
        long_day(asked.first));
    step("The clock stands still: " + what, duty_.authorities("pause"));
    tell_promise();
    halt(Status::paused_clarification, what);
    answer_.clock_start = start_;
    return true;
  }
  return false;
}

void Reckoning::start() {
  const auto identity = answer_of(facts_.identity);
  const auto fee = answer_of(facts_.fee);
  if (!duty_.waits) {
    tell_unmoved();
    return;
  }
  if (!identity && !fee) return;
  start_ = std::max(
      {facts_.received, identity.value_or(facts_.received), fee.value_or(facts_.received)});
  step(start_words(facts_.received, identity, fee, start_), start_authorities());
}

std::vector<Authority> Reckoning::start_authorities() const {
  std::vector<Authority> by = duty_.authorities("start");
  const auto add_those_of = [&](const char* name) {
    const auto& more = duty_.authorities(name);
    by.insert(by.end(), more.begin(), more.end());
  };
  if (facts_.identity) add_those_of("identity");
  if (facts_.fee) add_those_of("fee");
  return by;
}

void Reckoning::tell_unmoved() {
  if (!facts_.identity && !facts_.fee) return;
  step("Proof of identity and fees do not move this clock", duty_.authorities("period"));
}

void Reckoning::count_hours() {
  tell_unmoved();
  const Instant at = std::get<Instant>(matter_.received);
  const Instant due = at + std::chrono::hours{duty_.period->count};
  step(fmt::format("{} of elapsed time from {} end at {}", abide::to_string(*duty_.period),
                   abide::to_string(at), abide::to_string(due)),
       duty_.authorities("period"));
  step("A period in hours runs through nights, weekends, holidays and changes of the clocks",
       duty_.authorities("end"));
  answer_.clock_start = at;
  answer_.unrolled = answer_.due = answer_.due_literal = answer_.respond_by = due;
  answer_.over_at = due;
}

Reckoning::End Reckoning::end_of(const Period& period) const {
  const Date base = add(start_, period, Rounding::down);
  const Date unrolled = pushed(base, gaps_of(answered_, start_, Reading::cautious));
  const Date literal = pushed(base, gaps_of(answered_, start_, Reading::literal));
  return {base, unrolled, working_day(unrolled, holidays_), working_day(literal, holidays_)};
}

void Reckoning::count_days() {
  const End first = end_of(*duty_.period);
  tell_end(*duty_.period, first);
  if (!first.due) return;
  if (duty_.extended) answer_.extension_notice_by = *first.due;
  if (!duty_.extended || !facts_.extension_notice || !extend(*first.due)) {
    close(first);
    return;
  }
  const End longer = end_of(*duty_.extended);
  tell_end(*duty_.extended, longer);
  if (longer.due) close(longer);
}

bool Reckoning::extend(Date notice_by) {
  const Date notice = *facts_.extension_notice;
  if (notice <= notice_by) {
    step(fmt::format("The person was told of an extension on {}, in time: {} at the latest. The "
                     "whole period is then {} from the start",
                     long_day(notice), long_day(notice_by), abide::to_string(*duty_.extended)),
         duty_.authorities("extension"));
    return true;
  }
  answer_.status = Status::extension_notice_late;
  answer_.why = fmt::format("the extension was told on {}, after {}: it does not count",
                            long_day(notice), long_day(notice_by));
  step(fmt::format("The person was told of an extension on {}, but it had to be told by {}: it "
                   "does not count",
                   long_day(notice), long_day(notice_by)),
       duty_.authorities("extension"));
  return false;
}

void Reckoning::tell_end(const Period& period, const End& end) {
  step(period_words(period, start_, end.base), duty_.authorities("period"));
  if (!answered_.empty()) {
    step(pause_words(gaps_of(answered_, start_, Reading::cautious), end.base, end.unrolled),
         duty_.authorities("pause"));
  }
  if (!end.due) {
    halt(Status::outside_calendar, beyond_words(end.unrolled, holidays_));
    return;
  }
  step(end_words(end.unrolled, *end.due, holidays_), end_authorities());
  if (!end.due_literal) {
    step("A literal reading would end after the list of bank holidays, so its date is not told",
         {holidays_.list});
  } else if (*end.due_literal != *end.due) {
    step(
        fmt::format("Latest on a literal reading, by which the day of each question is not counted "
                    "either: {}. The earlier date is taken",
                    long_day(*end.due_literal)),
        duty_.authorities("reading"));
  }
}

std::vector<Authority> Reckoning::end_authorities() const {
  std::vector<Authority> by = duty_.authorities("end");
  by.push_back(holidays_.list);
  if (holidays_.jurisdiction != regime_.jurisdictions.front()) {
    by.insert(by.end(), regime_.elsewhere.begin(), regime_.elsewhere.end());
  }
  return by;
}

void Reckoning::tell_promise() {
  if (!matter_.promise_days) return;
  const Date due = add_days(facts_.received, *matter_.promise_days);
  step(fmt::format("The controller itself promises an answer within {} days of receipt, which is "
                   "{}; nothing moves that",
                   *matter_.promise_days, long_day(due)),
       regime_.promise);
  answer_.promise_due = due;
}

void Reckoning::tell_target() {
  if (!duty_.target) return;
  const Date base = add(start_, *duty_.target, Rounding::down);
  const Date target = pushed(base, gaps_of(answered_, start_, Reading::cautious));
  answer_.target = target;
  step(fmt::format("An internal target of {} from the start, which guidance suggests and no law "
                   "demands, is {}",
                   abide::to_string(*duty_.target), long_day(target)),
       duty_.authorities("target"));
}

void Reckoning::close(const End& end) {
  const auto moment = [](const std::optional<Date>& day) {
    return day ? std::optional<Moment>{*day} : std::nullopt;
  };
  tell_promise();
  tell_target();
  const Date last = answer_.promise_due ? std::min(*end.due, *answer_.promise_due) : *end.due;
  answer_.clock_start = start_;
  answer_.unrolled = end.unrolled;
  answer_.due = moment(end.due);
  answer_.due_literal = moment(end.due_literal);
  answer_.respond_by = last;
  answer_.over_at = regime_.zone.start_of(add_days(last, 1));
}

void Reckoning::halt(Status status, std::string why) {
  answer_ = Answer{.status = status,
                   .law = std::move(answer_.law),
                   .why = std::move(why),
                   .clock_start = {},
                   .unrolled = {},
                   .due = {},
                   .due_literal = {},
                   .extension_notice_by = {},
                   .target = {},
                   .promise_due = {},
                   .respond_by = {},
                   .over_at = {},
                   .working = std::move(answer_.working)};
}

void Reckoning::step(std::string says, std::vector<Authority> by) {
  answer_.working.push_back({std::move(says), std::move(by)});
}

}  // namespace abide::deadline
