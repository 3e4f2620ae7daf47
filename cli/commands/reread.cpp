// abide reread: look again, without changing anything.
#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/deep.hpp"
#include "cli/looked.hpp"

namespace abide::cli {
namespace {

/// The policy's sentences do not find who was erased by request.
Result<std::string> not_looked_for(const Session& session) {
  ABIDE_TRY(const auto sought, session.control->sought());
  if (sought.empty()) return std::string{};
  return fmt::format("  {} erased lately {} not looked for here: `abide reread --deep` does it\n",
                     sought.size() == 1 ? "one person" : fmt::format("{} people", sought.size()),
                     sought.size() == 1 ? "is" : "are");
}

int act(const Desk& desk, const Words& words, bool print_sql) {
  Stop stop;
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  auto look = look_now(*session);
  if (!look) return desk.tell(look.error());
  if (print_sql) {
    say(words, questions_of(*look), sql_of(*look));
  } else {
    auto others = not_looked_for(*session);
    if (!others) return desk.tell(others.error());
    say(words, reread::to_json(*look), reread::to_text(*look) + *others);
  }
  return look->is_clean() ? done : broken;
}

}  // namespace

void add_reread(const Verb& program, const Desk& desk) {
  const Verb verb = program.add("reread", "look for what should be gone")
                        .footer("Example: abide reread --deploy demo.deploy --print-sql");
  auto words = std::make_shared<Words>();
  auto print_sql = std::make_shared<bool>(false);
  auto deep = std::make_shared<bool>(false);
  add_deployment(verb, *words);
  verb.take("--at", words->at, "another moment");
  verb.take("--print-sql", *print_sql, "print the questions, to be asked by hand");
  verb.take("--deep", *deep,
            "search every column of every table for the people erased lately, all in one reading");
  verb.take("--by", words->by, "who looks; with --deep it is written into the ledger");
  verb.act([&desk, words, print_sql, deep] {
    return *deep ? look_deep(desk, *words, *print_sql) : act(desk, *words, *print_sql);
  });
}

}  // namespace abide::cli
