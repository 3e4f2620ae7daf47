// Draws hiring teams.
#include "teams.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace abide::mentor {
namespace {

using std::chrono::hours;

constexpr std::int64_t grace = 6;
constexpr std::int64_t hugo = 7;
constexpr std::int64_t jaya = 9;

constexpr std::string_view places[] = {"Alder",  "Brook",   "Cinder",    "Dunmore",
                                       "Easter", "Fallow",  "Greystone", "Hollin",
                                       "Ivy",    "Juniper", "Kestrel",   "Larch"};
constexpr std::string_view trades[] = {"Surveyors",   "Foods",      "Water",   "Rail",  "Insurance",
                                       "Instruments", "Publishing", "Housing", "Seeds", "Clinics"};
constexpr std::string_view names[] = {"Engineering",   "Early careers", "Operations",
                                      "Customer care", "Finance",       "Field service"};

std::vector<Account> members_of(const Options& options, std::int64_t index) {
  if (index == 0) {
    return {account_at(options, hugo), account_at(options, grace)};
  }
  std::vector<Account> members;
  if (index == 1) {
    members.push_back(*second_account(options, account_at(options, jaya)));
    return members;
  }
  const std::int64_t first = named_people + (index - named_teams) * places_a_team;
  const std::int64_t end = std::min(first + places_a_team, options.people);
  for (std::int64_t place = first; place < end; ++place) {
    Account account = account_at(options, place);
    if (account.role == Role::hiring) {
      members.push_back(std::move(account));
    }
  }
  std::ranges::stable_sort(members, {}, &Account::created);
  return members;
}

}  // namespace

std::int64_t team_count(const Options& options) {
  return named_teams + (options.people - named_people + places_a_team - 1) / places_a_team;
}

std::optional<Team> team_at(const Options& options, std::int64_t index) {
  Team team;
  team.index = index;
  team.members = members_of(options, index);
  if (team.members.empty()) {
    return std::nullopt;
  }
  Random random{options.seed, "mentor team", static_cast<std::uint64_t>(index)};
  team.id = random.uuid();
  team.created = team.members.front().created + hours{1};
  const std::string_view place = random.pick(places);
  const std::string_view trade = random.pick(trades);
  team.company = index == 0   ? "Northgate Logistics"
                 : index == 1 ? "Raman & Daughters"
                              : fmt::format("{} {}", place, trade);
  team.name = random.pick(names);
  return team;
}

}  // namespace abide::mentor
