// abide test: the policy's own tests.
#include "cli/commands.hpp"
#include "cli/testing.hpp"

namespace abide::cli {

void add_test(const Verb& program, const Desk& desk) {
  const Verb verb =
      program.add("test", "run the tests that a policy holds")
          .footer(
              "Of shop.policy the tests in shop.tests.policy beside it are run as well.\n"
              "Exit codes: 0 every test passed or was skipped aloud, 1 one failed, or too few "
              "loosened statements were noticed, 2 wrong usage or policy.\n"
              "Example: abide test shop.policy --only \"29 February\"\n"
              "Example: abide test shop.policy --coverage\n"
              "Example: abide test shop.policy --mutate --only IS-051");
  auto words = std::make_shared<TestWords>();
  verb.take("POLICY", words->policy, "the policy, or a file of tests that uses it").require();
  verb.take("--only", words->only,
            "tests whose name holds this; with --mutate, statements whose promise or words do");
  Word coverage = verb.take("--coverage", words->coverage,
                            "list, promise by promise, the statements that no test put to use");
  verb.take("--mutate", words->mutate,
            "loosen one statement at a time and list those that no test notices")
      .exclude(coverage);
  verb.take("--limit", words->limit, "with --mutate, no more than so many, evenly spread");
  verb.take("--at-least", words->at_least,
            "with --mutate, per cent that must be noticed; 90 without it");
  verb.take("--format", words->format, "text or json").allow({"text", "json"});
  verb.act([&desk, words] { return run_tests(desk, *words); });
}

}  // namespace abide::cli
