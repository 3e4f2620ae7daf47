// Structural equality of selectors and the one encoding of keys.
#include "connectors/connector.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <string>

#include "base/text.hpp"

namespace abide {
namespace {

bool same_all(const std::vector<SelectorPtr>& a, const std::vector<SelectorPtr>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), same);
}

void hash_sized(Hasher& hasher, char type, const void* data, std::uint64_t size) {
  std::array<std::uint8_t, 9> head{};
  head[0] = static_cast<std::uint8_t>(type);
  for (std::size_t i = 0; i < 8; ++i) {
    head[i + 1] = static_cast<std::uint8_t>(size >> (8U * i));
  }
  hasher.update(head);
  hasher.update(std::span{static_cast<const std::uint8_t*>(data), static_cast<std::size_t>(size)});
}

void hash_number(Hasher& hasher, char type, std::uint64_t bits) {
  hash_sized(hasher, type, nullptr, 0);
  std::array<std::uint8_t, 8> bytes{};
  for (std::size_t i = 0; i < 8; ++i) {
    bytes[i] = static_cast<std::uint8_t>(bits >> (8U * i));
  }
  hasher.update(bytes);
}

struct HashValue {
  Hasher& hasher;
  void operator()(std::monostate) const { hash_sized(hasher, 'n', nullptr, 0); }
  void operator()(bool value) const { hash_number(hasher, 'b', value ? 1 : 0); }
  void operator()(std::int64_t value) const {
    hash_number(hasher, 'i', static_cast<std::uint64_t>(value));
  }
  void operator()(double value) const {
    hash_number(hasher, 'd', std::bit_cast<std::uint64_t>(value));
  }
  void operator()(const std::string& value) const {
    hash_sized(hasher, 't', value.data(), value.size());
  }
  void operator()(const Bytes& value) const { hash_sized(hasher, 'x', value.data(), value.size()); }
};

}  // namespace

Value folded_value(const Value& value) {
  if (const auto* const text = std::get_if<std::string>(&value)) {
    return folded(*text);
  }
  if (const auto* const bytes = std::get_if<Bytes>(&value)) {
    return folded(std::string{bytes->begin(), bytes->end()});
  }
  if (const auto* const number = std::get_if<std::int64_t>(&value)) {
    return std::to_string(*number);
  }
  return value;
}

bool leads_nowhere(const Value& value, Match match) {
  const auto is_nothing = [match](std::string_view text) {
    return match == Match::folded ? trimmed(text).empty() : text.empty();
  };
  if (const auto* const text = std::get_if<std::string>(&value)) {
    return is_nothing(*text);
  }
  const auto* const bytes = std::get_if<Bytes>(&value);
  return is_null(value) ||
         (bytes != nullptr && match == Match::folded &&
          is_nothing({reinterpret_cast<const char*>(bytes->data()), bytes->size()}));
}

bool same(const SelectorPtr& a, const SelectorPtr& b) { return a == b || (a && b && *a == *b); }
bool And::operator==(const And& other) const { return same_all(all, other.all); }
bool Or::operator==(const Or& other) const { return same_all(any, other.any); }
bool Not::operator==(const Not& other) const { return same(of, other.of); }
bool Via::operator==(const Via& other) const {
  return columns == other.columns && table == other.table &&
         target_columns == other.target_columns && same(where, other.where) && match == other.match;
}

Result<std::vector<std::uint64_t>> Connector::tally(const Query& query,
                                                    std::span<const SelectorPtr> conditions) {
  std::vector<std::uint64_t> counts;
  for (const SelectorPtr& condition : conditions) {
    Query one = query;
    one.where = share({And{{query.where, condition}}});
    ABIDE_TRY(const std::uint64_t rows, count(one));
    counts.push_back(rows);
  }
  return counts;
}

Result<std::optional<Half>> Connector::other_half(const Query& /*query*/) {
  return std::optional<Half>{};
}

Result<std::vector<std::uint64_t>> Connector::select_and_tally(
    const Query& query, std::span<const SelectorPtr> conditions, const PageSink& sink) {
  ABIDE_CHECK(select(query, sink));
  Query all = query;
  all.where = share({All{}});
  return tally(all, conditions);
}

Result<std::string> Connector::text_of(const Query& /*query*/) const {
  return Error{ErrorCode::unsupported, "this kind of store has no language to ask in", ""};
}

void hash_key(Hasher& hasher, std::span<const Value> key) {
  for (const Value& value : key) {
    std::visit(HashValue{hasher}, value);
  }
}

}  // namespace abide
