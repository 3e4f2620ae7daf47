// The tables of policy/regimes/clocks and policy/regimes/holidays as values. Ours: a fault in one
// is a bug, and a test reads every one.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "engine/deadline/deadline.hpp"

namespace abide::deadline {

/// The days off of one jurisdiction, known from `from` to `to` and not beyond.
struct Holidays {
  std::string jurisdiction;
  std::string title;
  std::vector<std::string> also;  ///< other words for it
  Date from;
  Date to;
  std::map<Date, std::string> days;  ///< to the holiday's name
  Authority list;
};

/// What a kind of matter demands of those received on some days.
struct Duty {
  std::string label;
  std::vector<std::string> kinds;
  std::optional<Date> from;        ///< absent: since the list of bank holidays begins
  std::optional<Date> until;       ///< absent: to this day
  std::optional<Period> period;    ///< absent: there is no such duty
  std::optional<Period> extended;  ///< counted from the start as well; absent: no extension
  std::optional<Period> target;
  bool waits = false;               ///< for proof of identity and for a fee
  std::vector<std::string> pauses;  ///< kinds that a question about what is wanted pauses
  bool ends_on_working_day = false;
  std::map<std::string, std::vector<Authority>> by;  ///< `period`, `start`, `pause`, `reading` …

  [[nodiscard]] bool covers(std::string_view kind, Date received) const;
  [[nodiscard]] const std::vector<Authority>& authorities(const std::string& step) const;
};

struct Regime {
  std::string key;
  std::string title;
  Zone zone;
  std::vector<std::string> jurisdictions;  ///< the first holds where none is named
  std::vector<Kind> kinds;
  std::vector<Duty> duties;
  std::vector<Authority> receipt;
  std::vector<Authority> promise;
  std::vector<Authority> elsewhere;  ///< of the other jurisdictions' holidays
};

/// @throws std::logic_error  the table is not as it must be
[[nodiscard]] Holidays read_holidays(std::string_view file, std::string_view text);
/// @throws std::logic_error  the table is not as it must be
/// @error not_found  the system's tzdata lacks the zone
[[nodiscard]] Result<Regime> read_regime(std::string_view file, std::string_view text);

}  // namespace abide::deadline
