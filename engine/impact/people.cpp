// Follows owners step by step, some hundred rows at a time.
#include "engine/impact/people.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <iterator>

#include "engine/plan/due_rows.hpp"
#include "engine/plan/paths.hpp"

namespace abide::engine::impact {
namespace {

std::uint64_t digest_of(SubjectId subject, const Value& key) {
  Hasher hasher;
  const std::array<Value, 2> whom{Value{std::int64_t{subject.value}}, folded_value(key)};
  hash_key(hasher, whom);
  const Digest digest = hasher.finish();
  std::uint64_t number = 0;
  std::memcpy(&number, digest.data(), sizeof number);
  return number;
}

bool is_whole(const Row& row) {
  return std::ranges::none_of(row, [](const Value& value) { return is_null(value); });
}

}  // namespace

std::string_view word_of(Exactness exactness) {
  switch (exactness) {
    case Exactness::exact:
      return "exact";
    case Exactness::at_least:
      return "at_least";
    case Exactness::at_most:
      return "at_most";
  }
  return "";
}

std::string people_in_words(std::uint64_t count, Exactness exactness) {
  if (count == 0 && exactness == Exactness::at_least) return "an unknown number of people";
  const std::string number = fmt::format("{} {}", count, count == 1 ? "person" : "people");
  return exactness == Exactness::exact      ? number
         : exactness == Exactness::at_least ? "at least " + number
                                            : "at most " + number;
}

void People::add(SubjectId subject, const Value& key) { add(digest_of(subject, key)); }

void People::add(const People& others) {
  for (const std::uint64_t whom : others.known_) add(whom);
  missed_ = missed_ || others.missed_;
  doubted_ = doubted_ || others.doubted_;
}

void People::add(std::uint64_t whom) {
  if (known_.size() < most) {
    known_.insert(whom);
  } else if (!known_.contains(whom)) {
    missed_ = true;
  }
}

Exactness People::exactness() const {
  return missed_ ? Exactness::at_least : doubted_ ? Exactness::at_most : Exactness::exact;
}

Result<std::vector<Row>> Owners::values(TableId table, const std::vector<Column>& wanted,
                                        const std::vector<Column>& held, std::vector<Row> tuples,
                                        Match match) const {
  std::ranges::sort(tuples);
  tuples.erase(std::unique(tuples.begin(), tuples.end()), tuples.end());
  std::vector<Row> found;
  if (tuples.empty()) return found;
  const policy::Table& declared = model_.at(table);
  ABIDE_TRY(Connector & store, open_store(stores_, model_.at(declared.store).name));
  const Query query{.table = declared.live_name,
                    .columns = wanted,
                    .key = columns_of(model_, declared.key),
                    .range = {},
                    .where = has_values(held, tuples, match, store.capabilities().max_in)};
  ABIDE_CHECK(store.select(query, [&](std::span<const Row> page) -> Result<void> {
    std::ranges::copy_if(page, std::back_inserter(found), is_whole);
    return {};
  }));
  return found;
}

Result<void> Owners::by_path(const Step& step, std::span<const Row> keys,
                             const policy::Ownership& owner, People& into) const {
  if (owner.condition || !owner.on_the_way.empty()) into.doubt();
  const FieldId own_key = model_.at(owner.subject).identified_by.front();
  const std::vector<Column> own{model_.at(own_key).column};
  TableId table = *model_.find_table(step.store + "." + step.table);
  std::vector<Column> held = step.key;
  std::vector<Row> tuples{keys.begin(), keys.end()};
  Match match = Match::exact;
  for (const policy::Hop& hop : owner.hops) {
    ABIDE_TRY(tuples, values(table, columns_of(model_, hop.from), held, std::move(tuples), match));
    table = hop.table;
    held = columns_of(model_, hop.to);
    match = match_of(model_, hop);
  }
  const bool at_own_key = !owner.hops.empty() && owner.hops.back().to == std::vector{own_key};
  if (!at_own_key) {
    ABIDE_TRY(tuples, values(table, own, held, std::move(tuples), match));
  }
  for (const Row& row : tuples) into.add(owner.subject, row.front());
  return {};
}

Result<void> Owners::find(const Step& step, std::span<const Row> keys, People& into) const {
  const auto table = model_.find_table(step.store + "." + step.table);
  bool owned = false;
  if (table) {
    for (const policy::Ownership& owner : model_.at(*table).owners) {
      if (owner.kind == policy::Ownership::Kind::shared) continue;
      owned = true;
      ABIDE_CHECK(by_path(step, keys, owner, into));
    }
  }
  if (!owned) into.miss();
  return {};
}

}  // namespace abide::engine::impact
