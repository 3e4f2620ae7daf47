// Whom to erase, and how much of them: shared by the verbs that plan an erasure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cli/commands.hpp"

namespace abide::cli {

struct Whom : Words {
  std::string request;          ///< the open request that asks for it, instead of `person`
  std::string again;            ///< the run that erased them before, instead of `person`
  bool from_backup = false;     ///< with `again`: a backup brought them back
  std::vector<std::string> of;  ///< these categories alone
  std::string table;            ///< with key: one row alone
  std::vector<std::string> key;
  bool same_person = false;
  bool apart = false;
};
void add_whom(const Verb& verb, Whom& whom);

/// The kind of person: the open request's own, else the one that the words name.
[[nodiscard]] std::optional<SubjectId> kind_of(const Desk& desk, Session& session, const Whom& whom,
                                               Stop& stop);
/// Resolves the person in every store.
/// @error refused, not_found  nobody, or more than one, is meant
[[nodiscard]] Result<engine::Identity> identity_of(Session& session, const Whom& whom,
                                                   SubjectId subject);
/// What is asked of them: no more than the open request covers, where one asks for it.
/// @error refused, not_found  an unknown category or table; the request is no erasure, or does not
/// cover what is named
[[nodiscard]] Result<engine::EraseRequest> erasure_of(Session& session, const Whom& whom,
                                                      engine::Identity identity);
/// Refuses a row that is not there, or in which the plan finds nothing of the person.
[[nodiscard]] Result<void> check_row(const Session& session, const engine::EraseRequest& erase,
                                     const engine::Plan& plan);
/// Adds what a person should know before it is done: how much a request covers, and which open
/// requests can no longer be answered afterwards.
[[nodiscard]] Result<void> add_notes(Session& session, const Whom& whom,
                                     const engine::EraseRequest& erase, engine::Plan& plan);
/// Refuses words that name nobody, or somebody twice.
[[nodiscard]] Result<void> check_named(const Whom& whom);

/// An open request by its name.
/// @error not_found  none of this name is open
[[nodiscard]] Result<engine::Request> open_request(Session& session, const std::string& id);
/// Whether the words ask for all that their request covers. True without a request.
[[nodiscard]] Result<bool> asks_for_all(Session& session, const Whom& whom,
                                        const reread::Person& person);
using Identifiers = std::map<FieldId, Sensitive<std::vector<Value>>>;
/// The open requests of one person.
[[nodiscard]] Result<std::vector<engine::Request>> open_requests_of(Session& session,
                                                                    SubjectId subject,
                                                                    const Identifiers& identity);
/// What somebody asked a copy of is not erased before they have it: why an erasure waits for an
/// open request of the person's; none when it need not.
[[nodiscard]] Result<std::optional<Error>> unanswered_of(Session& session,
                                                         const engine::EraseRequest& erase);
/// Whether it cannot be answered once the person's data is gone.
[[nodiscard]] bool needs_the_data(const engine::Request& request);

}  // namespace abide::cli
