// abide event: what the app and people report.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <tuple>

#include "cli/commands.hpp"
#include "cli/persons.hpp"
#include "cli/shown.hpp"
#include "engine/control/wording.hpp"
#include "engine/identity/identity.hpp"
#include "policy/diagnostics.hpp"

namespace abide::cli {
namespace {

/// Signs what was taken in, so that an older copy of the control store is told from this one.
Result<void> signed_head(engine::ControlStore& control) {
  ABIDE_TRY(const std::string note, control.checkpoint());
  return note.empty() ? Result<void>{Error{ErrorCode::corrupt, "the ledger gave no head", ""}}
                      : Result<void>{};
}

struct EventWords : Words {
  std::string event;
  std::string id;
  std::string reason;
  std::string file;
};

Result<std::string> tell_event(Session& session, const std::string& name,
                               std::optional<SubjectId> subject, Value key, Instant at,
                               const std::string& by, Instant now) {
  const auto event = session.model.find_event(name);
  if (!event) {
    std::vector<std::string> known;
    for (const policy::Event& one : session.model.events) {
      if (std::holds_alternative<policy::Told>(one.source)) known.push_back(one.name);
    }
    const std::string near = policy::nearest(name, known);
    return Error{ErrorCode::not_found, fmt::format("the policy has no event `{}`", name),
                 near.empty() ? known.empty()
                                    ? std::string{"it has no event that is told"}
                                    : fmt::format("tell one of {}", fmt::join(known, ", "))
                              : fmt::format("did you mean `{}`?", near)};
  }
  engine::ToldEvent told;
  told.event = *event;
  told.subject = subject;
  told.subject_key = Sensitive{std::move(key)};
  told.at = at;
  return session.control->add_event(session.model, told, by, now);
}

int add(const Desk& desk, const EventWords& words) {
  Stop stop;
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  if (!happened(desk, session->at, words.at, stop)) return stop.code;
  const auto person = desk.one_person(*session, words, stop);
  if (!person) return stop.code;
  auto written =
      check_written(*session, person->subject, person->key.reveal(), {{"--by", words.by}});
  if (!written) return desk.tell(written.error());
  auto told = tell_event(*session, words.event, person->subject, person->key.reveal(), session->at,
                         words.by, desk.clock().now());
  if (!told) return desk.tell(told.error());
  auto noted = session->control->commit();
  if (noted) noted = signed_head(*session->control);
  if (!noted) return desk.tell(noted.error());
  const std::string subject = session->model.at(person->subject).name;
  const auto who =
      session->control->reference(session->model, person->subject, person->key.reveal());
  if (!who) return desk.tell(who.error());
  say(words,
      {{"id", *told},
       {"event", words.event},
       {"about", fmt::format("{} {}", subject, *who)},
       {"at", to_string(session->at)}},
      fmt::format("{}: `{}` of {} {} is noted for {}\n  the next sweep acts on it; a mistake is "
                  "taken back with `abide event withdraw {} --deploy {} --reason … --by …`\n",
                  *told, words.event, subject, *who, to_string(session->at), *told, words.deploy));
  return done;
}

/// Others that say the same: the event, whom it is about, and when.
Result<std::vector<std::string>> told_alike(engine::ControlStore& control, const std::string& id) {
  ABIDE_TRY(const auto all, control.events());
  const auto one = std::ranges::find(all, id, &engine::EventRecord::id);
  std::vector<std::string> alike;
  for (const engine::EventRecord& other : all) {
    const bool same = one != all.end() && other.id != id && other.event == one->event &&
                      other.about == one->about && other.at == one->at;
    if (same) alike.push_back(other.id);
  }
  return alike;
}

int withdraw(const Desk& desk, const EventWords& words) {
  Stop stop;
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  const auto about = session->control->told_of(words.id);
  if (!about) return desk.tell(about.error());
  if (const auto subject =
          *about ? session->model.find_subject((*about)->first) : std::optional<SubjectId>{}) {
    auto written = check_written(*session, *subject, (*about)->second.reveal(),
                                 {{"--reason", words.reason}, {"--by", words.by}});
    if (!written) return desk.tell(written.error());
  }
  const auto alike = told_alike(*session->control, words.id);
  if (!alike) return desk.tell(alike.error());
  auto withdrawn =
      session->control->withdraw_event(words.id, words.reason, words.by, desk.clock().now());
  if (!withdrawn) return desk.tell(withdrawn.error());
  say(words, {{"id", words.id}, {"withdrawn", true}, {"alike", *alike}},
      fmt::format("{} counts no more\n{}", words.id,
                  alike->empty() ? ""
                                 : fmt::format("  {} says the same and still counts\n",
                                               fmt::join(*alike, ", "))));
  return done;
}

Result<SubjectId> subject_in(const policy::Model& model, const Json& json) {
  if (!json.contains("subject")) {
    if (model.subjects.size() == 1) return SubjectId{0};
    return Error{ErrorCode::corrupt,
                 "the policy has several kinds of people, and no `subject` says whom it is about",
                 ""};
  }
  const auto found = json["subject"].is_string()
                         ? model.find_subject(json["subject"].get<std::string>())
                         : std::nullopt;
  return found ? Result<SubjectId>{*found}
               : Error{ErrorCode::corrupt, "`subject` is no kind of person of the policy", ""};
}

/// What identifies a person, as it would be typed: a whole number, or a text that says something.
Result<Sensitive<std::string>> key_in(const Json& json) {
  if (json.is_number_integer()) return Sensitive{shown(json, -1)};
  if (json.is_string() && !engine::is_blank(json.get<std::string>()))
    return Sensitive{json.get<std::string>()};
  return Error{ErrorCode::corrupt, "`key` is neither a whole number nor a text", ""};
}

/// The one person whom `key` identifies.
Result<Value> person_in(Session& session, SubjectId subject, const Json& key) {
  ABIDE_TRY(const Sensitive<std::string> typed, key_in(key));
  ABIDE_TRY(const std::vector<Value> keys,
            engine::find_subjects(session.model, session.stores, subject, typed));
  if (keys.size() == 1) return keys.front();
  return Error{ErrorCode::corrupt,
               keys.empty() ? fmt::format("no {} has this `key`", session.model.at(subject).name)
                            : fmt::format("`key` leads to {} people", keys.size()),
               ""};
}

/// What was told and still counts: event, whom it is about, when.
using Known = std::set<std::tuple<std::string, std::string, Instant>>;

Result<Known> known_in(engine::ControlStore& control) {
  ABIDE_TRY(const auto events, control.events());
  Known known;
  for (const engine::EventRecord& one : events) {
    if (one.categories.empty()) known.emplace(one.event, one.about, one.at);
  }
  return known;
}

/// One line: {"event": …, "subject": …, "key": …, "at": …}. False: it was told before.
Result<bool> import_line(Session& session, const std::string& line, const std::string& by,
                         Instant now, Known& known) {
  ABIDE_TRY(const Json json, parse_json(line));
  if (!json.is_object() || !json.contains("event") || !json.contains("key") ||
      !json.contains("at") || !json["event"].is_string() || !json["at"].is_string()) {
    return Error{ErrorCode::corrupt, "not an object with `event`, `key` and `at`", ""};
  }
  const auto at = parse_instant(json["at"].get<std::string>());
  if (!at) return Error{ErrorCode::corrupt, "`at` is not a moment", ""};
  if (*at > now) return Error{ErrorCode::refused, "`at` is later than now", ""};
  ABIDE_TRY(const SubjectId subject, subject_in(session.model, json));
  ABIDE_TRY(Value key, person_in(session, subject, json["key"]));
  ABIDE_CHECK(check_written(session, subject, key, {{"--by", by}}));
  const auto name = json["event"].get<std::string>();
  ABIDE_TRY(const std::string who, session.control->reference(session.model, subject, key));
  const std::string about = fmt::format("{} {}", session.model.at(subject).name, who);
  if (!known.emplace(name, about, *at).second) return false;
  ABIDE_CHECK(tell_event(session, name, subject, std::move(key), *at, by, now));
  return true;
}

int import(const Desk& desk, const EventWords& words) {
  Stop stop;
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  auto text = desk.files().read(words.file);
  if (!text) return desk.tell(text.error());
  auto known = known_in(*session->control);
  if (!known) return desk.tell(known.error());
  std::istringstream lines{*text};
  int number = 0;
  int taken = 0;
  int before = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.empty()) continue;
    auto told = import_line(*session, line, words.by, desk.clock().now(), *known);
    if (!told) {
      session->control->abandon();
      // A line that is no event is a fault of the file, and no store's.
      const ErrorCode code =
          told.error().code == ErrorCode::corrupt ? ErrorCode::refused : told.error().code;
      return desk.tell({code, fmt::format("{}:{}: {}", words.file, number, told.error().message),
                        "nothing of the file was taken in; mend the line, a retry is safe"});
    }
    ++(*told ? taken : before);
  }
  if (auto committed = session->control->commit(); !committed) return desk.tell(committed.error());
  if (auto noted = signed_head(*session->control); !noted) return desk.tell(noted.error());
  say(words, {{"events", taken}, {"known", before}},
      fmt::format("{} event{} taken in{}\n", taken, taken == 1 ? "" : "s",
                  before > 0 ? fmt::format("; {} told before, left as they are", before) : ""));
  return done;
}

