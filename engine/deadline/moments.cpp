// Reading and writing of moments, and the words of a status.
#include <fmt/format.h>

#include "engine/deadline/deadline.hpp"

namespace abide::deadline {

std::string to_string(const Moment& moment) {
  return std::visit([](const auto& at) { return abide::to_string(at); }, moment);
}

Result<Moment> parse_moment(std::string_view text) {
  if (const auto day = parse_date(text)) return Moment{*day};
  const auto at = parse_instant(text);
  if (!at) {
    return Error{ErrorCode::refused, fmt::format("`{}` is not a date", text),
                 "write a day such as 2026-05-08, or a time with its zone such as "
                 "2026-05-08T14:30:00Z"};
  }
  if (text.find_first_of("Z+-", 10) == std::string_view::npos) {
    return Error{ErrorCode::refused, fmt::format("`{}` does not say in which zone", text),
                 "add `Z` for UTC or an offset such as `+01:00`; without it the day is a guess"};
  }
  return Moment{*at};
}

std::string_view to_string(Status status) {
  switch (status) {
    case Status::ok:
      return "ok";
    case Status::not_applicable:
      return "not_applicable";
    case Status::not_started_identity:
      return "not_started:identity";
    case Status::not_started_fee:
      return "not_started:fee";
    case Status::paused_clarification:
      return "paused:clarification";
    case Status::pause_only_for_access:
      return "reject:pause_only_for_access";
    case Status::answer_before_question:
      return "reject:answer_before_question";
    case Status::before_receipt:
      return "reject:before_receipt";
    case Status::outside_calendar:
      return "reject:outside_calendar";
    case Status::extension_notice_late:
      return "reject:extension_notice_late";
  }
  return "";
}

bool is_rejected(Status status) {
  switch (status) {
    case Status::pause_only_for_access:
    case Status::answer_before_question:
    case Status::before_receipt:
    case Status::outside_calendar:
      return true;
    case Status::ok:
    case Status::not_applicable:
    case Status::not_started_identity:
    case Status::not_started_fee:
    case Status::paused_clarification:
    case Status::extension_notice_late:
      return false;
  }
  return false;
}

}  // namespace abide::deadline
