// W0504: a bound that never decides, because a stricter one on the same event always comes first.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "policy/checks/bounds.hpp"
#include "policy/checks/checks.hpp"
#include "policy/periods.hpp"

namespace abide::policy::checks {
namespace {

using Key = std::tuple<FieldId, EventId, Anchor::EndOf>;

/// The length of a rule's bound from its anchor.
Period length_of(const Bound& bound) {
  return bound.period.count == 0 && bound.grace ? *bound.grace : bound.period;
}

/// Rules that are one bound and no more, as their own promise says them.
bool is_plain(const Context& context, std::uint32_t i, Bound::Side side) {
  const Rule& rule = context.model.rules[i];
  if (rule.kind == Rule::Kind::sever || rule.kind == Rule::Kind::must_keep_for ||
      rule.fields.empty() || context.scopes[i].written_in != rule.promise) {
    return false;
  }
  return side == Bound::Side::floor ? rule.is_floor() : rule.is_ceiling();
}

/// The strictest rule on each column and event: the shortest ceiling, the longest floor.
class Strictest {
 public:
  Strictest(const Context& context, Bound::Side side) : context_(context), side_(side) {
    for (std::uint32_t i = 0; i < context.model.rules.size(); ++i) {
      if (is_plain(context, i, side)) {
        add(RuleId{i});
      }
    }
  }
  [[nodiscard]] Period length(RuleId rule) const {
    const Rule& of = context_.model.at(rule);
    return length_of(side_ == Bound::Side::floor ? floor_of(of)
                                                 : ceiling_of(of, context_.model.calendar));
  }
  /// A rule that is stricter on every column and event of this one; the first found stands for all.
  [[nodiscard]] std::optional<RuleId> beats(RuleId id) const {
    const Rule& rule = context_.model.at(id);
    std::optional<RuleId> stricter;
    for (const FieldId field : rule.fields) {
      for (const EventId event : rule.anchor.events) {
        const auto best = best_.find({field, event, rule.anchor.end_of});
        if (best == best_.end() || !is_stricter(best->second, id)) {
          return std::nullopt;
        }
        stricter = stricter.value_or(best->second);
      }
    }
    return stricter;
  }

 private:
  [[nodiscard]] bool is_stricter(RuleId a, RuleId b) const {
    return side_ == Bound::Side::floor ? surely_longer(length(a), length(b))
                                       : surely_longer(length(b), length(a));
  }
  void add(RuleId id) {
    const Rule& rule = context_.model.at(id);
    // Of several events a floor waits for the last and a ceiling takes the first: one of several
    // makes a ceiling on its own, and never a floor.
    if (side_ == Bound::Side::floor && rule.anchor.events.size() > 1) {
      return;
    }
    for (const FieldId field : rule.fields) {
      for (const EventId event : rule.anchor.events) {
        const auto [at, is_new] = best_.try_emplace({field, event, rule.anchor.end_of}, id);
        if (!is_new && is_stricter(id, at->second)) {
          at->second = id;
        }
      }
    }
  }
  const Context& context_;
  Bound::Side side_;
  std::map<Key, RuleId> best_;
};

void check_side(Context& context, Bound::Side side) {
  const Strictest strictest{context, side};
  const Model& model = context.model;
  for (std::uint32_t i = 0; i < model.rules.size(); ++i) {
    if (!is_plain(context, i, side)) {
      continue;
    }
    const auto stricter = strictest.beats(RuleId{i});
    if (!stricter) {
      continue;
    }
    const std::string& by = model.at(model.at(*stricter).promise).id;
    auto& warning = context.warn(
        "W0504", context.places.rules[i],
        fmt::format("`{}` never decides: {} is always stricter", model.rules[i].sentence, by),
        {model.at(model.rules[i].promise).id},
        "remove it, or name what it is meant for that the other does not cover");
    warning.labels.push_back({context.places.rules[stricter->value], "the stricter one"});
  }
}

}  // namespace

void check_redundant_bounds(Context& context) {
  check_side(context, Bound::Side::ceiling);
  check_side(context, Bound::Side::floor);
}

}  // namespace abide::policy::checks
