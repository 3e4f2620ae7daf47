// An anti-join of two streams by partitions of hashes.
#include "engine/catalogue/missing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

namespace abide::engine::catalogue {
namespace {

constexpr std::uint64_t rows_in_memory = 1'000'000;

std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : text) {
    hash = (hash ^ static_cast<std::uint8_t>(c)) * 0x100000001b3U;
  }
  hash ^= hash >> 32U;  // FNV's low bits alone are weak; the partition is chosen by them
  hash *= 0xd6e8feb86659fd93U;
  return hash ^ (hash >> 32U);
}

}  // namespace

std::string comparable(const Value& value, Match match) {
  struct Text {
    std::string operator()(std::monostate) const { return ""; }
    std::string operator()(bool v) const { return v ? "1" : "0"; }
    std::string operator()(std::int64_t v) const { return fmt::format("{}", v); }
    std::string operator()(double v) const { return fmt::format("{}", v); }
    std::string operator()(const std::string& v) const { return v; }
    std::string operator()(const Bytes& v) const { return {v.begin(), v.end()}; }
  };
  return std::visit(Text{}, match == Match::folded ? folded_value(value) : value);
}

Result<void> for_each_missing(const Pointer& from, const Target& to,
                              const std::function<Result<void>(const Value&)>& missing) {
  Query targets{.table = to.table,
                .columns = {to.column},
                .key = {},
                .range = {},
                .where = share({Not{share({IsNull{to.column}})}})};
  ABIDE_TRY(const std::uint64_t rows, to.store.count(targets));
  const std::uint64_t parts = rows / rows_in_memory + 1;
  std::vector<std::uint64_t> there;
  for (std::uint64_t part = 0; part < parts; ++part) {
    there.clear();
    ABIDE_CHECK(to.store.select(targets, [&](std::span<const Row> page) -> Result<void> {
      for (const Row& row : page) {
        const std::uint64_t hash = hash_of(comparable(row.front(), to.match));
        if (hash % parts == part && !leads_nowhere(row.front(), to.match)) {
          there.push_back(hash);
        }
      }
      return {};
    }));
    std::ranges::sort(there);
    ABIDE_CHECK(from.store.select(from.query, [&](std::span<const Row> page) -> Result<void> {
      for (const Row& row : page) {
        const std::uint64_t hash = hash_of(comparable(row.front(), to.match));
        if (hash % parts == part && !std::ranges::binary_search(there, hash)) {
          if (auto inner = missing(row.front()); !inner) {
            return inner.error();
          }
        }
      }
      return {};
    }));
  }
  return {};
}

}  // namespace abide::engine::catalogue
