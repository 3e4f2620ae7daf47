// Safe fixes applied to a policy's texts, with a look at the whole after each: what makes anything
// worse is not kept. Reads and writes nothing itself.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "policy/fixes.hpp"
#include "policy/location.hpp"

namespace abide::policy {

/// Texts in place of those that lie on the disk, by the path that the reader is asked for.
using Texts = std::map<std::string, std::string>;

/// What a look at a policy and its notices finds.
struct Look {
  Sources sources;  ///< files behind those that have a tree are notices
  std::vector<Diagnostic> diagnostics;
};
/// Looks at the policy with some of its texts changed.
/// @error  the entry cannot be read
using Looker = std::function<Result<Look>(const Texts& changed)>;
using Fixer = std::function<std::vector<Fix>(const Diagnostic&, const Sources&)>;

/// One fix that was applied.
struct Mended {
  std::string code;
  std::string title;
  Location location;   ///< before it was applied
  std::string before;  ///< the lines that it touched first, without their blanks
  std::string after;
  bool operator==(const Mended&) const = default;
};
struct Mending {
  std::vector<Mended> mended;  ///< in the order applied
  Texts texts;                 ///< every file that is different now, whole
  Look left;                   ///< the look at those texts
};

/// Applies safe fixes round after round, since mending one fault shows the next, until none is left
/// or nothing gets better; notices are never touched. Never ends with an error that was not there
/// before, save those that a mended fault had hidden.
/// @param fixer  in place of a FixFinder, for tests
[[nodiscard]] Result<Mending> mend(const Looker& looker, const Fixer& fixer = {});

/// Whether a look is better than another: faults are gone and none has come, or the first step that
/// failed (reading, names, checks, notices) no longer does.
[[nodiscard]] bool is_better(const std::vector<Diagnostic>& after,
                             const std::vector<Diagnostic>& before);

}  // namespace abide::policy
