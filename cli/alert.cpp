// Starts a program by its path, never through a shell.
#include "cli/alert.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <thread>

namespace abide::cli {
namespace {

constexpr std::chrono::milliseconds patience{30'000};

/// What a child is started with; goes with it.
class Start {
 public:
  Start() {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    // What it says belongs to the messages, not to the report.
    posix_spawn_file_actions_adddup2(&actions_, STDERR_FILENO, STDOUT_FILENO);
    posix_spawnattr_init(&attributes_);
    sigset_t none;
    sigset_t usual;
    sigemptyset(&none);
    sigemptyset(&usual);
    for (const int signal : {SIGPIPE, SIGTERM, SIGINT}) sigaddset(&usual, signal);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setsigdefault(&attributes_, &usual);
    posix_spawnattr_setpgroup(&attributes_, 0);  // so that all of it can be ended
    posix_spawnattr_setflags(
        &attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  }
  ~Start() {
    posix_spawnattr_destroy(&attributes_);
    posix_spawn_file_actions_destroy(&actions_);
  }
  Start(const Start&) = delete;
  Start& operator=(const Start&) = delete;
  Start(Start&&) = delete;
  Start& operator=(Start&&) = delete;

  Result<pid_t> program(std::vector<std::string> words) {
    std::vector<std::string> around;
    for (const char* name : {"PATH", "HOME", "LANG"}) {
      // NOLINTNEXTLINE(concurrency-mt-unsafe): no thread but this one
      if (const char* value = std::getenv(name)) around.push_back(std::string{name} + "=" + value);
    }
    const std::vector<char*> arguments = pointers(words);
    const std::vector<char*> environment = pointers(around);
    pid_t child = 0;
    const int failed = posix_spawn(&child, words.front().c_str(), &actions_, &attributes_,
                                   arguments.data(), environment.data());
    if (failed != 0) {
      return Error{ErrorCode::unavailable,
                   fmt::format("`{}` cannot be started: {}", words.front(),
                               std::generic_category().message(failed)),
                   "say in the deployment's `notify` which program is to be told"};
    }
    return child;
  }

 private:
  static std::vector<char*> pointers(std::vector<std::string>& words) {
    std::vector<char*> all;
    for (std::string& word : words) all.push_back(word.data());
    all.push_back(nullptr);
    return all;
  }
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

}  // namespace

Result<void> run_program(const std::vector<std::string>& words,
                         std::chrono::milliseconds how_long) {
  ABIDE_TRY(const pid_t child, Start{}.program(words));
  const auto end = std::chrono::steady_clock::now() + how_long;
  int status = 0;
  const auto failed = [&](const std::string& how) {
    return Error{ErrorCode::unavailable, fmt::format("`{}` {}", words.front(), how),
                 "see what is wrong with it; a retry is safe"};
  };
  for (pid_t ended = 0; (ended = waitpid(child, &status, WNOHANG)) != child;) {
    if (ended < 0 && errno != EINTR) return failed("cannot be waited for");
    if (std::chrono::steady_clock::now() > end) {
      kill(-child, SIGKILL);
      waitpid(child, &status, 0);
      return failed("did not end in time and was ended");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
  return failed(WIFEXITED(status) ? fmt::format("ended with {}", WEXITSTATUS(status))
                                  : "was ended by a signal");
}

Result<void> tell_state(Session& session, const State& state) {
  session.control->abandon();  // of a night that failed
  ABIDE_TRY(const std::string before, session.control->kept("state"));
  ABIDE_TRY(const std::string why, session.control->kept("held_for"));
  ABIDE_TRY(const std::string untold, session.control->kept("untold"));
  const bool is_held = state.word.starts_with("held");
  if (before == state.word && (!is_held || why == state.words) && untold.empty()) return {};
  std::string words = state.words;
  if (!untold.empty() && untold != state.word)
    words += fmt::format("; that it was `{}` before could not be told", untold);
  std::string program = session.deployment.notify;
  if (!program.empty()) {
    if (!program.starts_with('/')) program = session.folder + "/" + program;
    auto told = run_program({program, state.word, before.empty() ? "none" : before,
                             session.model.name + "/" + session.deployment.name, words},
                            patience);
    if (!told) {
      // Told the next night, even where all is well by then; of several the first that waits.
      if (!untold.starts_with("held")) ABIDE_CHECK(session.control->keep("untold", state.word));
      ABIDE_CHECK(session.control->commit());
      return Error{told.error().code,
                   fmt::format("nobody was told that the nightly run is `{}`: {}", state.word,
                               told.error().message),
                   told.error().help};
    }
  }
  ABIDE_CHECK(session.control->keep("state", state.word));
  ABIDE_CHECK(session.control->keep("untold", ""));
  ABIDE_CHECK(session.control->keep("held_for", is_held ? state.words : ""));
  return session.control->commit();
}

}  // namespace abide::cli
