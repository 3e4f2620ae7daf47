// Conditions on a row's own columns, answered by code of our own while SQLite reads the rows: its
// machine takes a hundred steps for what is a comparison here (docs/performance.md).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "connectors/connector.hpp"
#include "connectors/sqlite/handle.hpp"
#include "connectors/sqlite/known.hpp"

namespace abide::sqlite {

/// Whether a condition holds: `ask` where only SQL can tell, as by affinity, collation or a join.
enum class Truth { no, yes, ask };

/// One reading's conditions. Belongs to one statement at a time.
class Quick {
 public:
  /// nullopt when some condition is of a kind that only SQL answers.
  static std::optional<Quick> of(std::span<const SelectorPtr> tallied, const Selector& where);
  /// What the function is to be given after its first parameter, in this order.
  [[nodiscard]] const std::vector<Column>& columns() const { return columns_; }
  /// One for each tallied condition; rows for which SQL is asked are not in them.
  [[nodiscard]] const std::vector<std::uint64_t>& counts() const { return counts_; }
  /// Whether `where` holds for the row, which is counted unless SQL is to be asked.
  Truth take(sqlite3* db, std::span<sqlite3_value* const> values);

  /// Of a tree of conditions.
  struct Node {
    enum class Kind { always, null, empty, before, unreadable, outside, among, known, all, any };
    Kind kind = Kind::always;
    bool negated = false;
    bool as_number = false;  ///< the moment stands there as a number
    std::size_t column = 0;
    std::int64_t from = 0;  ///< microseconds, or the number's unit
    std::int64_t until = 0;
    std::vector<std::int64_t> numbers;  ///< sorted
    std::string table;
    Column target;
    std::shared_ptr<const Numbers> keys;  ///< of the target, once read
    std::vector<Node> parts;
  };
  /// A value of the row at hand.
  struct Seen {
    sqlite3_value* value = nullptr;
    int type = 0;
    bool read = false;       ///< as a moment
    bool is_moment = false;  ///< else what follows says nothing
    std::int64_t moment = 0;
  };

 private:
  explicit Quick(std::size_t conditions) : counts_(conditions) {}
  std::optional<Node> compiled(const Selector& selector);
  std::optional<Node> compiled(Node::Kind kind, const std::vector<SelectorPtr>& parts);
  std::optional<Node> one(const All& all);
  std::optional<Node> one(const IsNull& null);
  std::optional<Node> one(const Before& before);
  std::optional<Node> one(const Unreadable& odd);
  std::optional<Node> one(const Outside& outside);
  std::optional<Node> one(const In& in);
  std::optional<Node> one(const InParameter& open);
  std::optional<Node> one(const And& all);
  std::optional<Node> one(const Or& any);
  std::optional<Node> one(const Not& no);
  std::optional<Node> one(const Via& via);
  Node timed(Node::Kind kind, const Column& column, TimeEncoding encoding);
  std::size_t place_of(const Column& column);
  Truth holds(Node& node);
  Truth positive(Node& node);
  Truth together(Node& node);
  bool is_within(const Node& node, Seen& seen);

  std::vector<Column> columns_;
  std::vector<Node> tallied_;
  Node where_;
  std::vector<Truth> found_;
  std::vector<Seen> seen_;
  sqlite3* db_ = nullptr;
  std::vector<std::uint64_t> counts_;
};

/// Adds `abide_quick(?, column, …)`: 1 or 0 as the Quick that its first parameter is bound to says,
/// NULL where SQL is to be asked.
[[nodiscard]] Result<void> add_quick_function(sqlite3* db);
/// @param quick  must outlive the statement's run
void bind_quick(sqlite3_stmt* statement, int parameter, Quick& quick);

}  // namespace abide::sqlite
