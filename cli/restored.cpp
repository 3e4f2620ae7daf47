#include "cli/restored.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

#include "engine/explain/reach.hpp"

namespace abide::cli {
namespace {

using Erased = engine::ControlStore::Erased;
/// What was noted of a column, by digest.
using Noted = std::multimap<std::string, const Erased*>;

class Search {
 public:
  Search(const Session& session, const std::vector<Erased>& erased) : session_(session) {
    for (const Erased& one : erased) noted_[one.column].emplace(one.digest, &one);
  }

  Result<void> look(SubjectId id, Connector& home) {
    const policy::Model& model = session_.model;
    const policy::Subject& subject = model.at(id);
    const TableId table = model.home_of(id);
    Query query{.table = model.at(table).live_name, .columns = {}, .key = {}};
    std::vector<const Noted*> noted;
    std::vector<FieldId> fields{subject.identified_by.front()};
    std::ranges::copy_if(model.at(table).fields, std::back_inserter(fields),
                         [&](FieldId field) { return field != fields.front() && knows(field); });
    for (const FieldId field : fields) {
      query.columns.push_back(model.at(field).column);
      noted.push_back(&noted_.at(model.full_name(field)));
    }
    const std::vector<FieldId> clocks = clocks_of(table);
    for (const FieldId clock : clocks) query.columns.push_back(model.at(clock).column);
    return home.select(query, [&](std::span<const Row> page) -> Result<void> {
      for (const Row& row : page) {
        std::optional<Instant> oldest;
        for (std::size_t i = 0; i < clocks.size(); ++i) {
          const auto at = engine::moment_in(model.at(clocks[i]), row[noted.size() + i]);
          if (at && (!oldest || *at < *oldest)) oldest = at;
        }
        compare(id, row, noted, oldest);
      }
      return {};
    });
  }
  /// Whether anything was noted of the column.
  [[nodiscard]] bool knows(FieldId field) const {
    return noted_.contains(session_.model.full_name(field));
  }
  std::vector<Restored> take() { return std::move(found_); }

 private:
  [[nodiscard]] auto matches(const Noted& noted, const Value& value) const {
    return noted.equal_range(to_hex(session_.control->keyed_identifier(value)));
  }
  /// The declared clocks of the table.
  [[nodiscard]] std::vector<FieldId> clocks_of(TableId table) const {
    const policy::Model& model = session_.model;
    std::vector<FieldId> clocks;
    std::ranges::copy_if(model.at(table).fields, std::back_inserter(clocks),
                         [&](FieldId field) { return model.at(field).clock.has_value(); });
    return clocks;
  }
  /// @param oldest  moment in the row: what a backup brings back began before the erasure
  void compare(SubjectId id, const Row& row, const std::vector<const Noted*>& noted,
               std::optional<Instant> oldest) {
    const auto [first, last] = matches(*noted.front(), row.front());
    for (auto at = first; at != last; ++at) {
      const Erased& erased = *at->second;
      bool certain = false;
      const bool is_new = oldest && *oldest > erased.at;
      for (std::size_t i = 1; i < noted.size() && !certain && !is_new && !erased.run.empty(); ++i) {
        const auto [from, until] = matches(*noted[i], row[i]);
        certain = std::any_of(from, until,
                              [&](const auto& other) { return other.second->run == erased.run; });
      }
      found_.push_back({erased.run, erased.at, id, Sensitive{Value{row.front()}}, certain});
    }
  }

  const Session& session_;
  std::map<std::string, Noted> noted_;
  std::vector<Restored> found_;
};

}  // namespace

Result<Comparison> restored(const Session& session, const engine::Stores& stores) {
  Comparison all;
  ABIDE_TRY(const auto erased, session.control->erased());
  Search search{session, erased};
  const policy::Model& model = session.model;
  for (std::uint32_t i = 0; i < model.subjects.size(); ++i) {
    if (!search.knows(model.subjects[i].identified_by.front())) continue;
    const TableId home = model.home_of(SubjectId{i});
    const policy::Store& store = model.at(model.at(home).store);
    const auto open = stores.by_name.find(store.name);
    const bool answers = open != stores.by_name.end() && open->second.connector;
    const Result<void> looked =
        answers ? search.look(SubjectId{i}, *open->second.connector)
                : Result<void>{Error{ErrorCode::unavailable, "the store does not answer", ""}};
    ++all.tables;
    if (!looked) all.not_looked.push_back({model.full_name(home), looked.error().message});
  }
  all.found = search.take();
  return all;
}

Result<Restored> restored_of(const Session& session, const std::string& run) {
  ABIDE_TRY(const Comparison all, restored(session, session.stores));
  const auto is_theirs = [&](const Restored& other) { return other.run == run && other.certain; };
  const auto one = std::ranges::find_if(all.found, is_theirs);
  const auto count = std::ranges::count_if(all.found, is_theirs);
  if (count > 1)
    return Error{ErrorCode::refused,
                 fmt::format("{} accounts of whom `{}` erased are there again", count, run),
                 "erase each by what it is known by, with --for; nothing was done"};
  if (one != all.found.end()) return *one;
  return Error{ErrorCode::not_found, fmt::format("nobody whom `{}` erased is there again", run),
               "`abide reread --deep --deploy …` tells who is; nothing was done"};
}

}  // namespace abide::cli
