// One person's erasure in the making. Internal to this folder.
#pragma once

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "engine/plan/claims.hpp"
#include "engine/plan/draft.hpp"
#include "engine/plan/foreign_keys.hpp"

namespace abide::engine {

class ErasePlanner {
 public:
  /// @param kept_itself  so many of the register's first keeps were written down by somebody; the
  ///   rest keep rows for what hangs on them
  ErasePlanner(const PlanRequest& request, const EraseRequest& erase, const Reckoner& reckoner,
               std::size_t kept_itself)
      : request_(request),
        erase_(erase),
        model_(request.model),
        reckoner_(reckoner),
        rules_(request.model, reckoner, request.facts, request.at),
        kept_itself_(kept_itself) {
    rules_.bind_by([&request](TableId table) { return enforced_steps(request, table); });
  }

  Result<Planned> plan();
  /// After plan(): see Draft::refused(). Then there is no plan.
  [[nodiscard]] const std::vector<Gap>& refused() const { return refused_; }
  /// After plan(): what else must stay, since rows that are kept hang on it, under the same hold or
  /// request. No later erasure would find them otherwise.
  [[nodiscard]] Result<std::vector<Keep>> under_held();

 private:
  /// Rows that were asked for and that this hold or request keeps.
  struct Held {
    const Keep* keep;
    TableId table;
    Condition rows;
  };
  /// Rows of one table that the erasure reaches.
  struct Reach {
    Claims claims;
    Condition removed;                    ///< named in, and to go unless a floor keeps them
    std::map<FieldId, Condition> blanks;  ///< named in, by the column that does
    [[nodiscard]] bool is_nothing() const;
  };
  /// What of the table may be claimed for the person.
  [[nodiscard]] Result<Claims> claims(TableId table);
  Result<Reach> reach(Draft& draft, TableId table);
  Result<void> add_mentions(TableId table, Reach& reach);
  Result<void> add_hanging(Draft& draft, TableId table, Reach& reach);
  /// Rows that one owner's first step leads on from, and those it leads from to rows that all go.
  struct FirstStep {
    const policy::Ownership* owner;
    Condition alive;
    Condition cut;
  };
  enum class Asked { all, left };  ///< every step, or those that may leave rows
  Result<FirstStep> first_step(Draft& draft, TableId table, const policy::Ownership& owner,
                               Asked asked);
  Result<std::vector<FirstStep>> first_steps(Draft& draft, TableId table, Asked asked);
  /// Rows that hang on nothing but rows that go.
  [[nodiscard]] Condition lost(TableId table, const std::vector<FirstStep>& steps,
                               const std::vector<Claims::Leaving>& leaving) const;
  Result<void> check_hanging(Draft& draft, TableId table);
  [[nodiscard]] Error left_as_nobodys(TableId table, std::uint64_t rows) const;
  [[nodiscard]] bool may_be_left(TableId table, const policy::Hop& hop) const;
  Result<TableDue> table_due(TableId table, const Reach& reach);
  Result<void> table(Draft& draft, TableId table);
  Result<void> check_left_alone(Draft& draft);
  Result<void> check_left_alone(Draft& draft, TableId table, const policy::Ownership& owner);
  Result<void> check_naming(Draft& draft, TableId table);
  [[nodiscard]] bool leads_from(TableId table, const policy::Ownership& owner) const;
  Result<void> tables(Draft& draft);
  [[nodiscard]] Kept kept_for(const std::set<std::string>& names, std::string_view what) const;
  Result<void> say_shared(Draft& draft);
  [[nodiscard]] std::string whose(TableId table) const;
  void say_left_out(Draft& draft) const;
  Result<Condition> cut_from(TableId table, const policy::Ownership& owner);
  [[nodiscard]] const TableDue* planned(TableId table) const;
  [[nodiscard]] bool is_severed(FieldId field) const;
  [[nodiscard]] bool is_held() const;
  [[nodiscard]] bool goes_with_them(const policy::Mention& mention) const;
  [[nodiscard]] bool is_on_person(const Keep& keep) const;
  [[nodiscard]] Condition left_behind(FieldId field, const Reach& reach) const;
  Result<Condition> kept_by(TableId table, const Keep& keep);
  /// A hold or a request, and what it keeps of a table.
  struct Keeper {
    const Keep* keep;
    Condition rows;
    bool itself;  ///< and not for what hangs on the rows
  };
  Result<std::vector<Keeper>> keepers_of(TableId table);
  [[nodiscard]] std::vector<policy::Hop> steps_from(TableId table) const;
  std::vector<Row> keep_too(const Keep& keep, TableId table, const std::set<Row>& keys);
  Result<std::vector<Held>> keep_person();
  Result<std::vector<Held>> step_on(const std::vector<Held>& from);
  [[nodiscard]] Condition these_rows(TableId table, const std::vector<Row>& keys) const;
  Result<void> keep_ways(const Held& from);
  Result<void> keep_way(const Held& from, const policy::Mention& mention,
                        const policy::Ownership& owner);
  Result<void> say_held(Draft& draft, const TableDue& due, const Condition& rows);
  Result<void> say_kept(Draft& draft, const TableDue& due, const Condition& rows);
  [[nodiscard]] bool in_scope(FieldId field) const;
  [[nodiscard]] bool leads_on(FieldId field) const;
  [[nodiscard]] std::string values_of(FieldId field);

  const PlanRequest& request_;
  const EraseRequest& erase_;
  const policy::Model& model_;
  const Reckoner& reckoner_;
  RuleConditions rules_;
  std::size_t kept_itself_;
  std::vector<TableDue> tables_;
  std::vector<Gap> refused_;
  std::vector<Held> held_;
  std::map<TableId, Condition> naming_;  ///< rows that name a person who is on hold
  std::map<TableId, Condition> asked_;   ///< of each table, before anything keeps it
  std::set<std::tuple<std::string, TableId, Row>> known_;  ///< rows kept one by one, and by what
  std::vector<Keep> more_;                                 ///< to be kept too
  Condition person_;                                       ///< the rows that say who they are
  std::set<TableId> taken_along_;  ///< of which rows go that are not, or not only, the person's
};

}  // namespace abide::engine
