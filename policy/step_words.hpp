// The words of a test's step, looked at one by one: shared by the check of tests and their reading.
#pragma once

#include <cstddef>
#include <string_view>
#include <variant>
#include <vector>

#include "policy/ast.hpp"

namespace abide::policy {

/// The name at a place of a step, or null when something else or nothing stands there.
inline const ast::Name* name_at(const std::vector<ast::Value>& values, std::size_t at) {
  return at < values.size() ? std::get_if<ast::Name>(&values[at]) : nullptr;
}
inline bool word_at(const std::vector<ast::Value>& values, std::size_t at, std::string_view word) {
  const ast::Name* name = name_at(values, at);
  return name != nullptr && name->text == word;
}

}  // namespace abide::policy
