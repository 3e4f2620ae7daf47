// The first page of an evidence folder.
#pragma once

#include <string>

#include "policy/model.hpp"
#include "reports/evidence/story.hpp"

namespace abide::reports {

/// What was not looked at, how to check the folder, what was promised, what was done.
/// @param key  the public key that the ledger began with
[[nodiscard]] std::string evidence_page(const policy::Model& model, const std::string& deployment,
                                        const LedgerStory& story, const std::string& key,
                                        const std::string& made);

}  // namespace abide::reports
