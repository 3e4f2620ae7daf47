// The day a floor holds until and a ceiling falls on, and whether one can pass the other.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "policy/model.hpp"

namespace abide::policy::checks {

/// A floor or a ceiling of one rule, as a function of the day its event falls on.
struct Bound {
  Anchor::EndOf end_of = Anchor::EndOf::moment;
  Period period;                ///< from the end of the anchor's period
  std::optional<Period> grace;  ///< added to that; a ceiling alone has one
  enum class Side { floor, ceiling } side = Side::floor;
  /// The term itself rounds up: a floor's, and that of the ceiling behind a fixed term.
  Rounding rounding = Rounding::up;
  bool operator==(const Bound&) const = default;
};
/// Fewest and most days from the event to the bound.
struct Range {
  std::int64_t least = 0;
  std::int64_t most = 0;
};
[[nodiscard]] Range range_of(const Bound& bound);
[[nodiscard]] Bound floor_of(const Rule& rule);
[[nodiscard]] Bound ceiling_of(const Rule& rule, const Calendar& calendar);
/// The last day to keep through (a floor), or by whose end all is gone (a ceiling). A period below
/// a day counts against the rule: whole days that a floor may touch, that a ceiling surely has.
[[nodiscard]] Date falls_on(const Bound& bound, Date event, const Calendar& calendar);

/// The first start day of 400 years, which is every day there is (days that see the same leap years
/// ahead are walked once), on which `a` falls later than `b`; nullopt where it never does.
[[nodiscard]] std::optional<Date> first_later(const Bound& a, const Bound& b,
                                              const Calendar& calendar);

/// A history in which a written floor passes a written ceiling.
struct Clash {
  EventId floor_event, ceiling_event;
  Date floor_start, ceiling_start;  ///< the days of the two events
  Date keep_until, gone_by;
};
/// Decides for one event by every start day there is (first_later); for two events by an order that
/// both rules allow, since nothing ties free events to each other. Walks equal bounds once, so that
/// one is asked about all rules of a model; borrows the model.
class Clashes {
 public:
  explicit Clashes(const Model& model) : model_(model) {}
  std::optional<Clash> between(const Rule& floor, const Rule& ceiling);

 private:
  struct Walked {
    Bound floor, ceiling;
    std::optional<Date> start;  ///< the first day on which they clash
  };
  std::optional<Date> same_event(const Bound& floor, const Bound& ceiling);
  [[nodiscard]] Clash two_events(const Rule& floor, const Rule& ceiling, EventId a,
                                 EventId b) const;
  const Model& model_;
  std::vector<Walked> walked_;
};

/// A floor and a ceiling that clash, and the columns on which both stand.
struct Contradiction {
  RuleId floor, ceiling;
  std::vector<FieldId> fields;
  Clash clash;
};
/// Pairs of rules with clashing bounds on a shared column; of rules with equal bounds the first on
/// each column stands for all. Ends after some hundreds: a text so wrong is mended step by step.
[[nodiscard]] std::vector<Contradiction> find_contradictions(const Model& model, Clashes& clashes);
/// Every clashing pair that `wanted` asks for.
[[nodiscard]] std::vector<Contradiction> find_contradictions(
    const Model& model, Clashes& clashes,
    const std::function<bool(RuleId floor, RuleId ceiling)>& wanted);

}  // namespace abide::policy::checks
