// Floors and ceilings of one column in one row, walked day by day.
#pragma once

#include "tests/oracle/civil.hpp"
#include "tests/oracle/paths.hpp"

namespace abide::oracle {

/// What dates a row: a moment, nothing yet, or something that cannot be read.
struct Anchor {
  enum class State { moment, none, unreadable } state = State::none;
  Instant at;
};

/// One column of one row, as the rules see it.
struct Lifetime {
  bool asked = false;         ///< some ceiling's acting day has come
  bool overdue = false;       ///< some ceiling's day is past
  bool floored = false;       ///< some floor still keeps it
  bool stands_alone = false;  ///< a ceiling counts from a column of its own row
};

/// When an event was reported of one thing that the steps name.
struct Report {
  std::vector<Instant> moments;
  bool is_there = true;  ///< false: only a pointer to it is
};
/// When an event was reported: of this very row, and of each thing that the steps name.
struct Reports {
  std::vector<Instant> of_row;
  std::vector<Report> of_named;
};
/// Whose anchors: of everything the steps lead to, or of what they still lead to afterwards.
enum class Whose { all, staying };

class Lifetimes {
 public:
  Lifetimes(const policy::Model& model, const World& world, const Facts& facts, Instant at,
            Twist twist)
      : model_(model),
        world_(world),
        facts_(facts),
        walker_(model, world),
        at_(at),
        twist_(twist) {}

  [[nodiscard]] Lifetime of(Place place, FieldId field) const;
  /// Whether a hold, a request or a restriction keeps the row.
  [[nodiscard]] bool kept(Place place) const;
  [[nodiscard]] const Walker& walker() const { return walker_; }
  /// Which steps lead on afterwards: who leaves a row has no say in when it goes.
  void look_past(Walker::Leads leads) { leads_ = std::move(leads); }
  /// Whether the rule counts from this column of the very row.
  [[nodiscard]] bool counts_from(TableId table, const policy::Rule& rule, FieldId clock) const;

  /// Whether a column of the very row is a moment from which the ceiling is past.
  [[nodiscard]] bool overdue_by_own_clock(Place place, const policy::Rule& rule) const;

  /// Day after whose end the floor has passed, and days of a ceiling, for one anchor.
  [[nodiscard]] Day floor_day(const policy::Rule& rule, Instant anchor) const;
  [[nodiscard]] Day ceiling_day(const policy::Rule& rule, Instant anchor) const;
  [[nodiscard]] Day acting_day(const policy::Rule& rule, Instant anchor) const;
  [[nodiscard]] bool acts(const policy::Rule& rule, Instant anchor) const;
  [[nodiscard]] bool keeps(const policy::Rule& rule, Instant anchor) const;
  [[nodiscard]] bool is_overdue(const policy::Rule& rule, Instant anchor) const;

 private:
  [[nodiscard]] Anchor read(Place place, FieldId clock) const;
  /// Each thing that dates the column of the row by this event: one for each row at the end of the
  /// steps.
  [[nodiscard]] std::vector<Anchor> anchors(Place place, FieldId field,
                                            const policy::Dating& dating, Whose whose) const;
  [[nodiscard]] std::vector<Report> reports_of_rows(Place place, FieldId field,
                                                    const policy::Dating& dating,
                                                    Whose whose) const;
  [[nodiscard]] Reports reports(Place place, FieldId field, const policy::Dating& dating,
                                Whose whose) const;
  [[nodiscard]] bool concerns(const ToldFact& told, FieldId field,
                              const policy::Dating& dating) const;
  [[nodiscard]] std::optional<FieldId> asked_of(TableId table, const policy::Dating& dating,
                                                const Walker::Way& way) const;
  [[nodiscard]] bool is_own_clock(TableId table, EventId event) const;
  [[nodiscard]] bool dates_a_floor(Place place, FieldId column) const;
  [[nodiscard]] bool points(TableId table, const policy::Dating& dating, FieldId column) const;
  [[nodiscard]] bool is_dated_by(TableId table, const policy::Rule& rule, FieldId column) const;
  [[nodiscard]] Instant begins(Instant day) const;
  /// Whether one event's anchors ask for the column: each of them, if there are several.
  template <class Past>
  [[nodiscard]] std::vector<bool> asks(Place place, FieldId field, const policy::Dating& dating,
                                       Whose whose, const Past& past) const;
  template <class Past>
  [[nodiscard]] bool reached_by(Place place, FieldId field, const policy::Dating& dating,
                                const Past& past) const;
  [[nodiscard]] bool reached(Place place, FieldId field, const policy::Rule& rule,
                             bool overdue) const;
  [[nodiscard]] bool floored(Place place, FieldId field, const policy::Rule& rule) const;
  [[nodiscard]] bool hangs_on(Place place, const KeepFact& keep, std::set<TableId> from) const;
  [[nodiscard]] bool is_theirs(Place place, const KeepFact& keep) const;
  [[nodiscard]] const std::set<Place>& hung_on_by_theirs(const KeepFact& keep) const;
  [[nodiscard]] bool keeps_row(Place place, const KeepFact& keep) const;
  [[nodiscard]] bool is_row(Place place, const std::vector<Cell>& key) const;
  [[nodiscard]] Day counted_from(const policy::Rule& rule, Instant anchor) const;
  [[nodiscard]] Day today() const { return day_in(model_.calendar.zone, at_); }

  const policy::Model& model_;
  const World& world_;
  const Facts& facts_;
  mutable std::map<const KeepFact*, std::set<Place>> hung_on_;
  Walker walker_;
  Walker::Leads leads_;
  Instant at_;
  Twist twist_;
};

}  // namespace abide::oracle
