// The only door to a store: rows, selectors and types in; pages, counts and applied batches out.
// Knows nothing of policy. Fits a relational database, a key-value store and an HTTP API
// (docs/decisions/0002-connector-interface.md).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "base/digest.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

namespace abide {

/// One cell. Text is UTF-8 as stored; bytes that are not UTF-8 arrive as Bytes.
using Value = std::variant<std::monostate, bool, std::int64_t, double, std::string, Bytes>;
using Row = std::vector<Value>;
inline bool is_null(const Value& value) { return std::holds_alternative<std::monostate>(value); }
/// A value as folded comparison sees it: a text, of bytes and of whole numbers too, folded. Other
/// values as they are.
[[nodiscard]] Value folded_value(const Value& value);

/// A column as the store names it. Exact, case and all; the connector quotes it.
using Column = std::string;

/// How a column's moments are written.
enum class TimeEncoding { iso, date, unix_seconds, unix_milliseconds };

/// How two values are compared: byte for byte, or with ASCII case and outer blanks folded
/// (addresses).
enum class Match { exact, folded };
/// NULL, or a text of nothing: as a reference it leads nowhere, whoever else has it too. Compared
/// folded, blanks are nothing.
[[nodiscard]] bool leads_nowhere(const Value& value, Match match);

struct Selector;
using SelectorPtr = std::shared_ptr<const Selector>;

/// What lies before it is no moment but a zero date, or a count in another unit than said.
inline constexpr Instant earliest_moment{std::chrono::sys_days{std::chrono::year{1971} / 1 / 1}};

struct All {
  bool operator==(const All&) const = default;
};
/// The moment in `column` lies before `cutoff`. False for NULL and for what is no moment.
struct Before {
  Column column;
  Instant cutoff;
  TimeEncoding encoding = TimeEncoding::iso;
  bool operator==(const Before&) const = default;
};
/// `column` holds something that is not NULL and no moment.
struct Unreadable {
  Column column;
  TimeEncoding encoding = TimeEncoding::iso;
  bool operator==(const Unreadable&) const = default;
};
/// `column` holds something that is no moment from `from` on and before `until`.
struct Outside {
  Column column;
  Instant from;
  Instant until;
  TimeEncoding encoding = TimeEncoding::iso;
  bool operator==(const Outside&) const = default;
};
struct IsNull {
  Column column;
  bool operator==(const IsNull&) const = default;
};
/// `column` equals one of `values`, compared folded without regard to ASCII case and to blanks,
/// tabs and line ends around it. At most Capabilities::max_in values.
struct In {
  Column column;
  std::vector<Value> values;
  Match match = Match::exact;
  bool operator==(const In&) const = default;
};
/// `column` equals one of the values that a parameter will hold. The engine fills it in before a
/// connector sees it; a connector that meets one refuses.
struct InParameter {
  Column column;
  std::string parameter;
  Match match = Match::exact;
  bool operator==(const InParameter&) const = default;
};
struct And {
  std::vector<SelectorPtr> all;
  bool operator==(const And&) const;
};
struct Or {
  std::vector<SelectorPtr> any;
  bool operator==(const Or&) const;
};
/// Rows for which `of` is not true; a NULL comparison counts as not true.
struct Not {
  SelectorPtr of;
  bool operator==(const Not&) const;
};
/// `columns` equal `target_columns` of some row of `table`, in the same store, that `where`
/// selects. A single column that leads nowhere equals none.
struct Via {
  std::vector<Column> columns;
  std::string table;
  std::vector<Column> target_columns;
  SelectorPtr where;
  Match match = Match::exact;
  bool operator==(const Via&) const;
};

/// Which rows: a small typed tree that each connector pushes down to its own language.
struct Selector {
  std::variant<All, Before, Unreadable, Outside, IsNull, In, InParameter, And, Or, Not, Via> node;
  bool operator==(const Selector&) const = default;
};

/// Shares a selector as a branch of another.
inline SelectorPtr share(Selector selector) {
  return std::make_shared<const Selector>(std::move(selector));
}
/// Structural equality of branches, not of pointers.
bool same(const SelectorPtr& a, const SelectorPtr& b);

/// Half-open range of keys (first included, last excluded) in the store's own order of keys.
struct KeyRange {
  std::optional<Row> from;
  std::optional<Row> until;
  bool operator==(const KeyRange&) const = default;
};

struct Query {
  std::string table;
  std::vector<Column> columns;  ///< what select returns, in this order
  std::vector<Column> key;      ///< order of the pages; what a KeyRange bounds
  KeyRange range = {};
  SelectorPtr where = share({All{}});
};

struct ForeignKey {
  std::vector<Column> columns;
  std::string target_table;
  std::vector<Column> target_columns;
  enum class Action { none, cascade, set_null, set_default } on_delete = Action::none;
  bool indexed = false;  ///< an index of this table begins with `columns`
  bool operator==(const ForeignKey&) const = default;
};
struct LiveColumn {
  Column name;
  std::string type;  ///< as declared in the store
  bool nullable = true;
  bool unique = false;
  /// How the store compares its values, in the store's words: columns of which it says the same
  /// compare alike. Empty where there is one way only.
  std::string compared = {};
  bool operator==(const LiveColumn&) const = default;
};
struct LiveTable {
  std::string name;
  std::vector<LiveColumn> columns;
  std::vector<Column> key;  ///< empty: the table has no key
  /// Columns that together are unique in every row, the key not among them.
  std::vector<std::vector<Column>> unique;
  std::vector<ForeignKey> foreign_keys;
  std::vector<std::string> triggers;  ///< of users; those act on rows nobody planned
  bool is_view = false;
  bool operator==(const LiveTable&) const = default;
};
/// The live schema, tables by name.
struct LiveSchema {
  std::vector<LiveTable> tables;
  bool operator==(const LiveSchema&) const = default;
};

struct Delete {};
/// Every column to its value, in the rows that the batch selects.
struct Set {
  std::vector<std::pair<Column, Value>> assignments;
};
/// What one transaction may do.
struct Batch {
  Query query;  ///< columns are not used
  std::variant<Delete, Set> operation;
  std::uint64_t expected_rows = 0;
  Digest expected_digest{};  ///< over the encoded keys in order; the caller's hasher is used
};

/// Asked after the change and before the commit; an error rolls the batch back and is returned.
using CommitGate = std::function<Result<void>()>;
/// Receives rows in key order; the span is valid during the call. An error stops the reading.
using PageSink = std::function<Result<void>(std::span<const Row>)>;

/// How far bytes are gone from the store's own files.
enum class ErasureDepth { unreachable, overwritten };

struct Capabilities {
  bool transactions = false;   ///< a batch happens whole or not at all
  bool key_ranges = false;     ///< false: batches must list keys with In
  bool via = false;            ///< joins inside the store
  bool set = false;            ///< can change single columns
  bool native_expiry = false;  ///< can be told to expire a row by itself
  bool overwrite = false;      ///< can reach ErasureDepth::overwritten
  bool own_clock = false;
  std::uint64_t max_in = 0;
};

class Connector;
/// What reads the rest of a table at the same time, on another thread.
struct Half {
  std::unique_ptr<Connector> reader;
  Row from;  ///< the first key that it is to read
};

/// One open store. Belongs to one thread. Never logs and never puts a value into an error.
class Connector {
 public:
  virtual ~Connector() = default;
  Connector() = default;
  Connector(const Connector&) = delete;
  Connector& operator=(const Connector&) = delete;
  Connector(Connector&&) = delete;
  Connector& operator=(Connector&&) = delete;

