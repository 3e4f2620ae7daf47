// abide check --watch: the files' times are looked at several times a second, which works over
// every file system and needs nothing of the kernel.
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "cli/checking.hpp"
#include "policy/notices/accepted.hpp"

namespace abide::cli {
namespace {

constexpr long tick_nanoseconds = 250'000'000;

/// What tells one state of a file from another: it is the same file, as large, written at the same
/// moment. Nothing where there is none.
using Mark = std::tuple<ino_t, off_t, time_t, long>;
using Marks = std::map<std::string, Mark>;

Mark mark_of(const std::string& file) {
  struct stat seen = {};
  return stat(file.c_str(), &seen) == 0
             ? Mark{seen.st_ino, seen.st_size, seen.st_mtim.tv_sec, seen.st_mtim.tv_nsec}
             : Mark{};
}

Marks marks_of(const std::vector<std::string>& files) {
  Marks marks;
  for (const std::string& file : files) marks[file] = mark_of(file);
  return marks;
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
    Stop stop;
    Marks seen;
    std::optional<Checked> checked;
    do {  // until every file that was read had been marked before, so that no change is missed
      seen = marks_of(files);
      checked = check(desk, words, stop);
      if (!checked) break;
      files.resize(always);
      for (std::string& file : checked->files()) files.push_back(std::move(file));
    } while (!std::ranges::all_of(files, [&](const auto& file) { return seen.contains(file); }));
    if (!checked && first) return stop.code;
    if (checked) tell(desk, words, *checked);
    end_look(words);
    const auto is_as_seen = [&](const std::string& file) { return mark_of(file) == seen.at(file); };
    while (std::ranges::all_of(files, is_as_seen)) {
      if (interruption.came() || std::ferror(stdout) != 0) return done;
    }
  }
}

}  // namespace abide::cli
