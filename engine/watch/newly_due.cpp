// Reads the keys that are due now in chunks, and asks the steps of before which of each they reach.
#include "engine/watch/newly_due.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "engine/plan/due_rows.hpp"
#include "engine/watch/parts.hpp"

namespace abide::engine::watch {
namespace {

constexpr std::size_t keys_at_once = 500;

/// Whether what `before` does to a row is at least what `now` does.
bool does_as_much(const Step& before, const Step& now) {
  if (before.store != now.store || before.live_table != now.live_table || !before.blocked.empty())
    return false;
  if (before.operation == Operation::remove) return true;
  return now.operation == Operation::set &&
         std::ranges::all_of(now.assignments, [&](const auto& assignment) {
           return std::ranges::find(before.assignments, assignment) != before.assignments.end();
         });
}

/// A step, and the values of the parameters in it.
struct Asked {
  const Step& step;
  const Parameters& parameters;
};

/// Whether both reach the same rows, told without reading any.
bool asks_the_same(const Asked& a, const Asked& b) {
  return a.step.key == b.step.key && a.step.lookups == b.step.lookups &&
         (a.step.where == b.step.where || *a.step.where == *b.step.where) &&
         a.parameters == b.parameters;
}

class Difference {
 public:
  Difference(Asked now, std::vector<Asked> before, const Stores& stores, const NewRows& sink)
      : now_(now), before_(std::move(before)), stores_(stores), sink_(sink) {}

  Result<void> run() {
    ABIDE_CHECK(for_each_due(now_.step, stores_, now_.parameters, {},
                             [this](const Row& key) { return add(key); }));
    return flush();
  }

 private:
  Result<void> add(const Row& key) {
    keys_.push_back(key);
    return keys_.size() < keys_at_once ? Result<void>{} : flush();
  }
  Result<void> flush() {
    if (keys_.empty()) return {};
    std::set<Row> left{keys_.begin(), keys_.end()};
    for (const Asked& before : before_) {
      ABIDE_TRY(const Connector& store, open_store(stores_, before.step.store));
      Step among = before.step;
      among.where =
          share({And{{has_values(now_.step.key, keys_, Match::exact, store.capabilities().max_in),
                      before.step.where}}});
      // By range, so that no store builds the whole of what is joined for each question.
      const KeyRange from_here{keys_.front(), std::nullopt};
      ABIDE_CHECK(for_each_due(among, stores_, before.parameters, from_here,
                               [&left](const Row& key) -> Result<void> {
                                 left.erase(key);
                                 return {};
                               }));
    }
    // INVARIANT: keys are unique, so that as many are left as rows.
    keys_.assign(left.begin(), left.end());
    if (!keys_.empty()) ABIDE_CHECK(sink_(now_.step, keys_));
    keys_.clear();
    return {};
  }

  Asked now_;
  std::vector<Asked> before_;
  const Stores& stores_;
  const NewRows& sink_;
  std::vector<Row> keys_;
};

}  // namespace

Result<void> for_each_newly_due(const Planned& now, const Planned& before, const Stores& stores,
                                const NewRows& sink) {
  for (const Step& step : now.plan.steps) {
    if (step.rows == 0 || !step.blocked.empty()) continue;
    const Asked asked{step, now.parameters};
    std::vector<Asked> earlier;
    for (const Step& one : before.plan.steps)
      if (does_as_much(one, step)) earlier.push_back({one, before.parameters});
    if (std::ranges::any_of(earlier, [&](const Asked& one) { return asks_the_same(one, asked); }))
      continue;
    ABIDE_CHECK((Difference{asked, std::move(earlier), stores, sink}.run()));
  }
  return {};
}

Result<std::vector<Part>> newly_due(const Planned& now, const Planned& before,
                                    const Stores& stores) {
  std::map<std::string, std::uint64_t> rows;
  ABIDE_CHECK(for_each_newly_due(now, before, stores,
                                 [&](const Step& step, std::span<const Row> keys) -> Result<void> {
                                   rows[part_of(step)] += keys.size();
                                   return {};
                                 }));
  std::vector<Part> parts;
  for (const auto& [name, count] : rows) parts.push_back({name, count});
  return parts;
}

}  // namespace abide::engine::watch
