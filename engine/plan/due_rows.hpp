// Which rows of a table a step reaches, asked of the store as it is now. The planner counts and
// cuts ranges with it, the executor reads the same ranges again with it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

#include "base/result.hpp"
#include "connectors/connector.hpp"
#include "engine/plan/plan.hpp"
#include "engine/stores.hpp"

namespace abide::engine {

/// Receives the key of one due row. The row is valid during the call; an error stops the reading.
using KeySink = std::function<Result<void>(const Row& key)>;

/// The open store of that name.
/// @error unavailable  it did not open, or the deployment does not bind it
Result<std::reference_wrapper<Connector>> open_store(const Stores& stores, std::string_view name);

/// What of `step` its own store is asked: parameters filled in and long lists of values cut to what
/// the store takes. Lookups are not in it: where there are any, it asks for every row they may let
/// pass. Reads the key.
/// @error not_found  a parameter has no values in `parameters`
Result<Query> due_query(const Step& step, const Stores& stores, const Parameters& parameters,
                        const KeyRange& range);

/// Rows of the same table that are counted in the same reading, due or not.
struct Tally {
  std::span<const SelectorPtr> conditions;
  std::vector<std::uint64_t> counts;  ///< one for each, after a reading without an error
};

/// Receives the columns of one row, valid during the call; an error stops the reading.
using RowSink = std::function<Result<void>(std::span<const Value> row)>;
/// Streams these columns of the step's rows in the order of their keys, with bounded memory however
/// large the rows are.
/// @error unavailable  one of the stores did not answer
Result<void> for_each_row(const Step& step, const std::vector<Column>& columns,
                          const Stores& stores, const Parameters& parameters, const RowSink& sink);

/// Streams the keys of the due rows within `range` in key order, with bounded memory. Lookups are
/// asked of their stores in chunks.
/// @param tally  may be null
/// @error unavailable  one of the stores did not answer
Result<void> for_each_due(const Step& step, const Stores& stores, const Parameters& parameters,
                          const KeyRange& range, const KeySink& sink, Tally* tally = nullptr);

/// Fills in `rows` and `ranges`: consecutive half-open ranges of about
/// `rows_per_range` due rows each, the first from the beginning and the last to the end, each with
/// an HMAC under `salt` over its due rows' keys. No due row, no range.
/// @error unsupported  a due row has NULL in its key, so that no range can hold it
Result<void> measure(Step& step, const Stores& stores, const Parameters& parameters,
                     std::size_t rows_per_range, std::span<const std::uint8_t> salt,
                     Tally* tally = nullptr);

/// Counts the rows that `where` selects and whose key holds NULL. Where there are any, the step
/// leaves them out from now on: the planner owes a gap for them, then measures.
Result<std::uint64_t> leave_out_rows_without_key(Step& step, const Stores& stores,
                                                 const Parameters& parameters);

/// `column` equals one of `values`, in a tree of lists of at most `max_in`.
[[nodiscard]] SelectorPtr in_chunks(const Column& column, std::span<const Value> values,
                                    Match match, std::uint64_t max_in);
/// Rows that have one of these tuples of values in `columns`.
[[nodiscard]] SelectorPtr has_values(const std::vector<Column>& columns,
                                     std::span<const Row> tuples, Match match,
                                     std::uint64_t max_in);
/// The selector with each list of more than `max_in` values cut into several.
[[nodiscard]] SelectorPtr with_short_lists(const SelectorPtr& selector, std::uint64_t max_in);

}  // namespace abide::engine
