// What the statutory clock says, for people and for scripts.
#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "engine/deadline/table.hpp"

namespace abide::cli {

/// The last day first, then each step of the working with what it rests on.
[[nodiscard]] std::string answer_text(const deadline::Matter& matter, const deadline::Kind& kind,
                                      const deadline::Answer& answer);
[[nodiscard]] Json answer_json(const deadline::Matter& matter, const deadline::Answer& answer);

/// A row of a table, computed.
struct Reckoned {
  deadline::Case asked;
  deadline::Answer answer;
  std::vector<deadline::Difference> differences;
  /// Whether it has no date and nobody expected that.
  [[nodiscard]] bool is_refused() const;
};

/// One line a row, then what differs, then how many of what.
[[nodiscard]] std::string table_text(const std::vector<Reckoned>& rows);
[[nodiscard]] Json table_json(const std::vector<Reckoned>& rows);

}  // namespace abide::cli
