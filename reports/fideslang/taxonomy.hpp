// Fideslang's own terms, and by which of them a policy's categories go.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "policy/model.hpp"

namespace abide::reports::fideslang {

enum class Term { data_category, data_use, data_subject };
/// Whether the taxonomy that ships with Fideslang has the key.
[[nodiscard]] bool is_known(Term term, const std::string& key);
/// Its name there; empty for a key that it has not.
[[nodiscard]] std::string known_name(Term term, const std::string& key);
/// Letters, digits and `_.<>-`, as Fideslang wants its keys.
[[nodiscard]] bool is_key(std::string_view text);

/// The key of every category, by id: the alias of the nearest category around it, itself first,
/// that has one which is a key; else `POLICY.CATEGORY`, a term of the policy's own.
[[nodiscard]] std::vector<std::string> category_keys(const policy::Model& model);
/// Keys of some leaves, sorted, each once.
[[nodiscard]] std::vector<std::string> keys_of(const std::vector<std::string>& by_category,
                                               const std::vector<CategoryId>& leaves);

}  // namespace abide::reports::fideslang
