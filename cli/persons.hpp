// What people write about a person, held against everything that identifies them.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/session.hpp"

namespace abide::cli {

/// A text that stays in the ledger for good, and what it is: `--reason`.
struct Written {
  std::string_view what;
  std::string_view text;
};

/// Refuses a text that holds a value which identifies the person: of any column that does, in any
/// store that answers; in capitals or not. The answer does not repeat it.
[[nodiscard]] Result<void> check_written(Session& session, SubjectId subject, const Value& key,
                                         std::initializer_list<Written> texts);
/// The same for a row: its own key and identifiers, and those of whoever owns it.
[[nodiscard]] Result<void> check_written(Session& session, const engine::RowKey& row,
                                         std::initializer_list<Written> texts);
/// The same for identifiers that are known already.
[[nodiscard]] Result<void> check_written(const engine::Identity& identity,
                                         std::initializer_list<Written> texts);

/// What was noted of erased people of this kind who had the value.
[[nodiscard]] Result<std::vector<engine::ControlStore::Erased>> erased_with(
    Session& session, SubjectId subject, const std::string& value);

/// The error, or that the person was erased, where the value is one of theirs: somebody asks again.
[[nodiscard]] Error or_erased(Session& session, SubjectId subject, const std::string& value,
                              Error error);

/// Other kinds of people among whom somebody has an identifier of this person's: an address, say.
/// Numbers are not asked for, since each table counts from one, nor what does not answer.
[[nodiscard]] std::vector<std::string> other_kinds(Session& session,
                                                   const engine::Identity& identity);

/// How the ledger and lists call the one person whom the words name.
[[nodiscard]] std::optional<std::string> reference_of(const Desk& desk, Session& session,
                                                      const Words& words, Stop& stop);

}  // namespace abide::cli
