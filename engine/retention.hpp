// Floors, ceilings and cutoffs of one rule: pure functions of a moment and the policy's calendar
// (LANGUAGE 4.6).
#pragma once

#include "base/time.hpp"
#include "policy/model.hpp"

namespace abide::engine {

/// Counts a policy's periods on its calendar. Cheap to copy; safe to use from many threads.
///
/// Everything here rises with its anchor, so that "due at a moment" is the same as "anchored before
/// a cutoff".
class Reckoner {
 public:
  /// @error not_found  the policy's zone is not in the system's tzdata
  static Result<Reckoner> of(const policy::Calendar& calendar);

  /// Last day on which what `anchor` dates must be kept, counted up.
  /// @pre rule.is_floor()
  [[nodiscard]] Date floor_day(const policy::Rule& rule, Instant anchor) const;
  /// Day by whose end what `anchor` dates must be gone, counted down.
  /// @pre rule.is_ceiling()
  [[nodiscard]] Date ceiling_day(const policy::Rule& rule, Instant anchor) const;
  /// First day on which a sweep acts on it: early enough that the last sweep before ceiling less
  /// lead does, and for what acts on the event itself, the day of the event.
  /// @pre rule.is_ceiling()
  [[nodiscard]] Date acting_day(const policy::Rule& rule, Instant anchor) const;

  /// Anchors before it are due at `at`. Never later than `at`.
  /// @pre rule.is_ceiling()
  [[nodiscard]] Instant ceiling_cutoff(const policy::Rule& rule, Instant at) const;
  /// Anchors before it have their floor behind them at `at`.
  /// @pre rule.is_floor()
  [[nodiscard]] Instant floor_cutoff(const policy::Rule& rule, Instant at) const;
  /// Anchors before it are past the ceiling itself at `at`: overdue.
  [[nodiscard]] Instant overdue_cutoff(const policy::Rule& rule, Instant at) const;

  [[nodiscard]] Date day_of(Instant at) const { return zone_.local_date(at); }
  [[nodiscard]] const Zone& zone() const { return zone_; }

 private:
  Reckoner(policy::Calendar calendar, Zone zone)
      : calendar_(std::move(calendar)), zone_(std::move(zone)) {}
  [[nodiscard]] Date counted_from(const policy::Rule& rule, Date day) const;
  [[nodiscard]] Date floor_from(const policy::Rule& rule, Date day) const;
  [[nodiscard]] Date ceiling_from(const policy::Rule& rule, Date day) const;
  [[nodiscard]] Date acting_from(const policy::Rule& rule, Date day) const;
  template <class Passed>
  [[nodiscard]] Instant first_not(Date today, const Passed& passed) const;

  policy::Calendar calendar_;
  Zone zone_;
};

/// A period as a length of time; months and years as their longest.
[[nodiscard]] std::chrono::microseconds length_of(const Period& period);

}  // namespace abide::engine
