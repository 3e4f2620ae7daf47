// Paths walked over the handful of rows that a test gives.
#include "engine/scenarios/persons.hpp"

#include <algorithm>
#include <span>

namespace abide::engine::scenarios {
namespace {

using policy::Condition;
using policy::Hop;
using policy::Model;

/// Addresses are compared folded.
bool same(const Value& a, const Value& b) {
  return !std::holds_alternative<std::monostate>(a) && folded_value(a) == folded_value(b);
}

bool holds(const Condition& condition, const Record& row) {
  const Value& value = row.at(condition.field);
  const auto* number = std::get_if<std::int64_t>(&condition.value);
  const auto* text = std::get_if<std::string>(&condition.value);
  return number != nullptr ? value == Value{*number} : value == Value{*text};
}
/// Those of the conditions that speak of the row's table.
bool hold_here(const std::vector<Condition>& conditions, const Model& model, const Record& row) {
  return std::ranges::all_of(conditions, [&](const Condition& condition) {
    return model.at(condition.field).table != row.table || holds(condition, row);
  });
}

struct Walk {
  const Model& model;
  const std::vector<Record>& records;
  const Person& person;
  const std::vector<Condition>& on_the_way;

  [[nodiscard]] bool steps(const Record& row, const Hop& hop, const Record& target) const {
    for (std::size_t i = 0; i < hop.from.size(); ++i) {
      if (!same(row.at(hop.from[i]), target.at(hop.to[i]))) return false;
    }
    return target.table == hop.table && hold_here(on_the_way, model, target);
  }
  /// The person's own row may not be given: then the pointing column itself must hold their key.
  [[nodiscard]] bool points_at_key(const Record& row, const Hop& hop) const {
    const FieldId key = model.at(person.subject).identified_by.front();
    const auto at = std::ranges::find(hop.to, key);
    return at != hop.to.end() && same(row.at(hop.from[at - hop.to.begin()]), person.key);
  }
  [[nodiscard]] bool leads(const Record& row, std::span<const Hop> hops) const {
    const FieldId key = model.at(person.subject).identified_by.front();
    if (hops.empty()) {
      return row.table == model.at(key).table && same(row.at(key), person.key);
    }
    if (hops.size() == 1 && points_at_key(row, hops.front())) return true;
    return std::ranges::any_of(records, [&](const Record& target) {
      return steps(row, hops.front(), target) && leads(target, hops.subspan(1));
    });
  }
};

}  // namespace

Value own_key(const Model& model, const std::vector<Record>& records, SubjectId subject,
              const Value& named) {
  const auto& columns = model.at(subject).identified_by;
  const FieldId key = columns.front();
  for (const FieldId column : columns) {
    for (const Record& row : records) {
      if (row.table == model.at(key).table && row.table == model.at(column).table &&
          same(row.at(column), named)) {
        return row.at(key);
      }
    }
  }
  return named;
}

namespace {

using Paths = std::vector<std::vector<FieldId>>;

Paths owning_paths(const Model& model, const std::vector<Record>& records, const Record& row,
                   const Person& person) {
  Paths paths;
  for (const policy::Ownership& owner : model.at(row.table).owners) {
    const bool counts =
        owner.subject == person.subject && (!owner.condition || holds(*owner.condition, row));
    if (counts && !owner.hops.empty() &&
        Walk{model, records, person, owner.on_the_way}.leads(row, owner.hops)) {
      paths.push_back(owner.hops.front().from);
    }
  }
  return paths;
}

Paths mentioning_paths(const Model& model, const std::vector<Record>& records, const Record& row,
                       const Person& person) {
  const std::vector<Condition> none;
  Paths paths;
  for (const policy::Mention& mention : model.at(row.table).mentions) {
    std::vector<Hop> hops{mention.hop};
    hops.insert(hops.end(), mention.onward.begin(), mention.onward.end());
    if (mention.subject == person.subject && Walk{model, records, person, none}.leads(row, hops)) {
      paths.push_back(mention.hop.from);
    }
  }
  return paths;
}

}  // namespace

Paths paths_to(const Model& model, const std::vector<Record>& records, const Record& row,
               const Person& person) {
  Paths paths = owning_paths(model, records, row, person);
  for (auto& path : mentioning_paths(model, records, row, person)) paths.push_back(path);
  return paths;
}

std::vector<std::size_t> rows_of(const Model& model, const std::vector<Record>& records,
                                 TableId table, const Person& person) {
  const FieldId key = model.at(person.subject).identified_by.front();
  std::vector<std::size_t> owned;
  std::vector<std::size_t> mentioning;
  for (std::size_t i = 0; i < records.size(); ++i) {
    const Record& row = records[i];
    if (row.table != table) continue;
    const bool own = row.table == model.at(key).table && same(row.at(key), person.key);
    if (own || !owning_paths(model, records, row, person).empty()) {
      owned.push_back(i);
    } else if (!mentioning_paths(model, records, row, person).empty()) {
      mentioning.push_back(i);
    }
  }
  return owned.empty() ? mentioning : owned;
}

}  // namespace abide::engine::scenarios
