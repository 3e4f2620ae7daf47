// Starts the program with its output in files, so that no pipe can fill up.
#include "tests/cli/program.hpp"

#include <fcntl.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>
#include <utility>

#include "tests/support/temp_store.hpp"

namespace abide::cli_test {
namespace {

std::string content(const std::string& path) {
  const std::ifstream file{path, std::ios::binary};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void onto(const std::string& path, int flags, int descriptor) {
  const int file = open(path.c_str(), flags, 0600);
  if (file < 0 || dup2(file, descriptor) < 0) _exit(125);
}

/// The child's part: never returns.
[[noreturn]] void become(const std::vector<std::string>& words, const Around& around,
                         const testing_support::TempFolder& ends, int terminal) {
  onto(ends.file("in"), O_RDONLY, STDIN_FILENO);
  onto(ends.file("out"), O_WRONLY | O_CREAT | O_TRUNC, STDOUT_FILENO);
  if (terminal < 0) {
    onto(ends.file("err"), O_WRONLY | O_CREAT | O_TRUNC, STDERR_FILENO);
  } else if (dup2(terminal, STDERR_FILENO) < 0) {
    _exit(125);
  }
  if (chdir(around.folder.c_str()) != 0) _exit(125);
  if (terminal >= 0) setenv("TERM", "xterm", 1);  // whatever the test itself runs in
  for (const auto& [name, value] : around.environment) setenv(name.c_str(), value.c_str(), 1);
  std::vector<char*> arguments{const_cast<char*>(ABIDE_PROGRAM)};  // execv changes nothing
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  execv(ABIDE_PROGRAM, arguments.data());
  _exit(127);
}

/// A terminal that the child writes to and we read.
struct Terminal {
  int ours = -1;
  int theirs = -1;
  explicit Terminal(bool wanted) {
    if (wanted && openpty(&ours, &theirs, nullptr, nullptr, nullptr) == 0)
      fcntl(ours, F_SETFL, O_NONBLOCK);
  }
  ~Terminal() {
    if (ours >= 0) close(ours);
    if (theirs >= 0) close(theirs);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;
  Terminal(Terminal&&) = delete;
  Terminal& operator=(Terminal&&) = delete;
  void drain(std::string& text) const {
    std::array<char, 4096> page{};
    for (ssize_t got = 0; ours >= 0 && (got = read(ours, page.data(), page.size())) > 0;)
      text.append(page.data(), static_cast<std::size_t>(got));
  }
};

constexpr auto patience = std::chrono::minutes{2};
constexpr auto tick = std::chrono::milliseconds{2};

int wait_for(pid_t child, const Terminal& terminal, std::string& shown) {
  const auto end = std::chrono::steady_clock::now() + patience;
  int status = 0;
  while (waitpid(child, &status, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > end) {
      kill(child, SIGKILL);
      waitpid(child, &status, 0);
      return 124;
    }
    terminal.drain(shown);
    std::this_thread::sleep_for(tick);
  }
  terminal.drain(shown);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

Told run_abide(const std::vector<std::string>& words, const Around& around) {
  const testing_support::TempFolder ends;
  std::ofstream{ends.file("in"), std::ios::binary} << around.input;
  const Terminal terminal{around.terminal};
  const pid_t child = fork();
  if (child == 0) become(words, around, ends, terminal.theirs);
  if (child < 0) return {};
  std::string shown;
  const int code = wait_for(child, terminal, shown);
  return {code, content(ends.file("out")), around.terminal ? shown : content(ends.file("err"))};
}

struct Running::State {
  testing_support::TempFolder ends;
  pid_t child = -1;
};

namespace {

/// Leaves its exit code to whoever waits for it.
bool has_ended(pid_t child) {
  siginfo_t about{};
  return child <= 0 ||
         waitid(P_PID, static_cast<id_t>(child), &about, WEXITED | WNOHANG | WNOWAIT) != 0 ||
         about.si_pid != 0;
}

}  // namespace

Running::Running(const std::vector<std::string>& words, const Around& around)
    : state_(std::make_unique<State>()) {
  std::ofstream{state_->ends.file("in"), std::ios::binary} << around.input;
  state_->child = fork();
  if (state_->child == 0) become(words, around, state_->ends, -1);
}

Running::~Running() {
  if (state_->child > 0) {
    kill(state_->child, SIGKILL);
    waitpid(state_->child, nullptr, 0);
  }
}

bool Running::says(const std::string& part, std::size_t times) const {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (times_in(content(state_->ends.file("out")), part) < times) {
    if (has_ended(state_->child) || std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(tick);
  }
  return true;
}

Told Running::interrupt() {
  if (state_->child <= 0) return {};
  kill(state_->child, SIGINT);
  std::string nothing;
  const int code = wait_for(std::exchange(state_->child, -1), Terminal{false}, nothing);
  return {code, content(state_->ends.file("out")), content(state_->ends.file("err"))};
}

std::size_t times_in(const std::string& text, const std::string& part) {
  std::size_t times = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size()))
    ++times;
  return times;
}

}  // namespace abide::cli_test
