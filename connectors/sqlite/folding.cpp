// ASCII case and what stands around, row by row in a column.
#include "connectors/sqlite/folding.hpp"

#include <algorithm>
#include <span>
#include <string_view>

#include "base/text.hpp"

namespace abide::sqlite {
namespace {

std::string_view text_of(sqlite3_value* value) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
  return text == nullptr
             ? std::string_view{}
             : std::string_view{text, static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

void folds(sqlite3_context* context, int count, sqlite3_value** arguments) {
  const std::span values{arguments, static_cast<std::size_t>(count)};
  if (sqlite3_value_type(values.front()) != SQLITE_TEXT) {
    sqlite3_result_int(context, 1);
    return;
  }
  const std::string_view text = trimmed(text_of(values.front()));
  const bool any = std::ranges::any_of(values.subspan(1), [&](sqlite3_value* value) {
    return std::ranges::equal(text, text_of(value), {}, lowered);
  });
  sqlite3_result_int(context, any ? 1 : 0);
}

}  // namespace

Result<void> add_folding_function(sqlite3* db) {
  if (sqlite3_create_function(db, "abide_folds", -1,
                              SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, nullptr,
                              folds, nullptr, nullptr) != SQLITE_OK) {
    return error_of(db, "adding a function");
  }
  return {};
}

}  // namespace abide::sqlite
