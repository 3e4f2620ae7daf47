// Walks the selectors of a plan for the columns that make rows due, and reads those of due rows.
#include "engine/watch/clocks.hpp"

#include <algorithm>
#include <set>

#include "engine/plan/due_rows.hpp"
#include "engine/watch/parts.hpp"

namespace abide::engine::watch {
namespace {

using std::chrono::days;
using std::chrono::minutes;

/// Minutes of six weeks, and then some.
constexpr std::size_t most_moments = 65536;

/// One column by which rows of one table are due: those that `rows` chooses. It holds moments, or
/// keys that were reported at some.
struct Clock {
  Step rows;
  std::string part;
  Column column;
  TimeEncoding encoding = TimeEncoding::iso;
  const Reports::value_type* reported = nullptr;

  [[nodiscard]] std::string name() const {
    return reported != nullptr ? reported->first : rows.store + "." + rows.table + "." + column;
  }
};

/// Collects the clocks of one step.
class Walk {
 public:
  Walk(const Step& step, const Reports& reports)
      : step_(step), part_(part_of(step)), reports_(reports) {}
  std::vector<Clock> take() && {
    into(step_.where, step_);
    return std::move(found_);
  }

 private:
  enum class Side { holds, fails };
  /// @param rows  the due rows of the table that `where` speaks of
  void into(const SelectorPtr& where, const Step& rows, Side side = Side::holds) {
    if (where == nullptr) return;
    if (const auto* all = std::get_if<And>(&where->node)) {
      for (const SelectorPtr& one : all->all) into(one, rows, side);
    } else if (const auto* any = std::get_if<Or>(&where->node)) {
      for (const SelectorPtr& one : any->any) into(one, rows, side);
    } else if (const auto* no = std::get_if<Not>(&where->node)) {
      into(no->of, rows, side == Side::holds ? Side::fails : Side::holds);
    } else if (const auto* before = std::get_if<abide::Before>(&where->node)) {
      if (side == Side::holds) found_.push_back({rows, part_, before->column, before->encoding});
    } else if (const auto* keys = std::get_if<InParameter>(&where->node)) {
      const auto* reported = report_of(keys->parameter);
      if (side == Side::holds && reported != nullptr)
        found_.push_back({rows, part_, keys->column, TimeEncoding::iso, reported});
    } else if (const auto* via = std::get_if<Via>(&where->node)) {
      if (side == Side::holds && rows.lookups.empty()) through(*via, rows);
    }
  }
  /// The planner names the keys that an event was told of by the event: `event:closed#2`.
  [[nodiscard]] const Reports::value_type* report_of(const std::string& parameter) const {
    constexpr std::string_view mark = "event:";
    if (!parameter.starts_with(mark)) return nullptr;
    const auto at = reports_.find(parameter.substr(mark.size(), parameter.find('#') - mark.size()));
    return at == reports_.end() ? nullptr : &*at;
  }
  /// The rows that due rows point at, and that make them due.
  void through(const Via& via, const Step& rows) {
    Step there;
    there.store = rows.store;
    there.table = there.live_table = via.table;
    there.key = via.target_columns;
    const SelectorPtr pointed_at =
        share({Via{via.target_columns, rows.live_table, via.columns, rows.where, via.match}});
    there.where = share({And{{via.where, pointed_at}}});
    into(via.where, there);
  }

