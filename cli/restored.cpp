#include "cli/restored.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

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
    for (const FieldId field : subject.identified_by) {
      const auto known = noted_.find(model.full_name(field));
      if (model.at(field).table != table || known == noted_.end()) continue;
      query.columns.push_back(model.at(field).column);
      noted.push_back(&known->second);
    }
    const bool by_key = !query.columns.empty() &&
                        query.columns.front() == model.at(subject.identified_by.front()).column;
    if (!by_key) return {};
    return home.select(query, [&](std::span<const Row> page) -> Result<void> {
      for (const Row& row : page) compare(id, row, noted);
      return {};
    });
  }
  std::vector<Restored> take() { return std::move(found_); }

 private:
  [[nodiscard]] auto matches(const Noted& noted, const Value& value) const {
    return noted.equal_range(to_hex(session_.control->keyed_identifier(value)));
  }
  void compare(SubjectId id, const Row& row, const std::vector<const Noted*>& noted) {
    const auto [first, last] = matches(*noted.front(), row.front());
    for (auto at = first; at != last; ++at) {
      const Erased& erased = *at->second;
      bool certain = false;
      for (std::size_t i = 1; i < row.size() && !certain; ++i) {
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

Result<std::vector<Restored>> restored(const Session& session, const engine::Stores& stores) {
  ABIDE_TRY(const auto erased, session.control->erased());
  if (erased.empty()) return std::vector<Restored>{};
  Search search{session, erased};
  const policy::Model& model = session.model;
  for (std::uint32_t i = 0; i < model.subjects.size(); ++i) {
    const auto& store = model.at(model.at(model.home_of(SubjectId{i})).store);
    const auto open = stores.by_name.find(store.name);
    if (open == stores.by_name.end() || !open->second.connector) continue;
    ABIDE_CHECK(search.look(SubjectId{i}, *open->second.connector));
  }
  return search.take();
}

Result<Restored> restored_of(const Session& session, const std::string& run) {
  ABIDE_TRY(const auto all, restored(session, session.stores));
  const auto one = std::ranges::find_if(
      all, [&](const Restored& other) { return other.run == run && other.certain; });
  if (one != all.end()) return *one;
  return Error{ErrorCode::not_found, fmt::format("nobody whom `{}` erased is there again", run),
               "`abide reread --deep --deploy …` tells who is; nothing was done"};
}

}  // namespace abide::cli
