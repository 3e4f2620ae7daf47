// What legal holds and other people's requests keep of an erasure, and what that hangs on.
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "engine/plan/due_rows.hpp"
#include "engine/plan/erase_planner.hpp"
#include "engine/plan/kept_paths.hpp"

namespace abide::engine {

using policy::Hop;
using policy::Ownership;

/// Whether it is a legal hold on the person.
bool ErasePlanner::is_on_person(const Keep& keep) const {
  const auto& keys = erase_.identity.keys(model_);
  return keep.reason == Keep::Reason::hold && keep.subject == erase_.identity.subject &&
         std::ranges::find(keys, keep.subject_key.reveal()) != keys.end();
}

/// Whether a legal hold is on the person: then nothing that names them changes either.
bool ErasePlanner::is_held() const {
  return std::ranges::any_of(request_.facts.keeps,
                             [this](const Keep& keep) { return is_on_person(keep); });
}

/// Who keeps what, as it is said of them.
Kept ErasePlanner::kept_for(const std::set<std::string>& names, std::string_view what) const {
  bool holds = false;
  bool requests = false;
  for (const Keep& keep : request_.facts.keeps) {
    const bool named = names.contains(keep.id);
    holds = holds || (named && keep.reason == Keep::Reason::hold);
    requests = requests || (named && keep.reason != Keep::Reason::hold);
  }
  const std::string_view who = holds && requests ? "a legal hold and somebody's open request keep"
                               : holds           ? "a legal hold keeps"
                                                 : "somebody's open request keeps";
  const std::string_view until = holds && requests ? "both end"
                                 : holds           ? "it is released"
                                                   : "it is closed";
  return {"",
          "",
          fmt::format("{} {}: {}", who, what, fmt::join(names, ", ")),
          0,
          {},
          {},
          std::string{until},
          {names.begin(), names.end()}};
}

/// What keeps rows of the table, one entry for each hold or request; rows that it names one by one
/// stand together.
Result<std::vector<ErasePlanner::Keeper>> ErasePlanner::keepers_of(TableId table) {
  std::vector<Keeper> all;
  std::map<std::pair<std::string, bool>, std::pair<const Keep*, std::vector<const RowKey*>>> named;
  for (std::size_t i = 0; i < request_.facts.keeps.size(); ++i) {
    const Keep& keep = request_.facts.keeps[i];
    const bool itself = i < kept_itself_;
    if (keep.row) {
      if (keep.row->table == table) {
        auto& [first, rows] = named[{keep.id, itself}];
        first = first == nullptr ? &keep : first;
        rows.push_back(&*keep.row);
      }
      continue;
    }
    ABIDE_TRY(Condition rows, kept_by(table, keep));
    all.push_back({&keep, std::move(rows), itself});
  }
  for (const auto& [which, rows] : named) {
    all.push_back({rows.first, rules_.rows(table, rows.second), which.second});
  }
  return all;
}

/// Rows that were asked for and that stay, with the names of the holds and requests that keep them.
Result<void> ErasePlanner::say_held(Draft& draft, const TableDue& due, const Condition& rows) {
  ABIDE_TRY(const Condition held, rules_.kept(due.table));
  Condition asked = erase_.of.empty() ? rows : Condition{};
  for (const FieldDue& field : due.fields) asked = asked || field.asked || field.left_behind;
  asked_[due.table] = asked;
  // What names a person who is on hold stays with them, whoever else it belongs to.
  const Condition naming = naming_[due.table];
  ABIDE_TRY(const Condition stays, draft.if_any(due.table, (asked && held) || naming));
  if (stays.is_never()) {
    return {};
  }
  std::set<std::string> names;
  bool itself = false;
  ABIDE_TRY(const std::vector<Keeper> keepers, keepers_of(due.table));
  for (const Keeper& one : keepers) {
    const Condition named = is_on_person(*one.keep) ? naming : Condition{};
    ABIDE_TRY(const Condition some, draft.if_any(due.table, (asked && one.rows) || named));
    if (!some.is_never()) {
      held_.push_back({one.keep, due.table, some});
      names.insert(one.keep->id);
      itself = itself || one.itself;
    }
  }
  return draft.keep(due.table, stays, kept_for(names, itself ? "them" : "what hangs on them"));
}

/// Rows of the table that this one hold or request keeps.
Result<Condition> ErasePlanner::kept_by(TableId table, const Keep& keep) {
  if (keep.row) {
    return keep.row->table == table ? rules_.rows(table, {&*keep.row}) : Condition{};
  }
  if (keep.table) {
    return rules_.kept_by_table(table, *keep.table);
  }
  if (!keep.subject) {
    return Condition{};
  }
  return rules_.belongs(table, *keep.subject,
                        rules_.parameter("keep:" + keep.id, {keep.subject_key.reveal()}));
}

/// Steps from rows of the table to what they hang on: their owners, what the store binds them to,
/// and what of the person they name.
std::vector<Hop> ErasePlanner::steps_from(TableId table) const {
  std::vector<Hop> steps = enforced_steps(request_, table);
  const auto add = [&](const Hop& hop) {
    if (std::ranges::find(steps, hop) == steps.end()) {
      steps.push_back(hop);
    }
  };
  for (const Ownership& owner : model_.at(table).owners) {
    if (owner.kind != Ownership::Kind::shared && !owner.hops.empty()) {
      add(owner.hops.front());
    }
  }
  for (const policy::Mention& mention : model_.at(table).mentions) {
    if (goes_with_them(mention)) {
      add(mention.hop);
    }
  }
  return steps;
}

/// Rows of the table under the same hold or request; those that are new to it.
std::vector<Row> ErasePlanner::keep_too(const Keep& keep, TableId table,
                                        const std::set<Row>& keys) {
  std::vector<Row> added;
  for (const Row& key : keys) {
    if (known_.emplace(keep.id, table, key).second) {
      Keep one = keep;
      one.subject.reset();
      one.table.reset();
      one.row = RowKey{table, Sensitive{key}};
      more_.push_back(std::move(one));
      added.push_back(key);
    }
  }
  return added;
}

/// Who somebody is stays whole as long as anything of theirs is kept: all their accounts, by which
/// it is found.
Result<std::vector<ErasePlanner::Held>> ErasePlanner::keep_person() {
  const TableId home = model_.home_of(erase_.identity.subject);
  std::vector<Held> kept;
  std::set<std::string> names;
  for (const Held& one : held_) {
    if (!names.insert(one.keep->id).second) {
      continue;
    }
    ABIDE_TRY(const Condition already, kept_by(home, *one.keep));
    ABIDE_TRY(const std::set<Row> keys,
              keys_of(request_, home, person_ && !already, rules_.parameters()));
    if (!keep_too(*one.keep, home, keys).empty()) {
      kept.push_back({one.keep, home, person_});
    }
  }
  return kept;
}

/// The rows by which a kept row names the person, one behind the other: without any of them nobody
/// could say later that it does. Those that are kept anyway are only followed.
Result<void> ErasePlanner::keep_way(const Held& from, const policy::Mention& mention,
                                    const Ownership& owner) {
  std::vector<Hop> way{mention.hop};
  way.insert(way.end(), owner.hops.begin(), owner.hops.end());
  TableId table = from.table;
  Condition rows = from.rows;
  for (std::size_t i = 0; i < way.size() && !rows.is_never(); ++i) {
    const Hop& hop = way[i];
    Ownership rest = owner;
    rest.hops.assign(way.begin() + static_cast<std::ptrdiff_t>(i) + 1, way.end());
    if (i > 0) {
      rest.condition.reset();
      rest.on_the_way.clear();
    }
    ABIDE_TRY(const Condition theirs, belonging(model_, hop.table, rest, [this](FieldId field) {
                return values_of(field);
              }));
    ABIDE_TRY(const std::set<Row> keys,
              keys_at_end(request_, table, rows && step_counts(model_, table, hop),
                          rules_.parameters(), hop, theirs));
    const Condition these = these_rows(hop.table, {keys.begin(), keys.end()});
    ABIDE_TRY(const Condition already, kept_by(hop.table, *from.keep));
    ABIDE_TRY(const std::set<Row> others,
              keys_of(request_, hop.table, these && !already, rules_.parameters()));
    keep_too(*from.keep, hop.table, others);
    table = hop.table;
    rows = these;
  }
  return {};
}

Result<void> ErasePlanner::keep_ways(const Held& from) {
  for (const policy::Mention& mention : model_.at(from.table).mentions) {
    for (const Ownership& owner : model_.at(mention.hop.table).owners) {
      const bool leads = owner.subject == mention.subject && owner.kind != Ownership::Kind::shared;
      if (goes_with_them(mention) && leads) {
        ABIDE_CHECK(keep_way(from, mention, owner));
      }
    }
  }
  return {};
}

Condition ErasePlanner::these_rows(TableId table, const std::vector<Row>& keys) const {
  return keys.empty()
             ? Condition{}
             : Condition::of(*has_values(columns_of(model_, model_.at(table).key), keys,
                                         Match::exact, std::numeric_limits<std::uint64_t>::max()));
}

/// One step further from each; what was asked for of its ends is followed in its turn.
Result<std::vector<ErasePlanner::Held>> ErasePlanner::step_on(const std::vector<Held>& from) {
  std::vector<Held> next;
  for (const auto& [keep, table, rows] : from) {
    ABIDE_CHECK(keep_ways({keep, table, rows}));
    for (const Hop& hop : steps_from(table)) {
      ABIDE_TRY(const Condition already, kept_by(hop.table, *keep));
      ABIDE_TRY(const std::set<Row> ends,
                keys_at_end(request_, table, rows && step_counts(model_, table, hop),
                            rules_.parameters(), hop, keep->row ? Condition::always() : !already));
      const std::vector<Row> added = keep_too(*keep, hop.table, ends);
      const auto asked = asked_.find(hop.table);
      if (!added.empty() && asked != asked_.end()) {
        next.push_back({keep, hop.table, these_rows(hop.table, added) && asked->second});
      }
    }
  }
  return next;
}

Result<std::vector<Keep>> ErasePlanner::under_held() {
  if (!erase_.of.empty() || erase_.row || held_.empty()) {
    return std::vector<Keep>{};
  }
  for (const Keep& keep : request_.facts.keeps) {
    if (keep.row) {
      known_.emplace(keep.id, keep.row->table, keep.row->key.reveal());
    }
  }
  ABIDE_TRY(std::vector<Held> from, keep_person());
  from.insert(from.end(), held_.begin(), held_.end());
  while (!from.empty()) {
    ABIDE_TRY(from, step_on(from));
  }
  return std::move(more_);
}

}  // namespace abide::engine
