// abide hold: legal holds.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/persons.hpp"
#include "cli/rows.hpp"
#include "engine/control/asked.hpp"

namespace abide::cli {
namespace {

struct HoldWords : Words {
  std::string reason;
  std::string table;
  std::vector<std::string> key;
  std::string id;
  bool to_come = false;
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

/// What is to be held, and that no text names whoever it is about.
Result<void> row_or_table(Session& session, const HoldWords& words, engine::HoldRequest& hold) {
  if (words.key.empty()) {
    ABIDE_TRY(hold.table, table_named(session.model, words.table));
    return {};
  }
  ABIDE_TRY(hold.row, row_named(session.model, words.table, words.key));
  if (!words.to_come) {
    ABIDE_TRY(const bool there, is_there(session, *hold.row));
    if (!there)
      return Error{
          ErrorCode::not_found, fmt::format("`{}` has no such row", words.table),
          "look for the key in the store, or give --to-come to hold a row that is still to "
          "come; nothing was done"};
  }
  return check_written(session, *hold.row, {{"--reason", words.reason}, {"--by", words.by}});
}

Result<void> check_words(const HoldWords& words) {
  if (words.person.empty() && words.table.empty())
    return Error{ErrorCode::refused, "it is not said what to hold",
                 "give --for VALUE, or --table STORE.TABLE with or without --key"};
  if (!words.person.empty() && !(words.table.empty() && words.key.empty()))
    return Error{ErrorCode::refused, "a hold is on a person, or on a table or a row of it",
                 "give --for VALUE or --table STORE.TABLE, one of them; nothing was done"};
  if (words.to_come && words.key.empty())
    return Error{ErrorCode::refused, "only one row can be still to come",
                 "give its key with --key; nothing was done"};
  return {};
}

int add(const Desk& desk, const HoldWords& words) {
  Stop stop;
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  if (auto said = check_words(words); !said) return desk.tell(said.error());
  engine::HoldRequest hold;
  hold.reason = words.reason;
  hold.by = words.by;
  hold.at = desk.clock().now();
  if (!words.person.empty()) {
    const auto person = desk.one_person(*session, words, stop);
    if (!person) return stop.code;
    hold.subject = person->subject;
    hold.subject_key = person->key;
    auto written = check_written(*session, person->subject, person->key.reveal(),
                                 {{"--reason", words.reason}, {"--by", words.by}});
    if (!written) return desk.tell(written.error());
  } else if (auto named = row_or_table(*session, words, hold); !named) {
    return desk.tell(named.error());
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
  if (!words.person.empty()) {
    const auto who = reference_of(desk, *session, words, stop);
    if (!who) return stop.code;
    std::erase_if(*holds, [&](const engine::Hold& one) { return !one.what.ends_with(*who); });
  }
  Json list = Json::array();
  std::string text;
  for (const engine::Hold& hold : *holds) {
    list.push_back(json_of(hold));
    text += fmt::format("{}  {}  {}  by {} on {}{}\n", hold.id.value, hold.what, hold.reason,
                        hold.by, to_string(hold.placed),
                        hold.released ? ", released " + to_string(*hold.released) : "");
  }
  say(words, list,
      text.empty()
          ? words.person.empty() ? "no hold was ever placed\n" : "no hold is on this person\n"
          : text);
  return done;
}

/// Whoever releases it is not named by the person whom it is about.
Result<void> check_release(Session& session, const HoldWords& words) {
  ABIDE_TRY(const engine::Register facts, session.control->load_register(session.model));
  for (const engine::Keep& keep : facts.keeps) {
    if (keep.id != words.id) continue;
    if (keep.row) return check_written(session, *keep.row, {{"--by", words.by}});
    if (keep.subject)
      return check_written(session, *keep.subject, keep.subject_key.reveal(), {{"--by", words.by}});
  }
  return {};
}

/// What a hold kept of an erasure does not go by itself.
Result<void> tell_waiting(const Desk& desk, Session& session) {
  ABIDE_TRY(const auto requests, session.control->requests());
  for (const engine::Request& one : requests) {
    if (one.closed) continue;
    ABIDE_TRY(const auto about, session.control->subject_of(one.id));
    const auto subject = session.model.find_subject(about.first);
    if (subject && engine::erasure_asked(session.model, *subject, one.kind))
      desk.note(fmt::format(
          "{0} ({1}) is open: where the hold kept something of it, `abide erase --deploy … "
          "--request {0} --by …` takes that now",
          one.id.value, one.kind));
  }
  return {};
}

int release(const Desk& desk, const HoldWords& words) {
  Stop stop;
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  if (auto written = check_release(*session, words); !written) return desk.tell(written.error());
  auto released = session->control->release_hold(HoldId{words.id}, words.by, desk.clock().now());
  if (!released) return desk.tell(released.error());
  say(words, {{"hold", words.id}, {"released", true}}, words.id + " is released\n");
  auto waiting = tell_waiting(desk, *session);
  return waiting ? done : desk.tell(waiting.error());
}

}  // namespace

void add_hold(const Verb& program, const Desk& desk) {
  const Verb verb = program.add("hold", "legal holds: what must not go")
                        .need_another()
                        .footer(
                            "Example: abide hold add --deploy demo.deploy --for "
                            "chloe.dubois@mail.example --reason \"claim 2026-14\" --by \"Legal\"");
  auto words = std::make_shared<HoldWords>();
  const Verb place = verb.add("add", "place a hold");
  add_deployment(place, *words);
  add_person(place, *words);
  place.take("--table", words->table, "a table, STORE.TABLE");
  place.take("--key", words->key, "one row of it");
  place.take("--to-come", words->to_come, "the row is not there yet");
  place.take("--reason", words->reason, "why; must not name the person").require().check(said);
  add_by(place, *words, "who asks").require();
  place.act([&desk, words] { return add(desk, *words); });
  const Verb show =
      verb.add("list", "list holds").footer("Example: abide hold list --deploy demo.deploy");
  add_deployment(show, *words);
  add_person(show, *words);
  show.act([&desk, words] { return list(desk, *words); });
  const Verb end =
      verb.add("release", "release a hold")
          .footer("Example: abide hold release HOLD-2026-0001 --deploy demo.deploy --by \"Legal\"");
  add_deployment(end, *words);
  end.take("ID", words->id, "the hold").require();
  add_by(end, *words, "who asks").require();
  end.act([&desk, words] { return release(desk, *words); });
}

}  // namespace abide::cli
