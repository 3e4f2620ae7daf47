// How each row is dated by each event some rule waits for (LANGUAGE 4.6): the row's own column, a
// column reached by many-to-one steps, or the subject's; else E0509.
#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>

#include "policy/resolve/context.hpp"

namespace abide::policy::resolving {
namespace {

using Edges = std::vector<std::vector<Hop>>;  ///< by table, owners before links

bool same_columns(std::vector<FieldId> a, std::vector<FieldId> b) {
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  return a == b;
}

/// A step that leads to one row: declared by `through … to …` or a link. The step of `owned by S
/// from T` leads to many, unless it ends at T's key.
bool leads_to_one(const Model& model, const Ownership& owner) {
  const Hop& hop = owner.hops.front();
  return !owner.backward || same_columns(hop.to, model.at(hop.table).key);
}

Edges edges_of(const Model& model) {
  Edges edges(model.tables.size());
  for (std::uint32_t i = 0; i < model.tables.size(); ++i) {
    const Table& table = model.tables[i];
    for (const Ownership& owner : table.owners) {
      if (owner.kind != Ownership::Kind::shared && !owner.hops.empty() &&
          leads_to_one(model, owner)) {
        edges[i].push_back(owner.hops.front());
      }
    }
    for (const FieldId field : table.fields) {
      if (const auto target = model.at(field).links_to) {
        edges[i].push_back({.from = {field}, .table = model.at(*target).table, .to = {*target}});
      }
    }
  }
  return edges;
}

/// Steps left from each table that leads to one table.
using StepsLeft = std::unordered_map<std::uint32_t, std::uint32_t>;

class Dates {
 public:
  explicit Dates(const Context& context) : model_(context.model), edges_(edges_of(context.model)) {
    arrivals_.resize(edges_.size());
    for (std::uint32_t i = 0; i < edges_.size(); ++i) {
      for (const Hop& hop : edges_[i]) {
        arrivals_[hop.table.value].push_back(i);
      }
    }
  }

  /// How a row of `table` is dated by the event, or nullopt.
  std::optional<std::vector<Hop>> date(TableId table, EventId id) {
    const Event& event = model_.at(id);
    if (const auto* at = std::get_if<AtColumn>(&event.source)) {
      return by_row_of(table, model_.at(at->field).table, Fallback::subject);
    }
    if (const auto* absence = std::get_if<OnAbsence>(&event.source)) {
      return by_row_of(table, absence->table, Fallback::subject);
    }
    if (event.of) {
      return by_row_of(table, *event.of, Fallback::none);
    }
    if (std::get<Told>(event.source).by == Told::By::abide) {
      return std::vector<Hop>{};  // what happens to the policy happens to every row
    }
    const Ownership* owner = first_owner(table);
    return owner == nullptr ? std::nullopt : std::optional{owner->hops};
  }

 private:
  enum class Fallback { none, subject };

  [[nodiscard]] const Ownership* first_owner(TableId table) const {
    for (const auto kind : {Ownership::Kind::sole, Ownership::Kind::joint}) {
      for (const Ownership& owner : model_.at(table).owners) {
        if (owner.kind == kind) {
          return &owner;
        }
      }
    }
    return nullptr;
  }

  const StepsLeft& steps_to(TableId target) {
    const auto [at, is_new] = known_.try_emplace(target.value);
    if (!is_new) {
      return at->second;
    }
    StepsLeft& left = at->second;
    left[target.value] = 0;
    std::deque<std::uint32_t> queue{target.value};
    while (!queue.empty()) {
      const std::uint32_t table = queue.front();
      queue.pop_front();
      for (const std::uint32_t from : arrivals_[table]) {
        if (left.try_emplace(from, left[table] + 1).second) {
          queue.push_back(from);
        }
      }
    }
    return left;
  }

  /// The shortest way; among equals the first written, owners before links.
  std::optional<std::vector<Hop>> walk(TableId from, TableId target) {
    const StepsLeft& left = steps_to(target);
    const auto start = left.find(from.value);
    if (start == left.end()) {
      return std::nullopt;
    }
    std::vector<Hop> hops;
    TableId at = from;
    for (std::uint32_t steps = start->second; steps > 0; --steps) {
      const auto next =
          std::find_if(edges_[at.value].begin(), edges_[at.value].end(), [&](const Hop& hop) {
            const auto there = left.find(hop.table.value);
            return there != left.end() && there->second == steps - 1;
          });
      hops.push_back(*next);
      at = next->table;
    }
    return hops;
  }

