// What `expect plan "…"` says, held against what a plan does row by row. Internal to this folder.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/scenarios/world.hpp"

namespace abide::engine::scenarios {

/// `delete db.answers 2 rows, id 1, id 2`, `set db.profiles 1 row, goals null`, `unlink
/// db.purchases 9 user_id`, `keep db.purchases 9 until 2033-05-08`
struct PlannedWords {
  enum class Verb { remove, set, keep } verb = Verb::remove;
  TableId table;
  std::optional<std::uint64_t> rows;
  std::vector<Row> keys;
  std::vector<std::string> columns;
  std::string until;
};

/// The items of the text, divided by `;`.
/// @error refused  an item that reads like none of the forms above
[[nodiscard]] Result<std::vector<PlannedWords>> read_plan_words(const policy::Model& model,
                                                                const std::string& text);

/// Everything that differs, in words; empty when the plan does what is said and nothing else.
/// `keep` items only say that rows stay.
[[nodiscard]] std::vector<std::string> differences(const policy::Model& model,
                                                   const std::vector<PlannedWords>& expected,
                                                   const std::vector<Deed>& deeds,
                                                   const Plan& plan);
/// `delete db.answers, id 3`
[[nodiscard]] std::string words_of(const policy::Model& model, const Deed& deed);

}  // namespace abide::engine::scenarios
