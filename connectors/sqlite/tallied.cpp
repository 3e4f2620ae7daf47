// A function that counts and selects nothing.
#include "connectors/sqlite/tallied.hpp"

#include <cstddef>

namespace abide::sqlite {
namespace {

constexpr const char* kind = "abide_tally";

void tallied(sqlite3_context* context, int count, sqlite3_value** arguments) {
  auto* counts =
      static_cast<std::vector<std::uint64_t>*>(sqlite3_value_pointer(arguments[0], kind));
  for (std::size_t i = 1; counts != nullptr && i < static_cast<std::size_t>(count); ++i) {
    (*counts)[i - 1] += sqlite3_value_int(arguments[i]) != 0 ? 1 : 0;
  }
  sqlite3_result_int(context, 1);
}

}  // namespace

Result<void> add_tally_function(sqlite3* db) {
  if (sqlite3_create_function(db, "abide_tallied", -1, SQLITE_UTF8 | SQLITE_DIRECTONLY, nullptr,
                              tallied, nullptr, nullptr) != SQLITE_OK) {
    return error_of(db, "adding a function");
  }
  return {};
}

void bind_tally(sqlite3_stmt* statement, int parameter, std::vector<std::uint64_t>& counts) {
  sqlite3_bind_pointer(statement, parameter, &counts, kind, nullptr);
}

}  // namespace abide::sqlite
