// Bisection over days, then a few more moments for the dates.
#include "engine/watch/backlog.hpp"

#include <algorithm>

namespace abide::engine::watch {
namespace {

/// Moments between tonight's and now at which is counted again.
constexpr std::int64_t most_moments = 12;
/// No clock counts before 1971 (connectors/connector.hpp).
constexpr Date first_day{std::chrono::year{1971} / std::chrono::January / 1};

struct At {
  Date day;
  Due due;
};

class Search {
 public:
  Search(Date today, const Zone& zone, const DueAt& due_at)
      : today_(today), zone_(zone), due_at_(due_at) {}

  /// The last day whose beginning fits; nullopt when none does.
  Result<std::optional<At>> last_that_fits() const {
    std::int64_t back = 1;
    Date too_late = today_;
    ABIDE_TRY(At found, at(today_));
    while (!found.due.fits) {
      too_late = found.day;
      if (found.day <= first_day) return std::optional<At>{};
      ABIDE_TRY(found, at(std::max(first_day, add_days(today_, -back))));
      back *= 2;
    }
    if (found.day == today_) return std::optional{found};
    while (days_between(found.day, too_late) > 1) {
      ABIDE_TRY(At middle, at(add_days(found.day, days_between(found.day, too_late) / 2)));
      if (middle.due.fits) {
        found = std::move(middle);
      } else {
        too_late = middle.day;
      }
    }
    return std::optional{found};
  }
  Result<At> at(Date day) const {
    ABIDE_TRY(Due due, due_at_(zone_.start_of(day)));
    return At{day, std::move(due)};
  }

 private:
  Date today_;
  const Zone& zone_;
  const DueAt& due_at_;
};

std::uint64_t of(const Due& due, const std::string& promise) {
  const auto at = due.by_promise.find(promise);
  return at == due.by_promise.end() ? 0 : at->second;
}

/// Nights until so many rows are gone.
std::uint64_t nights_for(std::uint64_t rows, std::uint64_t a_night) {
  return std::max<std::uint64_t>(1, (rows + a_night - 1) / a_night);
}

}  // namespace

Result<std::optional<Backlog>> slice(Instant now, const Zone& zone, std::int64_t every,
                                     const DueAt& due_at) {
  const Date today = zone.local_date(now);
  const Search search{today, zone, due_at};
  ABIDE_TRY(const auto tonight, search.last_that_fits());
  if (!tonight || tonight->due.rows == 0) return std::optional<Backlog>{};
  ABIDE_TRY(const Due all, due_at(now));
  std::vector<Due> later{tonight->due};
  const std::int64_t span = days_between(tonight->day, today);
  const std::int64_t moments = std::min(most_moments, span);
  for (std::int64_t i = 1; i <= moments; ++i) {
    ABIDE_TRY(At one, search.at(add_days(tonight->day, span * i / moments)));
    later.push_back(std::move(one.due));
  }
  later.push_back(all);
  const std::uint64_t a_night = tonight->due.rows;
  Backlog backlog{
      zone.start_of(tonight->day), a_night, all.rows, nights_for(all.rows, a_night), {}};
  for (const auto& [promise, rows] : all.by_promise) {
    // The earliest of the moments by which all of it is gone.
    const auto gone = std::ranges::find_if(
        later, [&](const Due& due) { return of(due, promise) >= of(all, promise); });
    const auto nights = static_cast<std::int64_t>(nights_for(gone->rows, a_night));
    backlog.kept_by.push_back({promise, rows, add_days(today, (nights - 1) * every)});
  }
  return std::optional{std::move(backlog)};
}

}  // namespace abide::engine::watch
