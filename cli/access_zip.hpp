// A released pack as one encrypted file.
#pragma once

#include "cli/commands.hpp"
#include "cli/verb.hpp"

namespace abide::cli {

/// `abide access zip`: for a pack that was released without one, or whose zip failed.
void add_access_zip(const Verb& access, const Desk& desk);

}  // namespace abide::cli
