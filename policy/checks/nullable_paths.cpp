// W0603: a column that leads to the owner is emptied while the row lives on, so that the row will
// belong to nobody. Columns that are null in the live data are the engine's to find.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "policy/checks/checks.hpp"

namespace abide::policy::checks {
namespace {

/// Events that end a column's keeping.
std::vector<std::set<EventId>> ending_events(const Model& model) {
  std::vector<std::set<EventId>> events(model.fields.size());
  for (const Rule& rule : model.rules) {
    if (rule.is_ceiling() && rule.kind != Rule::Kind::sever) {
      for (const FieldId field : rule.fields) {
        events[field.value].insert(rule.anchor.events.begin(), rule.anchor.events.end());
      }
    }
  }
  return events;
}

struct Orphan {
  FieldId path;
  FieldId outliving;
  std::optional<EventId> event;  ///< absent: blanked by its own owner statement
};

std::optional<Orphan> orphan_in(const Model& model, const Table& table, const Ownership& owner,
                                const std::vector<std::set<EventId>>& ending,
                                const std::set<FieldId>& severed) {
  if (owner.kind != Ownership::Kind::sole || owner.hops.empty()) {
    return std::nullopt;
  }
  for (const FieldId path : owner.hops.front().from) {
    if (std::find(owner.blanks.begin(), owner.blanks.end(), path) != owner.blanks.end()) {
      return Orphan{path, path, std::nullopt};
    }
    if (severed.contains(path)) {
      continue;  // on purpose, and on record
    }
    for (const EventId event : ending[path.value]) {
      for (const FieldId other : table.fields) {
        if (model.is_personal(other) && !ending[other.value].contains(event)) {
          return Orphan{path, other, event};
        }
      }
    }
  }
  return std::nullopt;
}

void warn(Context& context, TableId table, std::size_t owner, const Orphan& orphan) {
  const Model& model = context.model;
  const std::string path = model.full_name(orphan.path);
  const std::string message =
      orphan.event
          ? fmt::format(
                "`{}` leads to the owner and ends with `{}`, while `{}` stays: the row "
                "will belong to nobody",
                path, model.at(*orphan.event).name, model.full_name(orphan.outliving))
          : fmt::format("`{}` leads to the owner and is blanked: the row will belong to nobody",
                        path);
  auto& warning = context.warn("W0603", context.places.owners[table.value][owner], message,
                               {model.full_name(table), path},
                               fmt::format("`sever {}` if that is meant, or let the rest of the "
                                           "row end with it",
                                           path));
  warning.labels.push_back({context.places.fields[orphan.outliving.value], "this stays"});
}

}  // namespace

void check_nullable_paths(Context& context) {
  const Model& model = context.model;
  const auto ending = ending_events(model);
  std::set<FieldId> severed;
  for (const Rule& rule : model.rules) {
    if (rule.kind == Rule::Kind::sever) {
      severed.insert(rule.fields.begin(), rule.fields.end());
    }
  }
  for (std::uint32_t i = 0; i < model.tables.size(); ++i) {
    const auto& owners = model.tables[i].owners;
    for (std::size_t owner = 0; owner < owners.size(); ++owner) {
      if (const auto orphan = orphan_in(model, model.tables[i], owners[owner], ending, severed)) {
        warn(context, TableId{i}, owner, *orphan);
        break;
      }
    }
  }
}

}  // namespace abide::policy::checks
