// Opening and reading a SQLite database.
#include "connectors/sqlite/connector.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <future>
#include <numeric>

#include "connectors/sqlite/encoding.hpp"
#include "connectors/sqlite/folding.hpp"
#include "connectors/sqlite/known.hpp"
#include "connectors/sqlite/moments.hpp"
#include "connectors/sqlite/quick.hpp"
#include "connectors/sqlite/tallied.hpp"

namespace abide::sqlite {
namespace {

constexpr std::size_t page_rows = 512;
constexpr std::int64_t page_bytes = 1 << 20;  ///< a page of larger rows has fewer of them
constexpr int busy_wait_ms = 5000;
constexpr std::int64_t much_to_read = 200'000;  ///< rows; less is read before a thread has begun
constexpr std::size_t most_variables = 30'000;  ///< SQLite takes 32,766 in one statement

std::string select_text(const Query& query, const std::string& clause) {
  return fmt::format("SELECT {} FROM {} AS t0{}{}", quote_all(query.columns), quote(query.table),
                     clause,
                     query.key.empty() ? "" : fmt::format(" ORDER BY {}", quote_all(query.key)));
}

Result<void> prepare_connection(sqlite3* db) {
  sqlite3_busy_timeout(db, busy_wait_ms);
  sqlite3_extended_result_codes(db, 1);
  ABIDE_CHECK(add_moment_functions(db));
  ABIDE_CHECK(add_known_function(db));
  ABIDE_CHECK(add_folding_function(db));
  ABIDE_CHECK(add_tally_function(db));
  ABIDE_CHECK(add_quick_function(db));
  return execute(db, "PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; PRAGMA trusted_schema=OFF");
}

}  // namespace

Result<Statements::Loan> SqliteConnector::bound(const std::string& sql,
                                                std::span<const Value> values) {
  return statements_.bound(db_.get(), sql, values);
}

Result<Encoded> SqliteConnector::where_of(const Query& query) {
  Query spelled = query;
  ABIDE_TRY(spelled.where,
            spellings_.spelled_out(db_.get(), statements_, query.table, query.where));
  return encode_where(spelled);
}

Result<std::unique_ptr<SqliteConnector>> SqliteConnector::open(const std::string& path,
                                                               Access access) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) {
    return Error{ErrorCode::not_found, fmt::format("there is no database file `{}`", path),
                 "check the path in the deployment; a retry is safe"};
  }
  const int flags = access == Access::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  ABIDE_TRY(Database db, sqlite::open(path, flags));
  ABIDE_CHECK(prepare_connection(db.get()));
  if (access == Access::read_write && sqlite3_db_readonly(db.get(), "main") == 1) {
    return Error{ErrorCode::refused, fmt::format("the database `{}` is read-only", path),
                 "give this user the right to write; a retry is safe"};
  }
  auto readable = execute(db.get(), "SELECT count(*) FROM sqlite_schema");
  if (!readable) {
    return readable.error();
  }
  return std::unique_ptr<SqliteConnector>(new SqliteConnector(std::move(db), path));
}

Capabilities SqliteConnector::capabilities() const {
  return {.transactions = true,
          .key_ranges = true,
          .via = true,
          .set = true,
          .native_expiry = false,
          .overwrite = true,
          .own_clock = true,
          .max_in = 500};
}

Result<LiveSchema> SqliteConnector::schema() { return read_schema(db_.get()); }

Result<std::uint64_t> SqliteConnector::count(const Query& query) {
  ABIDE_TRY(const Encoded where, where_of(query));
  ABIDE_TRY(const Statements::Loan statement, bound(fmt::format("SELECT count(*) FROM {} AS t0{}",
                                                                quote(query.table), where.clause()),
                                                    where.values));
  ABIDE_CHECK(step(db_.get(), statement.get()));
  return static_cast<std::uint64_t>(sqlite3_column_int64(statement.get(), 0));
}

/// Both halves at once, each counted on a thread of its own.
Result<std::vector<std::uint64_t>> SqliteConnector::tally(const Query& query,
                                                          std::span<const SelectorPtr> conditions) {
  if (conditions.empty()) {
    return std::vector<std::uint64_t>{};
  }
  ABIDE_TRY(const auto half, other_half(query));
  if (!half) {
    return conditions.size() > 1 ? tally_alone(query, conditions)
                                 : Connector::tally(query, conditions);
  }
  Query lower = query;
  Query upper = query;
  lower.range.until = upper.range.from = half->from;
  auto beside = std::async([&] { return half->reader->tally(upper, conditions); });
  auto counts = tally_alone(lower, conditions);
  ABIDE_TRY(const std::vector<std::uint64_t> rest, beside.get());
  if (counts) {
    std::ranges::transform(*counts, rest, counts->begin(), std::plus<>{});
  }
  return counts;
}

/// The conditions stand in WHERE as well: most rows meet none, and are done with there.
Result<std::vector<std::uint64_t>> SqliteConnector::tally_alone(
    const Query& query, std::span<const SelectorPtr> conditions) {
  Query some = query;
  some.range = {};
  some.where = share({And{{query.where, share({Or{{conditions.begin(), conditions.end()}}})}}});
  ABIDE_TRY(const Encoded each, encode_conditions(some, conditions));
  ABIDE_TRY(const Encoded range, encode_range(query));
  ABIDE_TRY(const Encoded where, encode_where(some));
  std::vector<Value> values = each.values;
  for (const Encoded* more : {&range, &where}) {
    values.insert(values.end(), more->values.begin(), more->values.end());
  }
  if (values.size() > most_variables) {
    return Connector::tally(query, conditions);
  }
  ABIDE_TRY(const Statements::Loan statement,
            bound(fmt::format("SELECT {} FROM {} AS t0 WHERE {}{}", each.sql, quote(query.table),
                              range.sql, where.sql),
                  values));
  ABIDE_CHECK(step(db_.get(), statement.get()));
  std::vector<std::uint64_t> counts(conditions.size());
  for (std::size_t i = 0; i < counts.size(); ++i) {
    counts[i] =
        static_cast<std::uint64_t>(sqlite3_column_int64(statement.get(), static_cast<int>(i)));
  }
  return counts;
}

