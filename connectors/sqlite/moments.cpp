// ISO 8601 texts read by the one reader of moments.
#include "connectors/sqlite/moments.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/time.hpp"

namespace abide::sqlite {
std::optional<std::int64_t> micros_of(sqlite3_value* value) {
  if (sqlite3_value_type(value) != SQLITE_TEXT) {
    return std::nullopt;
  }
  const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
  const auto instant = parse_instant({text, static_cast<std::size_t>(sqlite3_value_bytes(value))});
  return instant && *instant >= earliest_moment ? std::optional{instant->time_since_epoch().count()}
                                                : std::nullopt;
}

namespace {

void micros(sqlite3_context* context, int /*count*/, sqlite3_value** arguments) {
  if (const auto moment = micros_of(arguments[0])) {
    sqlite3_result_int64(context, *moment);
  } else {
    sqlite3_result_null(context);
  }
}

void outside(sqlite3_context* context, int /*count*/, sqlite3_value** arguments) {
  bool is_outside = false;
  if (sqlite3_value_type(arguments[0]) != SQLITE_NULL) {
    const auto moment = micros_of(arguments[0]);
    is_outside = !moment || *moment < sqlite3_value_int64(arguments[1]) ||
                 *moment >= sqlite3_value_int64(arguments[2]);
  }
  sqlite3_result_int(context, is_outside ? 1 : 0);
}

}  // namespace

Result<void> add_moment_functions(sqlite3* db) {
  constexpr int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;
  const bool added = sqlite3_create_function(db, "abide_micros", 1, flags, nullptr, micros, nullptr,
                                             nullptr) == SQLITE_OK &&
                     sqlite3_create_function(db, "abide_outside", 3, flags, nullptr, outside,
                                             nullptr, nullptr) == SQLITE_OK;
  return added ? Result<void>{} : error_of(db, "adding a function");
}

}  // namespace abide::sqlite
