// Following links from table to table, within a store and into others.
#include <fmt/format.h>

#include <algorithm>

#include "engine/reread/questions.hpp"

namespace abide::reread {

using policy::Hop;

Result<SelectorPtr> Questions::through(TableId table, std::span<const Hop> hops, SelectorPtr leaf) {
  if (hops.empty() || !leaf) return leaf;
  const Hop& hop = hops.front();
  const SelectorPtr counts = step_counts(table, hop);
  ABIDE_TRY(const SelectorPtr inner, through(hop.table, hops.subspan(1), std::move(leaf)));
  if (!inner) return SelectorPtr{};
  const policy::Model& model = input_.model;
  const Match match = hop.to.size() == 1
                          ? std::max(match_of(hop.to.front()), match_of(hop.from.front()))
                          : Match::exact;
  if (model.at(table).store == model.at(hop.table).store) {
    Via via{{}, model.at(hop.table).live_name, {}, inner, match};
    for (const FieldId field : hop.from) via.columns.push_back(model.at(field).column);
    for (const FieldId field : hop.to) via.target_columns.push_back(model.at(field).column);
    return all_of({share({std::move(via)}), counts});
  }
  Connector* other = reader(hop.table);
  if (other == nullptr) {
    return Error{ErrorCode::unavailable,
                 fmt::format("`{}` cannot be followed to `{}`", model.full_name(table),
                             model.full_name(hop.table)),
                 ""};
  }
  Query query;
  query.table = model.at(hop.table).live_name;
  for (const FieldId field : hop.to) query.columns.push_back(model.at(field).column);
  query.where = inner;
  note(hop.table, *other, query);
  std::vector<Row> ends;
  ABIDE_CHECK(other->select(query, [&](std::span<const Row> page) -> Result<void> {
    for (const Row& row : page) {
      if (leads(row, match)) ends.push_back(row);
    }
    return {};
  }));
  return all_of({one_of(hop.from, ends, match), counts});
}

bool Questions::leaves_store(TableId table, std::span<const Hop> hops) const {
  return std::ranges::any_of(hops, [&](const Hop& hop) {
    return input_.model.at(hop.table).store != input_.model.at(table).store;
  });
}

Result<std::set<Row>> Questions::ends_there(std::span<const Hop> hops, const SelectorPtr& leaf,
                                            const std::vector<Row>& tuples, Match match) {
  const Hop& hop = hops.front();
  Connector* const other = reader(hop.table);
  if (other == nullptr) {
    return Error{ErrorCode::unavailable,
                 fmt::format("`{}` cannot be asked", input_.model.full_name(hop.table)), ""};
  }
  const std::size_t most = std::max<std::size_t>(
      1, other->capabilities().max_in / std::max<std::size_t>(1, hop.to.size()));
  std::set<Row> found;
  for (std::size_t i = 0; i < tuples.size(); i += most) {
    const auto first = tuples.begin() + static_cast<std::ptrdiff_t>(i);
    const auto last =
        tuples.begin() + static_cast<std::ptrdiff_t>(std::min(tuples.size(), i + most));
    const SelectorPtr pointed = one_of(hop.to, {first, last}, match);
    ABIDE_TRY(SelectorPtr onward, through_from(hop.table, hops.subspan(1), leaf, pointed));
    ABIDE_TRY(std::set<Row> there, values(hop.table, hop.to, all_of({pointed, std::move(onward)})));
    found.merge(there);
  }
  return found;
}

Result<SelectorPtr> Questions::through_from(TableId table, std::span<const Hop> hops,
                                            SelectorPtr leaf, const SelectorPtr& rows) {
  if (!rows || !leaves_store(table, hops)) return through(table, hops, std::move(leaf));
  const Hop& hop = hops.front();
  const SelectorPtr counts = step_counts(table, hop);
  const Match match = hop.to.size() == 1
                          ? std::max(match_of(hop.to.front()), match_of(hop.from.front()))
                          : Match::exact;
  ABIDE_TRY(const std::set<Row> from, values(table, hop.from, all_of({rows, counts})));
  ABIDE_TRY(const std::set<Row> ends, ends_there(hops, leaf, {from.begin(), from.end()}, match));
  return all_of({one_of(hop.from, {ends.begin(), ends.end()}, match), counts});
}

}  // namespace abide::reread
