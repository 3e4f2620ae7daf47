// From the built-in policy's sentences to terms, by the same reckoning as any other policy.
#include "engine/own/own.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engine/retention.hpp"

namespace abide::engine {
namespace {

using policy::Model;
using policy::Rule;

constexpr const char* own_name = "own.policy";

/// A rule that reaches a table's key takes its rows; any other one what is sealed in them.
OwnTerm::Takes taken_by(const Model& model, const Rule& rule, TableId table) {
  const auto& key = model.at(table).key;
  const bool whole = std::ranges::any_of(
      key, [&](FieldId field) { return std::ranges::binary_search(rule.fields, field); });
  return whole ? OwnTerm::Takes::rows : OwnTerm::Takes::sealed;
}

std::set<TableId> tables_of(const Model& model, const Rule& rule) {
  std::set<TableId> tables;
  for (const FieldId field : rule.fields) {
    tables.insert(model.at(field).table);
  }
  return tables;
}

}  // namespace

Result<policy::Model> own_policy() {
  const auto reader = [](const std::string& path) -> Result<std::string> {
    if (path == own_name) {
      return std::string{own_text()};
    }
    return Error{ErrorCode::not_found, fmt::format("there is no `{}` in this program", path), ""};
  };
  ABIDE_TRY(auto compiled, policy::compile(own_name, reader));
  if (!compiled.model) {
    return Error{ErrorCode::corrupt, "the policy for Abide's own data does not compile",
                 "nothing of it was ended; report it with this program's version"};
  }
  return *std::move(compiled.model);
}

Result<std::vector<OwnTerm>> own_terms(const Model& model, Instant at) {
  ABIDE_TRY(const Reckoner reckoner, Reckoner::of(model.calendar));
  std::vector<OwnTerm> terms;
  for (const Rule& rule : model.rules) {
    for (const EventId event : rule.anchor.events) {
      const auto* const column = std::get_if<policy::AtColumn>(&model.at(event).source);
      if (column == nullptr) {
        continue;
      }
      for (const TableId table : tables_of(model, rule)) {
        terms.push_back({model.full_name(table), model.full_name(column->field),
                         taken_by(model, rule, table), reckoner.ceiling_cutoff(rule, at),
                         model.at(rule.promise).id});
      }
    }
  }
  return terms;
}

}  // namespace abide::engine
