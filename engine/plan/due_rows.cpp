// Reads due rows in key order, counts them and cuts their keys into ranges.
#include "engine/plan/due_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <future>
#include <iterator>

#include "engine/plan/lookup.hpp"

namespace abide::engine {
namespace {

bool holds_null(const Row& key) {
  return std::any_of(key.begin(), key.end(), [](const Value& value) {
    return std::holds_alternative<std::monostate>(value);
  });
}

/// Rows are asked about in chunks of this many, or of so many bytes, so that memory does not grow
/// with the table nor with what its rows hold.
constexpr std::size_t candidates_at_once = 2048;
constexpr std::size_t bytes_at_once = 1U << 20U;

std::size_t bytes_of(const Row& row) {
  std::size_t sum = 0;
  for (const Value& value : row) {
    const auto* text = std::get_if<std::string>(&value);
    const auto* bytes = std::get_if<Bytes>(&value);
    sum += text != nullptr ? text->size() : bytes != nullptr ? bytes->size() : 0;
  }
  return sum;
}

Result<void> read(Connector& store, const Query& query, const PageSink& sink, Tally* tally) {
  if (tally == nullptr) {
    return store.select(query, sink);
  }
  ABIDE_TRY(tally->counts, store.select_and_tally(query, tally->conditions, sink));
  return {};
}

/// The next candidates; the query moves on to where they end.
/// @return false when they are the last
Result<bool> next_candidates(Connector& store, Query& query, std::vector<Row>& candidates) {
  std::optional<Row> next;
  std::size_t size = 0;
  const std::size_t keys = query.key.size();
  const auto key_of = [keys](const Row& row) {
    return Row(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(keys));
  };
  const auto read = store.select(query, [&](std::span<const Row> page) -> Result<void> {
    for (const Row& row : page) {
      const bool full = candidates.size() >= candidates_at_once || size >= bytes_at_once;
      // INVARIANT: rows with equal keys stay together, or the next reading would begin among them.
      if (full && !holds_null(key_of(row)) && key_of(row) != key_of(candidates.back())) {
        next = key_of(row);
        return Error{ErrorCode::changed, "enough for now", ""};
      }
      candidates.push_back(row);
      size += bytes_of(row);
    }
    return {};
  });
  if (!read && !next) {
    return read.error();
  }
  query.range.from = next ? next : query.range.from;
  return next.has_value();
}

Result<void> with_lookups(const Step& step, const Stores& stores, const Parameters& parameters,
                          Connector& store, Query query, const KeySink& sink, Tally* tally) {
  if (tally != nullptr) {
    Query all = query;
    all.where = share({All{}});
    ABIDE_TRY(tally->counts, store.tally(all, tally->conditions));
  }
  const std::size_t asked = query.columns.size();
  const std::vector<Column> more =
      Answers{stores, parameters, step.lookups}.columns_for(step.where);
  query.columns.insert(query.columns.end(), more.begin(), more.end());
  for (bool has_more = true; has_more;) {
    Answers::Read read{step.store, step.live_table, query.columns, step.key.size(), {}};
    ABIDE_TRY(has_more, next_candidates(store, query, read.rows));
    Answers answers{stores, parameters, step.lookups};
    ABIDE_TRY(std::vector<Row> rows, answers.chosen(std::move(read), step.where));
    for (Row& row : rows) {
      row.resize(asked);
      ABIDE_CHECK(sink(row));
    }
  }
  return {};
}

/// Cuts a stream of keys into ranges, and counts them.
class Cutter {
 public:
  Cutter(const Step& step, std::size_t rows_per_range, std::span<const std::uint8_t> salt)
      : step_(step), rows_per_range_(std::max<std::size_t>(1, rows_per_range)), hasher_(salt) {}

  Result<void> add(const Row& key) {
    if (holds_null(key)) {
      return Error{ErrorCode::unsupported,
                   fmt::format("a row of `{}.{}` has NULL in its key", step_.store, step_.table),
                   "give it a key; nothing was planned for this table"};
    }
    ++rows_;
    // INVARIANT: rows with equal keys stay in one range, or its bounds would not hold them.
    if (current_.rows >= rows_per_range_ && key != last_) {
      current_.keys.until = key;
      close();
      current_.keys.from = key;
    }
    hash_key(hasher_, key);
    ++current_.rows;
    if (current_.rows >= rows_per_range_) {
      last_ = key;
    }
    return {};
  }
  /// What the other has cut follows, from this key on.
  void follow(Cutter other, const Row& from) {
    close();
    other.close();
    if (!ranges_.empty() && !other.ranges_.empty()) {
      ranges_.back().keys.until = other.ranges_.front().keys.from = from;
    }
    std::ranges::move(other.ranges_, std::back_inserter(ranges_));
    rows_ += other.rows_;
  }
  void put_into(Step& step) && {
    close();
    step.rows = rows_;
    step.ranges = std::move(ranges_);
  }

 private:
  void close() {
    if (current_.rows > 0) {
      current_.digest = hasher_.finish();
      ranges_.push_back(std::move(current_));
      current_ = {};
    }
  }

