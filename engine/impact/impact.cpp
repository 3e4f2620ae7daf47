// Two plans against each other, row by row, in both directions.
#include "engine/impact/impact.hpp"

#include <fmt/format.h>

#include <map>
#include <set>
#include <utility>

#include "engine/watch/newly_due.hpp"
#include "engine/watch/parts.hpp"

namespace abide::engine::impact {
namespace {

/// One part while its rows are read.
struct Counted {
  Taken taken;
  std::set<std::string> promises;
  People people;
};

Result<OneWay> one_way(const Version& taking, const Planned& leaving, const Stores& stores) {
  std::map<std::string, Counted> parts;
  const Owners owners{taking.model, stores};
  const auto add = [&](const Step& step, std::span<const Row> keys) -> Result<void> {
    Counted& counted = parts[watch::part_of(step)];
    counted.taken.store = step.store;
    counted.taken.table = step.table;
    counted.taken.rows += keys.size();
    for (const Why& why : step.why) counted.promises.insert(why.promise);
    return owners.find(step, keys, counted.people);
  };
  ABIDE_CHECK(watch::for_each_newly_due(taking.planned, leaving, stores, add));
  OneWay way;
  People all;
  for (auto& [name, counted] : parts) {
    Taken& taken = counted.taken;
    taken.part = name;
    taken.promises.assign(counted.promises.begin(), counted.promises.end());
    taken.people = counted.people.count();
    taken.people_are = counted.people.exactness();
    all.add(counted.people);
    way.rows += taken.rows;
    way.parts.push_back(std::move(taken));
  }
  way.people = all.count();
  way.people_are = all.exactness();
  return way;
}

std::vector<NotCounted> blocked_in(const Planned& older, const Planned& newer) {
  std::map<std::pair<std::string, std::string>, NotCounted> blocked;
  for (const Planned* planned : {&older, &newer}) {
    for (const Step& step : planned->plan.steps) {
      if (step.blocked.empty()) continue;
      const std::string table = step.store + "." + step.table;
      NotCounted& one = blocked[{table, step.blocked}];
      one.table = table;
      one.gap = step.blocked;
      (planned == &older ? one.older : one.newer) = true;
    }
  }
  std::vector<NotCounted> all;
  for (auto& [key, one] : blocked) all.push_back(std::move(one));
  return all;
}

}  // namespace

std::string in_words(const NotCounted& one) {
  return fmt::format("{}, by {}: {}", one.table,
                     one.older && one.newer ? "either version"
                     : one.newer            ? "the newer version"
                                            : "the older version",
                     one.gap);
}

Result<Impact> impact_of(const Version& before, const Version& after, const Stores& stores) {
  Impact impact{after.planned.plan.at, {}, {}, {}};
  ABIDE_TRY(impact.more, one_way(after, before.planned, stores));
  ABIDE_TRY(impact.less, one_way(before, after.planned, stores));
  impact.not_counted = blocked_in(before.planned, after.planned);
  return impact;
}

}  // namespace abide::engine::impact
