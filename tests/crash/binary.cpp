// posix_spawn is too narrow for limits; fork and exec, and one signal.
#include "tests/crash/binary.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <thread>

#include "base/files.hpp"

namespace abide::crash {
namespace {

namespace fs = std::filesystem;
using Timer = std::chrono::steady_clock;

constexpr uid_t nobody = 65534;

[[noreturn]] void become(const Command& command, const std::string& out, const std::string& error) {
  if (command.largest_file > 0) {
    // Ignored, so that a write beyond the limit fails instead of ending the process.
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{command.largest_file, command.largest_file};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  const int to_out = command.out_to.empty()
                         ? ::open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600)
                         : ::open(command.out_to.c_str(), O_WRONLY);
  const int to_error = ::open(error.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  ::dup2(to_out, STDOUT_FILENO);
  ::dup2(to_error, STDERR_FILENO);
  if (command.as_nobody && ::getuid() == 0) {
    if (::setgid(nobody) != 0 || ::setuid(nobody) != 0) ::_exit(126);
  }
  std::vector<char*> words;
  std::string name = "abide";
  words.push_back(name.data());
  std::vector<std::string> copies = command.words;
  for (std::string& word : copies) words.push_back(word.data());
  words.push_back(nullptr);
  ::execv(ABIDE_BINARY, words.data());
  ::_exit(127);
}

}  // namespace

Said abide(const Place& place, const Command& command) {
  const std::string folder =
      command.keep_out_in.empty() ? place.folder().string() + ".said" : command.keep_out_in;
  fs::create_directories(folder);
  const std::string out = folder + "/out";
  const std::string error = folder + "/error";
  const auto begun = Timer::now();
  const pid_t child = ::fork();
  if (child == 0) become(command, out, error);
  if (child < 0) return {};
  if (command.kill_after) {
    std::this_thread::sleep_until(begun + *command.kill_after);
    ::kill(child, SIGKILL);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  Said said;
  said.lasted = std::chrono::duration_cast<std::chrono::microseconds>(Timer::now() - begun);
  said.killed = WIFSIGNALED(status);
  said.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  if (command.out_to.empty()) said.out = SystemFiles{}.read(out, 1ULL << 24U).value();
  said.error = SystemFiles{}.read(error, 1ULL << 24U).value();
  return said;
}

bool can_run_as_nobody(const Place& place) {
  if (::getuid() != 0) return true;
  for (const auto& file : fs::recursive_directory_iterator{place.folder()})
    if (::chown(file.path().c_str(), nobody, nobody) != 0) return false;
  if (::chown(place.folder().c_str(), nobody, nobody) != 0) return false;
  Command help{{"--help"}};
  help.as_nobody = true;
  return abide(place, help).code == 0;
}

std::vector<std::string> sweep_words(const Place& place) {
  return {"sweep", "--deploy", place.file("shop.deploy"), "--by", "Nightly schedule"};
}
std::vector<std::string> erase_words(const Place& place) {
  return {"erase", "--deploy", place.file("shop.deploy"), "--by", "Support desk", "--for", ada};
}

}  // namespace abide::crash
