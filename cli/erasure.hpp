// Whom to erase, and how much of them: shared by the verbs that plan an erasure.
#pragma once

#include <string>
#include <vector>

#include "cli/commands.hpp"

namespace abide::cli {

struct Whom : Words {
  std::string request;          ///< the open request that asks for it, instead of `person`
  std::vector<std::string> of;  ///< these categories alone
  std::string table;            ///< with key: one row alone
  std::vector<std::string> key;
  bool same_person = false;
  bool apart = false;
};
void add_whom(CLI::App& verb, Whom& whom);

/// The kind of person: the open request's own, else the one that the words name.
[[nodiscard]] std::optional<SubjectId> kind_of(const Desk& desk, Session& session, const Whom& whom,
                                               Stop& stop);
/// Resolves the person in every store, and what is asked of them.
/// @error refused, not_found  nobody, or more than one, is meant; an unknown category or table
[[nodiscard]] Result<engine::EraseRequest> erasure_of(Session& session, const Whom& whom,
                                                      SubjectId subject);
/// Refuses words that name nobody, or somebody twice.
[[nodiscard]] Result<void> check_named(const Whom& whom);

}  // namespace abide::cli