  const Step& step_;
  std::string part_;
  const Reports& reports_;
  std::vector<Clock> found_;
};

std::optional<Instant> moment_of(const Value& value, TimeEncoding encoding) {
  if (const auto* text = std::get_if<std::string>(&value)) return parse_instant(*text);
  std::int64_t number = 0;
  if (const auto* whole = std::get_if<std::int64_t>(&value)) {
    number = *whole;
  } else if (const auto* real = std::get_if<double>(&value)) {
    number = static_cast<std::int64_t>(*real);
  } else {
    return std::nullopt;
  }
  if (encoding == TimeEncoding::unix_seconds) return Instant{std::chrono::seconds{number}};
  if (encoding == TimeEncoding::unix_milliseconds)
    return Instant{std::chrono::milliseconds{number}};
  return std::nullopt;
}

/// nullopt for what is no moment, or was not reported.
std::optional<Instant> moment_by(const Clock& clock, const Value& value) {
  if (clock.reported == nullptr) return moment_of(value, clock.encoding);
  const auto at = clock.reported->second.find(value);
  return at == clock.reported->second.end() ? std::nullopt : std::optional{at->second};
}

Result<std::uint64_t> size_of(const Stores& stores, const Step& rows) {
  ABIDE_TRY(const auto store, open_store(stores, rows.store));
  return store.get().count({.table = rows.live_table,
                            .columns = {},
                            .key = rows.key,
                            .range = {},
                            .where = share({All{}})});
}

/// What one clock says of the due rows.
Result<void> read(const Clock& clock, const Parameters& parameters, const Stores& stores,
                  std::optional<Instant> began, DueClocks& found) {
  Busiest minutes_of{most_moments};
  Busiest days_of{most_moments};
  bool by_day = true;  // until one has a time of day
  std::uint64_t early = 0;
  ABIDE_CHECK(for_each_row(clock.rows, {clock.column}, stores, parameters,
                           [&](std::span<const Value> row) -> Result<void> {
                             const auto at = moment_by(clock, row.front());
                             if (!at) return {};
                             if (began && *at < *began) ++early;
                             const auto day = std::chrono::floor<days>(*at);
                             by_day = by_day && day == *at;
                             days_of.add(day.time_since_epoch().count());
                             minutes_of.add(
                                 std::chrono::floor<minutes>(*at).time_since_epoch().count());
                             return {};
                           }));
  const Busiest& busiest = by_day ? days_of : minutes_of;
  const std::string name = clock.name();
  if (early > 0) found.early.push_back({name, early});
  const auto top = busiest.top();
  if (!top || top->second <= few_of_a_table) return {};
  Shared shared{clock.part, name, "", top->second, busiest.total(), 0, by_day};
  shared.when = by_day ? abide::to_string(Date{std::chrono::sys_days{days{top->first}}})
                       : abide::to_string(Instant{minutes{top->first}});
  ABIDE_TRY(shared.table_rows, size_of(stores, clock.rows));
  found.shared.push_back(std::move(shared));
  return {};
}

}  // namespace

void Busiest::add(std::int64_t value) {
  ++total_;
  const auto [at, is_new] = counts_.try_emplace(value, 0);
  ++at->second;
  if (!is_new || counts_.size() <= most_) return;
  // One of each goes: what is frequent stays, and what is taken away has been added before.
  for (auto one = counts_.begin(); one != counts_.end();)
    one = --one->second == 0 ? counts_.erase(one) : std::next(one);
}

std::optional<std::pair<std::int64_t, std::uint64_t>> Busiest::top() const {
  const auto less = [](const auto& a, const auto& b) {
    return a.second < b.second || (a.second == b.second && a.first > b.first);
  };
  const auto at = std::ranges::max_element(counts_, less);
  if (at == counts_.end()) return std::nullopt;
  return std::pair{at->first, at->second};
}

Reports reports_of(const policy::Model& model, const std::vector<ToldEvent>& told) {
  Reports reports;
  for (const ToldEvent& one : told) {
    if (one.row) continue;
    auto& moments = reports[model.at(one.event).name];
    const auto [at, is_new] = moments.try_emplace(one.subject_key.reveal(), one.at);
    if (!is_new) at->second = std::min(at->second, one.at);
  }
  return reports;
}

Result<DueClocks> due_clocks(const Plan& plan, const Parameters& parameters, const Stores& stores,
                             std::optional<Instant> began, const Reports& reports) {
  DueClocks found;
  // A step looks at its own table's clock; another that hangs on the same rows adds nothing.
  std::set<std::string> seen;
  for (const bool own : {true, false}) {
    for (const Step& step : plan.steps) {
      if (step.rows == 0 || !step.blocked.empty()) continue;
      for (const Clock& clock : Walk{step, reports}.take()) {
        const bool is_own = clock.rows.live_table == step.live_table;
        const std::string name = step.store + '\0' + clock.rows.live_table + '\0' + clock.name();
        const std::string once = is_own ? name + '\0' + clock.part : name;
        if (is_own != own || !seen.insert(once).second) continue;
        seen.insert(name);
        ABIDE_CHECK(read(clock, parameters, stores, began, found));
      }
    }
  }
  return found;
}

}  // namespace abide::engine::watch
