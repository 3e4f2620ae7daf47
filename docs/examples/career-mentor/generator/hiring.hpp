// What a hiring team leaves behind: members, assessments, invitations, and what came back.
#pragma once

#include "life.hpp"
#include "teams.hpp"

namespace abide::mentor {

Result<void> write_team(const Options& options, const Team& team, Stores& stores,
                        Canaries& canaries);

}  // namespace abide::mentor