  [[nodiscard]] virtual Capabilities capabilities() const = 0;
  virtual Result<LiveSchema> schema() = 0;
  /// @error not_found  no such table or column
  virtual Result<std::uint64_t> count(const Query& query) = 0;
  /// How many rows of the query each condition selects; in one reading where the store can.
  virtual Result<std::vector<std::uint64_t>> tally(const Query& query,
                                                   std::span<const SelectorPtr> conditions);
  /// Streams the rows in key order with bounded memory.
  virtual Result<void> select(const Query& query, const PageSink& sink) = 0;
  /// The same, and how many rows of the query's range each condition selects, whether the query
  /// selects them or not; in one reading where the store can.
  virtual Result<std::vector<std::uint64_t>> select_and_tally(
      const Query& query, std::span<const SelectorPtr> conditions, const PageSink& sink);
  /// Where the query's table is so large that two had better read it, each on a thread of its own,
  /// and the store can be read so: who reads the second half, and where that begins. Without
  /// looking at the rows.
  virtual Result<std::optional<Half>> other_half(const Query& query);
  /// Reads the keys, compares count and digest with what is expected, changes the rows; batch by
  /// batch in their order, each seeing what those before it did. Then asks the gate and commits.
  /// More than one batch only where there are transactions: all of them happen, or none.
  /// @return rows changed, equal to the sum of expected_rows
  /// @error changed  other rows than planned: nothing was done, plan again
  /// @error refused  the store or its cascades and triggers would touch more: nothing was done
  /// @error in_doubt  the answer to the commit was lost: re-read
  virtual Result<std::uint64_t> apply_all(std::span<const Batch> batches, Hasher& hasher,
                                          const CommitGate& gate) = 0;
  /// The same for one batch.
  Result<std::uint64_t> apply(const Batch& batch, Hasher& hasher, const CommitGate& gate) {
    return apply_all(std::span{&batch, 1}, hasher, gate);
  }
  /// Makes the bytes of what was deleted unreadable in the store's own files, as far as it can.
  virtual Result<ErasureDepth> overwrite() = 0;
  /// @error unsupported  the store has no clock of its own
  virtual Result<Instant> now() = 0;
  /// The question as a person can ask it by hand: a count when the query has no columns, else the
  /// rows. Moments are written out; values are named parameters, never spelt.
  /// @error unsupported  the store has no language to ask in
  [[nodiscard]] virtual Result<std::string> text_of(const Query& query) const;
};

/// Feeds one key, typed and length-prefixed, so that no two keys share an encoding.
void hash_key(Hasher& hasher, std::span<const Value> key);

}  // namespace abide
