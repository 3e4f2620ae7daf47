// Stories of rows and erasures in words that can be read aloud, and as data.
#pragma once

#include <string>

#include "base/json.hpp"
#include "engine/explain/erase.hpp"
#include "engine/explain/row.hpp"

namespace abide::cli {

/// A law's key and its statute.
[[nodiscard]] std::string law_words(const std::string& key);
[[nodiscard]] std::string row_text(const engine::RowStory& story);
[[nodiscard]] Json row_json(const engine::RowStory& story);
[[nodiscard]] std::string erase_text(const engine::EraseStory& story);
[[nodiscard]] Json erase_json(const engine::EraseStory& story);

}  // namespace abide::cli
