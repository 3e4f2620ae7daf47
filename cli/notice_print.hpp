// What is told of notices: which promises stand on which sentence, and what differs between two.
#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "cli/noticed.hpp"
#include "policy/notices/changes.hpp"

namespace abide::cli {

/// One line of one notice: promises, words under quotes, sentences under none.
[[nodiscard]] std::string share_line(const Noticed& noticed, std::size_t notice);

[[nodiscard]] std::string coverage_text(const Noticed& noticed);
[[nodiscard]] Json coverage_json(const Noticed& noticed);

/// Two versions of a notice, what changed between them, and who lost footing.
struct Compared {
  const policy::notices::Notice& before;
  const policy::notices::Notice& after;
  std::vector<policy::notices::Change> changes;
  std::vector<policy::notices::Lost> lost;
};
[[nodiscard]] Compared compare(const policy::notices::Notice& before,
                               const policy::notices::Notice& after, const Noticed& noticed);
/// What stands on sentences that changed, and what is open about them.
struct Touched {
  std::vector<std::string> promises;
  std::vector<policy::Diagnostic> warnings;
};
/// @pre the later of the two compared is the notice that was read
[[nodiscard]] Touched touched_by(const Compared& compared, const policy::notices::ReadNotice& read,
                                 const Noticed& noticed);
[[nodiscard]] std::string touched_text(const Touched& touched, const Noticed& noticed);
[[nodiscard]] Json touched_json(const Touched& touched, const Noticed& noticed);

/// Promises whose quote stands in no notice.
[[nodiscard]] std::vector<std::string> missing_in(const policy::notices::Reading& reading);
[[nodiscard]] std::string changes_text(const Compared& compared, const Noticed& noticed);
[[nodiscard]] Json changes_json(const Compared& compared, const Noticed& noticed);

}  // namespace abide::cli
