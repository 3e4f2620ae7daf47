// E1006: rows owned by nobody. Each table is asked whether the row that it points at first is
// there; whether that row has an owner is asked at its own table.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <set>

#include "engine/catalogue/conditions.hpp"
#include "engine/catalogue/missing.hpp"
#include "engine/catalogue/parts.hpp"
#include "engine/plan/paths.hpp"

namespace abide::engine::catalogue {
namespace {

using policy::Hop;
using policy::Ownership;

class Owners {
 public:
  Owners(const Pair& pair, Stores& stores, ControlStore& control, const Catalogue& catalogue,
         Instant at)
      : pair_(pair), stores_(stores), control_(control), catalogue_(catalogue), at_(at) {}

  /// Sorts the owners; false when the table is not to be examined.
  bool begin() {
    sort_out();
    return examinable_;
  }
  /// No owner that applies has a link.
  [[nodiscard]] SelectorPtr without_link() const;
  /// Rows without a link whose cutting is not on record.
  Result<std::uint64_t> unexplained();
  /// Rows whose links lead to no row of this store, those to other stores left open. nullptr: an
  /// absence explains them all.
  [[nodiscard]] SelectorPtr dangling() const;
  [[nodiscard]] bool leaves_its_store() const { return !remote_.empty(); }
  /// Those of the dangling rows whose links to other stores lead to no row there.
  Result<std::uint64_t> dangling_elsewhere(const SelectorPtr& where);

 private:
  void sort_out();
  [[nodiscard]] bool is_there(const Hop& hop) const;
  [[nodiscard]] bool dates_absence(const Hop& hop) const;
  [[nodiscard]] SelectorPtr unlinked(const Hop& hop) const;
  [[nodiscard]] SelectorPtr applies(const Ownership& owner) const;
  [[nodiscard]] Query rows(SelectorPtr where) const;
  Result<std::uint64_t> dangling_over_stores(const SelectorPtr& where);
  Result<std::uint64_t> dangling_by_pages(const SelectorPtr& where);
  Result<void> mark_owned(const Ownership& owner, std::span<const Row> page, std::size_t column,
                          std::vector<bool>& owned);
  Result<void> read_keys(const Hop& hop, std::span<const Row> page, std::size_t column,
                         std::set<std::vector<std::string>>& keys);
  [[nodiscard]] Connector& here() const {
    return *stores_.find(pair_.model.at(pair_.table.store).name);
  }

