// What benches share: options, a child process for each measured part, resident memory, the disk's
// sync rate, and the JSON line of a figure.
#pragma once

#include <fmt/format.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace abide::bench {

struct Options {
  std::uint64_t rows = 1'000'000;
  int runs = 3;
  std::string due = "spread";  ///< `spread` over the whole table, or the `oldest` rows
  std::string folder;          ///< made and removed by the bench; a disk that syncs for real
  std::string command;         ///< as it was typed
};
/// `--rows N --runs N --due spread|oldest --folder PATH`
Options options_of(int argc, char** argv, std::uint64_t rows, int runs);

class Timer {
 public:
  [[nodiscard]] double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

/// Named figures of one measured part, in seconds or whatever their names say.
using Figures = std::map<std::string, double>;

/// Runs `part` in a process of its own and adds `resident_mib`, by how much its resident memory
/// rose above where it began, at its highest, and `processor_s`.
/// @error unavailable  the part failed; it has said why
Result<Figures> in_process(const std::function<Result<Figures>()>& part);

/// Processor seconds of this process, the system's work for it included.
[[nodiscard]] double processor_seconds();
[[nodiscard]] double median(std::vector<double> values);
/// Milliseconds of one small write made durable, in `folder`.
[[nodiscard]] double sync_ms(const std::string& folder);
/// Copies a file and makes the copy durable, so that its writing out disturbs nobody.
Result<void> copy_file(const std::string& from, const std::string& to);

struct Line {
  std::string bench;
  std::string what;  ///< sizes and shape, for people
  double figure = 0;
  double against = 0;
  double reach = 0;     ///< the ratio to reach, or the figure when there is nothing to compare with
  bool at_most = true;  ///< false: at least
  std::string unit;
};
/// Prints the line and says whether it reaches what it should.
bool print(const Line& line, const Options& options);
/// Runs a bench and removes its folder. 0 when every line reaches what it should, 1 when one does
/// not, 2 when it could not be run.
int carry_out(const Options& options, Result<bool> (*bench)(const Options& options));

}  // namespace abide::bench
