// One reading a table for everything that is asked of its rows.
#include "engine/catalogue/examination.hpp"

#include <algorithm>

#include "engine/plan/paths.hpp"

namespace abide::engine {
namespace {

std::vector<SelectorPtr> rows_of(const std::vector<catalogue::RowCheck>& checks) {
  std::vector<SelectorPtr> rows;
  rows.reserve(checks.size());
  for (const catalogue::RowCheck& check : checks) {
    rows.push_back(check.rows);
  }
  return rows;
}

}  // namespace

Examination::Examination(const policy::Model& model, const Catalogue& catalogue, Stores& stores,
                         ControlStore& control, Instant at, Date today)
    : catalogue_(catalogue), stores_(stores), control_(control), at_(at), gaps_(model, today) {
  for (std::uint32_t i = 0; i < model.tables.size(); ++i) {
    const TableId id{i};
    const policy::Store& store = model.at(model.at(id).store);
    const LiveTable* live = catalogue.find(model, id);
    Connector* connector = stores.find(store.name);
    if (live == nullptr || connector == nullptr || store.no_reach_because) {
      continue;
    }
    const catalogue::Pair pair{model, id, model.at(id), *live};
    if (catalogue::is_whole(pair)) {
      tables_.push_back({pair, *connector, std::nullopt});
    }
  }
}

Examination::Open* Examination::find(const std::string& store, const std::string& live_table) {
  const auto at = std::ranges::find_if(tables_, [&](const Open& open) {
    return open.pair.live.name == live_table &&
           open.pair.model.at(open.pair.table.store).name == store;
  });
  return at == tables_.end() ? nullptr : &*at;
}

Result<void> Examination::prepare(Open& open) {
  if (open.checks) {
    return {};
  }
  open.checks.emplace();
  catalogue::check_null_keys(open.pair, *open.checks, gaps_);
  catalogue::check_clocks(open.pair, open.store, at_, *open.checks, gaps_);
  return catalogue::check_owners(open.pair, stores_, control_, catalogue_, at_, *open.checks,
                                 gaps_);
}

Result<std::vector<SelectorPtr>> Examination::asked(const std::string& store,
                                                    const std::string& live_table) {
  Open* open = find(store, live_table);
  if (open == nullptr || open->counted) {
    return std::vector<SelectorPtr>{};
  }
  ABIDE_CHECK(prepare(*open));
  return rows_of(*open->checks);
}

Result<void> Examination::counted(const std::string& store, const std::string& live_table,
                                  std::span<const std::uint64_t> counts) {
  Open* open = find(store, live_table);
  if (open == nullptr || !open->checks || open->checks->size() != counts.size()) {
    return {};
  }
  open->counted = true;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] > 0) {
      ABIDE_CHECK((*open->checks)[i].found(counts[i]));
    }
  }
  return {};
}

Result<std::vector<Gap>> Examination::finish() {
  for (Open& open : tables_) {
    if (open.counted) {
      continue;
    }
    ABIDE_CHECK(prepare(open));
    const std::vector<SelectorPtr> rows = rows_of(*open.checks);
    const Query whole{.table = open.pair.live.name,
                      .columns = {},
                      .key = columns_of(open.pair.model, open.pair.table.key),
                      .range = {},
                      .where = share({All{}})};
    ABIDE_TRY(const auto counts, open.store.tally(whole, rows));
    ABIDE_CHECK(counted(open.pair.model.at(open.pair.table.store).name, whole.table, counts));
  }
  return std::move(gaps_).take();
}

}  // namespace abide::engine
