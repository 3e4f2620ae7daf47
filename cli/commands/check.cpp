// abide check: what the checker says of a policy.
#include <fmt/format.h>

#include "cli/commands.hpp"

namespace abide::cli {

void add_check(CLI::App& app, const Desk& desk, Chosen& chosen) {
  CLI::App* verb =
      app.add_subcommand("check", "check a policy")->footer("Example: abide check shop.policy");
  auto words = std::make_shared<Words>();
  verb->add_option("POLICY", words->policy, "the policy")->required();
  verb->add_option("--format", words->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}));
  verb->callback([&desk, &chosen, words] {
    chosen.act = [&desk, words]() -> int {
      Stop stop;
      const auto model = desk.compile(words->policy, words->json(), true, stop);
      if (!model) return stop.code;
      if (!words->json()) {
        std::size_t rulings = 0;
        for (const policy::Promise& promise : model->promises) rulings += promise.decide_by ? 1 : 0;
        fmt::print(
            "{}: sound. {} promises, {} rulings, {} stores, {} tables, {} rules about time.\n",
            model->name, model->promises.size() - rulings, rulings, model->stores.size(),
            model->tables.size(), model->rules.size());
      }
      return done;
    };
  });
}

}  // namespace abide::cli