  const Step& step_;
  std::uint64_t rows_ = 0;
  std::size_t rows_per_range_;
  Hasher hasher_;
  Range current_;
  Row last_;
  std::vector<Range> ranges_;
};

PageSink into(const KeySink& sink) {
  return [&sink](std::span<const Row> page) -> Result<void> {
    for (const Row& key : page) {
      ABIDE_CHECK(sink(key));
    }
    return {};
  };
}

/// Both halves at once, the second on a thread of its own.
Result<void> cut_by_two(Connector& store, const Half& half, const Query& query, Cutter& cutter,
                        Cutter other, Tally& tally) {
  Query lower = query;
  Query upper = query;
  lower.range.until = upper.range.from = half.from;
  const KeySink first = [&cutter](const Row& key) { return cutter.add(key); };
  const KeySink second = [&other](const Row& key) { return other.add(key); };
  Tally rest{tally.conditions, {}};
  auto beside = std::async([&] { return read(*half.reader, upper, into(second), &rest); });
  const Result<void> here = read(store, lower, into(first), &tally);
  ABIDE_CHECK(beside.get());
  ABIDE_CHECK(here);
  std::ranges::transform(tally.counts, rest.counts, tally.counts.begin(), std::plus<>{});
  cutter.follow(std::move(other), half.from);
  return {};
}

}  // namespace

Result<std::reference_wrapper<Connector>> open_store(const Stores& stores, std::string_view name) {
  if (Connector* store = stores.find(name)) {
    return std::ref(*store);
  }
  const auto known = stores.by_name.find(name);
  if (known != stores.by_name.end() && known->second.error) {
    Error error = *known->second.error;
    error.message = fmt::format("store `{}` did not open: {}", name, error.message);
    return error;
  }
  return Error{ErrorCode::unavailable, fmt::format("store `{}` is not bound", name),
               "say in the deployment where it is"};
}

Result<Query> due_query(const Step& step, const Stores& stores, const Parameters& parameters,
                        const KeyRange& range) {
  ABIDE_TRY(const Connector& store, open_store(stores, step.store));
  const SelectorPtr where = at_most(step.where, step.lookups);
  ABIDE_TRY(const SelectorPtr filled, engine::bind(where ? where : share({Or{}}), parameters));
  return Query{.table = step.live_table,
               .columns = step.key,
               .key = step.key,
               .range = range,
               .where = with_short_lists(filled, store.capabilities().max_in)};
}

Result<void> for_each_due(const Step& step, const Stores& stores, const Parameters& parameters,
                          const KeyRange& range, const KeySink& sink, Tally* tally) {
  ABIDE_TRY(Connector & store, open_store(stores, step.store));
  ABIDE_TRY(Query query, due_query(step, stores, parameters, range));
  if (!step.lookups.empty()) {
    return with_lookups(step, stores, parameters, store, std::move(query), sink, tally);
  }
  return read(store, query, into(sink), tally);
}

Result<void> for_each_row(const Step& step, const std::vector<Column>& columns,
                          const Stores& stores, const Parameters& parameters, const RowSink& sink) {
  ABIDE_TRY(Connector & store, open_store(stores, step.store));
  ABIDE_TRY(Query query, due_query(step, stores, parameters, {}));
  query.columns.insert(query.columns.end(), columns.begin(), columns.end());
  const KeySink each = [&](const Row& row) {
    return sink(std::span{row}.subspan(step.key.size()));
  };
  return step.lookups.empty()
             ? store.select(query, into(each))
             : with_lookups(step, stores, parameters, store, std::move(query), each, nullptr);
}

Result<void> measure(Step& step, const Stores& stores, const Parameters& parameters,
                     std::size_t rows_per_range, std::span<const std::uint8_t> salt, Tally* tally) {
  Cutter cutter{step, rows_per_range, salt};
  std::optional<Half> half;
  if (tally != nullptr && step.lookups.empty()) {
    // Every row is read then, whatever is due.
    ABIDE_TRY(Connector & store, open_store(stores, step.store));
    ABIDE_TRY(const Query query, due_query(step, stores, parameters, {}));
    ABIDE_TRY(half, store.other_half(query));
    if (half) {
      ABIDE_CHECK(cut_by_two(store, *half, query, cutter, {step, rows_per_range, salt}, *tally));
    }
  }
  if (!half) {
    const KeySink cut = [&cutter](const Row& key) { return cutter.add(key); };
    ABIDE_CHECK(for_each_due(step, stores, parameters, {}, cut, tally));
  }
  std::move(cutter).put_into(step);
  return {};
}

Result<std::uint64_t> leave_out_rows_without_key(Step& step, const Stores& stores,
                                                 const Parameters& parameters) {
  ABIDE_TRY(Connector & store, open_store(stores, step.store));
  ABIDE_TRY(Query query, due_query(step, stores, parameters, {}));
  Or no_key;
  And keyed{{step.where}};
  for (const Column& column : step.key) {
    no_key.any.push_back(share({IsNull{column}}));
    keyed.all.push_back(share({Not{no_key.any.back()}}));
  }
  query.where = share({And{{share({std::move(no_key)}), query.where}}});
  ABIDE_TRY(const std::uint64_t rows, store.count(query));
  if (rows > 0) {
    step.where = share({std::move(keyed)});
  }
  return rows;
}

}  // namespace abide::engine
