// Conditions to counted steps.
#include "engine/plan/draft.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engine/plan/due_rows.hpp"
#include "engine/plan/paths.hpp"

namespace abide::engine {
namespace {

using policy::Model;
using policy::Rule;

/// `account_deleted before 2026-10-28` for every event that a rule waits on.
std::string due_words(const Model& model, const std::vector<const Rule*>& rules,
                      const Reckoner& reckoner, Instant at) {
  std::vector<std::string> words;
  for (const Rule* rule : rules) {
    for (const EventId event : rule->anchor.events) {
      const Instant cutoff = reckoner.ceiling_cutoff(*rule, at);
      std::string one = cutoff == at ? fmt::format("{} has happened", model.at(event).name)
                                     : fmt::format("{} before {}", model.at(event).name,
                                                   to_string(reckoner.day_of(cutoff)));
      if (std::ranges::find(words, one) == words.end()) {
        words.push_back(std::move(one));
      }
    }
  }
  return fmt::format("{}", fmt::join(words, ", or "));
}

/// Whether the day that a rule's words name is later than the one that makes rows overdue.
bool acts_ahead(const std::vector<const Rule*>& rules, const Reckoner& reckoner, Instant at) {
  return std::ranges::any_of(rules, [&](const Rule* rule) {
    const Instant cutoff = reckoner.ceiling_cutoff(*rule, at);
    return cutoff != at && cutoff > reckoner.overdue_cutoff(*rule, at);
  });
}

/// Conditions beyond this a store does not read, or takes minutes to.
constexpr std::size_t largest_condition = 1500;
constexpr std::size_t deepest_condition = 20;

const LiveColumn* live_column(const LiveTable& table, const Column& name) {
  const auto at = std::ranges::find(table.columns, name, &LiveColumn::name);
  return at == table.columns.end() ? nullptr : &*at;
}

}  // namespace

void choose(Step& step, const Condition& rows) {
  const bool fits = rows.is_never() || (size_of(rows.where()) <= largest_condition &&
                                        depth_of(rows.where()) <= deepest_condition);
  const Condition chosen = fits ? rows : rows.by_name(step.store);
  step.where = chosen.where();
  step.lookups = chosen.lookups();
}

const LiveTable* live_table(const PlanRequest& request, TableId table) {
  const policy::Table& wanted = request.model.at(table);
  const LiveSchema* schema = request.schema(wanted.store);
  if (schema == nullptr) {
    return nullptr;
  }
  const auto at = std::ranges::find(schema->tables, wanted.live_name, &LiveTable::name);
  return at == schema->tables.end() ? nullptr : &*at;
}

Why why_of(const Model& model, const Rule& rule) {
  return {model.at(rule.promise).id, rule.sentence, rule.location.file, rule.location.line};
}

std::vector<Why> whys_of(const Model& model, const std::vector<const Rule*>& rules) {
  std::vector<Why> whys;
  for (const Rule* rule : rules) {
    Why why = why_of(model, *rule);
    if (std::ranges::find(whys, why) == whys.end()) {
      whys.push_back(std::move(why));
    }
  }
  return whys;
}

namespace {

/// Without what a plan answers itself: which rows cascades would reach is counted with the rows
/// that go, where the schema alone only tells that they might.
std::vector<Gap> unanswered(std::vector<Gap> gaps) {
  std::erase_if(gaps,
                [](const Gap& gap) { return gap.code == "E1011" && !gap.blocks && !gap.waived; });
  return gaps;
}

}  // namespace

Draft::Draft(const PlanRequest& request, RuleConditions& rules)
    : request_(request), rules_(rules), salt_(random_bytes(32)), gaps_(unanswered(request.gaps)) {}

void Draft::gap(Gap gap) {
  // Of a column that cannot be emptied the catalogue may have said so already.
  const bool said = std::ranges::any_of(gaps_, [&gap](const Gap& other) {
    return other == gap ||
           (gap.code == "E1005" && other.code == gap.code && other.place == gap.place);
  });
  if (!said) {
    gaps_.push_back(std::move(gap));
  }
}

std::string Draft::blocked(TableId table) const {
  const std::string name = request_.model.full_name(table);
  const std::string& store = request_.model.at(request_.model.at(table).store).name;
  for (const Gap& gap : gaps_) {
    if (gap.blocks &&
        (gap.place == name || gap.place == store || gap.place.starts_with(name + "."))) {
      return fmt::format("{}: {}", gap.code, gap.reason);
    }
  }
  if (live_table(request_, table) == nullptr) {
    return fmt::format("`{}` is not there to be looked at", name);
  }
  for (const policy::Ownership& owner : request_.model.at(table).owners) {
    for (const policy::Hop& hop : owner.hops) {
      if (live_table(request_, hop.table) == nullptr) {
        return fmt::format("`{}`, by which its rows are somebody's, is not there to be looked at",
                           request_.model.full_name(hop.table));
      }
    }
  }
  return "";
}

Step Draft::pattern_of(TableId table) const {
  const policy::Table& meant = request_.model.at(table);
  Step step;
  step.store = request_.model.at(meant.store).name;
  step.table = meant.name;
  step.live_table = meant.live_name;
  step.key = columns_of(request_.model, meant.key);
  step.blocked = blocked(table);
  return step;
}

Result<void> Draft::add_step(Step step, const Condition& rows) {
  if (rows.is_never()) {
    return {};
  }
  choose(step, rows);
  if (step.blocked.empty()) {
    ABIDE_TRY(const std::uint64_t keyless,
              leave_out_rows_without_key(step, request_.stores, rules_.parameters()));
    if (keyless > 0) {
      without_key_ = fmt::format("{}.{}", step.store, step.table);
      gap({"E1004", fmt::format("{}.{}", step.store, step.table), "due rows have NULL in their key",
           "give them a key; they stay until then", keyless, std::nullopt, false});
    }
  }
  steps_.push_back(std::move(step));
  return {};
}

/// Why the column cannot be emptied in rows that stay, and what to do about it; none when it can.
std::optional<Gap> Draft::cannot_be_emptied(FieldId field) const {
  const Model& model = request_.model;
  const TableId table = model.at(field).table;
  const LiveTable* live = live_table(request_, table);
  const LiveColumn* there = live == nullptr ? nullptr : live_column(*live, model.at(field).column);
  const auto& key = model.at(table).key;
  const bool in_key = std::ranges::find(key, field) != key.end();
  if (!in_key && (there == nullptr || there->nullable)) {
    return std::nullopt;
  }
  return Gap{
      "E1005",
      model.full_name(field),
      in_key ? "part of the key, so that it cannot be emptied in rows that stay"
             : "NOT NULL or computed by the store, so that it cannot be emptied in rows that stay",
      in_key ? "key the table by a column that says nothing of a person"
             : "make the column nullable",
      0,
      std::nullopt,
      false};
}

/// Empties columns of the group: those that can be, or one that cannot, which is then a step that
/// must not run.
Result<void> Draft::add_emptied(const TableDue& due, const Emptied& group,
                                std::span<const FieldId> fields, std::optional<Gap> cannot) {
  const Model& model = request_.model;
  ABIDE_TRY(const Reckoner reckoner, Reckoner::of(model.calendar));
  Step step = pattern_of(due.table);
  step.operation = Operation::set;
  step.why = whys_of(model, group.why);
  step.due = group.why.empty() ? "what it points at goes"
                               : due_words(model, group.why, reckoner, request_.at);
  ahead_ = ahead_ || acts_ahead(group.why, reckoner, request_.at);
  for (const FieldId field : fields) {
    step.assignments.emplace_back(model.at(field).column, Value{});
    step.fields.push_back(model.at(field).name);
    step.severs =
        step.severs || model.at(field).link ||
        std::ranges::any_of(model.at(due.table).owners, [&](const policy::Ownership& owner) {
          return !owner.hops.empty() &&
                 std::ranges::find(owner.hops.front().from, field) != owner.hops.front().from.end();
        });
  }
  if (cannot) {
    const bool in_key = cannot->reason.starts_with("part of the key");
    step.blocked = fmt::format("E1005: `{}` cannot be emptied, since it {}", cannot->place,
                               in_key ? "is part of the key" : "holds no NULL in the store");
    gap(std::move(*cannot));
  }
  return add_step(std::move(step), group.where);
}

Result<void> Draft::add(const TableDue& due) {
  const Model& model = request_.model;
  ABIDE_TRY(const Reckoner reckoner, Reckoner::of(model.calendar));
  if (!due.goes.is_never()) {
    Step step = pattern_of(due.table);
    step.why = whys_of(model, due.why);
    step.due = due.why.empty() ? "what it hangs on goes"
                               : due_words(model, due.why, reckoner, request_.at);
    ahead_ = ahead_ || acts_ahead(due.why, reckoner, request_.at);
    for (const FieldDue& field : due.fields) {
      step.fields.push_back(model.at(field.field).name);
    }
    ABIDE_CHECK(add_step(std::move(step), due.goes));
  }
  for (const Emptied& group : due.emptied) {
    ABIDE_TRY(const std::uint64_t rows, count(due.table, group.where));
    // Of a blocked table nothing is known, and what depends on it waits.
    if (rows == 0 && blocked(due.table).empty()) {
      continue;
    }
    std::vector<FieldId> can;
    for (const FieldId field : group.fields) {
      if (auto cannot = cannot_be_emptied(field)) {
        ABIDE_CHECK(add_emptied(due, group, {&field, 1}, std::move(cannot)));
      } else {
        can.push_back(field);
      }
    }
    if (!can.empty()) {
      ABIDE_CHECK(add_emptied(due, group, can, std::nullopt));
    }
  }
  return {};
}

Result<std::uint64_t> Draft::count(TableId table, const Condition& rows) {
  const Step pattern = pattern_of(table);
  return pattern.blocked.empty() ? count(pattern, rows) : Result<std::uint64_t>{std::uint64_t{0}};
}

Result<std::uint64_t> Draft::count(Step step, const Condition& rows) {
  std::uint64_t total = 0;
  if (rows.is_never()) {
    return total;
  }
  choose(step, rows);
  if (step.lookups.empty()) {
    ABIDE_TRY(const Query query, due_query(step, request_.stores, rules_.parameters(), KeyRange{}));
    ABIDE_TRY(const auto connector, open_store(request_.stores, step.store));
    return connector.get().count(query);
  }
  ABIDE_CHECK(for_each_due(step, request_.stores, rules_.parameters(), KeyRange{},
                           [&](const Row&) -> Result<void> {
                             ++total;
                             return {};
                           }));
  return total;
}

Result<bool> Draft::any(TableId table, const Condition& rows) {
  if (rows.is_never()) {
    return false;
  }
  Step step = pattern_of(table);
  choose(step, rows);
  bool found = false;
  const auto read = for_each_due(step, request_.stores, rules_.parameters(), KeyRange{},
                                 [&found](const Row&) -> Result<void> {
                                   found = true;
                                   return Error{ErrorCode::changed, "one is enough", ""};
                                 });
  return found || read ? Result<bool>{found} : Result<bool>{read.error()};
}

Result<Condition> Draft::if_any(TableId table, const Condition& rows) {
  if (rows.is_never() || !blocked(table).empty()) {
    return rows;
  }
  ABIDE_TRY(const bool some, any(table, rows));
  return some ? named(table, rows) : Condition{};
}

/// INVARIANT: what is built from such conditions, round by round and table by table, grows with
/// their number and not with their product.
Condition Draft::named(TableId table, const Condition& rows) const {
  constexpr std::size_t small = 64;
  const policy::Table& of = request_.model.at(table);
  if (of.key.empty() || size_of(rows.where()) <= small) {
    return rows;
  }
  const std::vector<Column> key = columns_of(request_.model, of.key);
  return Condition::found(
      {"", key, request_.model.at(of.store).name, of.live_name, key, nullptr, Match::exact}, rows);
}

Result<void> Draft::keep(TableId table, const Condition& rows, Kept kept) {
  if (rows.is_never()) {
    return {};
  }
  ABIDE_TRY(kept.rows, count(table, rows));
  if (kept.rows > 0) {
    kept.store = request_.model.at(request_.model.at(table).store).name;
    kept.table = request_.model.at(table).name;
    kept_.push_back(std::move(kept));
  }
  return {};
}

Result<Planned> Draft::finish(Plan plan, std::vector<TableDue> tables) {
  plan.salt = salt_;
  plan.at = request_.at;
  plan.generation = request_.facts.generation;
  plan.policy = request_.model.name;
  plan.policy_digest = to_hex(policy::meaning_digest(request_.model));
  plan.deployment = request_.deployment.name;
  ABIDE_CHECK(unlink_what_goes(tables, plan.kind == "sweep" ? Naming::goes_too : Naming::stays));
  ABIDE_CHECK(check_cascades(tables));
  if (!refused_.empty()) {
    return Planned{};
  }
  KeptRows kept;
  for (const TableDue& due : tables) {
    const policy::Table& table = request_.model.at(due.table);
    if (!due.kept.is_never()) {
      kept[{request_.model.at(table.store).name, table.live_name}] = due.kept.where();
    }
  }
  ABIDE_CHECK(order(kept));
  if (plan.kind == "sweep") {
    ABIDE_CHECK(count_tables());
  } else {
    put_people_last();
  }
  std::vector<std::string> stand_ins;
  for (const auto& [name, open] : request_.stores.by_name) {
    if (open.stand_in) {
      stand_ins.push_back(fmt::format("`{}`", name));
    }
  }
  if (!stand_ins.empty()) {
    findings_.push_back(fmt::format("{} run{} on a stand-in of another kind than the policy's",
                                    fmt::join(stand_ins, ", "), stand_ins.size() == 1 ? "s" : ""));
  }
  if (request_.watch != nullptr) {
    ABIDE_TRY(const auto found, request_.watch->finish());
    gaps_.insert(gaps_.end(), found.begin(), found.end());
  }
  if (plan.kind == "sweep" && ahead_ && !steps_.empty()) {
    const policy::Calendar& calendar = request_.model.calendar;
    findings_.push_back(fmt::format(
        "rows are due up to {} (`lead`) and {} (`sweep every`) before their last permitted day, so "
        "that a night that is missed leaves nothing overdue",
        to_string(calendar.lead), to_string(calendar.sweep_every)));
  }
  plan.steps = std::move(steps_);
  plan.kept = std::move(kept_);
  plan.gaps = std::move(gaps_);
  plan.findings = std::move(findings_);
  for (const auto& [name, values] : rules_.parameters()) {
    plan.parameters.push_back(name);
  }
  return Planned{std::move(plan), rules_.parameters()};
}

}  // namespace abide::engine
