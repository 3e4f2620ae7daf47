// The real program, run as a person would run it: words in, exit code and two texts out.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace abide::cli_test {

/// What one command told.
struct Told {
  int code = -1;  ///< as the shell sees it; 124 when it did not end in time, 128 + N for a signal
  std::string out;
  std::string err;
  [[nodiscard]] std::string all() const { return out + err; }
};

/// What surrounds a command.
struct Around {
  std::string folder = ".";                        ///< where it runs
  std::map<std::string, std::string> environment;  ///< added to the test's own
  std::string input;                               ///< its standard input
  bool terminal = false;                           ///< standard error is a terminal
};

/// Runs `abide WORD …` and waits for it, two minutes at most.
[[nodiscard]] Told run_abide(const std::vector<std::string>& words, const Around& around);

/// Whether `text` holds `part`.
[[nodiscard]] inline bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace abide::cli_test
