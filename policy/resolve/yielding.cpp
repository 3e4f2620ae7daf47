// `may keep X until E` gives way where an `erase X within D of E` covers the column (LANGUAGE 4.6).
#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "policy/resolve/context.hpp"

namespace abide::policy::resolving {
namespace {

/// What an `erase X within D of E` covers: a column's leaf, at an event.
class Covered {
 public:
  explicit Covered(const Model& model) : model_(model) {
    for (const Rule& rule : model.rules) {
      if (rule.kind != Rule::Kind::erase_within || rule.anchor.end_of != Anchor::EndOf::moment) {
        continue;
      }
      for (const EventId event : rule.anchor.events) {
        for (const FieldId field : rule.fields) {
          add(rule, field, event);
        }
      }
    }
  }
  /// Every leaf of the column that the rule speaks of is erased within some time of the event.
  [[nodiscard]] bool covers(const Rule& rule, FieldId field, EventId event) const {
    const auto found = leaves_.find(key(field, event));
    if (found == leaves_.end()) {
      return false;
    }
    const auto& leaves = model_.at(field).categories;
    return std::all_of(leaves.begin(), leaves.end(), [&](CategoryId leaf) {
      return !std::binary_search(rule.categories.begin(), rule.categories.end(), leaf) ||
             found->second.contains(leaf.value);
    });
  }

 private:
  static std::uint64_t key(FieldId field, EventId event) {
    constexpr unsigned half = 32;
    return (std::uint64_t{field.value} << half) | event.value;
  }
  void add(const Rule& rule, FieldId field, EventId event) {
    auto& leaves = leaves_[key(field, event)];
    for (const CategoryId leaf : model_.at(field).categories) {
      if (std::binary_search(rule.categories.begin(), rule.categories.end(), leaf)) {
        leaves.insert(leaf.value);
      }
    }
  }
  const Model& model_;
  std::unordered_map<std::uint64_t, std::unordered_set<std::uint32_t>> leaves_;
};

/// Columns of a `may keep` that still wait on the same of its events.
struct Left {
  std::vector<std::size_t> events;
  std::vector<FieldId> fields;
};
std::vector<Left> what_is_left(const Covered& covered, const Rule& rule) {
  std::vector<Left> groups;
  for (const FieldId field : rule.fields) {
    std::vector<std::size_t> events;
    for (std::size_t e = 0; e < rule.anchor.events.size(); ++e) {
      if (!covered.covers(rule, field, rule.anchor.events[e])) {
        events.push_back(e);
      }
    }
    const auto same = std::find_if(groups.begin(), groups.end(),
                                   [&](const Left& group) { return group.events == events; });
    if (same != groups.end()) {
      same->fields.push_back(field);
    } else if (!events.empty()) {
      groups.push_back({std::move(events), {field}});
    }
  }
  return groups;
}

/// `may keep X until E`: its own ceiling stands except where an `erase within` of E covers the
/// column; what is left is grouped by the events that still count.
class Yield {
 public:
  explicit Yield(Context& context) : context_(context), covered_(context.model) {}
  void run() {
    for (std::size_t i = 0; i < context_.model.rules.size(); ++i) {
      const Rule& rule = context_.model.rules[i];
      if (rule.kind != Rule::Kind::may_keep || rule.fields.empty()) {
        keep(i, rule, context_.places.rule_events[i]);
        continue;
      }
      for (Left& left : what_is_left(covered_, rule)) {
        Rule part = rule;
        part.anchor.events.clear();
        std::vector<SourceSpan> spans;
        for (const std::size_t e : left.events) {
          part.anchor.events.push_back(rule.anchor.events[e]);
          spans.push_back(context_.places.rule_events[i][e]);
        }
        part.fields = std::move(left.fields);
        keep(i, std::move(part), std::move(spans));
      }
    }
    context_.model.rules = std::move(rules_);
    context_.scopes = std::move(scopes_);
    context_.places.rules = std::move(places_);
    context_.places.rule_events = std::move(event_places_);
  }

 private:
  void keep(std::size_t from, Rule rule, std::vector<SourceSpan> events) {
    rules_.push_back(std::move(rule));
    scopes_.push_back(context_.scopes[from]);
    places_.push_back(context_.places.rules[from]);
    event_places_.push_back(std::move(events));
  }
  Context& context_;
  Covered covered_;
  std::vector<Rule> rules_;
  std::vector<RuleScope> scopes_;
  std::vector<SourceSpan> places_;
  std::vector<std::vector<SourceSpan>> event_places_;
};

}  // namespace

void yield_to_erasures(Context& context) { Yield{context}.run(); }

}  // namespace abide::policy::resolving
