// The control store's tables and their versions (docs/control-store.md).
#pragma once

#include <string>
#include <string_view>

#include "base/files.hpp"
#include "engine/control/database.hpp"

namespace abide::engine::control {

inline constexpr int control_version = 6;

/// Makes every table but the ledger's, in the open transaction.
Result<void> create_tables(Connection& db);
Result<std::string> read_meta(Connection& db, std::string_view key);
Result<void> write_meta(Connection& db, std::string_view key, std::string_view value);
/// Whether the file holds any table at all.
Result<bool> has_tables(Connection& db);
/// @error unsupported  the store is newer
/// @error corrupt      it says no version
Result<void> check_version(Connection& db, const std::string& path);
/// Brings an older store up to control_version: a whole copy beside it first, then every step in
/// one transaction.
/// @pre check_version passed
Result<void> migrate(Connection& db, const std::string& path, Files& files);

}  // namespace abide::engine::control
