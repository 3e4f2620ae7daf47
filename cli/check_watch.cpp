// abide check --watch: the files' times are looked at several times a second, which works over
// every file system and needs nothing of the kernel.
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <ctime>
#include <map>
#include <tuple>

#include "cli/checking.hpp"
#include "policy/notices/accepted.hpp"

namespace abide::cli {
namespace {

constexpr long tick_nanoseconds = 250'000'000;

/// What tells one state of a file from another: it is the same file, as large, written at the same
/// moment. Nothing where there is none.
using Mark = std::tuple<ino_t, off_t, time_t, long>;
using Marks = std::map<std::string, Mark>;

Marks marks_of(const std::vector<std::string>& files) {
  Marks marks;
  for (const std::string& file : files) {
    struct stat seen = {};
    marks[file] = stat(file.c_str(), &seen) == 0
                      ? Mark{seen.st_ino, seen.st_size, seen.st_mtim.tv_sec, seen.st_mtim.tv_nsec}
                      : Mark{};
  }
  return marks;
}

/// By the clock that files' times are read from.
timespec moment() {
  timespec now{};
  clock_gettime(CLOCK_REALTIME_COARSE, &now);
  return now;
}

bool was_written_since(const Mark& mark, const timespec& moment) {
  return std::tuple{std::get<2>(mark), std::get<3>(mark)} >=
         std::tuple{moment.tv_sec, moment.tv_nsec};
}

/// SIGINT and SIGTERM, held back from now on, so that a wait can end with them: the program ends
/// with the watch, and a second Ctrl-C may not spoil how.
class Interruption {
 public:
  Interruption() {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGINT);
    sigaddset(&signals_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
  }
  /// Waits for a tick; true when somebody wants an end.
  [[nodiscard]] bool came() const {
    const timespec tick{0, tick_nanoseconds};
    return sigtimedwait(&signals_, nullptr, &tick) > 0;
  }

 private:
  sigset_t signals_{};
};

/// A terminal begins anew; elsewhere a line parts one look from the next.
void begin_look(const CheckWords& words, Instant now) {
  if (words.format != "text") return;
  if (isatty(STDOUT_FILENO) != 0) {
    fmt::print("\x1b[H\x1b[2J\x1b[3J");
  } else {
    fmt::print("-- {}\n", to_string(now));
  }
  static_cast<void>(std::fflush(stdout));
}

void end_look(const CheckWords& words) {
  if (words.format == "text") fmt::print("waiting for a change; Ctrl-C ends it\n");
  static_cast<void>(std::fflush(stdout));
}

}  // namespace

int check_and_watch(const Desk& desk, const CheckWords& words) {
  const Interruption interruption;
  std::vector<std::string> files{words.policy, policy::notices::accepted_path(words.policy)};
  if (!words.deploy.empty()) files.push_back(words.deploy);
  const std::size_t always = files.size();
  for (bool first = true;; first = false) {
    begin_look(words, desk.clock().now());
    const timespec began = moment();
    const Marks before = marks_of(files);
    Stop stop;
    const auto checked = check(desk, words, stop);
    if (!checked && first) return stop.code;
    if (checked) {
      tell(desk, words, *checked);
      files.resize(always);
      for (std::string& file : checked->files()) files.push_back(std::move(file));
    }
    end_look(words);
    Marks known = marks_of(files);
    for (auto& [file, mark] : known) {  // what changed during the look is looked at again
      if (const auto was = before.find(file); was != before.end()) {
        mark = was->second;
      } else if (was_written_since(mark, began)) {
        mark = Mark{};
      }
    }
    while (marks_of(files) == known) {
      if (interruption.came() || std::ferror(stdout) != 0) return done;
    }
  }
}

}  // namespace abide::cli
