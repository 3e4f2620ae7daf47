// Walking from row to row, as the policy's steps say.
#pragma once

#include <functional>
#include <span>

#include "tests/oracle/world.hpp"

namespace abide::oracle {

/// Follows steps over rows in memory.
class Walker {
 public:
  Walker(const policy::Model& model, const World& world) : model_(model), world_(world) {}

  [[nodiscard]] const Row& row(Place place) const { return world_.at(place.table)[place.row]; }
  [[nodiscard]] const Cell& cell(Place place, FieldId field) const { return row(place).at(field); }

  /// Rows that one step leads to.
  [[nodiscard]] std::vector<Place> step(Place from, const policy::Hop& hop) const;
  /// Rows at the end of all steps. Rows on the way must meet the conditions of their table.
  /// Steps of which `leads` says no are not taken.
  using Leads = std::function<bool(Place from, const policy::Hop& hop, Place to)>;
  [[nodiscard]] std::set<Place> ends(Place from, std::span<const policy::Hop> hops,
                                     const std::vector<policy::Condition>& conditions = {},
                                     const Leads& leads = {}) const;
  /// Whether the row holds what a condition of its table asks.
  [[nodiscard]] bool meets(Place place, const std::vector<policy::Condition>& conditions) const;
  /// The conditions under which an owner's path counts.
  [[nodiscard]] static std::vector<policy::Condition> conditions_of(const policy::Ownership& owner);
  /// Whether the step counts for this row: where owners of its table begin with the same step, one
  /// of them must hold for the row.
  [[nodiscard]] bool counts(Place from, const policy::Hop& hop) const;

  /// One way to what dates a row.
  struct Way {
    std::vector<policy::Hop> hops;
    std::vector<policy::Condition> conditions;
    std::optional<SubjectId> subject;  ///< at its end, when it is an owner's
    bool dates = true;                 ///< false: an owner whom the event cannot be about
  };
  /// The way the Model says; and where that is an owner's, every other owner's as well.
  [[nodiscard]] std::vector<Way> ways(TableId table, const policy::Dating& dating) const;

  /// What the way names at its end: values of `asked`, in rows that are there and in pointers whose
  /// row is gone.
  struct Named {
    policy::Hop by;  ///< the step that compares
    Cell value;
    bool is_there = true;
  };
  [[nodiscard]] std::vector<Named> names(Place from, const Way& way, FieldId asked,
                                         const Leads& leads = {}) const;

  /// Whether the row belongs to the subject with this key, by this owner.
  [[nodiscard]] bool belongs(Place place, const policy::Ownership& owner, const Cell& key) const;

  /// Columns of the row that point at its owner. Where it is the owner's row that points here, it
  /// has none.
  [[nodiscard]] std::set<FieldId> pointers(TableId table, const policy::Ownership& owner) const;

  /// Whether the row says who somebody is.
  [[nodiscard]] bool is_somebody(Place place) const;
  /// Whether the row is one of several people's: by this owner of its own, or because a row on its
  /// way is.
  [[nodiscard]] bool is_joint(const policy::Ownership& owner) const;

  /// Equality as people mean it: NULL and an empty text equal nothing; addresses without case or
  /// outer blanks.
  [[nodiscard]] bool equal(const policy::Hop& hop, const Cell& a, const Cell& b) const;

 private:
  const policy::Model& model_;
  const World& world_;
};

}  // namespace abide::oracle
