// abide hold: legal holds.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/commands.hpp"

namespace abide::cli {
namespace {

struct HoldWords : Words {
  std::string reason;
  std::string table;
  std::vector<std::string> key;
  std::string id;
};

Json json_of(const engine::Hold& hold) {
  Json json = {{"hold", hold.id.value},
               {"what", hold.what},
               {"reason", hold.reason},
               {"by", hold.by},
               {"placed", to_string(hold.placed)},
               {"released", nullptr}};
  if (hold.released) json["released"] = to_string(*hold.released);
  return json;
}

int add(const Desk& desk, const HoldWords& words) {
  Stop stop;
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  engine::HoldRequest hold;
  hold.reason = words.reason;
  hold.by = words.by;
  hold.at = desk.clock().now();
  if (!words.person.empty()) {
    const auto person = desk.one_person(*session, words, stop);
    if (!person) return stop.code;
    hold.subject = person->subject;
    hold.subject_key = person->key;
  } else {
    const auto table = session->model.find_table(words.table);
    if (!table)
      return desk.tell({ErrorCode::not_found, "it is not said what to hold",
                        "give --for VALUE, or --table STORE.TABLE with or without --key"});
    if (words.key.empty()) {
      hold.table = table;
    } else {
      hold.row = engine::RowKey{*table, Sensitive{key_of(words.key)}};
    }
  }
  auto placed = session->control->add_hold(session->model, hold);
  if (!placed) return desk.tell(placed.error());
  say(words, json_of(*placed),
      fmt::format("{} holds {}: {}\n", placed->id.value, placed->what, placed->reason));
  return done;
}

int list(const Desk& desk, const HoldWords& words) {
  Stop stop;
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  auto holds = session->control->holds();
  if (!holds) return desk.tell(holds.error());
  Json list = Json::array();
  std::string text;
  for (const engine::Hold& hold : *holds) {
    list.push_back(json_of(hold));
    text += fmt::format("{}  {}  {}  by {} on {}{}\n", hold.id.value, hold.what, hold.reason,
                        hold.by, to_string(hold.placed),
                        hold.released ? ", released " + to_string(*hold.released) : "");
  }
  say(words, list, text.empty() ? "no hold was ever placed\n" : text);
  return done;
}

int release(const Desk& desk, const HoldWords& words) {
  Stop stop;
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  auto released = session->control->release_hold(HoldId{words.id}, words.by, desk.clock().now());
  if (!released) return desk.tell(released.error());
  say(words, {{"hold", words.id}, {"released", true}}, words.id + " is released\n");
  return done;
}

}  // namespace

void add_hold(CLI::App& app, const Desk& desk, Chosen& chosen) {
  CLI::App* verb = app.add_subcommand("hold", "legal holds: what must not go")
                       ->require_subcommand(1)
                       ->footer(
                           "Example: abide hold add --deploy demo.deploy --for "
                           "chloe.dubois@mail.example --reason \"claim 2026-14\" --by \"Legal\"");
  auto words = std::make_shared<HoldWords>();
  CLI::App* place = verb->add_subcommand("add", "place a hold");
  add_deployment(*place, *words);
  add_person(*place, *words);
  place->add_option("--table", words->table, "a table, STORE.TABLE");
  place->add_option("--key", words->key, "one row of it");
  place->add_option("--reason", words->reason, "why; must not name the person")->required();
  place->add_option("--by", words->by, "who asks")->required();
  place->callback(
      [&desk, &chosen, words] { chosen.act = [&desk, words] { return add(desk, *words); }; });
  CLI::App* show = verb->add_subcommand("list", "list holds")
                       ->footer("Example: abide hold list --deploy demo.deploy");
  add_deployment(*show, *words);
  show->callback(
      [&desk, &chosen, words] { chosen.act = [&desk, words] { return list(desk, *words); }; });
  CLI::App* end =
      verb->add_subcommand("release", "release a hold")
          ->footer(
              "Example: abide hold release HOLD-2026-0001 --deploy demo.deploy --by \"Legal\"");
  add_deployment(*end, *words);
  end->add_option("ID", words->id, "the hold")->required();
  end->add_option("--by", words->by, "who asks")->required();
  end->callback(
      [&desk, &chosen, words] { chosen.act = [&desk, words] { return release(desk, *words); }; });
}

}  // namespace abide::cli
