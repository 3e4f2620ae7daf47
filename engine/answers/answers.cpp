// The policy's terms and the law's clock, put together.
#include "engine/answers/answers.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/control/asked.hpp"

namespace abide::engine {

std::string Due::whose() const {
  const std::string law = fmt::format("law ({})", regime);
  if (is_of_policy() && is_of_law()) return "the policy and " + law;
  return is_of_law() ? law : "the policy";
}

Deadlines::Deadlines(const policy::Model& model, std::vector<policy::Right> rights, Zone zone,
                     deadline::Book book)
    : model_(model), rights_(std::move(rights)), zone_(std::move(zone)), book_(std::move(book)) {
  const auto has_clock = [this](const std::string& one) { return !book_.kinds(one).empty(); };
  const auto at = std::ranges::find_if(model.regimes, has_clock);
  if (at != model.regimes.end()) regime_ = *at;
}

Result<Deadlines> Deadlines::of(const policy::Model& model, std::vector<policy::Right> rights) {
  ABIDE_TRY(Zone zone, Zone::find(model.calendar.zone));
  ABIDE_TRY(deadline::Book book, deadline::Book::built_in());
  return Deadlines{model, std::move(rights), std::move(zone), std::move(book)};
}

/// What asks for a part to be erased is a request for erasure to the law, and one of no kind in
/// particular has the clock of all. Of a complaint the law asks that it be acknowledged, which
/// nobody tells Abide.
Result<std::optional<Date>> Deadlines::by_law(const std::string& subject, const std::string& kind,
                                              Instant received) const {
  if (regime_.empty()) return std::optional<Date>{};
  const auto kinds = book_.kinds(regime_);
  const auto knows = [&](const std::string& one) {
    return std::ranges::find(kinds, one, &deadline::Kind::key) != kinds.end();
  };
  const auto person = model_.find_subject(subject);
  const bool erases = person && erasure_asked(model_, *person, kind).ok();
  deadline::Matter matter;
  matter.kind = erases ? "erasure" : kind == any_request ? "access" : kind;
  matter.regime = regime_;
  matter.received = received;
  if (!knows(matter.kind)) return std::optional<Date>{};
  ABIDE_TRY(const deadline::Answer answer, book_.reckon(matter));
  const Date* const day = answer.due ? std::get_if<Date>(&*answer.due) : nullptr;
  return day == nullptr ? std::optional<Date>{} : std::optional{*day};
}

Result<std::optional<Due>> Deadlines::due(const std::string& subject, const std::string& kind,
                                          Instant received, Instant now) const {
  Due due;
  due.by_policy = answer_due(model_, rights_, subject, kind, zone_.local_date(received));
  ABIDE_TRY(due.by_law, by_law(subject, kind, received));
  if (!due.by_policy && !due.by_law) return std::optional<Due>{};
  if (due.by_law) due.regime = regime_;
  due.day = due.by_policy && due.by_law ? std::min(*due.by_policy, *due.by_law)
                                        : due.by_policy.value_or(due.by_law.value_or(Date{}));
  due.is_over = due.day < zone_.local_date(now);
  return std::optional{due};
}

}  // namespace abide::engine
