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
#include "policy/diagnostics.hpp"

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

/// The options of a verb, as they are typed.
std::vector<std::string> options_of(const CLI::App& verb) {
  std::vector<std::string> names;
  for (const CLI::Option* option : verb.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

struct Usage {
  std::string what;
  std::string help;
};

/// What was wrong with the words, the nearest there is to one that was misspelt, and where an
/// example is.
Usage usage_of(const CLI::App* app, const CLI::Error& error) {
  std::string command = "abide";
  const CLI::App* verb = app;
  for (auto chosen = verb->get_subcommands(); !chosen.empty(); chosen = verb->get_subcommands()) {
    verb = chosen.front();
    command += " " + verb->get_name();
  }
  std::vector<std::string> known;
  for (const CLI::App* one : verb->get_subcommands({})) known.push_back(one->get_name());
  const auto rest = verb->remaining();
  const bool is_option = !rest.empty() && rest.front().starts_with("-");
  const std::string near =
      rest.empty() ? ""
                   : abide::policy::nearest(rest.front(), is_option ? options_of(*verb) : known);
  Usage usage{error.what(), ""};
  if (is_option) {
    usage.what = fmt::format("`{}` has no option `{}`", command, rest.front());
  } else if (!known.empty()) {
    usage.what = rest.empty() ? fmt::format("`{}` needs another word", command)
                              : fmt::format("`{} {}` is not a command", command, rest.front());
  }
  if (!near.empty()) {
    usage.help = is_option ? fmt::format("did you mean `{}`? ", near)
                           : fmt::format("did you mean `{} {}`? ", command, near);
  } else if (!known.empty() && !is_option) {
    usage.help = fmt::format("give one of {}. ", fmt::join(known, ", "));
  }
  usage.help += fmt::format("`{} --help` shows an example; nothing was done", command);
  return usage;
}

int run(int argc, char** argv) {
  using namespace abide::cli;  // NOLINT(google-build-using-namespace): the whole of main speaks of
                               // it
  abide::SystemFiles files;
  const abide::SystemClock clock;
  const Form form = form_of({argv, static_cast<std::size_t>(argc)});
  const Desk desk{files, clock, form};
  Chosen chosen;
  CLI::App app{"abide: your privacy policy, compiled", "abide"};
  app.require_subcommand(1);
  app.set_version_flag("--version", "abide " ABIDE_VERSION);
  app.failure_message([form](const CLI::App* verb, const CLI::Error& error) {
    const auto [what, help] = usage_of(verb, error);
    return form == Form::json ? error_line(what, help, "safe, once this is put right")
                              : fmt::format("error: {}\n  help: {}\n", what, help);
  });
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
  add_deadline(app, desk, chosen);
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
    const std::string what = fmt::format("a fault of Abide's own: {}", error.what());
    const char* const help = "nothing further is done; report it with the command that led here";
    fmt::print(stderr, "{}",
               form_of({argv, static_cast<std::size_t>(argc)}) == Form::json
                   ? abide::cli::error_line(what, help, "safe")
                   : fmt::format("error: {}\n  help: {}\n", what, help));
    return abide::cli::store_failed;
  }
}
