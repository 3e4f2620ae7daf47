// How long `abide check` takes on a notice's own policy, from the start of the process to its end.
// Usage: bench_check [ABIDE [POLICY …]]
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "tests/bench/measure.hpp"

namespace {

using namespace abide::bench;

/// Milliseconds of one process, its output thrown away; negative when it fails.
double check_once(const std::string& abide, const std::string& policy) {
  posix_spawn_file_actions_t quiet;
  posix_spawn_file_actions_init(&quiet);
  for (const int end : {STDOUT_FILENO, STDERR_FILENO}) {
    posix_spawn_file_actions_addopen(&quiet, end, "/dev/null", O_WRONLY, 0);
  }
  const std::string verb = "check";
  char* const words[] = {const_cast<char*>(abide.c_str()), const_cast<char*>(verb.c_str()),
                         const_cast<char*>(policy.c_str()), nullptr};
  const Timer timer;
  pid_t child = 0;
  const int begun = ::posix_spawn(&child, abide.c_str(), &quiet, nullptr, words, environ);
  int status = 1;
  if (begun == 0) ::waitpid(child, &status, 0);
  const double taken = timer.seconds() * 1e3;
  posix_spawn_file_actions_destroy(&quiet);
  return begun == 0 && status == 0 ? taken : -1;
}

}  // namespace

int main(int argc, char** argv) {
  const Options options = options_of(argc, argv, 0, 51);
  const auto beside = std::filesystem::path{argv[0]}.parent_path() / "../../cli/abide";
  const std::string abide = argc > 1 ? argv[1] : beside.string();
  std::vector<std::string> policies{argv + std::min(argc, 2), argv + argc};
  if (policies.empty()) {
    policies.push_back(ABIDE_SOURCE_DIR "/docs/examples/interview-studio/interview-studio.policy");
  }
  bool met = true;
  for (const std::string& policy : policies) {
    std::vector<double> times;
    for (int i = 0; i < options.runs; ++i) times.push_back(check_once(abide, policy));
    if (std::ranges::min(times) < 0) {
      fmt::print(stderr, "{} is not sound, or `abide` is not built\n", policy);
      return 2;
    }
    met = print({"check", std::filesystem::path{policy}.filename().string() + ", a whole process",
                 median(times), 0, 10, true, "ms"},
                options) &&
          met;
  }
  return met ? 0 : 1;
}
