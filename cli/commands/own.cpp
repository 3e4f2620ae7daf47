// abide own: what Abide itself keeps about people, by which policy, and how much of it there is.
#include "engine/own/own.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/commands.hpp"

namespace abide::cli {
namespace {

using engine::OwnRows;

/// The promises that say when rows of the table end.
std::vector<std::string> promises_on(const policy::Model& own, const std::string& table) {
  std::vector<std::string> ids;
  for (const policy::Rule& rule : own.rules) {
    const bool here = std::ranges::any_of(
        rule.fields, [&](FieldId field) { return own.full_name(own.at(field).table) == table; });
    const std::string& id = own.at(rule.promise).id;
    if (here && std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
  }
  return ids;
}

std::string sentences_of(const policy::Model& own) {
  std::string text;
  for (const policy::Promise& promise : own.promises)
    text += fmt::format("{}  {}\n", promise.id, promise.quote);
  return text;
}

Json json_of(const policy::Model& own, const std::vector<OwnRows>& rows) {
  Json promises = Json::array();
  for (const policy::Promise& one : own.promises)
    promises.push_back({{"promise", one.id}, {"says", one.quote}});
  Json tables = Json::array();
  for (const OwnRows& one : rows)
    tables.push_back(
        {{"table", one.table}, {"rows", one.rows}, {"promises", promises_on(own, one.table)}});
  return {{"policy_digest", to_hex(policy::meaning_digest(own))},
          {"promises", std::move(promises)},
          {"tables", std::move(tables)}};
}

int show(const Desk& desk, const Words& words) {
  const auto own = engine::own_policy();
  if (!own) return desk.tell(own.error());
  if (words.deploy.empty()) {
    say(words,
        {{"policy_digest", to_hex(policy::meaning_digest(*own))},
         {"text", std::string{engine::own_text()}}},
        std::string{engine::own_text()});
    return done;
  }
  Stop stop;
  const auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  const auto rows = session->control->own_rows();
  if (!rows) return desk.tell(rows.error());
  std::string text = sentences_of(*own) + "\n";
  for (const OwnRows& one : *rows)
    text += fmt::format("{:<20} {:>8} row{}  {}\n", one.table, one.rows, one.rows == 1 ? " " : "s",
                        fmt::join(promises_on(*own, one.table), ", "));
  say(words, json_of(*own, *rows),
      text + "Every sweep ends what is over; `abide own` prints the policy.\n");
  return done;
}

}  // namespace

void add_own(const Verb& program, const Desk& desk) {
  const Verb verb = program.add("own", "what Abide itself keeps about people, and by which policy")
                        .footer("Example: abide own --deploy demo.deploy");
  auto words = std::make_shared<Words>();
  verb.take("--deploy", words->deploy, "how much of it there is, table by table (*.deploy)");
  verb.take("--policy", words->policy,
            "the policy; else the only *.policy file beside the deployment");
  verb.take("--format", words->format, "text or json").allow({"text", "json"});
  verb.act([&desk, words] { return show(desk, *words); });
}

}  // namespace abide::cli
