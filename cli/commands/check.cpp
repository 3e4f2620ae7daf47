// abide check: what the checker says of a policy and of the notices that it quotes.
#include "cli/checking.hpp"
#include "cli/commands.hpp"

namespace abide::cli {
namespace {

int act(const Desk& desk, const CheckWords& words) {
  if (words.dry_run && !words.fix) {
    return desk.tell({ErrorCode::refused, "`--dry-run` is said of `--fix`, which is missing",
                      "`abide check` alone writes nothing"});
  }
  if (words.fix && words.format == "sarif") {
    return desk.tell({ErrorCode::refused, "`--fix` tells what it did as text or JSON, not as SARIF",
                      "give `--fix` first, then `--format sarif` for what is left"});
  }
  if (words.fix) return check_and_fix(desk, words);
  if (words.watch) return check_and_watch(desk, words);
  Stop stop;
  const auto checked = check(desk, words, stop);
  return checked ? tell(desk, words, *checked) : stop.code;
}

}  // namespace

void add_check(const Verb& program, const Desk& desk) {
  const Verb verb =
      program.add("check", "check a policy, and whether its notice says what it quotes")
          .footer(
              "Example: abide check shop.policy\n"
              "Example: abide check shop.policy --fix --dry-run\n"
              "Example: abide check shop.policy --watch\n"
              "Example: abide check shop.policy --format sarif > shop.sarif\n"
              "`abide explain CODE` says more about a finding; `abide explain statements` lists "
              "what a promise can say.\n"
              "Exit codes: 0 sound (warnings allowed), 1 sound and a ruling is overdue (E0712), 2 "
              "it does not load.");
  auto words = std::make_shared<CheckWords>();
  verb.take("POLICY", words->policy, "the policy").require();
  verb.take("--deploy", words->deploy, "a deployment to hold it against");
  Word fix = verb.take("--fix", words->fix,
                       "mend what only one thing can have been meant by, and say what");
  verb.take("--dry-run", words->dry_run, "with --fix: show it and write nothing");
  Word watch = verb.take("--watch", words->watch,
                         "look again whenever one of its files changes, until Ctrl-C");
  watch.exclude(fix);
  verb.take("--format", words->format, "text, json or sarif (2.1.0)")
      .allow({"text", "json", "sarif"});
  verb.act([&desk, words] { return act(desk, *words); });
}

}  // namespace abide::cli