/// By the rowid, of which the first and the last are found at once: where none is missing in
/// between, half the rows lie on either side of the middle.
Result<std::optional<Half>> SqliteConnector::other_half(const Query& query) {
  ABIDE_TRY(const bool named, key_is_rowid(query));
  if (!named || query.range.from || query.range.until) {
    return std::optional<Half>{};
  }
  const std::string key = quote(query.key.front());
  ABIDE_TRY(const Statements::Loan ends,
            bound(fmt::format("SELECT (SELECT min({0}) FROM {1}), (SELECT max({0}) FROM {1})", key,
                              quote(query.table)),
                  {}));
  ABIDE_CHECK(step(db_.get(), ends.get()));
  const std::int64_t first = sqlite3_column_int64(ends.get(), 0);
  const std::int64_t last = sqlite3_column_int64(ends.get(), 1);
  const std::int64_t from = std::midpoint(first, last);
  auto reader = open(path_, Access::read_only);
  if (from - first < much_to_read / 2 || !reader) {
    return std::optional<Half>{};
  }
  return std::optional<Half>{Half{std::move(*reader), Row{Value{from}}}};
}

/// Every row is seen, whatever index would lead to those selected: CASE hides the question from the
/// choice of an index. What our own code cannot tell of a row SQL answers.
Result<std::vector<std::uint64_t>> SqliteConnector::select_and_tally(
    const Query& query, std::span<const SelectorPtr> conditions, const PageSink& sink) {
  Query whole = query;
  whole.range = {};
  ABIDE_TRY(const Encoded range, encode_range(query));
  ABIDE_TRY(const Encoded where, where_of(whole));
  ABIDE_TRY(const Encoded each, encode_each(whole, conditions));
  auto quick = Quick::of(conditions, *query.where);
  std::vector<Value> values = range.values;
  values.resize(values.size() + (quick ? 2 : 1));  // places for what counts
  values.insert(values.end(), each.values.begin(), each.values.end());
  values.insert(values.end(), where.values.begin(), where.values.end());
  if (conditions.empty() || values.size() > most_variables) {
    return Connector::select_and_tally(query, conditions, sink);
  }
  std::vector<std::uint64_t> counts(conditions.size());
  std::string choice =
      fmt::format("CASE WHEN abide_tallied(?, {}) THEN {} END", each.sql, where.sql);
  if (quick) {
    choice = fmt::format("CASE abide_quick(?{}{}) WHEN 0 THEN 0 WHEN 1 THEN 1 ELSE {} END",
                         quick->columns().empty() ? "" : ", ", quote_all(quick->columns()), choice);
  }
  ABIDE_TRY(const Statements::Loan statement,
            bound(select_text(query, " WHERE " + range.sql + choice), values));
  const int first = static_cast<int>(range.values.size()) + 1;
  bind_tally(statement.get(), quick ? first + 1 : first, counts);
  if (quick) {
    bind_quick(statement.get(), first, *quick);
  }
  ABIDE_CHECK(stream(statement.get(), query.columns.size(), sink));
  for (std::size_t i = 0; quick && i < counts.size(); ++i) {
    counts[i] += quick->counts()[i];
  }
  return counts;
}

Result<void> SqliteConnector::select(const Query& query, const PageSink& sink) {
  ABIDE_TRY(const Encoded where, where_of(query));
  ABIDE_TRY(const Statements::Loan statement,
            bound(select_text(query, where.clause()), where.values));
  return stream(statement.get(), query.columns.size(), sink);
}

Result<void> SqliteConnector::stream(sqlite3_stmt* statement, std::size_t columns,
                                     const PageSink& sink) {
  // Rows are written over from page to page, so that a long read allocates nothing.
  std::vector<Row> page(page_rows, Row(columns));
  std::size_t filled = 0;
  std::int64_t bytes = 0;
  while (true) {
    ABIDE_TRY(const bool more, step(db_.get(), statement));
    if (more) {
      Row& row = page[filled++];
      for (std::size_t i = 0; i < row.size(); ++i) {
        const int place = static_cast<int>(i);
        row[i] = column_value(statement, place);
        const int type = sqlite3_column_type(statement, place);
        bytes +=
            type == SQLITE_TEXT || type == SQLITE_BLOB ? sqlite3_column_bytes(statement, place) : 0;
      }
    }
    const bool full = filled == page_rows || bytes >= page_bytes;
    if (full || (!more && filled > 0)) {
      ABIDE_CHECK(sink(std::span{page}.first(filled)));
      if (bytes >= page_bytes) {
        std::fill_n(page.begin(), filled, Row(columns));  // large values are not kept
      }
      filled = 0;
      bytes = 0;
    }
    if (!more) {
      return {};
    }
  }
}

Result<Instant> SqliteConnector::now() {
  ABIDE_TRY(const Statement statement,
            prepare(db_.get(), "SELECT strftime('%Y-%m-%dT%H:%M:%fZ','now')"));
  ABIDE_CHECK(step(db_.get(), statement.get()));
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement.get(), 0));
  const auto instant = text == nullptr ? std::nullopt : parse_instant(text);
  if (!instant) {
    return Error{ErrorCode::corrupt, "SQLite gave no time of day", ""};
  }
  return *instant;
}

}  // namespace abide::sqlite
