// Two plans against each other, row by row, in both directions.
#include "engine/impact/impact.hpp"

#include <map>
#include <set>

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

}  // namespace

Result<Impact> impact_of(const Version& before, const Version& after, const Stores& stores) {
  Impact impact{after.planned.plan.at, {}, {}, {}};
  ABIDE_TRY(impact.more, one_way(after, before.planned, stores));
  ABIDE_TRY(impact.less, one_way(before, after.planned, stores));
  std::set<std::string> blocked;
  for (const Planned* planned : {&before.planned, &after.planned})
    for (const Step& step : planned->plan.steps)
      if (!step.blocked.empty()) blocked.insert(step.store + "." + step.table);
  impact.not_counted.assign(blocked.begin(), blocked.end());
  return impact;
}

}  // namespace abide::engine::impact
