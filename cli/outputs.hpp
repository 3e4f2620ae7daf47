// Files that a command is asked to write: whether it may and can, before anything is done.
#pragma once

#include <string>

#include "cli/session.hpp"

namespace abide::cli {

/// A report is a page that the next one of its kind may take the place of.
enum class Output { plan, certificate, page, sweep_report, board, metrics, proof };

/// Nothing is asked for when `path` is empty. Refuses a file that the deployment lives by (a bound
/// store, the control store, keys, an anchor, the policy, the deployment), one that is there
/// already and was not written by Abide as such an output, and a place where nothing can be
/// written; the last is found by writing beside it.
/// @error refused, not_found  with what to name instead; nothing was done
[[nodiscard]] Result<void> check_output(const Desk& desk, const Session& session,
                                        const std::string& deploy_file, const std::string& path,
                                        Output output);

/// Refuses a deployment in which a store is one of Abide's own files, or lies in the folder of an
/// anchor: the first would be read as data, the second fill with checkpoints.
[[nodiscard]] Result<void> check_bindings(const Desk& desk, const Session& session);

/// What to say when an output could not be written although it could be before: the work is done.
[[nodiscard]] Error not_written(const std::string& path, const Error& why);

}  // namespace abide::cli
