// The look that a sweep takes afterwards, taken now.
#pragma once

#include <string>

#include "cli/session.hpp"

namespace abide::cli {

/// By connections of its own.
[[nodiscard]] Result<reread::Look> look_now(Session& session);
/// What it asked, as data.
[[nodiscard]] Json questions_of(const reread::Look& look);
/// What it asked, to be asked by hand: each question under the name of its store.
[[nodiscard]] std::string sql_of(const reread::Look& look);

}  // namespace abide::cli
