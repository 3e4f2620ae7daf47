// Abide's own data, ended by its own policy.
#pragma once

#include <string>
#include <vector>

#include "cli/session.hpp"
#include "engine/own_book.hpp"

namespace abide::cli {

/// Ends in the control store and the keys file what is over by the built-in policy, and writes into
/// the ledger what went. Durable at once.
[[nodiscard]] Result<std::vector<engine::OwnEnded>> end_own_data(engine::ControlStore& control,
                                                                 const std::string& by,
                                                                 Instant now);
/// Of it only what is kept to look for erased people. Durable with the next commit().
[[nodiscard]] Result<void> end_what_is_sought(engine::ControlStore& control, Instant now);

/// What went, in words; empty where nothing did.
[[nodiscard]] std::string text_of(const std::vector<engine::OwnEnded>& ended);
[[nodiscard]] Json json_of(const std::vector<engine::OwnEnded>& ended);

}  // namespace abide::cli
