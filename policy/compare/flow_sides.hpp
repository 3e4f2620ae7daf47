// The two versions' flows side by side: one row of names for both, and who each name is in either.
// Internal to the comparison.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "policy/compare/flows.hpp"

namespace abide::policy::compare {

/// Every name of either version, and who it is in each.
template <class Id>
class Both {
 public:
  Both(const std::vector<std::string>& before, const std::vector<std::string>& after)
      : names_(after) {
    names_.insert(names_.end(), before.begin(), before.end());
    std::ranges::sort(names_);
    names_.erase(std::unique(names_.begin(), names_.end()), names_.end());
    read(before, from_before_, before_);
    read(after, from_after_, after_);
  }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(names_.size()); }
  [[nodiscard]] const std::string& name(std::uint32_t i) const { return names_[i]; }
  /// None where that version does not have it.
  [[nodiscard]] std::optional<Id> before(std::uint32_t i) const { return before_[i]; }
  [[nodiscard]] std::optional<Id> after(std::uint32_t i) const { return after_[i]; }
  [[nodiscard]] std::uint32_t of_before(Id id) const { return from_before_[id.value]; }
  [[nodiscard]] std::uint32_t of_after(Id id) const { return from_after_[id.value]; }

 private:
  void read(const std::vector<std::string>& names, std::vector<std::uint32_t>& from,
            std::vector<std::optional<Id>>& to) {
    to.resize(names_.size());
    for (std::uint32_t i = 0; i < names.size(); ++i) {
      const auto at = std::ranges::lower_bound(names_, names[i]) - names_.begin();
      from.push_back(static_cast<std::uint32_t>(at));
      to[static_cast<std::size_t>(at)] = Id{i};
    }
  }
  std::vector<std::string> names_;
  std::vector<std::uint32_t> from_before_, from_after_;
  std::vector<std::optional<Id>> before_, after_;
};

/// What both versions' flows speak of.
struct Sides {
  Sides(const Names& old, const Names& now)
      : leaves(old.categories, now.categories),
        subjects(old.subjects, now.subjects),
        recipients(old.recipients, now.recipients),
        purposes(old.purposes, now.purposes),
        states(old.states, now.states),
        tables(old.tables, now.tables),
        outlets(old.outlets, now.outlets) {}
  Both<CategoryId> leaves;
  Both<SubjectId> subjects;
  Both<RecipientId> recipients;
  Both<PurposeId> purposes;
  Both<StateId> states;
  Both<TableId> tables;
  Both<OutletId> outlets;
};

/// One change of flows on its way: the cases of one statement are gathered.
struct Cases {
  std::set<std::string> leaves, parties, purposes, whens;
};

/// Cases that became looser from one version to another, by what they are about.
struct Loosened {
  std::string what = {};
  std::vector<std::string> before = {}, after = {};
  std::optional<Location> was_at = {}, stands_at = {};
  Cases cases = {};
  /// What the cases are, once they are all there: what is said if this is looser, and if the
  /// versions are exchanged, so that the same is stricter.
  std::string (*looser)(const Cases&) = nullptr;
  std::string (*stricter)(const Cases&) = nullptr;
};

/// Gathers cases by statement.
class Gathered {
 public:
  Cases& of(Loosened made);
  [[nodiscard]] const std::vector<Loosened>& all() const { return all_; }

 private:
  std::vector<Loosened> all_;
};

/// What `after` lets go that `before` does not, decided case by case.
void decide_looser(const Named& before, const Named& after, Gathered& into,
                   std::set<std::string>& not_told);
/// What else it lets happen: collecting, making, using, carrying, resting, setting.
void permit_looser(const Named& before, const Named& after, Gathered& into);
/// What `before` says that it forbids and `after` does not.
void forbid_looser(const Named& before, const Named& after, Gathered& into);

}  // namespace abide::policy::compare
