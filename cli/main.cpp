// abide: a privacy policy, compiled. Parses the command line, runs one verb, returns its exit code.
#include <fmt/format.h>

#include <cstdio>
#include <exception>

#include "cli/commands.hpp"

namespace {

int run(int argc, char** argv) {
  using namespace abide::cli;  // NOLINT(google-build-using-namespace): the whole of main speaks of
                               // it
  abide::SystemFiles files;
  const abide::SystemClock clock;
  const Desk desk{files, clock};
  Chosen chosen;
  CLI::App app{"abide: your privacy policy, compiled", "abide"};
  app.require_subcommand(1);
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
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? done : wrong;
  }
  return chosen.act ? chosen.act() : wrong;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr,
               "error: a fault of Abide's own: {}\n  help: nothing further is done; report it with "
               "the command that led here\n",
               error.what());
    return abide::cli::store_failed;
  }
}
