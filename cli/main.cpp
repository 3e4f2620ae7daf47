// abide: a privacy policy, compiled. Parses the command line, runs one verb, returns its exit code.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <exception>
#include <span>
#include <string_view>
#include <system_error>

#include "cli/commands.hpp"

namespace {

using abide::cli::Form;

/// Read before the words are parsed, since what is wrong with them is told in that form too.
Form form_of(std::span<char* const> words) {
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::string_view word = words[i];
    const bool apart =
        word == "--format" && i + 1 < words.size() && std::string_view{words[i + 1]} == "json";
    if (apart || word == "--format=json") return Form::json;
  }
  return Form::text;
}

std::string told(const abide::cli::Usage& usage, Form form) {
  return form == Form::json
             ? abide::cli::error_line(usage.what, usage.help, "safe, once this is put right")
             : fmt::format("error: {}\n  help: {}\n  retry: safe, once this is put right\n",
                           usage.what, usage.help);
}

int run(int argc, char** argv) {
  using namespace abide::cli;  // NOLINT(google-build-using-namespace): the whole of main speaks of
                               // it
  abide::SystemFiles files;
  const abide::SystemClock clock;
  const Form form = form_of({argv, static_cast<std::size_t>(argc)});
  const Desk desk{files, clock, form};
  CommandLine line{"abide", "abide: your privacy policy, compiled", "abide " ABIDE_VERSION,
                   [form](const Usage& usage) { return told(usage, form); }};
  const Verb program = line.program().need_another().footer(
      "Exit codes: 0 done or kept, 1 broken, gap or residue, 2 wrong usage or policy, 3 a store "
      "failed or is in doubt, 4 held.\n"
      "Example: abide check docs/examples/interview-studio/interview-studio.policy");
  for (const auto add :
       {add_check,  add_notice, add_diff,    add_fmt,      add_flows,  add_test,    add_publish,
        add_plan,   add_sweep,  add_erase,   add_access,   add_hold,   add_request, add_event,
        add_reread, add_ledger, add_explain, add_deadline, add_record, add_board,   add_own,
        add_lsp,    add_report, add_doc,     add_export,   add_import})
    add(program, desk);
  return line.run(argc, argv);
}

/// Nothing that is opened later may take the place of a stream that the caller closed, and a reader
/// that went away is an error of that stream, not the end of a run.
void hold_the_streams() {
  std::signal(SIGPIPE, SIG_IGN);
  int number = ::open("/dev/null", O_RDWR);
  while (number >= 0 && number <= STDERR_FILENO) number = ::open("/dev/null", O_RDWR);
  if (number > STDERR_FILENO) ::close(number);
}

/// What was done is done and written down; only the telling of it failed.
int untold(std::string_view why) {
  static_cast<void>(std::fputs(
      fmt::format("error: cannot write to the output: {}\n  help: give it room, or a reader that "
                  "stays; the ledger has whatever was done\n  retry: safe\n",
                  why)
          .c_str(),
      stderr));
  return abide::cli::store_failed;
}

}  // namespace

int main(int argc, char** argv) {
  hold_the_streams();
  try {
    const int code = run(argc, argv);
    const bool told = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
    const int failed = told ? code : untold(std::generic_category().message(errno));
    return code == abide::cli::done ? failed : code;
  } catch (const std::exception& error) {
    const auto* const system = dynamic_cast<const std::system_error*>(&error);
    if (system != nullptr && std::ferror(stdout) != 0) return untold(system->code().message());
    const std::string what = fmt::format("a fault of Abide's own: {}", error.what());
    const char* const help = "nothing further is done; report it with the command that led here";
    fmt::print(stderr, "{}",
               form_of({argv, static_cast<std::size_t>(argc)}) == Form::json
                   ? abide::cli::error_line(what, help, "safe")
                   : fmt::format("error: {}\n  help: {}\n", what, help));
    return abide::cli::store_failed;
  }
}
