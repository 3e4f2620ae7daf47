// Lending prepared statements and taking them back.
#include "connectors/sqlite/statements.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace abide::sqlite {
namespace {

struct Numbered {
  std::string sql;
  std::vector<Value> values;
};

/// A NULL is a place that somebody fills in later, and of numbers with a point not all equal
/// themselves.
bool may_be_shared(const Value& value) {
  return std::holds_alternative<std::int64_t>(value) || std::holds_alternative<std::string>(value);
}

/// Marks of equal values numbered as the first of them, so that they share one. SQLite compares
/// every constant of a statement with all that it has met, so that a condition with thousands of
/// marks takes it minutes to read; and it compares each number that is written out with all others,
/// so that only what is shared is written so.
Numbered numbered(const std::string& sql, std::span<const Value> values) {
  Numbered made;
  std::map<Value, std::size_t> numbers;
  std::size_t next = 0;
  char quote = 0;  // within a name or a text
  for (const char c : sql) {
    made.sql += c;
    quote = quote == c ? 0 : quote != 0 ? quote : c == '"' || c == '\'' ? c : 0;
    if (c != '?' || quote != 0 || next >= values.size()) continue;
    const Value& value = values[next++];
    std::size_t number = made.values.size() + 1;
    if (may_be_shared(value)) number = numbers.try_emplace(value, number).first->second;
    if (number > made.values.size()) {
      made.values.push_back(value);
    } else {
      made.sql += std::to_string(number);
    }
  }
  return made;
}

}  // namespace

Statements::Loan::~Loan() {
  constexpr std::size_t most = 64;
  if (statement_ && owner_->idle_.size() < most) {
    sqlite3_reset(statement_.get());
    sqlite3_clear_bindings(statement_.get());
    owner_->idle_.emplace(std::move(sql_), std::move(statement_));
  }
}

Result<Statements::Loan> Statements::bound(sqlite3* db, const std::string& text,
                                           std::span<const Value> given) {
  const auto [sql, values] = numbered(text, given);
  auto known = idle_.extract(sql);
  Statement statement = known.empty() ? Statement{} : std::move(known.mapped());
  if (!statement) {
    ABIDE_TRY(statement, prepare(db, sql));
  }
  Loan loan{*this, sql, std::move(statement)};
  ABIDE_CHECK(sqlite::bind(db, loan.get(), values));
  return loan;
}

}  // namespace abide::sqlite
