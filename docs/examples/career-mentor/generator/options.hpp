// What the generator is asked for, and from when on rows of a kind are still there.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "docs/examples/interview-studio/generator/people.hpp"

namespace abide::mentor {

// Chance, names, moments and practice answers are the first example's.
using studio::Moment;
using studio::moment_in;
using studio::Parity;
using studio::Random;
using studio::start_of;

struct Options {
  std::int64_t people = 1000;  ///< twenty or more: the demo's people come first
  std::int64_t years = 3;      ///< how long ago the service opened, one or more
  std::uint64_t seed = 1;
  Date today{};              ///< nothing is dated on it or later, counters and dirty rows apart
  std::uint64_t dirty = 2;   ///< per mille of rows, for each kind of dirt
  std::int64_t backlog = 5;  ///< days since anything that has a limit was last cleared away
  std::string folder;
  std::string canary_person = "amara.nwosu@mail.example";
};

/// How many of the people are the demo's own, with fixed addresses (README.md).
constexpr std::int64_t named_people = 10;

/// The policy's limits, less the backlog.
struct Kept {
  Moment traces;       ///< 90 days: sign-ins, mail sent, crash reports
  Moment assessments;  ///< 12 months: invitations and what was handed in
  Moment mail;         ///< 24 months: the mailbox
  Moment nights;       ///< what the app was told to drop, and the sweep has not yet
  Moment invoices;     ///< six years from the end of the financial year
};
[[nodiscard]] Kept kept(const Options& options);

}  // namespace abide::mentor
