// abide plan: what a sweep would do, now or at another moment. Changes nothing.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/print.hpp"

namespace abide::cli {
namespace {

int act(const Desk& desk, const Words& words, const std::string& out) {
  Stop stop;
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  auto facts = gather(*session);
  if (!facts) return desk.tell(facts.error());
  auto planned = engine::plan_sweep(request_of(*session, *facts));
  if (!planned) return desk.tell(planned.error());
  const std::string json = engine::to_json(planned->plan).dump(1);
  if (!out.empty()) {
    if (auto written = desk.files().write(out, json + "\n", Files::Secrecy::secret); !written)
      return desk.tell(written.error());
  }
  fmt::print("{}", words.json() ? json + "\n" : plan_text(planned->plan));
  for (const engine::Gap& gap : planned->plan.gaps) {
    if (!gap.waived) return broken;
  }
  return done;
}

}  // namespace

void add_plan(CLI::App& app, const Desk& desk, Chosen& chosen) {
  CLI::App* verb = app.add_subcommand("plan", "show what a sweep would do; changes nothing")
                       ->footer("Example: abide plan --deploy demo.deploy --at 2027-01-01");
  auto words = std::make_shared<Words>();
  auto out = std::make_shared<std::string>();
  add_deployment(*verb, *words);
  verb->add_option("--at", words->at, "another moment, also a later one");
  verb->add_option("--out", *out, "write the plan to this file, readable by its owner alone");
  verb->callback([&desk, &chosen, words, out] {
    chosen.act = [&desk, words, out] { return act(desk, *words, *out); };
  });
}

}  // namespace abide::cli
