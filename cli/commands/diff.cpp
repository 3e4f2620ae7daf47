// abide diff: what changes for people from one version of a policy to another, and, with a
// deployment, for how many rows. Changes nothing.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/comparison_print.hpp"
#include "cli/impact.hpp"
#include "reports/comparison_page.hpp"

namespace abide::cli {
namespace {

using policy::compare::Comparison;

struct DiffWords : Words {
  std::string before;
  std::string gate = "loosening";
};

/// The rows of a deployment under both versions; nothing where none is named.
std::optional<Impacts> rows(const Desk& desk, const DiffWords& words, const policy::Model& before,
                            Stop& stop) {
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return std::nullopt;
  auto impacts = impacts_of(desk, *session, words.deploy, before);
  if (impacts) return std::move(impacts).value();
  stop.code = desk.tell(impacts.error());
  return std::nullopt;
}

std::string shut(const std::string& gate) {
  return fmt::format(
      "The gate `{}` is shut, so the exit code is 1.\n"
      "  to do: take back what is told above, or, where it is meant, let whoever decides on it say "
      "so, and give the same command with `--gate none`\n",
      gate);
}

int tell(const DiffWords& words, const Comparison& comparison,
         const std::optional<Impacts>& impacts) {
  const bool tripped = trips(comparison, *policy::compare::gate_of(words.gate));
  if (words.format == "html") {
    const auto moments = impacts ? impacts->moments : std::vector<engine::impact::Impact>{};
    fmt::print("{}", reports::comparison_page(comparison, words.before, words.policy, moments));
    return tripped ? broken : done;
  }
  Json json = json_of(comparison);
  json["gate"] = {{"level", words.gate}, {"tripped", tripped}};
  if (impacts) json["rows"] = json_of(*impacts);
  say(words, json,
      fmt::format("{} to {}: {}\n{}{}{}", words.before, words.policy, summary_of(comparison),
                  text_of(comparison), impacts ? text_of(*impacts) : "",
                  tripped ? shut(words.gate) : ""));
  return tripped ? broken : done;
}

int act(const Desk& desk, const DiffWords& words) {
  Stop stop;
  if (!words.at.empty() && words.deploy.empty()) {
    return desk.tell({ErrorCode::refused, "`--at` is about rows, and no deployment is named",
                      "give --deploy FILE as well"});
  }
  const auto before = desk.read(words.before, stop);
  if (!before) return stop.code;
  const auto after = desk.read(words.policy, stop);
  if (!after) return stop.code;
  const Comparison comparison =
      policy::compare::compare({*before->model, before->sources}, {*after->model, after->sources});
  if (words.deploy.empty()) return tell(words, comparison, {});
  auto impacts = rows(desk, words, *before->model, stop);
  if (impacts) name_changed(*impacts, comparison);
  return impacts ? tell(words, comparison, impacts) : stop.code;
}

}  // namespace

void add_diff(const Verb& program, const Desk& desk) {
  const Verb verb =
      program.add("diff", "what changes for people from one version of a policy to another")
          .footer(
              "Example: abide diff published.policy shop.policy\n"
              "Example: abide diff published.policy shop.policy --deploy demo.deploy --gate any\n"
              "Compares what the two mean: layout, order and consistent renaming are no change.\n"
              "Gates: any change, loosening for people, looser flows alone, none.\n"
              "Exit codes: 0 the gate is open, 1 it is shut, 2 a policy does not load, 3 a store "
              "failed.");
  auto words = std::make_shared<DiffWords>();
  verb.take("OLD", words->before, "the version before").require();
  verb.take("NEW", words->policy, "the version after").require();
  verb.take("--gate", words->gate, "which change shuts it")
      .allow({"any", "loosening", "flows", "none"});
  verb.take("--deploy,--deployment", words->deploy,
            "count rows and people as well, tonight and within a year, on this deployment");
  verb.take("--at", words->at, "another moment for tonight, also a later one");
  verb.take("--format", words->format, "text, json or html").allow({"text", "json", "html"});
  verb.act([&desk, words] { return act(desk, *words); });
}

}  // namespace abide::cli
