// From rules to what of them decides.
#include "policy/loosen/bounds_of_rows.hpp"

#include <algorithm>

#include "policy/periods.hpp"

namespace abide::policy::loosening {
namespace {

using checks::Bound;

/// Whether `a` stands beside `b` so that `b` never decides. The end of a period is never before the
/// day that it counts from.
bool is_as_strict(const Bound& a, const Bound& b) {
  if (a == b) return true;
  const bool floor = a.side == Bound::Side::floor;
  const Anchor::EndOf earlier = floor ? b.end_of : a.end_of;
  if (a.rounding != b.rounding || (a.end_of != b.end_of && earlier != Anchor::EndOf::moment)) {
    return false;
  }
  const Period one = length_of(a);
  const Period other = length_of(b);
  if (one == other) return a.grace == b.grace;
  return floor ? surely_longer(one, other) : surely_longer(other, one);
}

void add(BoundsOfRows& into, const Bounded& on, const Bound& bound) {
  auto& beside = into[on];
  const auto beats = [&](const Bound& one) { return is_as_strict(one, bound); };
  if (std::ranges::any_of(beside, beats)) return;
  std::erase_if(beside, [&](const Bound& one) { return is_as_strict(bound, one); });
  beside.push_back(bound);
}

/// Each leaf of the column that the rule speaks of; of a link that is cut all of them.
std::vector<std::optional<CategoryId>> leaves_of(const Model& model, const Rule& rule,
                                                 FieldId field) {
  std::vector<std::optional<CategoryId>> leaves;
  for (const CategoryId leaf : model.at(field).categories) {
    const bool cut = rule.kind == Rule::Kind::sever;
    if (cut || std::ranges::binary_search(rule.categories, leaf)) leaves.emplace_back(leaf);
  }
  if (leaves.empty()) leaves.emplace_back(std::nullopt);
  return leaves;
}

/// A sweep acts ahead of a ceiling: one that falls within that lead is acted on at once, however
/// short it is.
Bound ceiling_as_acted_on(const Rule& rule, const Calendar& calendar) {
  Bound bound = checks::ceiling_of(rule, calendar);
  const bool at_once = !bound.grace && bound.period.count > 0 &&
                       longest_days(bound.period) <= shortest_days(calendar.lead);
  if (at_once) bound.period = calendar.lead;
  return bound;
}

void add_rule(const Model& model, const Rule& rule, BoundsOfRows& into) {
  for (const FieldId field : rule.fields) {
    for (const auto& leaf : leaves_of(model, rule, field)) {
      Bounded on{field, leaf, Bound::Side::floor, rule.anchor.events};
      if (rule.is_floor()) add(into, on, checks::floor_of(rule));
      if (!rule.is_ceiling()) continue;
      on.side = Bound::Side::ceiling;
      const Bound bound = ceiling_as_acted_on(rule, model.calendar);
      if (rule.is_floor()) {  // a fixed term: it ends after the last of its events as well
        add(into, on, bound);
        continue;
      }
      for (const EventId event : rule.anchor.events) {
        on.events = {event};
        add(into, on, bound);
      }
    }
  }
}

/// Columns for which a row stays.
std::vector<FieldId> content_of(const Model& model, TableId table) {
  std::vector<FieldId> content;
  for (const FieldId field : model.at(table).fields) {
    if (model.is_personal(field) && !model.only_identifies(field)) content.push_back(field);
  }
  return content;
}

/// Whether everything for which the row stays goes as soon, and no floor keeps any of it: then the
/// row goes, whatever else is in it.
bool goes_with_its_row(const Model& model, const BoundsOfRows& bounds, const Bounded& on,
                       const Bound& bound) {
  const std::vector<FieldId> content = content_of(model, model.at(on.field).table);
  const auto ends = [&](FieldId field) {
    return std::ranges::all_of(model.at(field).categories, [&](CategoryId leaf) {
      const auto beside = bounds.find({field, leaf, Bound::Side::ceiling, on.events});
      return beside != bounds.end() && std::ranges::any_of(beside->second, [&](const Bound& one) {
               return is_as_strict(one, bound);
             });
    });
  };
  const auto stays = [&](FieldId field) {
    return std::ranges::any_of(model.rules_of(field),
                               [&](RuleId rule) { return model.at(rule).is_floor(); });
  };
  return !content.empty() && std::ranges::all_of(content, ends) &&
         std::ranges::none_of(content, stays);
}

/// A column that only says who somebody is keeps no row.
void leave_out_identifiers(const Model& model, BoundsOfRows& bounds) {
  const BoundsOfRows all = bounds;
  for (auto& [on, beside] : bounds) {
    if (on.side != Bound::Side::ceiling || !model.only_identifies(on.field)) continue;
    std::erase_if(beside,
                  [&](const Bound& bound) { return goes_with_its_row(model, all, on, bound); });
  }
  std::erase_if(bounds, [](const auto& one) { return one.second.empty(); });
}

}  // namespace

Period length_of(const Bound& bound) {
  return bound.period.count == 0 && bound.grace ? *bound.grace : bound.period;
}

BoundsOfRows bounds_of_rows(const Model& model) {
  BoundsOfRows bounds;
  for (const Rule& rule : model.rules) add_rule(model, rule, bounds);
  leave_out_identifiers(model, bounds);
  for (auto& [on, beside] : bounds) {
    std::ranges::sort(beside, {}, [](const Bound& bound) {
      return std::tuple{to_string(length_of(bound)), bound.end_of};
    });
  }
  return bounds;
}

}  // namespace abide::policy::loosening
