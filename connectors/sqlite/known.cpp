// A hash set of whole numbers that lives as long as the statement which asks.
#include "connectors/sqlite/known.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <string_view>

#include "connectors/sqlite/encoding.hpp"

namespace abide::sqlite {

Numbers::Numbers(const std::vector<std::int64_t>& numbers) {
  constexpr std::uint64_t bits_a_place = 64;
  const auto [low, high] = std::ranges::minmax_element(numbers);
  if (numbers.empty()) {
    return;
  }
  first_ = static_cast<std::uint64_t>(*low);
  const std::uint64_t span = static_cast<std::uint64_t>(*high) - first_;
  if (span / bits_a_place < numbers.size()) {
    bits_.resize(span + 1);
    for (const std::int64_t number : numbers) {
      bits_[static_cast<std::uint64_t>(number) - first_] = true;
    }
    return;
  }
  places_.resize(std::bit_ceil(2 * numbers.size() + 2), free_place);
  for (const std::int64_t number : numbers) {
    places_[find(number)] = number;
  }
}

std::unique_ptr<Numbers> read_numbers(sqlite3* db, std::string_view table,
                                      std::string_view column) {
  constexpr std::size_t most_numbers = 1'000'000;
  std::vector<std::int64_t> numbers;
  const auto statement = prepare(
      db, fmt::format("SELECT {} FROM {} LIMIT {}", quote(column), quote(table), most_numbers));
  while (statement && sqlite3_step(statement->get()) == SQLITE_ROW) {
    if (sqlite3_column_type(statement->get(), 0) == SQLITE_INTEGER) {
      numbers.push_back(sqlite3_column_int64(statement->get(), 0));
    }
  }
  return std::make_unique<Numbers>(numbers);
}

namespace {

void known(sqlite3_context* context, int /*count*/, sqlite3_value** arguments) {
  auto* numbers = static_cast<const Numbers*>(sqlite3_get_auxdata(context, 0));
  if (numbers == nullptr) {
    const auto text = [](sqlite3_value* value) {
      return std::string_view{reinterpret_cast<const char*>(sqlite3_value_text(value)),
                              static_cast<std::size_t>(sqlite3_value_bytes(value))};
    };
    auto fresh =
        read_numbers(sqlite3_context_db_handle(context), text(arguments[0]), text(arguments[1]));
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
