// Whether a night's plan may run while nobody watches: a pure function of what was planned, what
// the nights before it did, and what changed. Looks at no store, clock or file.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/night_book.hpp"

namespace abide::engine::watch {

/// How many nights are a rule's history.
inline constexpr std::size_t nights_of_history = 14;
/// Fewer nights say nothing of what is usual.
inline constexpr std::size_t fewest_nights = 3;
/// So many times the median are still usual.
inline constexpr std::uint64_t usual_times = 3;
/// Neither a share nor a multiple says anything of so few rows.
inline constexpr std::uint64_t few_rows = 100;
/// The same of rows that are most of their table.
inline constexpr std::uint64_t few_of_a_table = 10;
/// After so many nights without a run, and so many days, either nobody ran it or the clock is
/// wrong.
inline constexpr std::int64_t quiet_nights = 3;
inline constexpr std::int64_t quiet_days = 7;

/// What a plan does to one table in one way. Names are unique in a plan.
struct Part {
  std::string name;  ///< `db.users delete`, `db.users empty email`
  std::uint64_t rows = 0;
  bool operator==(const Part&) const = default;
};

/// Due rows that one clock dates alike.
struct Shared {
  std::string part;    ///< whose rows they are
  std::string column;  ///< `db.users.closed_at`
  std::string when;    ///< the minute, or the day where the column holds days
  std::uint64_t rows = 0;
  std::uint64_t due = 0;         ///< all rows that this clock makes due
  std::uint64_t table_rows = 0;  ///< all rows of the clock's table
  bool by_day = false;
  bool operator==(const Shared&) const = default;
};

/// Rows whose clock stands before the service began, or that cannot be read as one.
struct Early {
  std::string column;
  std::uint64_t rows = 0;
  bool operator==(const Early&) const = default;
};

/// What is due by the policy in force and was not by the one by which the last sweep ran.
struct NewlyDue {
  /// Of the older publication; 0 where no sweep has finished with these parts by any.
  std::uint64_t number = 0;
  std::vector<Part> parts;  ///< counts of those rows alone
  /// Why it cannot be told; empty when it can.
  std::string unknown;
  bool operator==(const NewlyDue&) const = default;
};

/// A backlog that was begun on an earlier night, and what it may have become since.
struct OpenBacklog {
  std::vector<Part> waiting;  ///< what the last of its nights left
  std::uint64_t a_night = 0;  ///< rows that night took
  bool operator==(const OpenBacklog&) const = default;
};

/// Everything that is judged.
struct Sight {
  std::vector<Part> parts;     ///< of everything due, backlog included
  std::vector<Night> history;  ///< newest first
  std::vector<Shared> shared;
  std::vector<Early> early;
  /// Set while no sweep has run by the policy in force.
  std::optional<NewlyDue> newly;
  /// While there is one, it stands in for history.
  std::optional<OpenBacklog> backlog;
  /// What was announced before the cool-off, where there is one.
  std::optional<std::vector<Part>> announced;
  /// Days since a nightly run, or since the publication where there was none.
  std::int64_t quiet_days = 0;
  std::int64_t sweep_days = 1;  ///< from one night to the next, by the policy
};

struct Reason {
  enum class Kind {
    published_change,
    shared_moment,
    early_clock,
    beyond_history,
    beyond_announced,
    clock_leap
  };
  Kind kind = Kind::published_change;
  std::string words;  ///< for people: tables and counts, no values
  bool operator==(const Reason&) const = default;
};
/// `published_change` …: for scripts and for the notify program.
[[nodiscard]] std::string_view to_string(Reason::Kind kind);

struct Go {
  bool operator==(const Go&) const = default;
};
/// A person must look. At least one reason.
struct Held {
  std::vector<Reason> reasons;
  bool operator==(const Held&) const = default;
};
using Decision = std::variant<Go, Held>;

[[nodiscard]] Decision decide(const Sight& sight);

/// Whether so many days without a nightly run make the clock doubtful.
[[nodiscard]] bool is_quiet_for_long(std::int64_t days, std::int64_t sweep_days);

/// The middle one of a part's counts in the last nights_of_history nights, nights without any
/// counted as none; of two in the middle the lower. nullopt with fewer than fewest_nights.
[[nodiscard]] std::optional<std::uint64_t> median_of(const std::string& part,
                                                     const std::vector<Night>& history);

}  // namespace abide::engine::watch
