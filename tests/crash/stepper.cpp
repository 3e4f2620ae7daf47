// ptrace: a system call is refused by giving it a number that there is none of, and its answer
// afterwards.
#include "tests/crash/stepper.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstddef>
#include <set>

#include "base/files.hpp"

namespace abide::crash {
namespace {

#if defined(__x86_64__)

using Registers = user_regs_struct;

bool is_an_operation(const Registers& registers) {
  static const std::set<unsigned long long> operations{
      SYS_fsync,  SYS_fdatasync, SYS_ftruncate, SYS_mkdir,  SYS_mkdirat,
      SYS_rename, SYS_renameat,  SYS_link,      SYS_linkat, SYS_unlink,
      SYS_rmdir,  SYS_unlinkat,  SYS_chmod,     SYS_fchmod, SYS_fchmodat};
  switch (registers.orig_rax) {
    case SYS_openat:
      return (registers.rdx & (O_WRONLY | O_RDWR)) != 0;
    case SYS_write:
    case SYS_pwrite64:
      return registers.rdi > STDERR_FILENO;
    default:
      return operations.contains(registers.orig_rax);
  }
}

[[noreturn]] void become(const std::vector<std::string>& words, const std::string& said) {
  ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
  ::raise(SIGSTOP);
  ::dup2(::open((said + "/out").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDOUT_FILENO);
  ::dup2(::open((said + "/error").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDERR_FILENO);
  ::setenv("ASAN_OPTIONS", "detect_leaks=0", 1);  // which looks for leaks by ptrace itself
  std::vector<std::string> copies{"abide"};
  copies.insert(copies.end(), words.begin(), words.end());
  std::vector<char*> all;
  for (std::string& word : copies) all.push_back(word.data());
  all.push_back(nullptr);
  ::execv(ABIDE_BINARY, all.data());
  ::_exit(127);
}

/// A child that stands still at every system call.
class Led {
 public:
  explicit Led(pid_t child) : child_(child) {
    ::waitpid(child_, &status_, 0);
    constexpr long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL | PTRACE_O_TRACEEXEC;
    ::ptrace(PTRACE_SETOPTIONS, child_, nullptr, options);
  }
  [[nodiscard]] int status() const { return status_; }
  /// On to the next system call's beginning or end; false when it has ended.
  bool step() {
    constexpr int at_a_call = SIGTRAP | 0x80;
    for (int signal = 0;;) {
      ::ptrace(PTRACE_SYSCALL, child_, nullptr, signal);
      ::waitpid(child_, &status_, 0);
      if (!WIFSTOPPED(status_)) return false;
      if (WSTOPSIG(status_) == at_a_call) return true;
      runs_ = runs_ || (status_ >> 8) == (SIGTRAP | (PTRACE_EVENT_EXEC << 8));
      signal = WSTOPSIG(status_) == SIGTRAP ? 0 : WSTOPSIG(status_);
    }
  }
  /// Whether it is `abide` by now.
  [[nodiscard]] bool runs() const { return runs_; }
  [[nodiscard]] Registers registers() const {
    Registers registers{};
    ::ptrace(PTRACE_GETREGS, child_, nullptr, &registers);
    return registers;
  }
  void refuse(int error) {
    Registers call = registers();
    call.orig_rax = ~0ULL;
    ::ptrace(PTRACE_SETREGS, child_, nullptr, &call);
    if (!step()) return;
    call = registers();
    call.rax = static_cast<unsigned long long>(-error);
    ::ptrace(PTRACE_SETREGS, child_, nullptr, &call);
  }
  void end() {
    ::kill(child_, SIGKILL);
    ::waitpid(child_, &status_, 0);
  }

 private:
  pid_t child_;
  int status_ = 0;
  bool runs_ = false;
};

int lead(Led& child, const Strike& strike) {
  int operations = 0;
  while (child.step()) {
    if (child.runs() && is_an_operation(child.registers()) && ++operations == strike.at) {
      if (strike.error == 0) {
        child.end();
        return operations;
      }
      child.refuse(strike.error);
      continue;
    }
    if (!child.step()) break;  // the end of the call
  }
  return operations;
}

#endif

}  // namespace

#if defined(__x86_64__)

Walked walk(const Place& place, const std::vector<std::string>& words, const Strike& strike) {
  const std::string folder = place.folder().string() + ".said";
  std::filesystem::create_directories(folder);
  const pid_t pid = ::fork();
  if (pid == 0) become(words, folder);
  if (pid < 0) return {};
  Led child{pid};
  Walked walked;
  walked.operations = lead(child, strike);
  walked.said.killed = WIFSIGNALED(child.status());
  walked.said.code = WIFEXITED(child.status()) ? WEXITSTATUS(child.status()) : -1;
  walked.said.out = SystemFiles{}.read(folder + "/out", 1ULL << 24U).value();
  walked.said.error = SystemFiles{}.read(folder + "/error", 1ULL << 24U).value();
  return walked;
}

bool can_lead() {
  const pid_t pid = ::fork();
  if (pid == 0) ::_exit(::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) == 0 ? 0 : 1);
  int status = 0;
  return pid > 0 && ::waitpid(pid, &status, 0) == pid && WIFEXITED(status) &&
         WEXITSTATUS(status) == 0;
}

#else

Walked walk(const Place&, const std::vector<std::string>&, const Strike&) { return {}; }
bool can_lead() { return false; }

#endif

}  // namespace abide::crash
