// Whether those whom events and holds speak of are still there.
#include <fmt/format.h>

#include <algorithm>

#include "engine/facts/facts.hpp"
#include "engine/plan/paths.hpp"

namespace abide::engine {
namespace {

using policy::Hop;

/// Whether `column` of the table holds the key in some row; nullopt when its store does not answer.
Result<std::optional<bool>> holds(const Scene& scene, FieldId field, Match match,
                                  const Value& key) {
  const policy::Table& table = scene.model.at(scene.model.at(field).table);
  Connector* store = scene.stores.find(scene.model.at(table.store).name);
  if (store == nullptr) {
    return std::optional<bool>{};
  }
  const Query rows{.table = table.live_name,
                   .columns = {},
                   .key = {},
                   .range = {},
                   .where = share({In{scene.model.at(field).column, {key}, match}})};
  ABIDE_TRY(const std::uint64_t count, store->count(rows));
  return std::optional{count > 0};
}

/// Whether the row is there; true where that is not known.
Result<bool> is_row_there(const Scene& scene, const Facts& facts, const RowKey& row) {
  const policy::Table& table = scene.model.at(row.table);
  Connector* store = scene.stores.find(scene.model.at(table.store).name);
  const LiveTable* live = facts.catalogue.find(scene.model, row.table);
  const Row& key = row.key.reveal();
  if (store == nullptr || live == nullptr || key.size() != table.key.size()) {
    return true;
  }
  std::vector<SelectorPtr> parts;
  for (std::size_t i = 0; i < key.size(); ++i) {
    const Column& column = scene.model.at(table.key[i]).column;
    if (find_column(*live, column) == nullptr) {
      return true;
    }
    parts.push_back(share({In{column, {key[i]}, Match::exact}}));
  }
  const Query rows{.table = table.live_name,
                   .columns = {},
                   .key = {},
                   .range = {},
                   .where = share({And{std::move(parts)}})};
  ABIDE_TRY(const std::uint64_t count, store->count(rows));
  return count > 0;
}

/// The columns by which rows belong to the subject directly, its own key first.
std::vector<Hop> links_to(const policy::Model& model, SubjectId subject) {
  const FieldId key = model.at(subject).identified_by.front();
  std::vector<Hop> links{{{key}, model.at(key).table, {key}}};
  for (const policy::Table& table : model.tables) {
    for (const policy::Ownership& owner : table.owners) {
      if (owner.subject == subject && !owner.hops.empty() &&
          owner.hops.front().to == std::vector{key}) {
        links.push_back(owner.hops.front());
      }
    }
  }
  return links;
}

}  // namespace

Result<bool> is_anywhere(const Scene& scene, const Facts& facts, SubjectId subject,
                         const Value& key) {
  for (const Hop& link : links_to(scene.model, subject)) {
    const TableId table = scene.model.at(link.from.front()).table;
    const LiveTable* live = facts.catalogue.find(scene.model, table);
    if (live == nullptr ||
        find_column(*live, scene.model.at(link.from.front()).column) == nullptr) {
      return true;  // not known, so not denied
    }
    ABIDE_TRY(const auto found, holds(scene, link.from.front(), match_of(scene.model, link), key));
    if (!found || *found) {
      return true;
    }
  }
  return false;
}

Result<void> settle_told(const Scene& scene, Facts& facts, const std::string& by, Instant now) {
  std::vector<ToldEvent> open;
  for (ToldEvent& told : facts.facts.events) {
    const bool by_absence =
        std::holds_alternative<policy::OnAbsence>(scene.model.at(told.event).source);
    bool there = true;
    if (told.subject && !told.row && !by_absence) {
      ABIDE_TRY(there, is_anywhere(scene, facts, *told.subject, told.subject_key.reveal()));
    }
    if (there) {
      open.push_back(std::move(told));
    } else {
      ABIDE_CHECK(scene.control.settle_subject(scene.model, *told.subject,
                                               told.subject_key.reveal(), by, now));
    }
  }
  facts.facts.events = std::move(open);
  for (const ToldRow& told : facts.facts.rows) {
    ABIDE_TRY(const bool there, is_row_there(scene, facts, told.row));
    ABIDE_CHECK(scene.control.note_presence(
        told.event, there ? OwnBook::Presence::there : OwnBook::Presence::gone, now));
  }
  ABIDE_TRY(facts.facts.generation, scene.control.generation());
  return {};
}

Result<void> check_holds(const Scene& scene, const Facts& facts) {
  for (const Keep& keep : facts.facts.keeps) {
    if (keep.reason != Keep::Reason::hold || !keep.subject || keep.row || keep.table) {
      continue;
    }
    ABIDE_TRY(const bool there,
              is_anywhere(scene, facts, *keep.subject, keep.subject_key.reveal()));
    if (!there) {
      return Error{ErrorCode::refused,
                   fmt::format("{} leads to nobody: the person's key was changed, or the rows are "
                               "gone",
                               keep.id),
                   "place it again for the person as they are named now, and release this one; "
                   "nothing was run"};
    }
  }
  return {};
}

}  // namespace abide::engine
