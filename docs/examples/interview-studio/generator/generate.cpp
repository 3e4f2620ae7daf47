// Writes account after account, then the dirt, and counts.
#include "generate.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "dirt.hpp"
#include "life.hpp"
#include "tables.hpp"

namespace abide::studio {
namespace {

/// Peculiarities that every such database has, clean or not.
struct Oddities {
  std::int64_t second_accounts = 0;
  std::int64_t closed = 0;
  std::int64_t apostrophes = 0;
  std::int64_t other_scripts = 0;
  std::int64_t leap_day_payments = 0;
  std::int64_t copies_to_members = 0;

  void count(const Account& account) {
    closed += account.closed ? 1 : 0;
    apostrophes += account.name.find('\'') != std::string::npos ||
                           account.name.find("\u2019") != std::string::npos
                       ? 1
                       : 0;
    // Latin letters with accents reach up to U+024F, whose first byte is 0xC9, and U+1EFF.
    other_scripts += std::any_of(account.name.begin(), account.name.end(),
                                 [](char c) {
                                   const auto byte = static_cast<unsigned char>(c);
                                   return byte >= 0xCE && byte != 0xE1 && byte != 0xE2;
                                 })
                         ? 1
                         : 0;
    copies_to_members +=
        account.writes_copy_to.empty() || account.writes_copy_to.ends_with("@advice.example") ? 0
                                                                                              : 1;
    for (const Moment paid : account.payments) {
      const Date day{std::chrono::floor<std::chrono::days>(paid)};
      leap_day_payments +=
          day.month() == std::chrono::February && day.day() == std::chrono::day{29} ? 1 : 0;
    }
  }
  [[nodiscard]] std::vector<std::pair<std::string, std::int64_t>> list() const {
    return {{"people with two accounts", second_accounts},
            {"accounts closed lately", closed},
            {"names with an apostrophe", apostrophes},
            {"names in another script", other_scripts},
            {"payments on 29 February", leap_day_payments},
            {"people who copied in another member", copies_to_members}};
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

/// Writes every account, and notes where the demo's people end.
Result<Marks> write_people(const Options& options, Tables& tables, Oddities& oddities,
                           std::vector<std::string>& canaries) {
  Marks marks(table_count, 0);
  const auto write = [&](const Account& account) {
    const bool wanted = account.email == options.canary_person;
    oddities.count(account);
    return write_life(options, account, tables, wanted ? &canaries : nullptr);
  };
  for (std::int64_t place = 0; place < options.people; ++place) {
    const Account account = account_at(options, place);
    ABIDE_CHECK(write(account));
    if (const auto second = second_account(options, account)) {
      ++oddities.second_accounts;
      ABIDE_CHECK(write(*second));
    }
    if (place + 1 == named_people) {
      for (std::size_t i = 0; i < table_count; ++i) {
        marks[i] = tables.rows(static_cast<Table>(i));
      }
    }
  }
  return marks;
}

}  // namespace

Result<Summary> generate(const Options& options) {
  ABIDE_CHECK(check(options));
  ABIDE_TRY(Tables tables, Tables::create(options.folder));
  Summary summary;
  Oddities oddities;
  ABIDE_TRY(const Marks marks, write_people(options, tables, oddities, summary.canaries));
  ABIDE_TRY(summary.dirt, plant_dirt(options, marks, tables));
  for (std::size_t i = 0; i < table_count; ++i) {
    const auto table = static_cast<Table>(i);
    summary.rows.emplace_back(Tables::title(table), tables.rows(table));
  }
  summary.oddities = oddities.list();
  ABIDE_CHECK(tables.finish());
  if (summary.canaries.empty()) {
    return Error{ErrorCode::not_found, "no account has the address given for the canaries",
                 "the files are complete; name one of the addresses in them"};
  }
  return summary;
}

}  // namespace abide::studio
