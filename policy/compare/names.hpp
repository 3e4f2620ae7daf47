// Which thing of one version is which of the other: by name, and where a name is in one version
// alone by what it stands for. Internal to the comparison.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "policy/compare/comparison.hpp"

namespace abide::policy::compare {

/// The names of one version's things, by index, as both versions are compared by: the newer
/// version's where a thing is in both.
struct Names {
  std::vector<std::string> stores, tables, fields;  ///< in full: `db`, `db.users`, `db.users.id`
  std::vector<std::string> categories, subjects, events, promises;
  std::vector<std::string> recipients, purposes, states, outlets;
  /// Names as this version writes them that are compared by another, of whatever kind.
  std::map<std::string, std::string> renamed;

  [[nodiscard]] const std::string& of(StoreId id) const { return stores[id.value]; }
  [[nodiscard]] const std::string& of(TableId id) const { return tables[id.value]; }
  [[nodiscard]] const std::string& of(FieldId id) const { return fields[id.value]; }
  [[nodiscard]] const std::string& of(CategoryId id) const { return categories[id.value]; }
  [[nodiscard]] const std::string& of(SubjectId id) const { return subjects[id.value]; }
  [[nodiscard]] const std::string& of(EventId id) const { return events[id.value]; }
  [[nodiscard]] const std::string& of(PromiseId id) const { return promises[id.value]; }
  [[nodiscard]] const std::string& of(RecipientId id) const { return recipients[id.value]; }
  [[nodiscard]] const std::string& of(PurposeId id) const { return purposes[id.value]; }
  [[nodiscard]] const std::string& of(StateId id) const { return states[id.value]; }
  [[nodiscard]] const std::string& of(OutletId id) const { return outlets[id.value]; }
  /// Several names in a row.
  template <class Ids>
  [[nodiscard]] std::string list(const Ids& ids) const {
    std::string all;
    for (const auto id : ids) all += (all.empty() ? "" : ", ") + of(id);
    return all;
  }
  /// A name as written, as it is compared.
  [[nodiscard]] const std::string& of(const std::string& written) const {
    const auto at = renamed.find(written);
    return at == renamed.end() ? written : at->second;
  }
};

/// A version with the names it is compared by.
struct Named {
  const Model& model;
  const Sources& sources;
  const Names& names;
};

struct Aligned {
  Names before;
  Names after;
  std::vector<Renaming> renamings;
};
/// Stores, tables and columns are the same where the live names are; categories where the same
/// columns hold them; events that the same column dates; people by their columns; everything else,
/// and what no column holds, by its title; promises by what they quote. Who receives data, and for
/// what, is never guessed from how a policy uses it: another name is another company.
[[nodiscard]] Aligned align(const Edition& before, const Edition& after);

}  // namespace abide::policy::compare
