// Moments as SQL sees them.
#pragma once

#include <cstdint>
#include <optional>

#include "base/sqlite.hpp"
#include "connectors/connector.hpp"

namespace abide::sqlite {

/// Microseconds since 1970 of an ISO 8601 text; nullopt where the value is no moment.
[[nodiscard]] std::optional<std::int64_t> micros_of(sqlite3_value* value);
/// Microseconds in the unit of a number.
[[nodiscard]] inline std::int64_t unit_of(TimeEncoding encoding) {
  return encoding == TimeEncoding::unix_seconds ? 1'000'000 : 1'000;
}

/// Adds `abide_micros(x)`: microseconds since 1970 of an ISO 8601 text, or NULL where it is
/// no moment; and
/// `abide_outside(x, from, until)`: 1 where x is not NULL and no such text of a moment from the
/// first number of microseconds on and before the second, else 0.
[[nodiscard]] Result<void> add_moment_functions(sqlite3* db);

}  // namespace abide::sqlite
