// Signed heads kept outside the control store: writing them to folders, and finding the newest.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/files.hpp"
#include "engine/ledger/checkpoint.hpp"

namespace abide::engine::control {

/// Writes `checkpoint-<size>` and then `latest`.
Result<void> write_anchor(const std::string& folder, std::uint64_t size, std::string_view note,
                          Files& files);
/// The newest note in the folder; nullopt when there is none.
/// @error unavailable  the folder is missing or does not answer
Result<std::optional<std::string>> newest_in(const std::string& folder, Files& files);
/// The size that a note claims, its signature not looked at; nullopt when it is no note.
std::optional<std::uint64_t> claimed_size(std::string_view note);

}  // namespace abide::engine::control
