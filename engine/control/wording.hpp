// Free text by people, which stays in the ledger for good: what must not be in it.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "connectors/connector.hpp"

namespace abide::engine {

/// Nothing but blanks.
[[nodiscard]] bool is_blank(std::string_view text);

/// Whether a text holds a value that identifies somebody, in capitals or not: a text of three
/// characters or more anywhere; a number or a shorter text where it stands as a word of its own
/// (`2026-14` is one word, and not `14`).
[[nodiscard]] bool names_person(std::string_view text, const Value& value);

/// Refuses what would stay in the ledger for good: nobody who asks, or words that name the person.
/// @param what  what the text is, for people: `reason`
/// @param key  of the person; NULL when it is nobody's
[[nodiscard]] Result<void> check_words(std::string_view what, std::string_view text,
                                       const std::string& by, const Value& key);

}  // namespace abide::engine
