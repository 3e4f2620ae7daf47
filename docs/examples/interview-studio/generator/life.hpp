// Everything one account leaves behind in the five stores.
#pragma once

#include <string>
#include <vector>

#include "people.hpp"
#include "tables.hpp"

namespace abide::studio {

/// From when on rows of a kind are still there: the policy's limits, less the backlog.
struct Kept {
  Moment logs;    ///< 90 days: access log, sign-ins, error reports
  Moment mail;    ///< 24 months
  Moment events;  ///< 12 months
};
[[nodiscard]] Kept kept(const Options& options);

/// Writes the account's rows. Texts, addresses and identifiers that no other person has, and that
/// no law keeps, are added to `canaries` unless it is null.
Result<void> write_life(const Options& options, const Account& account, Tables& tables,
                        std::vector<std::string>* canaries);

}  // namespace abide::studio