  std::optional<std::vector<Hop>> by_row_of(TableId table, TableId target, Fallback fallback) {
    auto hops = walk(table, target);
    if (hops || fallback == Fallback::none) {
      return hops;
    }
    for (const Ownership& owner : model_.at(table).owners) {
      if (owner.kind == Ownership::Kind::shared) {
        continue;
      }
      if (const auto rest = walk(model_.home_of(owner.subject), target)) {
        std::vector<Hop> all = owner.hops;
        all.insert(all.end(), rest->begin(), rest->end());
        return all;
      }
    }
    return std::nullopt;
  }

  const Model& model_;
  Edges edges_;
  std::vector<std::vector<std::uint32_t>> arrivals_;
  std::map<std::uint32_t, StepsLeft> known_;
};

bool has_owner(const Table& table) {
  return std::any_of(table.owners.begin(), table.owners.end(),
                     [](const Ownership& owner) { return owner.kind != Ownership::Kind::shared; });
}

/// One error for a statement and an event, however many tables it leaves without a date.
void refuse(Context& context, std::size_t rule, std::size_t event_index,
            const std::vector<TableId>& tables) {
  const Rule& wrong = context.model.rules[rule];
  const Event& event = context.model.at(wrong.anchor.events[event_index]);
  const std::string first = context.model.full_name(tables.front());
  auto& undated = context.error(
      "E0509", context.places.rule_events[rule][event_index],
      tables.size() == 1
          ? fmt::format("a row of `{}` has no date for `{}`", first, event.name)
          : fmt::format("rows of {} tables have no date for `{}`", tables.size(), event.name),
      fmt::format("name the tables meant with `in`, or wait in `{}` for an event of its own",
                  first));
  constexpr std::size_t most_shown = 5;
  for (std::size_t i = 0; i < std::min(tables.size(), most_shown); ++i) {
    undated.labels.push_back(
        {context.places.tables[tables[i].value],
         has_owner(context.model.at(tables[i]))
             ? "no step to one row leads from here to the event's, nor from its subject's row"
             : "its rows belong to nobody, so an event elsewhere cannot date them"});
  }
  if (const auto place = context.places.events[wrong.anchor.events[event_index].value];
      place.end != 0) {
    undated.labels.push_back({place, "the event"});
  }
  if (tables.size() > most_shown) {
    undated.notes.push_back(fmt::format("and {} tables more", tables.size() - most_shown));
  }
}

/// Dates one rule's tables; drops the columns of tables that a statement without `in` does not
/// mean: those nobody owns, where the event is elsewhere.
class DateRules {
 public:
  explicit DateRules(Context& context) : context_(context), dates_(context) {
    context.model.datings.resize(context.model.tables.size());
  }
  void run() {
    for (std::size_t i = 0; i < context_.model.rules.size(); ++i) {
      date_rule(i);
    }
  }

 private:
  void date_rule(std::size_t index) {
    Rule& rule = context_.model.rules[index];
    std::vector<TableId> tables;
    for (const FieldId field : rule.fields) {
      const TableId table = context_.model.at(field).table;
      if (tables.empty() || tables.back() != table) {
        tables.push_back(table);
      }
    }
    std::sort(tables.begin(), tables.end());
    tables.erase(std::unique(tables.begin(), tables.end()), tables.end());
    std::set<TableId> dropped;
    for (std::size_t e = 0; e < rule.anchor.events.size(); ++e) {
      std::vector<TableId> undated;
      for (const TableId table : tables) {
        if (dated(table, rule.anchor.events[e])) {
          continue;
        }
        const bool meant =
            context_.scopes[index].names_tables || has_owner(context_.model.at(table));
        if (meant) {
          undated.push_back(table);
        } else {
          dropped.insert(table);
        }
      }
      if (!undated.empty()) {
        refuse(context_, index, e, undated);
      }
    }
    std::erase_if(rule.fields,
                  [&](FieldId field) { return dropped.contains(context_.model.at(field).table); });
  }
  bool dated(TableId table, EventId event) {
    const auto [at, is_new] = known_.try_emplace({table, event}, false);
    if (is_new) {
      if (auto hops = dates_.date(table, event)) {
        context_.model.datings[table.value].push_back({event, std::move(*hops)});
        at->second = true;
      }
    }
    return at->second;
  }
  Context& context_;
  Dates dates_;
  std::map<std::pair<TableId, EventId>, bool> known_;
};

}  // namespace

void date_rules(Context& context) { DateRules{context}.run(); }

}  // namespace abide::policy::resolving
