// Lines put together. How they are written is in schedule_print.cpp.
#include "reports/model/schedule.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "policy/id_sets.hpp"
#include "reports/record/split.hpp"
#include "reports/record/terms.hpp"
#include "reports/words.hpp"

namespace abide::reports::schedule {
namespace {

using policy::Model;
using policy::Rule;

/// `“Payment taken” (db.purchases.paid_at)`
std::string moment_words(const Model& model, EventId id) {
  const policy::Event& event = model.at(id);
  std::string known = "told by Abide";
  if (const auto* at = std::get_if<policy::AtColumn>(&event.source)) {
    known = model.full_name(at->field);
  } else if (const auto* gone = std::get_if<policy::OnAbsence>(&event.source)) {
    known = "no row in " + model.full_name(gone->table) + " any more";
  } else if (const auto* told = std::get_if<policy::Told>(&event.source)) {
    if (told->by == policy::Told::By::app) known = "told by the app";
    if (told->by == policy::Told::By::requests) known = "somebody asks";
  }
  return fmt::format("“{}” ({})", title_of(event), known);
}

std::string floor_words(const Model& model, const Rule& rule) {
  return fmt::format("{} after {}", to_string(rule.period),
                     record::anchor_words(model, rule.anchor));
}

std::string ceiling_words(const Model& model, const Rule& rule) {
  const std::string from = record::anchor_words(model, rule.anchor);
  const std::string grace = to_string(model.calendar.grace);
  using enum Rule::Kind;
  switch (rule.kind) {
    case may_keep:
      return fmt::format("until {}, and {} more{}", from, grace,
                         rule.review ? "; looked at again every " + to_string(*rule.review) : "");
    case must_keep_for:
      return fmt::format("{} after {}, and {} more", to_string(rule.period), from, grace);
    case keep_at_most:
      return fmt::format("{} after {}", to_string(rule.period), from);
    case erase_within:
      return fmt::format("{} after {}", to_string(rule.period), from);
    case erase_at:
    case erase_promptly:
      return fmt::format("{} after {}", grace, from);
    case must_keep_at_least:
    case sever:
      return "";
  }
  return "";
}

std::string end_words(const Model& model, const Rule& rule) {
  if (rule.kind != Rule::Kind::sever) return "erased";
  return fmt::format("link cut{}, within {} of {}",
                     rule.severed_from ? " to " + model.full_name(*rule.severed_from) : "",
                     to_string(model.calendar.grace), record::anchor_words(model, rule.anchor));
}

void fill(const Model& model, Line& line) {
  std::vector<PromiseId> promises;
  for (const RuleId id : line.rules) {
    const Rule& rule = model.at(id);
    promises.push_back(rule.promise);
    for (const EventId event : rule.anchor.events) add_once(line.from, moment_words(model, event));
    if (rule.is_floor()) add_once(line.at_least, floor_words(model, rule));
    if (const std::string most = ceiling_words(model, rule); !most.empty())
      add_once(line.at_most, most);
    if (const std::string law = record::law_words(rule); !law.empty()) add_once(line.laws, law);
    if (rule.is_ceiling()) add_once(line.at_end, end_words(model, rule));
  }
  line.promises = promise_ids(model, promises);
}

/// What recipients have got of it, where the policy says when that is gone.
std::vector<std::string> copies_elsewhere(const Ground& ground, const std::vector<Delivery>& sent,
                                          const std::vector<CategoryId>& leaves,
                                          const std::optional<StoreId>& here) {
  std::vector<std::string> all;
  for (const Delivery& one : sent) {
    const policy::Party& party = party_of(ground, one.to);
    const bool own = one.kind == Delivery::Kind::runs && one.store == here;
    if (party.ages_out && !own && policy::share(one.leaves, leaves))
      add_once(all, fmt::format("what {} got is gone {} after it came there", party.title,
                                to_string(*party.ages_out)));
  }
  return all;
}

class Gatherer {
 public:
  explicit Gatherer(const Ground& ground)
      : ground_(ground), model_(ground.model), deliveries_(deliveries_of(ground.model)) {}

