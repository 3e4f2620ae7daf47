// What the re-read asks of stores, and the list of what was asked.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "engine/reread/look.hpp"

namespace abide::reread {

/// Asks stores and keeps each question's text once.
class Questions {
 public:
  Questions(const Input& input, Look& look) : input_(input), look_(look) {}
  [[nodiscard]] Connector* reader(TableId table) const;
  /// Calls `ask` for every table in reach; one that does not answer is written down as not looked
  /// at.
  void every_table(const std::function<Result<void>(TableId)>& ask);
  Result<std::uint64_t> count(TableId table, SelectorPtr where);
  /// Several counts of one table, taken in one reading where the store can.
  Result<std::vector<std::uint64_t>> tally(TableId table, std::span<const SelectorPtr> conditions);
  /// Rows of `table` for which the row at the end of `hops` is one that `leaf` selects. nullptr is
  /// none.
  Result<SelectorPtr> through(TableId table, std::span<const policy::Hop> hops, SelectorPtr leaf);
  /// The same of `rows` alone. Of another store only what these rows lead to is asked for, in lists
  /// as long as it takes, so that nothing else is read there and memory grows with `rows`.
  Result<SelectorPtr> through_from(TableId table, std::span<const policy::Hop> hops,
                                   SelectorPtr leaf, const SelectorPtr& rows);
  /// Rows whose owner's path ends at one of these values of `key`. A pointer to a row that is gone
  /// still names it.
  Result<SelectorPtr> reaching(TableId table, std::span<const policy::Hop> hops, FieldId key,
                               std::vector<Value> values);
  /// Rows that holds or requests of this kind keep, and what rows that are named hang on.
  Result<SelectorPtr> kept(TableId table, Keep::Reason reason);
  /// The same for whatever reason.
  Result<SelectorPtr> kept(TableId table);
  /// The declared column of this name in the store.
  [[nodiscard]] std::optional<FieldId> field_of(TableId table, const Column& column) const;
  /// What rows hold in the columns, each tuple once and none with NULL. nullptr is no row.
  Result<std::set<Row>> values(TableId table, std::span<const FieldId> columns, SelectorPtr where);
  /// Keys of the rows among `among` that these lead to by the step.
  Result<std::set<Row>> ends(TableId table, const SelectorPtr& rows, const policy::Hop& hop,
                             SelectorPtr among);
  /// Steps to what rows of the table hang on: owners, and what the store itself binds them to.
  /// @param of_person  of the owners those alone whose leaving changes the row
  Result<std::vector<policy::Hop>> steps_from(TableId table, bool of_person);
  /// The row with this key.
  [[nodiscard]] SelectorPtr is_row(TableId table, const Row& key) const;
  [[nodiscard]] SelectorPtr one_of(std::span<const FieldId> columns, const std::vector<Row>& tuples,
                                   Match match) const;
  /// Rows that hold what the condition asks.
  [[nodiscard]] SelectorPtr holding(const policy::Condition& condition) const;
  /// The column holds one of the values; lists are cut to what the store takes.
  [[nodiscard]] SelectorPtr among(FieldId field, std::vector<Value> values, Match match) const;
  [[nodiscard]] Match match_of(FieldId field) const;
  /// Writes down what is asked of the store, once.
  void note(const std::string& store, const Connector& connector, const Query& query);
  /// Rows for which the step counts: where owners of their table begin with it, one must hold.
  [[nodiscard]] SelectorPtr step_counts(TableId table, const policy::Hop& hop) const;

 private:
  [[nodiscard]] bool leaves_store(TableId table, std::span<const policy::Hop> hops) const;
  /// What of these ends of the step is there and led on by the rest of the hops.
  Result<std::set<Row>> ends_there(std::span<const policy::Hop> hops, const SelectorPtr& leaf,
                                   const std::vector<Row>& tuples, Match match);
  [[nodiscard]] SelectorPtr named(TableId table, Keep::Reason reason) const;
  Result<SelectorPtr> named_or_below(TableId table, Keep::Reason reason, std::vector<TableId> seen);
  Result<SelectorPtr> of_kept_people(TableId table, Keep::Reason reason);
  Result<void> hang(Keep::Reason reason);
  [[nodiscard]] bool changes(TableId table, const policy::Ownership& owner) const;
  Result<SelectorPtr> theirs(TableId table, const policy::Ownership& owner,
                             std::vector<Value> keys);
  /// Steps between tables of one store that the store itself enforces.
  Result<std::vector<policy::Hop>> enforced(TableId from, TableId to);
  void note(TableId table, const Connector& connector, const Query& query);
  const Input& input_;
  Look& look_;
  std::map<Keep::Reason, std::map<TableId, std::set<Row>>> hung_on_;
  std::map<StoreId, LiveSchema> schemas_;  ///< of stores that were asked for theirs
};

/// Why rows stay that holds or requests keep, in words.
inline constexpr const char* kept_by_others = "a legal hold or somebody's open request keeps them";
/// Whether the values are those of some row: none is NULL, and the only one is not empty.
[[nodiscard]] bool leads(const Row& values, Match match);
/// Whether the two columns hold the same kind of data.
[[nodiscard]] bool same_kind(const policy::Model& model, FieldId a, FieldId b);
/// Says which sentence is behind it.
void cite(Residue& residue, const policy::Rule& law, const policy::Model& model);
[[nodiscard]] SelectorPtr all_of(std::vector<SelectorPtr> parts);
[[nodiscard]] SelectorPtr any_of(
    std::vector<SelectorPtr> parts);  ///< nullptr parts are left out; nullptr when none is left
[[nodiscard]] SelectorPtr none_of(SelectorPtr part);
[[nodiscard]] TimeEncoding encoding_of(const policy::Field& field);

}  // namespace abide::reread
