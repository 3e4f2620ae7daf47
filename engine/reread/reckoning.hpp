// The forward rule of each kind of statement, and the cutoffs found by walking days back with it.
// The re-read's own.
#pragma once

#include "base/time.hpp"
#include "policy/model.hpp"

namespace abide::reread {

/// Counts for one policy at one moment.
class Reckoning {
 public:
  static Result<Reckoning> of(const policy::Calendar& calendar, Instant at);
  /// Anchors before it should have led to removal by now.
  [[nodiscard]] Instant due_before(const policy::Rule& rule) const;
  /// Anchors before it are past the last permitted day.
  [[nodiscard]] Instant overdue_before(const policy::Rule& rule) const;
  /// Anchors before it are no longer kept by the rule's floor.
  [[nodiscard]] Instant free_before(const policy::Rule& rule) const;
  /// The moment as the clock writes it: a day is a day of the policy's zone, and hours without an
  /// offset are hours of the clock's zone.
  [[nodiscard]] Result<Instant> written(const policy::Field& clock, Instant moment) const;

 private:
  Reckoning(policy::Calendar calendar, Zone zone, Instant at)
      : calendar_(std::move(calendar)), zone_(std::move(zone)), at_(at) {}
  [[nodiscard]] Date start(const policy::Rule& rule, Date day) const;
  [[nodiscard]] Date floor(const policy::Rule& rule, Date day) const;
  [[nodiscard]] Date ceiling(const policy::Rule& rule, Date day) const;
  [[nodiscard]] Date acting(const policy::Rule& rule, Date day) const;
  /// Start of the day after the latest one for which `passed` holds.
  template <class Passed>
  [[nodiscard]] Instant walk(const Passed& passed) const;
  policy::Calendar calendar_;
  Zone zone_;
  Instant at_;
};

}  // namespace abide::reread
