// A matter's moments as days of the regime's zone.
#include "engine/deadline/reckoning.hpp"

namespace abide::deadline {
namespace {

Date day_of(const Moment& moment, const Zone& zone) {
  const Instant* const at = std::get_if<Instant>(&moment);
  return at != nullptr ? zone.local_date(*at) : std::get<Date>(moment);
}

std::optional<Date> day_of(const std::optional<Moment>& moment, const Zone& zone) {
  return moment ? std::optional{day_of(*moment, zone)} : std::nullopt;
}

std::optional<Asked> days_of(const std::optional<Question>& question, const Zone& zone) {
  if (!question) return std::nullopt;
  return Asked{day_of(question->asked, zone), day_of(question->answered, zone)};
}

}  // namespace

Facts facts_of(const Matter& matter, const Zone& zone) {
  Facts facts{.received = day_of(matter.received, zone),
              .identity = days_of(matter.identity, zone),
              .fee = days_of(matter.fee, zone),
              .clarifications = {},
              .extension_notice = day_of(matter.extension_notice, zone)};
  for (const Question& question : matter.clarifications) {
    facts.clarifications.push_back(*days_of(question, zone));
  }
  return facts;
}

}  // namespace abide::deadline
