// Lending prepared statements and taking them back.
#include "connectors/sqlite/statements.hpp"

namespace abide::sqlite {

Statements::Loan::~Loan() {
  constexpr std::size_t most = 64;
  if (statement_ && owner_->idle_.size() < most) {
    sqlite3_reset(statement_.get());
    sqlite3_clear_bindings(statement_.get());
    owner_->idle_.emplace(std::move(sql_), std::move(statement_));
  }
}

Result<Statements::Loan> Statements::bound(sqlite3* db, const std::string& sql,
                                           std::span<const Value> values) {
  auto known = idle_.extract(sql);
  Statement statement = known.empty() ? Statement{} : std::move(known.mapped());
  if (!statement) {
    ABIDE_TRY(statement, prepare(db, sql));
  }
  Loan loan{*this, sql, std::move(statement)};
  ABIDE_CHECK(bind(db, loan.get(), values));
  return loan;
}

}  // namespace abide::sqlite