  const Pair& pair_;
  Stores& stores_;
  ControlStore& control_;
  const Catalogue& catalogue_;
  Instant at_;
  std::vector<const Ownership*> local_;   ///< the first hop stays in the store
  std::vector<const Ownership*> remote_;  ///< it leads to another one
  std::vector<const Ownership*> dated_;   ///< an absence at its end is an event
  bool examinable_ = true;
};

bool Owners::is_there(const Hop& hop) const {
  const LiveTable* live = catalogue_.find(pair_.model, hop.table);
  return live != nullptr && std::ranges::all_of(hop.to, [&](FieldId field) {
           return find_column(*live, pair_.model.at(field).column) != nullptr;
         });
}

void Owners::sort_out() {
  for (const Ownership& owner : pair_.table.owners) {
    if (owner.hops.empty()) {
      examinable_ = false;  // every row is a subject's own
      return;
    }
    const Hop& hop = owner.hops.front();
    const bool points = std::ranges::all_of(hop.from, [this](FieldId field) {
      return find_column(pair_.live, pair_.model.at(field).column) != nullptr;
    });
    if (!points || !is_there(hop)) {
      examinable_ = false;  // found missing already
      return;
    }
    const bool within = pair_.model.at(hop.table).store == pair_.table.store;
    (dates_absence(hop) ? dated_ : within ? local_ : remote_).push_back(&owner);
  }
}

SelectorPtr Owners::applies(const Ownership& owner) const {
  if (!owner.condition) {
    return share({All{}});
  }
  const Value value = std::visit([](const auto& v) { return Value{v}; }, owner.condition->value);
  return share({In{pair_.model.at(owner.condition->field).column, {value}, Match::exact}});
}

/// Some column of the hop is NULL, or its only one empty: it leads nowhere on purpose.
SelectorPtr Owners::unlinked(const Hop& hop) const {
  std::vector<SelectorPtr> nulls;
  if (hop.from.size() == 1) {
    nulls.push_back(share({In{
        columns_of(pair_.model, hop.from).front(), {std::string{}}, match_of(pair_.model, hop)}}));
  }
  for (const Column& column : columns_of(pair_.model, hop.from)) {
    const LiveColumn* live = find_column(pair_.live, column);
    if (live == nullptr || live->nullable) {
      nulls.push_back(share({IsNull{column}}));
    }
  }
  return share({Or{std::move(nulls)}});
}

SelectorPtr Owners::without_link() const {
  std::vector<SelectorPtr> parts;
  for (const Ownership& owner : pair_.table.owners) {
    const SelectorPtr cut = unlinked(owner.hops.front());
    parts.push_back(owner.condition ? share({Or{{no(applies(owner)), cut}}}) : cut);
  }
  return all_of(std::move(parts));
}

Query Owners::rows(SelectorPtr where) const {
  return {.table = pair_.live.name,
          .columns = {},
          .key = columns_of(pair_.model, pair_.table.key),
          .range = {},
          .where = std::move(where)};
}

Result<std::uint64_t> Owners::unexplained() {
  const std::string name = pair_.model.full_name(pair_.id);
  Query query = rows(without_link());
  query.columns = query.key;
  query.key.clear();
  std::uint64_t count = 0;
  ABIDE_CHECK(here().select(query, [&](std::span<const Row> page) -> Result<void> {
    for (const Row& key : page) {
      ABIDE_TRY(const bool severed, control_.was_severed(name, control_.keyed("row", key), at_));
      count += severed ? 0 : 1;
    }
    return {};
  }));
  return count;
}

/// The absence of what the hop points at is an event: such rows are dated, and fall due by it.
bool Owners::dates_absence(const Hop& hop) const {
  return std::ranges::any_of(
      pair_.model.datings[pair_.id.value], [&](const policy::Dating& dating) {
        return std::holds_alternative<policy::OnAbsence>(pair_.model.at(dating.event).source) &&
               dating.hops.size() == 1 && dating.hops.front() == hop;
      });
}

SelectorPtr Owners::dangling() const {
  std::vector<SelectorPtr> parts{no(without_link())};
  for (const Ownership* owner : dated_) {
    parts.push_back(no(all_of({applies(*owner), no(unlinked(owner->hops.front()))})));
  }
  for (const Ownership* owner : local_) {
    const Hop& hop = owner->hops.front();
    if (dates_absence(hop)) {
      return nullptr;
    }
    const SelectorPtr there =
        share({Via{columns_of(pair_.model, hop.from), pair_.model.at(hop.table).live_name,
                   columns_of(pair_.model, hop.to), share({All{}}), match_of(pair_.model, hop)}});
    parts.push_back(no(owner->condition ? all_of({applies(*owner), there}) : there));
  }
  return all_of(std::move(parts));
}

Result<std::uint64_t> Owners::dangling_elsewhere(const SelectorPtr& where) {
  const bool simple = remote_.size() == 1 && remote_.front()->hops.front().from.size() == 1;
  return simple ? dangling_over_stores(where) : dangling_by_pages(where);
}

Result<std::uint64_t> Owners::dangling_over_stores(const SelectorPtr& where) {
  const Hop& hop = remote_.front()->hops.front();
  Connector* there = stores_.find(pair_.model.at(pair_.model.at(hop.table).store).name);
  Pointer from{here(), rows(all_of({where, applies(*remote_.front()), no(unlinked(hop))}))};
  from.query.columns = columns_of(pair_.model, hop.from);
  from.query.key.clear();
  std::uint64_t count = 0;
  ABIDE_CHECK(for_each_missing(from,
                               {*there, pair_.model.at(hop.table).live_name,
                                pair_.model.at(hop.to.front()).column, match_of(pair_.model, hop)},
                               [&](const Value& /*value*/) -> Result<void> {
                                 ++count;
                                 return {};
                               }));
  return count;
}

/// Several owners in other stores, or composite links: asked page by page.
Result<std::uint64_t> Owners::dangling_by_pages(const SelectorPtr& where) {
  Query query = rows(where);
  query.key.clear();
  for (const Ownership* owner : remote_) {
    const auto columns = columns_of(pair_.model, owner->hops.front().from);
    query.columns.insert(query.columns.end(), columns.begin(), columns.end());
    if (owner->condition) {
      query.columns.push_back(pair_.model.at(owner->condition->field).column);
    }
  }
  std::uint64_t count = 0;
  ABIDE_CHECK(here().select(query, [&](std::span<const Row> page) -> Result<void> {
    std::vector<bool> owned(page.size(), false);
    std::size_t column = 0;
    for (const Ownership* owner : remote_) {
      if (auto marked = mark_owned(*owner, page, column, owned); !marked) {
        return marked.error();
      }
      column += owner->hops.front().from.size() + (owner->condition ? 1 : 0);
    }
    count += static_cast<std::uint64_t>(std::ranges::count(owned, false));
    return {};
  }));
  return count;
}

/// Marks the rows of a page that this owner owns; its columns begin at `column`.
Result<void> Owners::mark_owned(const Ownership& owner, std::span<const Row> page,
                                std::size_t column, std::vector<bool>& owned) {
  const Hop& hop = owner.hops.front();
  const Match match = match_of(pair_.model, hop);
  std::set<std::vector<std::string>> keys;
  ABIDE_CHECK(read_keys(hop, page, column, keys));
  for (std::size_t i = 0; i < page.size(); ++i) {
    std::vector<std::string> key;
    for (std::size_t c = 0; c < hop.from.size(); ++c) {
      key.push_back(comparable(page[i][column + c], match));
    }
    bool applies_here = true;
    if (owner.condition) {
      const Value wanted =
          std::visit([](const auto& v) { return Value{v}; }, owner.condition->value);
      applies_here = comparable(page[i][column + hop.from.size()], Match::exact) ==
                     comparable(wanted, Match::exact);
    }
    owned[i] = owned[i] || (applies_here && keys.contains(key));
  }
  return {};
}

/// Which keys of the other store the page's links lead to.
Result<void> Owners::read_keys(const Hop& hop, std::span<const Row> page, std::size_t column,
                               std::set<std::vector<std::string>>& keys) {
  const Match match = match_of(pair_.model, hop);
  Connector& there = *stores_.find(pair_.model.at(pair_.model.at(hop.table).store).name);
  const std::size_t step = std::max<std::size_t>(1, there.capabilities().max_in);
  const auto columns = columns_of(pair_.model, hop.to);
  for (std::size_t from = 0; from < page.size(); from += step) {
    In in{columns.front(), {}, match};
    for (std::size_t i = from; i < std::min(page.size(), from + step); ++i) {
      in.values.push_back(page[i][column]);
    }
    const Query query{.table = pair_.model.at(hop.table).live_name,
                      .columns = columns,
                      .key = {},
                      .range = {},
                      .where = share({std::move(in)})};
    const auto take = [&](std::span<const Row> found) -> Result<void> {
      for (const Row& row : found) {
        std::vector<std::string> key;
        for (const Value& value : row) {
          key.push_back(comparable(value, match));
        }
        keys.insert(std::move(key));
      }
      return {};
    };
    ABIDE_CHECK(there.select(query, take));
  }
  return {};
}

Gap gap_of(const Pair& pair, std::string reason, std::string remedy, std::uint64_t rows) {
  return {"E1006",
          pair.model.full_name(pair.id),
          std::move(reason),
          std::move(remedy),
          rows,
          std::nullopt,
          false};
}

void say_lost(const Pair& pair, std::uint64_t rows, Gaps& gaps) {
  gaps.add(gap_of(pair, "rows that belong to nobody: what they point at is not there",
                  "declare an event `on absence of` what they point at so that they fall due, "
                  "delete them, or waive this with the reason",
                  rows));
}

void say_unlinked(const Pair& pair, std::uint64_t rows, Gaps& gaps) {
  const bool depends = std::ranges::all_of(
      pair.table.owners, [](const Ownership& owner) { return owner.condition.has_value(); });
  const std::string why = depends ? "no `when` of an owner holds for them, or their link is empty"
                                  : "their link is empty";
  const std::string remedy =
      depends ? "say whose the others are (`owned by … when …`)" : "link them to their owner";
  gaps.add(gap_of(
      pair,
      fmt::format("rows that belong to nobody: {}, and no severing on record explains it", why),
      remedy + ", delete them, or waive this with the reason", rows));
}

}  // namespace

Result<void> check_owners(const Pair& pair, Stores& stores, ControlStore& control,
                          const Catalogue& catalogue, Instant at, std::vector<RowCheck>& checks,
                          Gaps& gaps) {
  if (pair.table.owners.empty() || pair.table.key.empty()) {
    return {};
  }
  const auto owners = std::make_shared<Owners>(pair, stores, control, catalogue, at);
  if (!owners->begin()) {
    return {};
  }
  checks.push_back({owners->without_link(), [owners, &pair, &gaps](std::uint64_t) -> Result<void> {
                      ABIDE_TRY(const std::uint64_t cut, owners->unexplained());
                      if (cut > 0) {
                        say_unlinked(pair, cut, gaps);
                      }
                      return {};
                    }});
  const SelectorPtr dangling = owners->dangling();
  if (dangling && !owners->leaves_its_store()) {
    checks.push_back({dangling, [&pair, &gaps](std::uint64_t rows) {
                        say_lost(pair, rows, gaps);
                        return Result<void>{};
                      }});
  } else if (dangling) {
    ABIDE_TRY(const std::uint64_t rows, owners->dangling_elsewhere(dangling));
    if (rows > 0) {
      say_lost(pair, rows, gaps);
    }
  }
  return {};
}

}  // namespace abide::engine::catalogue
