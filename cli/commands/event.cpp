// abide event: what the app and people report.
#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/commands.hpp"

namespace abide::cli {
namespace {

struct EventWords : Words {
  std::string event;
  std::string file;
};

Result<void> tell_event(Session& session, const std::string& name, std::optional<SubjectId> subject,
                        Value key, Instant at, const std::string& by) {
  const auto event = session.model.find_event(name);
  if (!event)
    return Error{ErrorCode::not_found, fmt::format("the policy has no event `{}`", name),
                 "name one of its events"};
  engine::ToldEvent told;
  told.event = *event;
  told.subject = subject;
  told.subject_key = Sensitive{std::move(key)};
  told.at = at;
  return session.control->add_event(session.model, told, by);
}

int add(const Desk& desk, const EventWords& words) {
  Stop stop;
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  const auto subject = desk.subject(*session, words, stop);
  const auto key = subject ? desk.one_person(*session, words, stop) : std::nullopt;
  if (!key) return stop.code;
  auto told = tell_event(*session, words.event, subject, *key, session->at, words.by);
  if (told) told = session->control->commit();
  if (!told) return desk.tell(told.error());
  fmt::print("`{}` is noted for {}\n", words.event, to_string(session->at));
  return done;
}

/// One line: {"event": …, "subject": …, "key": …, "at": …}
Result<void> import_line(Session& session, const std::string& line, const std::string& by) {
  ABIDE_TRY(const Json json, parse_json(line));
  if (!json.is_object() || !json.contains("event") || !json.contains("key") ||
      !json.contains("at") || !json["event"].is_string() || !json["at"].is_string()) {
    return Error{ErrorCode::corrupt, "not an object with `event`, `key` and `at`", ""};
  }
  const auto at = parse_instant(json["at"].get<std::string>());
  if (!at) return Error{ErrorCode::corrupt, "`at` is not a moment", ""};
  Value key = json["key"].is_number_integer()
                  ? Value{json["key"].get<std::int64_t>()}
                  : Value{json["key"].is_string() ? json["key"].get<std::string>() : std::string{}};
  std::optional<SubjectId> subject = SubjectId{0};
  if (json.contains("subject") && json["subject"].is_string())
    subject = session.model.find_subject(json["subject"].get<std::string>());
  return tell_event(session, json["event"].get<std::string>(), subject, std::move(key), *at, by);
}

int import(const Desk& desk, const EventWords& words) {
  Stop stop;
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  auto text = desk.files().read(words.file);
  if (!text) return desk.tell(text.error());
  std::istringstream lines{*text};
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.empty()) continue;
    auto told = import_line(*session, line, words.by);
    if (!told) {
      session->control->abandon();
      return desk.tell({told.error().code,
                        fmt::format("{}:{}: {}", words.file, number, told.error().message),
                        "nothing of the file was taken in; mend the line and try again"});
    }
  }
  if (auto committed = session->control->commit(); !committed) return desk.tell(committed.error());
  fmt::print("{} lines taken in\n", number);
  return done;
}

}  // namespace

void add_event(CLI::App& app, const Desk& desk, Chosen& chosen) {
  CLI::App* verb =
      app.add_subcommand("event", "what happened, told by the app or by people")
          ->require_subcommand(1)
          ->footer("Example: abide event import events.jsonl --deploy demo.deploy --by \"app\"");
  auto words = std::make_shared<EventWords>();
  CLI::App* one = verb->add_subcommand("add", "note one event about one person");
  one->add_option("EVENT", words->event, "the policy's event")->required();
  add_deployment(*one, *words);
  add_person(*one, *words);
  one->add_option("--at", words->at, "when, if not now");
  one->add_option("--by", words->by, "who tells")->required();
  one->callback(
      [&desk, &chosen, words] { chosen.act = [&desk, words] { return add(desk, *words); }; });
  CLI::App* many =
      verb->add_subcommand("import", "take in a file of JSON lines, whole or not at all");
  many->add_option("FILE", words->file, "lines of {\"event\", \"subject\", \"key\", \"at\"}")
      ->required();
  add_deployment(*many, *words);
  many->add_option("--by", words->by, "who tells")->required();
  many->callback(
      [&desk, &chosen, words] { chosen.act = [&desk, words] { return import(desk, *words); }; });
}

}  // namespace abide::cli
