// E1011: what the database does by itself when planned rows go: triggers, and foreign keys that
// delete or change the rows that point at them.
#include <fmt/format.h>

#include <algorithm>

#include "engine/catalogue/parts.hpp"
#include "engine/plan/paths.hpp"

namespace abide::engine::catalogue {
namespace {

using policy::Rule;

/// Ceilings that can remove rows of the table, each once.
std::vector<const Rule*> removals(const policy::Model& model, TableId table) {
  std::vector<const Rule*> found;
  for (const Rule& rule : model.rules) {
    const bool here = std::ranges::any_of(
        rule.fields, [&](FieldId field) { return model.at(field).table == table; });
    if (here && rule.is_ceiling() && rule.kind != Rule::Kind::sever) {
      found.push_back(&rule);
    }
  }
  return found;
}

bool reaches_all(const Rule& rule, const policy::Model& model, TableId table) {
  return std::ranges::all_of(model.at(table).fields, [&](FieldId field) {
    return model.at(field).categories.empty() || std::ranges::binary_search(rule.fields, field);
  });
}

/// The child's rows are the same people's, through this very reference.
bool owned_through(const policy::Model& model, TableId child, TableId parent,
                   const ForeignKey& key) {
  return std::ranges::any_of(model.at(child).owners, [&](const policy::Ownership& owner) {
    return !owner.hops.empty() && owner.hops.front().table == parent &&
           columns_of(model, owner.hops.front().from) == key.columns;
  });
}

/// Whenever a row of `parent` goes, so do the rows that point at it, by the same sentences.
bool goes_along(const policy::Model& model, TableId child, TableId parent, const ForeignKey& key) {
  return !has_floor(model, child) && owned_through(model, child, parent, key) &&
         std::ranges::all_of(removals(model, parent),
                             [&](const Rule* rule) { return reaches_all(*rule, model, child); });
}

/// The pointing column is emptied by the policy on every event that removes what it points at.
bool is_unlinked_before(const policy::Model& model, TableId child, TableId parent,
                        const ForeignKey& key) {
  std::vector<EventId> emptied_at;
  for (const FieldId field : model.at(child).fields) {
    if (key.columns != std::vector{model.at(field).column}) {
      continue;
    }
    for (const RuleId id : model.rules_of(field)) {
      const Rule& rule = model.at(id);
      if (rule.kind == Rule::Kind::sever) {
        emptied_at.insert(emptied_at.end(), rule.anchor.events.begin(), rule.anchor.events.end());
      }
    }
  }
  return std::ranges::all_of(removals(model, parent), [&](const Rule* rule) {
    return std::ranges::all_of(rule->anchor.events, [&](EventId event) {
      return std::ranges::find(emptied_at, event) != emptied_at.end();
    });
  });
}

const char* words_of(ForeignKey::Action action) {
  switch (action) {
    case ForeignKey::Action::cascade:
      return "ON DELETE CASCADE would delete";
    case ForeignKey::Action::set_null:
      return "ON DELETE SET NULL would unlink";
    case ForeignKey::Action::set_default:
      return "ON DELETE SET DEFAULT would change";
    case ForeignKey::Action::none:
      return "";
  }
  return "";
}

void check_child(const Pair& parent, const LiveTable& child, const ForeignKey& key, Gaps& gaps) {
  const auto declared_child = declared(parent.model, parent.table.store, child.name);
  const std::string name = live_name(parent.model, parent.table.store, child.name);
  if (declared_child) {
    const bool planned =
        key.on_delete == ForeignKey::Action::cascade
            ? goes_along(parent.model, *declared_child, parent.id, key)
            : key.on_delete == ForeignKey::Action::set_null &&
                  is_unlinked_before(parent.model, *declared_child, parent.id, key);
    if (planned || goes_along(parent.model, *declared_child, parent.id, key)) {
      return;
    }
  }
  const bool must_stay = declared_child && has_floor(parent.model, *declared_child);
  gaps.add({"E1011", parent.model.full_name(parent.id),
            fmt::format("{} rows of `{}` ({}) when a row here goes{}", words_of(key.on_delete),
                        name, fmt::join(key.columns, ", "),
                        !declared_child ? ", and the policy does not declare that table"
                        : must_stay     ? ", and a sentence keeps some of them"
                                        : ", which no sentence asks for"),
            must_stay ? "let the store refuse instead (ON DELETE RESTRICT)"
            : declared_child
                ? "let the store refuse instead (ON DELETE RESTRICT), or sever the link before"
                : "declare the table, or let the store refuse instead (ON DELETE RESTRICT)",
            0, std::nullopt, !declared_child || must_stay});
}

}  // namespace

void check_cascades(const Pair& pair, const LiveSchema& schema, Gaps& gaps) {
  if (!is_planned(pair.model, pair.id)) {
    return;
  }
  for (const std::string& trigger : pair.live.triggers) {
    const std::string place = pair.model.full_name(pair.id);
    gaps.add({"E1011", place,
              fmt::format("the trigger `{}` acts when rows here change, on rows that nobody "
                          "planned",
                          trigger),
              "drop the trigger; a waiver helps only with one that changes no row, since what goes "
              "beyond "
              "the plan is rolled back",
              0, std::nullopt, !gaps.waived("E1011", place)});
  }
  if (removals(pair.model, pair.id).empty()) {
    return;
  }
  for (const LiveTable& child : schema.tables) {
    for (const ForeignKey& key : child.foreign_keys) {
      if (key.on_delete != ForeignKey::Action::none && key.target_table == pair.live.name &&
          child.name != pair.live.name) {
        check_child(pair, child, key, gaps);
      }
    }
  }
}

}  // namespace abide::engine::catalogue
