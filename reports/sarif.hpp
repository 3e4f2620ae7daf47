// What the checker says, as SARIF 2.1.0 (OASIS): the form in which code hosts and editors take
// findings. Holds no values of stores, and of texts only what the diagnostics are about.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "policy/diagnostics.hpp"
#include "policy/load.hpp"

namespace abide::reports {

/// What one code means, for the list of rules.
struct SarifRule {
  std::string_view code;   ///< `E0310`
  std::string_view title;  ///< one line
  std::string_view page;   ///< Markdown
};
struct SarifRun {
  std::string version;               ///< of the program
  std::span<const SarifRule> rules;  ///< by code, ascending; each diagnostic has one
  int exit_code = 0;                 ///< that the program leaves with
};

/// One run with its rules, results, related places, fixes and fingerprints. Lines and columns count
/// from one, columns in code points. A fingerprint is of the code, the file, the text at the place
/// and how many like it came before: it stays when lines move.
/// @param sources  what the spans count by; files behind those that have a tree are notices
[[nodiscard]] Json sarif(const std::vector<policy::Diagnostic>& diagnostics,
                         const policy::Sources& sources, const SarifRun& run);

}  // namespace abide::reports
