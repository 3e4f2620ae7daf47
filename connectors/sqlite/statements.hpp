// Prepared statements kept for the next question of the same text.
#pragma once

#include <map>
#include <span>
#include <string>

#include "connectors/connector.hpp"
#include "connectors/sqlite/handle.hpp"

namespace abide::sqlite {

/// Idle statements of one connection: a question asked range after range is prepared once.
class Statements {
 public:
  /// A statement on loan, with its values bound. It goes back without them.
  class Loan {
   public:
    Loan(Statements& owner, std::string sql, Statement statement)
        : owner_(&owner), sql_(std::move(sql)), statement_(std::move(statement)) {}
    ~Loan();
    Loan(Loan&&) noexcept = default;
    Loan& operator=(Loan&&) = delete;
    Loan(const Loan&) = delete;
    Loan& operator=(const Loan&) = delete;
    [[nodiscard]] sqlite3_stmt* get() const { return statement_.get(); }

   private:
    Statements* owner_;
    std::string sql_;
    Statement statement_;
  };

  /// One that is on loan already is not waited for: another is prepared.
  Result<Loan> bound(sqlite3* db, const std::string& sql, std::span<const Value> values);

 private:
  std::map<std::string, Statement> idle_;
};

}  // namespace abide::sqlite