int list(const Desk& desk, const EventWords& words) {
  Stop stop;
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  auto events = session->control->events();
  if (!events) return desk.tell(events.error());
  Json json = Json::array();
  std::string text;
  for (const engine::EventRecord& one : *events) {
    json.push_back({{"id", one.id},
                    {"event", one.event},
                    {"about", one.about},
                    {"at", to_string(one.at)},
                    {"by", one.by},
                    {"request", one.request},
                    {"categories", one.categories}});
    text += fmt::format(
        "{}  {}  {}  at {}, told by {}{}{}\n", one.id, one.event, one.about, to_string(one.at),
        one.by, one.request.empty() ? "" : ", with " + one.request,
        one.categories.empty() ? ""
                               : fmt::format(", of {} alone", fmt::join(one.categories, ", ")));
  }
  say(words, json, text.empty() ? "nothing that was told is waiting\n" : text);
  return done;
}

}  // namespace

void add_event(const Verb& program, const Desk& desk) {
  const Verb verb =
      program.add("event", "what happened, told by the app or by people")
          .need_another()
          .footer("Example: abide event import events.jsonl --deploy demo.deploy --by \"app\"");
  auto words = std::make_shared<EventWords>();
  const Verb one = verb.add("add", "note one event about one person")
                       .footer(
                           "Example: abide event add child_reported --deploy demo.deploy --for "
                           "someone@mail.example --by \"Support desk\"");
  one.take("EVENT", words->event, "the policy's event").require();
  add_deployment(one, *words);
  add_person(one, *words);
  one.take("--at", words->at, "when, if not now");
  add_by(one, *words, "who tells").require();
  one.act([&desk, words] { return add(desk, *words); });
  const Verb all = verb.add("list", "list what was told and still counts")
                       .footer("Example: abide event list --deploy demo.deploy");
  add_deployment(all, *words);
  all.act([&desk, words] { return list(desk, *words); });
  const Verb back = verb.add("withdraw", "take back what was told by mistake")
                        .footer(
                            "Example: abide event withdraw EVT-2026-0001 --deploy demo.deploy "
                            "--reason \"wrong account\" --by \"Support desk\"");
  back.take("ID", words->id, "the event, as `abide event list` shows it").require();
  add_deployment(back, *words);
  back.take("--reason", words->reason, "why; must not name the person").require().check(said);
  add_by(back, *words, "who takes it back").require();
  back.act([&desk, words] { return withdraw(desk, *words); });
  const Verb many = verb.add("import", "take in a file of JSON lines, whole or not at all");
  many.take("FILE", words->file,
            "lines of {\"event\", \"subject\", \"key\", \"at\"}; the key as after --for")
      .require();
  add_deployment(many, *words);
  add_by(many, *words, "who tells").require();
  many.act([&desk, words] { return import(desk, *words); });
}

}  // namespace abide::cli
