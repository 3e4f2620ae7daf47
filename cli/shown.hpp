// Text and JSON made fit for a terminal and for readers that insist on UTF-8.
#pragma once

#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/time.hpp"

namespace abide::cli {

/// The same text; what a terminal would obey, and bytes that are no UTF-8, are spelt in
/// hexadecimal. Line ends and tabs stay. Stores, policies and people may name things so.
[[nodiscard]] std::string shown(std::string_view text);
/// The same text, each word with an `@` in it left out unless it is a path: somebody's address may
/// have slipped into what was typed, and errors end in logs.
[[nodiscard]] std::string without_addresses(std::string_view text);
/// JSON of the same meaning: what a terminal would obey is spelt `\u00xx`.
[[nodiscard]] std::string shown_json(std::string text);
/// @param indent  of each level; below 0 for one line
[[nodiscard]] std::string shown(const Json& json, int indent);
/// A moment as people read it: nobody asks for microseconds.
[[nodiscard]] std::string to_the_second(Instant at);

}  // namespace abide::cli
