// abide reread: look again, without changing anything.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/commands.hpp"

namespace abide::cli {
namespace {

int act(const Desk& desk, const Words& words, bool print_sql) {
  Stop stop;
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  auto facts = gather(*session);
  if (!facts) return desk.tell(facts.error());
  const engine::Stores readers =
      open_stores(session->model, session->deployment, session->folder, Use::look);
  auto look = reread::look_after_sweep(look_input(*session, readers, *facts));
  if (!look) return desk.tell(look.error());
  std::string sql;
  Json questions = Json::array();
  for (const reread::Asked& asked : look->queries) {
    sql += fmt::format("-- {}\n{};\n", asked.store, asked.text);
    questions.push_back({{"store", asked.store}, {"sql", asked.text}});
  }
  if (print_sql) {
    say(words, questions, sql);
  } else {
    say(words, reread::to_json(*look), reread::to_text(*look));
  }
  return look->is_clean() ? done : broken;
}

}  // namespace

void add_reread(const Verb& program, const Desk& desk) {
  const Verb verb = program.add("reread", "look for what should be gone")
                        .footer("Example: abide reread --deploy demo.deploy --print-sql");
  auto words = std::make_shared<Words>();
  auto print_sql = std::make_shared<bool>(false);
  add_deployment(verb, *words);
  verb.take("--at", words->at, "another moment");
  verb.take("--print-sql", *print_sql, "print the questions, to be asked by hand");
  verb.act([&desk, words, print_sql] { return act(desk, *words, *print_sql); });
}

}  // namespace abide::cli
