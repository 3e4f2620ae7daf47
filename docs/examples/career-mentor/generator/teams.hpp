// Hiring teams: who is in one is decided by the place in the line, like the people themselves.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "accounts.hpp"

namespace abide::mentor {

struct Team {
  std::int64_t index = 0;
  std::string id;
  std::string company;
  std::string name;
  Moment created{};
  std::vector<Account> members;  ///< the first opened it
};

/// Two teams are the demo's; of the people after those, each so many in the line share one.
constexpr std::int64_t named_teams = 2;
constexpr std::int64_t places_a_team = 40;
[[nodiscard]] std::int64_t team_count(const Options& options);
/// The team, unless nobody of its places hires. Team 0 is Grace's and Hugo's, team 1 Jaya's.
[[nodiscard]] std::optional<Team> team_at(const Options& options, std::int64_t index);

}  // namespace abide::mentor
