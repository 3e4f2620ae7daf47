// Writes account after account and team after team, then the dirt, and counts.
#include "mentor.hpp"

#include <algorithm>

#include "dirt.hpp"
#include "hiring.hpp"

namespace abide::mentor {
namespace {

/// Peculiarities that every such database has, clean or not.
struct Oddities {
  std::int64_t second_accounts = 0;
  std::int64_t closed = 0;
  std::int64_t deleting = 0;
  std::int64_t cleared = 0;
  std::int64_t unsaved = 0;
  std::int64_t apostrophes = 0;
  std::int64_t other_scripts = 0;
  std::int64_t leap_day_payments = 0;

  void count(const Account& account) {
    const std::string& name = account.name;
    closed += account.closed ? 1 : 0;
    deleting += account.wish == Wish::one_session || account.wish == Wish::all_sessions ? 1 : 0;
    cleared += account.wish == Wish::goals || account.wish == Wish::cv ? 1 : 0;
    unsaved += account.left_a_session ? 1 : 0;
    const bool apostrophe =
        name.find('\'') != std::string::npos || name.find("\u2019") != std::string::npos;
    apostrophes += apostrophe ? 1 : 0;
    // Latin letters with accents reach up to U+024F, whose first byte is 0xC9, and U+1EFF.
    other_scripts += std::ranges::any_of(name,
                                         [](char c) {
                                           const auto byte = static_cast<unsigned char>(c);
                                           return byte >= 0xCE && byte != 0xE1 && byte != 0xE2;
                                         })
                         ? 1
                         : 0;
    leap_day_payments += std::ranges::count_if(account.payments, [](Moment paid) {
      const Date day{std::chrono::floor<std::chrono::days>(paid)};
      return day.month() == std::chrono::February && day.day() == std::chrono::day{29};
    });
  }
  [[nodiscard]] Counts list() const {
    return {{"people with two accounts", second_accounts},
            {"accounts that Clerk no longer has", closed},
            {"people who deleted one session or all", deleting},
            {"people who cleared a profile item", cleared},
            {"people with a session nobody saved", unsaved},
            {"names with an apostrophe", apostrophes},
            {"names in another script", other_scripts},
            {"payments on 29 February", leap_day_payments}};
  }
};

Result<void> check(const Options& options) {
  const auto refuse = [](std::string message) {
    return Error{ErrorCode::refused, std::move(message), "nothing was written"};
  };
  if (options.people < 20 || options.people > 100'000'000) {
    return refuse("people must be 20 to 100,000,000");
  }
  if (options.years < 1 || options.years > 30) {
    return refuse("years must be 1 to 30");
  }
  if (!options.today.ok()) {
    return refuse("today must be a date such as 2026-11-25");
  }
  if (options.dirty > 100) {
    return refuse("dirty must be 0 to 100 per mille");
  }
  if (options.backlog < 0 || options.backlog > 10'000) {
    return refuse("backlog must be 0 to 10,000 days");
  }
  return {};
}

class Generation {
 public:
  Generation(const Options& options, Stores& stores)
      : options_(options), stores_(stores), canaries_(options.canary_person) {}

  /// The demo's people and teams first, and where they end.
  Result<Marks> named() {
    ABIDE_CHECK(people(0, named_people));
    for (std::int64_t index = 0; index < named_teams; ++index) {
      ABIDE_CHECK(team(index));
    }
    Marks marks(table_count, 0);
    for (std::size_t i = 0; i < table_count; ++i) {
      marks[i] = stores_.rows(static_cast<Table>(i));
    }
    return marks;
  }
  Result<void> everybody_else() {
    for (std::int64_t index = named_teams; index < team_count(options_); ++index) {
      const std::int64_t first = named_people + (index - named_teams) * places_a_team;
      ABIDE_CHECK(people(first, std::min(first + places_a_team, options_.people)));
      ABIDE_CHECK(team(index));
    }
    return write_counters(options_, stores_);
  }
  Oddities oddities;
  [[nodiscard]] const std::vector<std::string>& canaries() const { return canaries_.values(); }

 private:
  Result<void> people(std::int64_t first, std::int64_t end) {
    for (std::int64_t place = first; place < end; ++place) {
      const Account account = account_at(options_, place);
      ABIDE_CHECK(write(account));
      if (const auto second = second_account(options_, account)) {
        ++oddities.second_accounts;
        ABIDE_CHECK(write(*second));
      }
    }
    return {};
  }
  Result<void> write(const Account& account) {
    oddities.count(account);
    return write_life(options_, account, stores_, canaries_);
  }
  Result<void> team(std::int64_t index) {
    const auto found = team_at(options_, index);
    return found ? write_team(options_, *found, stores_, canaries_) : Result<void>{};
  }

  const Options& options_;
  Stores& stores_;
  Canaries canaries_;
};

}  // namespace

Result<Summary> generate(const Options& options) {
  ABIDE_CHECK(check(options));
  ABIDE_TRY(Stores stores, Stores::create(options.folder));
  Generation generation{options, stores};
  ABIDE_TRY(const Marks marks, generation.named());
  ABIDE_CHECK(generation.everybody_else());
  Summary summary;
  ABIDE_TRY(summary.dirt, plant_dirt(options, marks, stores));
  for (std::size_t i = 0; i < table_count; ++i) {
    const auto table = static_cast<Table>(i);
    summary.rows.emplace_back(Stores::title(table), stores.rows(table));
  }
  summary.oddities = generation.oddities.list();
  summary.canaries = generation.canaries();
  ABIDE_CHECK(stores.finish());
  if (summary.canaries.empty()) {
    return Error{ErrorCode::not_found, "no account has the address given for the canaries",
                 "the files are complete; name one of the addresses in them"};
  }
  return summary;
}

}  // namespace abide::mentor
