// Anchors looked up along the paths, reports narrowed down to those about this row.
#include "engine/explain/sentences.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/plan/draft.hpp"
#include "engine/plan/due_rows.hpp"

namespace abide::engine {
namespace {

using policy::Hop;
using policy::Model;
using policy::Rule;

/// A moment so late that whatever was told is past every period.
constexpr std::chrono::days ages{365 * 400};

std::string source_of(const Model& model, EventId id) {
  const policy::Event& event = model.at(id);
  if (const auto* column = std::get_if<policy::AtColumn>(&event.source)) {
    return model.full_name(column->field);
  }
  if (const auto* absence = std::get_if<policy::OnAbsence>(&event.source)) {
    return fmt::format("when a row of {} was first missed", model.full_name(absence->table));
  }
  switch (std::get<policy::Told>(event.source).by) {
    case policy::Told::By::app:
      return "as the app reports it";
    case policy::Told::By::requests:
      return "as requests tell it";
    case policy::Told::By::abide:
      return "as Abide itself notes it";
  }
  return "";
}

}  // namespace

RuleId origin_of(const Model& model, RuleId id) {
  const Rule& rule = model.at(id);
  const auto written_above = [&](const Rule& one) {
    const policy::Location& place = model.at(one.promise).location;
    return place.file == rule.location.file && place.line <= rule.location.line ? place.line : 0U;
  };
  RuleId origin = id;
  for (std::uint32_t i = 0; i < model.rules.size(); ++i) {
    const Rule& other = model.rules[i];
    if (other.location != rule.location || other.kind != rule.kind) {
      continue;
    }
    Rule twin = other;
    twin.promise = rule.promise;
    if (twin == rule && written_above(other) > written_above(model.at(origin))) {
      origin = RuleId{i};
    }
  }
  return origin;
}

Result<bool> step_takes(const PlanRequest& request, Step step, const Row& key,
                        const Parameters& parameters) {
  ABIDE_TRY(const auto store, open_store(request.stores, step.store));
  step.where = both(step.where, has_values(step.key, std::span{&key, 1}, Match::exact,
                                           store.get().capabilities().max_in));
  if (step.where == nullptr) {
    return false;
  }
  bool taken = false;
  ABIDE_CHECK(
      for_each_due(step, request.stores, parameters, KeyRange{}, [&](const Row&) -> Result<void> {
        taken = true;
        return {};
      }));
  return taken;
}

Result<bool> holds_for(const PlanRequest& request, TableId table, const Row& key,
                       const Condition& condition, const Parameters& parameters) {
  const policy::Table& meant = request.model.at(table);
  Step step;
  step.store = request.model.at(meant.store).name;
  step.table = meant.name;
  step.live_table = meant.live_name;
  step.key = columns_of(request.model, meant.key);
  step.where = condition.where();
  step.lookups = condition.lookups();
  return condition.is_never() ? Result<bool>{false} : step_takes(request, step, key, parameters);
}

std::string path_words(const Model& model, TableId table, const std::vector<Hop>& hops) {
  if (hops.empty()) {
    return fmt::format("it is their own row of {}", model.full_name(table));
  }
  std::string words;
  for (const Hop& hop : hops) {
    words += fmt::format("{} {} names a row of {}", words.empty() ? "its" : ", whose",
                         fmt::join(columns_of(model, hop.from), ", "), model.full_name(hop.table));
  }
  return words;
}

std::vector<std::string> Sentences::restatements(RuleId id) const {
  std::vector<std::string> names;
  for (std::uint32_t i = 0; i < model_.rules.size(); ++i) {
    const std::string& name = model_.at(model_.rules[i].promise).id;
    if (RuleId{i} != id && origin_of(model_, RuleId{i}) == id &&
        std::ranges::find(names, name) == names.end()) {
      names.push_back(name);
    }
  }
  return names;
}

Result<Sentences::Dated> Sentences::by_column(const policy::Dating& dating, FieldId column) const {
  Dated dated;
  ABIDE_TRY(const Reached reached, reach(model_, request_.stores, cells_, dating.hops));
  if (reached.ends_at) {
    const Hop& hop = dating.hops[*reached.ends_at];
    dated.none = fmt::format("is not known here: {} {}, so nothing leads to its date",
                             fmt::join(columns_of(model_, hop.from), ", "),
                             reached.pointer_empty ? "is empty" : "names no row that is there");
    return dated;
  }
  bool open = false;
  bool unreadable = false;
  for (const Cells& cells : reached.rows) {
    const auto at = cells.find(column);
    const bool empty = at == cells.end() || std::holds_alternative<std::monostate>(at->second);
    const auto moment = empty ? std::nullopt : moment_in(model_.at(column), at->second);
    open = open || empty;
    unreadable = unreadable || (!empty && !moment);
    if (moment) {
      dated.found.push_back(*moment);
    }
  }
  if (unreadable) {
    dated.none =
        fmt::format("is not known: {} holds something that is no date", model_.full_name(column));
  } else if (open) {
    dated.none = dated.found.empty()
                     ? fmt::format("has not happened ({} is empty)", model_.full_name(column))
                     : "has not happened to every row that this one hangs on";
  }
  return dated;
}

/// Halves the list until what is left is about this row, so that many reports cost few questions.
Result<void> Sentences::narrow(FieldId field, const Rule& rule, std::vector<ToldEvent> told,
                               std::vector<Instant>& found) const {
  if (told.empty()) {
    return {};
  }
  Register some;
  some.events = told;
  const auto last = std::ranges::max_element(told, {}, &ToldEvent::at)->at;
  const bool ends = rule.is_ceiling();
  RuleConditions rules{model_, reckoner_, some,
                       ends ? last + ages : std::ranges::min_element(told, {}, &ToldEvent::at)->at};
  ABIDE_TRY(const Condition about, ends ? rules.reached(field, rule) : rules.floored(field, rule));
  ABIDE_TRY(const bool here, holds_for(request_, table_, key_, about, rules.parameters()));
  if (!here) {
    return {};
  }
  if (told.size() == 1) {
    found.push_back(told.front().at);
    return {};
  }
  const auto middle = told.begin() + static_cast<std::ptrdiff_t>(told.size() / 2);
  ABIDE_CHECK(narrow(field, rule, {told.begin(), middle}, found));
  return narrow(field, rule, {middle, told.end()}, found);
}

Result<Sentences::Dated> Sentences::by_report(FieldId field, const Rule& rule,
                                              EventId event) const {
  std::vector<ToldEvent> told;
  for (const ToldEvent& one : request_.facts.events) {
    if (one.event == event) {
      told.push_back(one);
    }
  }
  Rule alone = rule;  // whatever else the sentence waits for may have happened to others as well
  alone.anchor.events = {event};
  Dated dated;
  ABIDE_CHECK(narrow(field, alone, std::move(told), dated.found));
  if (dated.found.empty()) {
    dated.none = "was not told of this row or its owner";
  }
  return dated;
}

Result<Sentences::Dated> Sentences::dated(FieldId field, const Rule& rule, EventId event) const {
  const policy::Dating* dating = model_.dating(table_, event);
  if (dating == nullptr) {
    return Dated{{}, "dates no rows of this table"};
  }
  const auto* column = std::get_if<policy::AtColumn>(&model_.at(event).source);
  ABIDE_TRY(Dated found,
            column == nullptr ? by_report(field, rule, event) : by_column(*dating, column->field));
  std::ranges::sort(found.found);
  return found;
}

Result<void> Sentences::add(FieldId field, RuleId id, EventId event,
                            std::vector<RowSentence>& list) const {
  const Rule& rule = model_.at(id);
  RowSentence sentence;
  sentence.why = why_of(model_, rule);
  sentence.restated_by = restatements(id);
  sentence.quote = model_.at(rule.promise).quote;
  sentence.law = rule.law;
  sentence.event = model_.at(event).name;
  sentence.from = source_of(model_, event);
  ABIDE_TRY(const Dated found, dated(field, rule, event));
  sentence.found = found.found;
  sentence.none = found.none;
  const bool counts = !found.found.empty();
  if (counts) {
    sentence.counted_from = reckoner_.day_of(found.found.back());
  }
  if (rule.is_floor()) {
    RowSentence floor = sentence;
    floor.bound = RowSentence::Bound::keeps;
    if (counts) {
      floor.day = reckoner_.floor_day(rule, found.found.back());
    }
    list.push_back(std::move(floor));
  }
  if (rule.is_ceiling()) {
    // Of several rows that date it, the last counts, and none does while one is open.
    if (counts && found.none.empty()) {
      sentence.day = reckoner_.ceiling_day(rule, found.found.back());
      sentence.acts_on = reckoner_.acting_day(rule, found.found.back());
    }
    list.push_back(std::move(sentence));
  }
  return {};
}

Result<std::vector<RowSentence>> Sentences::of(FieldId field) const {
  std::vector<RowSentence> list;
  for (const RuleId id : model_.rules_of(field)) {
    if (origin_of(model_, id) != id) {
      continue;
    }
    for (const EventId event : model_.at(id).anchor.events) {
      ABIDE_CHECK(add(field, id, event, list));
    }
  }
  return list;
}

}  // namespace abide::engine
