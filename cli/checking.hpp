// The parts of `abide check`: one look and what is told of it, safe fixes, a look after every
// change.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/noticed.hpp"

namespace abide::cli {

struct CheckWords : Words {
  bool fix = false;
  bool dry_run = false;  ///< with `fix`: write nothing
  bool watch = false;
};

/// A policy, its notices and, where one was named, its deployment.
struct Checked {
  Noticed noticed;
  std::optional<policy::CompiledDeployment> deployed;
  [[nodiscard]] bool sound() const {
    return noticed.sound() && (!deployed || deployed->deployment.has_value());
  }
  /// What it means to a script: wrong when it does not load, broken when a ruling was to be decided
  /// by today (E0712), an error of the day by which nothing stops.
  [[nodiscard]] int exit_code() const;
  /// Every file that was read or that lacks, as it was named.
  [[nodiscard]] std::vector<std::string> files() const;
};
/// Reads all of it; what cannot be read is told.
[[nodiscard]] std::optional<Checked> check(const Desk& desk, const CheckWords& words, Stop& stop);
/// In the form that was asked for; returns its exit code.
int tell(const Desk& desk, const CheckWords& words, const Checked& checked);

/// `check --fix`: the safe fixes, written or only shown, then a look at what is left.
int check_and_fix(const Desk& desk, const CheckWords& words);
/// `check --watch`: looks again whenever a file that it read is another, until it is interrupted.
int check_and_watch(const Desk& desk, const CheckWords& words);

}  // namespace abide::cli
