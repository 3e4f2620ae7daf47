// abide reread: look again, without changing anything.
#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/looked.hpp"

namespace abide::cli {
namespace {

int act(const Desk& desk, const Words& words, bool print_sql) {
  Stop stop;
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  auto look = look_now(*session);
  if (!look) return desk.tell(look.error());
  if (print_sql) {
    Json questions = Json::array();
    for (const reread::Asked& asked : look->queries)
      questions.push_back({{"store", asked.store}, {"sql", asked.text}});
    say(words, questions, sql_of(*look));
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
