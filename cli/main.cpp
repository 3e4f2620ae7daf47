// abide: a privacy policy, compiled. Parses the command line, runs one verb, returns its exit code.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <exception>
#include <system_error>

#include "cli/commands.hpp"
#include "policy/diagnostics.hpp"

namespace {

/// What was wrong with the words, the nearest verb where one was misspelt, and where an example is.
std::string usage_message(const CLI::App* app, const CLI::Error& error) {
  std::string command = "abide";
  const CLI::App* verb = app;
  for (auto chosen = verb->get_subcommands(); !chosen.empty(); chosen = verb->get_subcommands()) {
    verb = chosen.front();
    command += " " + verb->get_name();
  }
  std::vector<std::string> known;
  for (const CLI::App* one : verb->get_subcommands({})) known.push_back(one->get_name());
  const auto rest = verb->remaining();
  const std::string near = rest.empty() ? "" : abide::policy::nearest(rest.front(), known);
  std::string help = near.empty() ? "" : fmt::format("did you mean `{} {}`? ", command, near);
  if (near.empty() && !known.empty())
    help = fmt::format("give one of {}. ", fmt::join(known, ", "));
  const std::string what = known.empty() ? std::string{error.what()}
                           : rest.empty()
                               ? fmt::format("`{}` needs another word", command)
                               : fmt::format("`{} {}` is not a command", command, rest.front());
  return fmt::format("error: {}\n  help: {}`{} --help` shows an example; nothing was done\n", what,
                     help, command);
}

int run(int argc, char** argv) {
  using namespace abide::cli;  // NOLINT(google-build-using-namespace): the whole of main speaks of
                               // it
  abide::SystemFiles files;
  const abide::SystemClock clock;
  const Desk desk{files, clock};
  Chosen chosen;
  CLI::App app{"abide: your privacy policy, compiled", "abide"};
  app.require_subcommand(1);
  app.failure_message(usage_message);
  app.footer(
      "Exit codes: 0 done or kept, 1 broken, gap or residue, 2 wrong usage or policy, 3 a store "
      "failed or is in doubt, 4 held.\n"
      "Example: abide check docs/examples/interview-studio/interview-studio.policy");
  add_check(app, desk, chosen);
  add_test(app, desk, chosen);
  add_plan(app, desk, chosen);
  add_sweep(app, desk, chosen);
  add_erase(app, desk, chosen);
  add_hold(app, desk, chosen);
  add_request(app, desk, chosen);
  add_event(app, desk, chosen);
  add_reread(app, desk, chosen);
  add_ledger(app, desk, chosen);
  add_explain(app, desk, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? done : wrong;
  }
  return chosen.act ? chosen.act() : wrong;
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
    fmt::print(stderr,
               "error: a fault of Abide's own: {}\n  help: nothing further is done; report it with "
               "the command that led here\n",
               error.what());
    return abide::cli::store_failed;
  }
}
