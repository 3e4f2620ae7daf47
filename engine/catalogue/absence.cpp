// Keys that rows still point at though no such row is left: the feed of events on absence.
#include <algorithm>
#include <set>

#include "engine/catalogue/missing.hpp"
#include "engine/catalogue/parts.hpp"
#include "engine/plan/paths.hpp"

namespace abide::engine {
namespace {

using policy::Hop;
using policy::Model;

constexpr std::size_t keys_at_once = 500;

/// A table whose rows point at the one that may be absent.
struct Pointing {
  TableId table;
  const Hop* hop;
};

/// Every table and column that points at `target` on some way to date rows by `event`, each once.
std::vector<Pointing> pointing_at(const Model& model, EventId event, TableId target) {
  std::vector<Pointing> found;
  for (std::uint32_t i = 0; i < model.tables.size(); ++i) {
    const policy::Dating* dating = model.dating(TableId{i}, event);
    if (dating == nullptr || dating->hops.empty() || dating->hops.back().table != target) {
      continue;
    }
    const std::size_t steps = dating->hops.size();
    const TableId table = steps == 1 ? TableId{i} : dating->hops[steps - 2].table;
    const Hop* hop = &dating->hops.back();
    const bool known = std::ranges::any_of(
        found, [&](const Pointing& one) { return one.table == table && *one.hop == *hop; });
    if (!known && hop->from.size() == 1) {
      found.push_back({table, hop});
    }
  }
  return found;
}

class Feed {
 public:
  Feed(const Model& model, const Catalogue& catalogue, Stores& stores, ControlStore& control,
       Instant now)
      : model_(model), catalogue_(catalogue), stores_(stores), control_(control), now_(now) {}

  Result<void> add(EventId event, TableId target);
  [[nodiscard]] std::vector<ToldEvent> take() && { return std::move(events_); }

 private:
  Result<void> read(const Pointing& pointing);
  Result<void> missed(const Value& key);
  Result<void> flush();
  [[nodiscard]] bool can_be_read(TableId table, std::span<const FieldId> fields) const;

  const Model& model_;
  const Catalogue& catalogue_;
  Stores& stores_;
  ControlStore& control_;
  Instant now_;
  EventId event_;
  TableId target_;
  std::optional<SubjectId> subject_;
  std::set<std::string> seen_;
  std::vector<Value> waiting_;
  std::vector<ToldEvent> events_;
};

bool Feed::can_be_read(TableId table, std::span<const FieldId> fields) const {
  const LiveTable* live = catalogue_.find(model_, table);
  return live != nullptr && std::ranges::all_of(fields, [&](FieldId field) {
           return find_column(*live, model_.at(field).column) != nullptr;
         });
}

Result<void> Feed::missed(const Value& key) {
  if (seen_.insert(catalogue::comparable(key, Match::exact)).second) {
    waiting_.push_back(key);
  }
  return waiting_.size() == keys_at_once ? flush() : Result<void>{};
}

Result<void> Feed::flush() {
  if (waiting_.empty()) {
    return {};
  }
  ABIDE_TRY(const std::vector<Instant> since,
            control_.first_missed(model_, target_, waiting_, now_));
  for (std::size_t i = 0; i < waiting_.size() && i < since.size(); ++i) {
    ToldEvent event;
    event.event = event_;
    event.subject = subject_;
    event.subject_key = Sensitive<Value>{std::move(waiting_[i])};
    event.at = since[i];
    events_.push_back(std::move(event));
  }
  waiting_.clear();
  return {};
}

Result<void> Feed::read(const Pointing& pointing) {
  const Hop& hop = *pointing.hop;
  if (!can_be_read(pointing.table, hop.from) || !can_be_read(hop.table, hop.to)) {
    return {};  // found missing already
  }
  const policy::Table& from = model_.at(pointing.table);
  const policy::Table& to = model_.at(hop.table);
  const Match match = match_of(model_, hop);
  const Column column = model_.at(hop.from.front()).column;
  const SelectorPtr filled = share({Not{share({IsNull{column}})}});
  Connector* here = stores_.find(model_.at(from.store).name);
  Connector* there = stores_.find(model_.at(to.store).name);
  Query query{
      .table = from.live_name, .columns = {column}, .key = {}, .range = {}, .where = filled};
  const auto take = [this, match](const Value& value) {
    return leads_nowhere(value, match) ? Result<void>{} : missed(value);
  };
  if (here != there) {
    return catalogue::for_each_missing(
        {*here, query}, {*there, to.live_name, model_.at(hop.to.front()).column, match}, take);
  }
  query.where = share(
      {And{{filled,
            share({Not{share({Via{
                {column}, to.live_name, columns_of(model_, hop.to), share({All{}}), match}})}})}}});
  return here->select(query, [&](std::span<const Row> page) -> Result<void> {
    for (const Row& row : page) {
      ABIDE_CHECK(take(row.front()));
    }
    return {};
  });
}

Result<void> Feed::add(EventId event, TableId target) {
  event_ = event;
  target_ = target;
  subject_.reset();
  seen_.clear();
  for (std::uint32_t i = 0; i < model_.subjects.size(); ++i) {
    if (!model_.subjects[i].identified_by.empty() && model_.home_of(SubjectId{i}) == target) {
      subject_ = SubjectId{i};
    }
  }
  for (const Pointing& pointing : pointing_at(model_, event, target)) {
    ABIDE_CHECK(read(pointing));
  }
  return flush();
}

}  // namespace

Result<std::vector<ToldEvent>> find_absent(const Model& model, const Catalogue& catalogue,
                                           Stores& stores, ControlStore& control, Instant now) {
  Feed feed{model, catalogue, stores, control, now};
  for (std::uint32_t i = 0; i < model.events.size(); ++i) {
    if (const auto* absence = std::get_if<policy::OnAbsence>(&model.events[i].source)) {
      ABIDE_CHECK(feed.add(EventId{i}, absence->table));
    }
  }
  return std::move(feed).take();
}

}  // namespace abide::engine
