// A policy with the notices it names, and the record of those that somebody accepted.
#pragma once

#include <optional>
#include <string>

#include "cli/session.hpp"
#include "policy/notices/check.hpp"

namespace abide::cli {

struct Noticed {
  policy::CompileResult compiled;
  policy::notices::Reading reading;  ///< empty where the policy does not compile or names none
  std::optional<policy::notices::Accepted> accepted;
  /// Of the policy and the notices, by place, with the files that they count by.
  std::vector<policy::Diagnostic> diagnostics;
  policy::Sources files;
  [[nodiscard]] bool sound() const {
    return compiled.model.has_value() && !policy::has_errors(reading.diagnostics);
  }
};

/// Reads all of it, printing nothing of what the compiler says; what cannot be read is told.
[[nodiscard]] std::optional<Noticed> notice(const Desk& desk, const std::string& policy,
                                            Stop& stop);
/// Reads a text that people read: the policy's own notices lie in its folder, links followed.
/// @param folder  the policy's; empty: anywhere
[[nodiscard]] Result<std::string> notice_text(const Desk& desk, const std::string& path,
                                              const std::string& folder);
/// The record beside a policy; nullopt where there is none.
[[nodiscard]] Result<std::optional<policy::notices::Accepted>> accepted_beside(
    const Desk& desk, const std::string& policy);

}  // namespace abide::cli