  std::vector<Line> lines() {
    for (std::uint32_t i = 0; i < model_.tables.size(); ++i) table(TableId{i});
    for (std::uint32_t i = 0; i < model_.stores.size(); ++i) bare_store(StoreId{i});
    unkept();
    return std::move(lines_);
  }

 private:
  void table(TableId id) {
    std::vector<Line> here;
    for (const FieldId field : model_.at(id).fields) {
      for (const CategoryId leaf : model_.at(field).categories) {
        if (is_personal_leaf(model_, leaf)) add(here, id, field, leaf);
      }
    }
    for (Line& line : here) {
      policy::make_set(line.leaves);
      policy::make_set(line.people);
      fill(model_, line);
      line.copies = record::copies_of(model_, {model_.at(id).fields.front()});
      add_once(line.copies, copies_elsewhere(ground_, deliveries_, line.leaves, line.store));
      lines_.push_back(std::move(line));
    }
  }

  void add(std::vector<Line>& here, TableId id, FieldId field, CategoryId leaf) {
    std::vector<RuleId> rules = model_.rules_of(field);
    std::erase_if(rules, [&](RuleId rule) {
      const Rule& one = model_.at(rule);
      return one.kind != Rule::Kind::sever && !std::ranges::binary_search(one.categories, leaf);
    });
    std::vector<SubjectId> people;
    for (const auto& one : record::whose(model_, ground_.said, field, leaf))
      if (one) people.push_back(*one);
    auto at = std::ranges::find_if(
        here, [&](const Line& line) { return line.rules == rules && line.people == people; });
    if (at == here.end()) {
      at = here.insert(at, Line{});
      at->table = id;
      at->store = model_.at(id).store;
      at->people = std::move(people);
      at->rules = std::move(rules);
    }
    at->leaves.push_back(leaf);
  }

  /// A store of which only its logs or copies are known.
  void bare_store(StoreId id) {
    const policy::Store& store = model_.at(id);
    if (!store.tables.empty()) return;
    Line line;
    line.store = id;
    const auto say = [&](const char* what, const std::optional<Period>& kept) {
      if (kept) line.at_most.push_back(fmt::format("{}: {}", what, to_string(*kept)));
    };
    say("logs", store.logs_kept);
    say("backups", store.backups_kept);
    say("history", store.history_kept);
    if (!line.at_most.empty()) line.at_end.emplace_back("gone by itself");
    lines_.push_back(std::move(line));
  }

  /// What is collected or made, and in no declared column.
  void unkept() {
    for (std::uint32_t i = 0; i < model_.categories.size(); ++i) {
      const CategoryId leaf{i};
      if (!is_personal_leaf(model_, leaf) || !fields_of(model_, leaf).empty() || !comes(leaf))
        continue;
      const std::vector<SubjectId> people = people_of(ground_, leaf);
      const auto copies = copies_elsewhere(ground_, deliveries_, {leaf}, std::nullopt);
      auto at = std::ranges::find_if(lines_, [&](const Line& line) {
        return !line.store && line.people == people && line.copies == copies;
      });
      if (at == lines_.end()) {
        at = lines_.insert(at, Line{});
        at->people = people;
        at->copies = copies;
      }
      at->leaves.push_back(leaf);
    }
  }
  [[nodiscard]] bool comes(CategoryId leaf) const {
    return std::ranges::any_of(model_.flows.permissions, [&](const policy::Permission& one) {
      const bool into = one.act == policy::Act::collect || one.act == policy::Act::generate;
      return into && std::ranges::binary_search(one.leaves, leaf);
    });
  }

  const Ground& ground_;
  const Model& model_;
  std::vector<Delivery> deliveries_;
  std::vector<Line> lines_;
};

}  // namespace

std::vector<Line> lines_of(const Ground& ground) { return Gatherer{ground}.lines(); }

}  // namespace abide::reports::schedule
