// A hash set of whole numbers that lives as long as the statement which asks.
#include "connectors/sqlite/known.hpp"

#include <fmt/format.h>

#include <bit>
#include <cstdint>
#include <memory>
#include <vector>

#include "connectors/sqlite/encoding.hpp"

namespace abide::sqlite {
namespace {

constexpr std::size_t most_numbers = 1'000'000;

/// Open addressing over a power of two of places, at most half of them taken.
class Numbers {
 public:
  explicit Numbers(const std::vector<std::int64_t>& numbers)
      : places_(std::bit_ceil(2 * numbers.size() + 2), free_place) {
    for (const std::int64_t number : numbers) {
      std::size_t at = place_of(number);
      while (places_[at] != free_place && places_[at] != number) {
        at = (at + 1) & (places_.size() - 1);
      }
      places_[at] = number;
    }
  }
  [[nodiscard]] bool contains(std::int64_t number) const {
    std::size_t at = place_of(number);
    while (places_[at] != free_place && places_[at] != number) {
      at = (at + 1) & (places_.size() - 1);
    }
    return places_[at] == number && number != free_place;
  }

 private:
  /// Marks a free place; as a key it is left to SQL.
  static constexpr std::int64_t free_place = INT64_MIN;

  [[nodiscard]] std::size_t place_of(std::int64_t number) const {
    const auto mixed = static_cast<std::uint64_t>(number) * 0x9e3779b97f4a7c15U;
    return static_cast<std::size_t>(mixed >> 32U) & (places_.size() - 1);
  }
  std::vector<std::int64_t> places_;
};

/// Nothing is known when the reading fails: SQL then gives the answer, or the error.
std::unique_ptr<Numbers> read_numbers(sqlite3* db, sqlite3_value* table, sqlite3_value* column) {
  const auto text = [](sqlite3_value* value) {
    return std::string_view{reinterpret_cast<const char*>(sqlite3_value_text(value)),
                            static_cast<std::size_t>(sqlite3_value_bytes(value))};
  };
  std::vector<std::int64_t> numbers;
  const auto statement = prepare(db, fmt::format("SELECT {} FROM {} LIMIT {}", quote(text(column)),
                                                 quote(text(table)), most_numbers));
  while (statement && sqlite3_step(statement->get()) == SQLITE_ROW) {
    if (sqlite3_column_type(statement->get(), 0) == SQLITE_INTEGER) {
      numbers.push_back(sqlite3_column_int64(statement->get(), 0));
    }
  }
  return std::make_unique<Numbers>(numbers);
}

void known(sqlite3_context* context, int /*count*/, sqlite3_value** arguments) {
  auto* numbers = static_cast<const Numbers*>(sqlite3_get_auxdata(context, 0));
  if (numbers == nullptr) {
    auto fresh = read_numbers(sqlite3_context_db_handle(context), arguments[0], arguments[1]);
    sqlite3_set_auxdata(context, 0, fresh.release(),
                        [](void* held) { std::unique_ptr<Numbers>{static_cast<Numbers*>(held)}; });
    numbers = static_cast<const Numbers*>(sqlite3_get_auxdata(context, 0));
  }
  const bool is_number = sqlite3_value_type(arguments[2]) == SQLITE_INTEGER;
  sqlite3_result_int(context, is_number && numbers != nullptr &&
                                      numbers->contains(sqlite3_value_int64(arguments[2]))
                                  ? 1
                                  : 0);
}

}  // namespace

Result<void> add_known_function(sqlite3* db) {
  if (sqlite3_create_function(db, "abide_known", 3, SQLITE_UTF8 | SQLITE_DIRECTONLY, nullptr, known,
                              nullptr, nullptr) != SQLITE_OK) {
    return error_of(db, "adding a function");
  }
  return {};
}

}  // namespace abide::sqlite
