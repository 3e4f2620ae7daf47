// What an erasure leaves: a part that would leave other rows as nobody's is refused, and what stays
// is said with its reason.
#include <fmt/format.h>

#include <algorithm>

#include "engine/plan/erase_planner.hpp"
#include "engine/plan/kept_clocks.hpp"

namespace abide::engine {

using policy::Ownership;
using policy::Rule;

/// The person's rows that stay, and that this owner's path no longer leads from.
Result<Condition> ErasePlanner::cut_from(TableId table, const Ownership& owner) {
  const policy::Hop& hop = owner.hops.front();
  Condition cut;
  if (const TableDue* parent = planned(hop.table)) {
    ABIDE_TRY(cut, along(model_, table, {&hop, 1}, parent->goes, Pointed::is_there));
  }
  const TableDue* own = planned(table);
  for (const FieldId field : pointers(model_, table, owner)) {
    const FieldDue* due = own == nullptr ? nullptr : own->find(field);
    cut = due == nullptr ? cut : cut || due->emptied;
  }
  ABIDE_TRY(const Claims theirs, claims(table));
  cut = cut && theirs.whole;
  return own == nullptr ? cut : cut && !own->goes;
}

/// Whether the owner is a way to the person that no rule severs: what a rule severs is meant to
/// stay so.
bool ErasePlanner::leads_from(TableId table, const Ownership& owner) const {
  return owner.subject == erase_.identity.subject && owner.kind != Ownership::Kind::shared &&
         !owner.hops.empty() &&
         std::ranges::none_of(pointers(model_, table, owner),
                              [this](FieldId field) { return is_severed(field); });
}

/// A part is not erased when that would leave other rows of the person's as nobody's: no later
/// erasure would find them.
Result<void> ErasePlanner::check_left_alone(Draft& draft) {
  for (std::uint32_t i = 0; i < model_.tables.size(); ++i) {
    ABIDE_CHECK(check_hanging(draft, TableId{i}));
    ABIDE_CHECK(check_naming(draft, TableId{i}));
    for (const Ownership& owner : model_.at(TableId{i}).owners) {
      if (leads_from(TableId{i}, owner)) {
        ABIDE_CHECK(check_left_alone(draft, TableId{i}, owner));
      }
    }
  }
  return {};
}

/// The same of other people's rows that hang on what goes.
Result<void> ErasePlanner::check_hanging(Draft& draft, TableId table) {
  ABIDE_TRY(const std::vector<FirstStep> steps, first_steps(draft, table, Asked::all));
  const TableDue* own = planned(table);
  const Condition alone = lost(table, steps, {});
  const Condition left = own == nullptr ? alone : alone && !own->goes;
  ABIDE_TRY(const std::uint64_t rows, draft.count(table, left));
  return rows == 0 ? Result<void>{} : Result<void>{left_as_nobodys(table, rows)};
}

/// The same of rows that name the person by a row which goes, or by a column of it.
Result<void> ErasePlanner::check_naming(Draft& draft, TableId table) {
  for (const policy::Mention& mention : model_.at(table).mentions) {
    const TableDue* there = planned(mention.hop.table);
    if (!goes_with_them(mention) || there == nullptr) {
      continue;
    }
    Condition gone = there->goes;
    for (const FieldId field : mention.hop.to) {
      const FieldDue* due = there->find(field);
      gone = due == nullptr ? gone : gone || due->emptied;
    }
    ABIDE_TRY(const Condition named,
              along(model_, table, {&mention.hop, 1}, gone, Pointed::is_there));
    const TableDue* own = planned(table);
    ABIDE_TRY(const std::uint64_t rows,
              draft.count(table, own == nullptr ? named : named && !own->goes));
    if (rows > 0) {
      return Error{
          ErrorCode::refused,
          fmt::format("{} row{} of `{}` name{} the person by what is to be erased, and "
                      "nobody would know that afterwards",
                      rows, rows == 1 ? "" : "s", model_.full_name(table), rows == 1 ? "s" : ""),
          "erase all of the person; nothing was done"};
    }
  }
  return {};
}

Error ErasePlanner::left_as_nobodys(TableId table, std::uint64_t rows) const {
  return {ErrorCode::refused,
          fmt::format("{} row{} of `{}` would be left as nobody's: what is to be erased is all "
                      "that leads from there to anybody",
                      rows, rows == 1 ? "" : "s", model_.full_name(table)),
          "erase these as well, or all of the person; nothing was done"};
}

Result<void> ErasePlanner::check_left_alone(Draft& draft, TableId table, const Ownership& owner) {
  ABIDE_TRY(const Condition cut, cut_from(table, owner));
  ABIDE_TRY(const std::uint64_t rows, draft.count(table, cut));
  return rows == 0 ? Result<void>{} : Result<void>{left_as_nobodys(table, rows)};
}

Result<void> ErasePlanner::say_kept(Draft& draft, const TableDue& due, const Condition& rows) {
  ABIDE_CHECK(say_held(draft, due, rows));
  ABIDE_TRY(const Condition held, rules_.kept(due.table));
  std::vector<const Rule*> floors;
  std::vector<std::string> fields;
  std::vector<std::string> laws;
  Condition stays;
  for (const FieldDue& field : due.fields) {
    if (field.floored.is_never() || !in_scope(field.field)) {
      continue;
    }
    fields.push_back(model_.at(field.field).name);
    stays = stays || (rows && field.floored && !held);
    for (const Rule* rule : field.floors) {
      if (std::ranges::find(floors, rule) == floors.end()) {
        floors.push_back(rule);
        laws.push_back(rule->law.value_or("the policy"));
      }
    }
  }
  std::ranges::sort(laws);
  const auto twins = std::ranges::unique(laws);
  laws.erase(twins.begin(), twins.end());
  ABIDE_TRY(const std::string until,
            kept_until(request_, reckoner_, rules_.parameters(), due, stays));
  return draft.keep(
      due.table, stays,
      {"", "", fmt::format("the law asks that they be kept ({})", fmt::join(laws, ", ")), 0, fields,
       whys_of(model_, floors), until});
}

/// Rows that are other people's and were shared with the person stay, and are told.
Result<void> ErasePlanner::say_shared(Draft& draft) {
  for (std::uint32_t i = 0; i < model_.tables.size(); ++i) {
    const TableId table{i};
    Condition shared;
    for (const Ownership& owner : model_.at(table).owners) {
      if (owner.subject == erase_.identity.subject && owner.kind == Ownership::Kind::shared) {
        ABIDE_TRY(const Condition rows,
                  belonging(
                      model_, table, owner, [this](FieldId field) { return values_of(field); },
                      [this](FieldId field) { return erase_.identity.left_out.contains(field); }));
        shared = shared || rows;
      }
    }
    if (shared.is_never() || !draft.blocked(table).empty()) {
      continue;
    }
    ABIDE_TRY(const Claims theirs, claims(table));
    const TableDue* own = planned(table);
    shared = own == nullptr ? shared : shared && !own->goes;
    ABIDE_TRY(const std::uint64_t rows, draft.count(table, shared && !theirs.whole));
    if (rows > 0) {
      draft.finding(fmt::format(
          "{} row{} of `{}` {} only shared with the person and {}, with what says so: {}", rows,
          rows == 1 ? "" : "s", model_.full_name(table), rows == 1 ? "is" : "are",
          rows == 1 ? "stays" : "stay", whose(table)));
    }
  }
  return {};
}

/// Whose rows of the table may be, and how those are erased.
std::string ErasePlanner::whose(TableId table) const {
  std::vector<std::string> others;
  for (const Ownership& owner : model_.at(table).owners) {
    const std::string& name = model_.at(owner.subject).name;
    if (owner.kind != Ownership::Kind::shared && owner.subject != erase_.identity.subject &&
        std::ranges::find(others, name) == others.end()) {
      others.push_back(name);
    }
  }
  return others.empty() ? "what they hold goes with whose they are"
                        : fmt::format("whose they are is erased with `--subject {}`",
                                      fmt::join(others, "` or `--subject "));
}

void ErasePlanner::say_left_out(Draft& draft) const {
  for (const auto& [field, values] : erase_.identity.left_out) {
    draft.finding(
        fmt::format("{} value{} of `{}` that other people have too {} left out: rows found by {} "
                    "alone stay",
                    values, values == 1 ? "" : "s", model_.full_name(field),
                    values == 1 ? "is" : "are", values == 1 ? "it" : "them"));
  }
}

}  // namespace abide::engine
