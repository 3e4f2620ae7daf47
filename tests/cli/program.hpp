// The real program, run as a person would run it: words in, exit code and two texts out.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
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

/// `abide WORD …` that runs until it is told to end, as one at a terminal does on Ctrl-C. However
/// slow the machine is, a test waits for what the program has said and not for a clock.
class Running {
 public:
  Running(const std::vector<std::string>& words, const Around& around);
  ~Running();
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  Running(Running&&) = delete;
  Running& operator=(Running&&) = delete;
  /// Waits until its standard output has `part` so many times; false when it ends before or does
  /// not within two minutes.
  [[nodiscard]] bool says(const std::string& part, std::size_t times) const;
  /// Ctrl-C, and what it told.
  [[nodiscard]] Told interrupt();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// How often `text` holds `part`.
[[nodiscard]] std::size_t times_in(const std::string& text, const std::string& part);

/// Whether `text` holds `part`.
[[nodiscard]] inline bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace abide::cli_test
