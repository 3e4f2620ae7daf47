// Locks that other processes see: one run at a time, and batches in flight. They are advisory locks
// on files beside the control store, gone with the process that holds them.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "engine/control_store.hpp"

namespace abide::engine::control {

/// @error refused  another process holds it; says which
Result<std::unique_ptr<Lease>> lock_alone(const std::string& path);
/// Shared; waits for nobody unless someone holds the file alone.
Result<std::unique_ptr<Lease>> lock_shared(const std::string& path);
/// Returns once nobody who took the shared lock before still holds it.
/// @error unavailable  someone still does after `patience`
Result<void> wait_for_shared(const std::string& path, std::chrono::milliseconds patience);
/// `process 1234` when some other process holds the file alone, else empty.
std::string holder_of(const std::string& path);

}  // namespace abide::engine::control
