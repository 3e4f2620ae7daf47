// Which floors meet which ceilings on which columns, without comparing every pair of rules.
#include <algorithm>
#include <map>

#include "policy/checks/bounds.hpp"

namespace abide::policy::checks {
namespace {

/// Rules with equal bounds decide alike: they are told apart by one number.
class Terms {
 public:
  explicit Terms(const Model& model) {
    std::map<std::tuple<int, int, int, std::int64_t, std::vector<EventId>>, std::uint32_t> known;
    for (const Rule& rule : model.rules) {
      std::vector<EventId> events = rule.anchor.events;
      std::sort(events.begin(), events.end());
      const auto [at, is_new] = known.try_emplace(
          {static_cast<int>(rule.kind), static_cast<int>(rule.anchor.end_of),
           static_cast<int>(rule.period.unit), rule.period.count, std::move(events)},
          static_cast<std::uint32_t>(known.size()));
      of_rule_.push_back(at->second);
    }
  }
  [[nodiscard]] std::uint32_t of(RuleId rule) const { return of_rule_[rule.value]; }

 private:
  std::vector<std::uint32_t> of_rule_;
};

/// Rules with equal bounds on one column.
struct Same {
  std::uint32_t term = 0;
  std::vector<RuleId> rules;
};
struct RulesOfField {
  std::vector<Same> floors, ceilings;
};
void add(std::vector<Same>& groups, std::uint32_t term, RuleId rule) {
  // Rules come in the order written, so equal ones mostly follow each other; the rest are sorted
  // together later.
  if (groups.empty() || groups.back().term != term) {
    groups.push_back({term, {}});
  }
  groups.back().rules.push_back(rule);
}
void gather(std::vector<Same>& groups) {
  std::stable_sort(groups.begin(), groups.end(),
                   [](const Same& a, const Same& b) { return a.term < b.term; });
  std::vector<Same> gathered;
  for (Same& group : groups) {
    if (!gathered.empty() && gathered.back().term == group.term) {
      gathered.back().rules.insert(gathered.back().rules.end(), group.rules.begin(),
                                   group.rules.end());
    } else {
      gathered.push_back(std::move(group));
    }
  }
  groups = std::move(gathered);
}

using Wanted = std::function<bool(RuleId, RuleId)>;

class Finder {
 public:
  Finder(const Model& model, Clashes& clashes, const Wanted* wanted)
      : model_(model),
        wanted_(wanted),
        terms_(model),
        clashes_(clashes),
        fields_(model.fields.size()) {}

  std::vector<Contradiction> run() {
    for (std::uint32_t i = 0; i < model_.rules.size(); ++i) {
      const Rule& rule = model_.rules[i];
      for (const FieldId field : rule.fields) {
        if (rule.is_floor()) {
          add(fields_[field.value].floors, terms_.of(RuleId{i}), RuleId{i});
        }
        if (rule.is_ceiling()) {
          add(fields_[field.value].ceilings, terms_.of(RuleId{i}), RuleId{i});
        }
      }
    }
    for (std::uint32_t i = 0; i < fields_.size() && !enough(); ++i) {
      if (!fields_[i].floors.empty()) {
        field(FieldId{i}, fields_[i]);
      }
    }
    return std::move(found_);
  }

 private:
  static constexpr std::size_t most_found = 300;
  [[nodiscard]] bool enough() const { return wanted_ == nullptr && found_.size() >= most_found; }

  /// Ceilings from the soonest on: where every bound waits on one event, those surely later than a
  /// floor need no look.
  void field(FieldId id, RulesOfField& rules) {
    gather(rules.floors);
    gather(rules.ceilings);
    const auto least = [&](const Same& group) {
      return range_of(ceiling_of(model_.at(group.rules.front()), model_.calendar)).least;
    };
    std::stable_sort(rules.ceilings.begin(), rules.ceilings.end(),
                     [&](const Same& a, const Same& b) { return least(a) < least(b); });
    const bool several = several_events(rules);
    for (const Same& floor : rules.floors) {
      const std::int64_t most = range_of(floor_of(model_.at(floor.rules.front()))).most;
      for (const Same& ceiling : rules.ceilings) {
        if (enough() || (least(ceiling) >= most && !several)) {
          break;
        }
        compare(id, floor, ceiling);
      }
    }
  }
  [[nodiscard]] bool several_events(const RulesOfField& rules) {
    const auto& first = model_.at(rules.floors.front().rules.front()).anchor.events;
    const auto other = [&](const Same& group) {
      return model_.at(group.rules.front()).anchor.events != first;
    };
    return first.size() > 1 || std::any_of(rules.floors.begin(), rules.floors.end(), other) ||
           std::any_of(rules.ceilings.begin(), rules.ceilings.end(), other);
  }
  void compare(FieldId field, const Same& floors, const Same& ceilings) {
    if (floors.term == ceilings.term) {
      return;  // a fixed term is one statement and never contradicts itself
    }
    const auto [at, is_new] = decided_.try_emplace({floors.term, ceilings.term});
    if (is_new) {
      at->second =
          clashes_.between(model_.at(floors.rules.front()), model_.at(ceilings.rules.front()));
    }
    if (!at->second) {
      return;
    }
    if (wanted_ == nullptr) {
      add_pair(field, floors.rules.front(), ceilings.rules.front(), *at->second);
      return;
    }
    for (const RuleId floor : floors.rules) {
      for (const RuleId ceiling : ceilings.rules) {
        if ((*wanted_)(floor, ceiling)) {
          add_pair(field, floor, ceiling, *at->second);
        }
      }
    }
  }
  void add_pair(FieldId field, RuleId floor, RuleId ceiling, const Clash& clash) {
    const auto [known, is_first] =
        index_.try_emplace({floor, ceiling}, static_cast<std::uint32_t>(found_.size()));
    if (is_first) {
      found_.push_back({floor, ceiling, {}, clash});
    }
    found_[known->second].fields.push_back(field);
  }

  const Model& model_;
  const Wanted* wanted_;
  Terms terms_;
  Clashes& clashes_;
  std::vector<RulesOfField> fields_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::optional<Clash>> decided_;
  std::map<std::pair<RuleId, RuleId>, std::uint32_t> index_;
  std::vector<Contradiction> found_;
};

}  // namespace

std::vector<Contradiction> find_contradictions(const Model& model, Clashes& clashes) {
  return Finder{model, clashes, nullptr}.run();
}

std::vector<Contradiction> find_contradictions(const Model& model, Clashes& clashes,
                                               const Wanted& wanted) {
  return Finder{model, clashes, &wanted}.run();
}

}  // namespace abide::policy::checks
