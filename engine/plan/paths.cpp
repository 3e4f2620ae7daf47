// Hops to Via and Lookup: what is small and near is joined by its own store.
#include "engine/plan/paths.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace abide::engine {
namespace {

using policy::Hop;
using policy::Model;

bool is_address(const Model& model, FieldId field) {
  const auto& categories = model.at(field).categories;
  return std::ranges::any_of(categories, [&](CategoryId id) {
    const std::string& name = model.at(id).name;
    return name.ends_with("email") || name.ends_with("address");
  });
}

/// The target asks only whether the pointed-at column is among a parameter's values.
const InParameter* asked_of(const Model& model, const Hop& hop, const Condition& target) {
  if (!target.is_local() || target.is_never() || hop.to.size() != 1) {
    return nullptr;
  }
  const auto* in = std::get_if<InParameter>(&target.local()->node);
  return in != nullptr && in->column == model.at(hop.to.front()).column ? in : nullptr;
}

Condition one_hop(const Model& model, TableId from, const Hop& hop, const Condition& target,
                  Pointed pointed) {
  const InParameter* in = asked_of(model, hop, target);
  if (in != nullptr && pointed == Pointed::may_be_gone) {
    return in_parameter(model, hop.from.front(), in->parameter,
                        in->match == Match::folded ? Match::folded : match_of(model, hop));
  }
  const policy::Table& there = model.at(hop.table);
  return pointing_at({"", columns_of(model, hop.from), model.at(there.store).name, there.live_name,
                      columns_of(model, hop.to), nullptr, match_of(model, hop)},
                     model.at(model.at(from).store).name, target);
}

}  // namespace

std::vector<Hop> steps_to(const Model& model, TableId from, TableId to) {
  std::vector<Hop> steps;
  for (const policy::Ownership& owner : model.at(from).owners) {
    const bool leads = owner.kind != policy::Ownership::Kind::shared && !owner.hops.empty() &&
                       owner.hops.front().table == to;
    if (leads && std::ranges::find(steps, owner.hops.front()) == steps.end()) {
      steps.push_back(owner.hops.front());
    }
  }
  return steps;
}

Condition step_counts(const Model& model, TableId from, const Hop& hop) {
  Condition sum;
  bool known = false;
  for (const policy::Ownership& owner : model.at(from).owners) {
    if (!owner.hops.empty() && owner.hops.front() == hop) {
      known = true;
      sum = sum || (owner.condition ? holds(model, *owner.condition) : Condition::always());
    }
  }
  return known ? sum : Condition::always();
}

Condition pointing_at(Lookup link, const std::string& from_store, const Condition& target) {
  constexpr std::size_t largest_via = 48;
  if (target.is_never()) {
    return {};
  }
  const bool near = link.store == from_store && target.is_local();
  if (!near || size_of(target.local()) > largest_via) {
    return Condition::found(std::move(link), target);
  }
  return Condition::of(
      Selector{Via{link.columns, link.table, link.target_columns, target.local(), link.match}});
}

TimeEncoding encoding_of(const policy::Field& field) {
  switch (field.clock.value_or(policy::ClockForm::iso)) {
    case policy::ClockForm::iso:
      return TimeEncoding::iso;
    case policy::ClockForm::date:
      return TimeEncoding::date;
    case policy::ClockForm::unix_seconds:
      return TimeEncoding::unix_seconds;
    case policy::ClockForm::unix_milliseconds:
      return TimeEncoding::unix_milliseconds;
  }
  return TimeEncoding::iso;
}

std::vector<Column> columns_of(const Model& model, std::span<const FieldId> fields) {
  std::vector<Column> columns;
  for (const FieldId field : fields) {
    columns.push_back(model.at(field).column);
  }
  return columns;
}

Match match_of(const Model& model, const Hop& hop) {
  const bool address = hop.to.size() == 1 &&
                       (is_address(model, hop.to.front()) || is_address(model, hop.from.front()));
  return address ? Match::folded : Match::exact;
}

