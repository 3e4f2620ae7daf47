// abide check: what the checker says of a policy.
#include <fmt/format.h>

#include "cli/commands.hpp"

namespace abide::cli {
namespace {

int act(const Desk& desk, const Words& words) {
  Stop stop;
  const auto model = desk.compile(words.policy, words.json(), true, stop);
  if (!model) return stop.code;
  if (!words.json()) {
    std::size_t rulings = 0;
    for (const policy::Promise& promise : model->promises) rulings += promise.decide_by ? 1 : 0;
    fmt::print(
        "{}: sound. {} promises, {} rulings, {} stores, {} tables, {} rules about time. "
        "Whether the quotes stand in the notice is not checked.\n",
        model->name, model->promises.size() - rulings, rulings, model->stores.size(),
        model->tables.size(), model->rules.size());
  }
  return done;
}

}  // namespace

void add_check(const Verb& program, const Desk& desk) {
  const Verb verb =
      program.add("check", "check a policy").footer("Example: abide check shop.policy");
  auto words = std::make_shared<Words>();
  verb.take("POLICY", words->policy, "the policy").require();
  verb.take("--format", words->format, "text or json").allow({"text", "json"});
  verb.act([&desk, words] { return act(desk, *words); });
}

}  // namespace abide::cli