bool is_unique(const Model& model, const Hop& hop) {
  auto key = model.at(hop.table).key;
  auto to = hop.to;
  std::ranges::sort(key);
  std::ranges::sort(to);
  return !key.empty() && std::ranges::includes(to, key);
}

std::vector<FieldId> pointers(const Model& model, TableId table, const policy::Ownership& owner) {
  if (owner.hops.empty() || owner.backward) {
    return {};
  }
  const Hop& hop = owner.hops.front();
  const auto& key = model.at(table).key;
  const bool by_key = std::ranges::all_of(
      hop.from, [&](FieldId field) { return std::ranges::find(key, field) != key.end(); });
  return by_key && !is_unique(model, hop) ? std::vector<FieldId>{} : hop.from;
}

Result<Condition> along(const Model& model, TableId table, std::span<const Hop> hops,
                        const Condition& target, Pointed pointed, const Taken& taken,
                        std::span<const policy::Condition> on_the_way) {
  if (hops.empty()) {
    return target;
  }
  const Hop& hop = hops.front();
  ABIDE_TRY(Condition inner,
            along(model, hop.table, hops.subspan(1), target, pointed, taken, on_the_way));
  for (const policy::Condition& condition : on_the_way) {
    if (model.at(condition.field).table == hop.table) {
      inner = inner && holds(model, condition);
    }
  }
  if (taken.ends) {
    inner = inner && !taken.ends(hop);
  }
  const Condition found = one_hop(model, table, hop, inner, pointed);
  const Condition rows = found && step_counts(model, table, hop);
  return taken.pointers ? rows && !taken.pointers(table, hop) : rows;
}

Condition holds(const Model& model, const policy::Condition& condition) {
  const Value value = std::visit([](const auto& held) { return Value{held}; }, condition.value);
  return Condition::of(Selector{In{model.at(condition.field).column, {value}}});
}

Condition in_parameter(const Model& model, FieldId field, std::string parameter, Match match) {
  return Condition::of(Selector{InParameter{model.at(field).column, std::move(parameter), match}});
}

namespace {

Result<Condition> by_path(const Model& model, TableId table, const policy::Ownership& owner,
                          const std::function<std::string(FieldId)>& parameter_of,
                          const std::function<bool(FieldId)>& by_value) {
  const auto crosses = [&](TableId from, const policy::Hop& hop) {
    return model.at(hop.table).store != model.at(from).store ||
           (by_value && hop.to.size() == 1 && by_value(hop.to.front()));
  };
  std::size_t steps = 0;
  TableId from = table;
  while (steps < owner.hops.size() && !crosses(from, owner.hops[steps])) {
    from = owner.hops[steps++].table;
  }
  const std::span<const Hop> local = std::span{owner.hops}.first(steps);
  if (steps == owner.hops.size()) {
    const FieldId key = model.at(owner.subject).identified_by.front();
    const std::string values = parameter_of(key);
    return values.empty() ? Condition{}
                          : along(model, table, local, in_parameter(model, key, values));
  }
  const Hop& crossing = owner.hops[steps];
  if (crossing.to.size() > 1) {
    // Values of several columns belong together, so the rows themselves are asked.
    const FieldId key = model.at(owner.subject).identified_by.front();
    const std::string values = parameter_of(key);
    return values.empty() ? Condition{}
                          : along(model, table, owner.hops, in_parameter(model, key, values));
  }
  Condition target = step_counts(model, from, crossing);
  const std::string values = parameter_of(crossing.to.front());
  if (values.empty()) {
    return Condition{};
  }
  target = target && in_parameter(model, crossing.from.front(), values, match_of(model, crossing));
  return along(model, table, local, target);
}

}  // namespace

Result<Condition> belonging(const Model& model, TableId table, const policy::Ownership& owner,
                            const std::function<std::string(FieldId)>& parameter_of,
                            const std::function<bool(FieldId)>& by_value) {
  ABIDE_TRY(const Condition rows, by_path(model, table, owner, parameter_of, by_value));
  return owner.condition ? rows && holds(model, *owner.condition) : rows;
}

}  // namespace abide::engine
