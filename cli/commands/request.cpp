// abide request: what people ask for.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/deadlines.hpp"
#include "cli/erasure.hpp"
#include "cli/persons.hpp"
#include "engine/control/asked.hpp"

namespace abide::cli {
namespace {

struct RequestWords : Words {
  std::string kind;
  std::string id;
  std::string how;
};

Json json_of(const engine::Request& request, const std::optional<Due>& due) {
  Json json = {{"request", request.id.value},
               {"kind", request.kind},
               {"subject", request.reference},
               {"by", request.by},
               {"received", to_string(request.received)},
               {"due", nullptr},
               {"overdue", due && due->is_over},
               {"closed", nullptr},
               {"closing", request.closing}};
  json["due_by"] = Json::array();
  if (due) json["due"] = to_string(due->day);
  if (due && due->is_of_policy()) json["due_by"].push_back("policy");
  if (due && due->is_of_law()) json["due_by"].push_back("law");
  if (request.closed) json["closed"] = to_string(*request.closed);
  return json;
}

/// By when requests are answered, by the policy as it is read now.
Result<Deadlines> deadlines_of(const Desk& desk, const Session& session, Stop& stop) {
  auto rights = desk.rights_of(session, stop);
  if (!rights)
    return Error{ErrorCode::changed, "the policy changed while it was read", "give it again"};
  return Deadlines::of(session.model, *std::move(rights));
}

std::string due_text(const std::optional<Due>& due) {
  return due ? fmt::format(", {} {} by {}", due->is_over ? "OVERDUE since" : "due",
                           to_string(due->day), due->whose())
             : "";
}

/// Says when the same is asked for already.
Result<void> warn_of_twins(const Desk& desk, Session& session, const OnePerson& person,
                           const engine::Request& opened) {
  Identifiers key;
  key[session.model.at(person.subject).identified_by.front()] =
      Sensitive<std::vector<Value>>{{person.key.reveal()}};
  ABIDE_TRY(const auto open, open_requests_of(session, person.subject, key));
  for (const engine::Request& one : open) {
    if (one.kind == opened.kind && one.id != opened.id)
      desk.note(
          fmt::format("warning: {} of the same kind by the same person is open already, "
                      "received {}",
                      one.id.value, to_string(one.received)));
  }
  return {};
}

int open(const Desk& desk, const RequestWords& words) {
  Stop stop;
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  const auto person = desk.one_person(*session, words, stop);
  if (!person) return stop.code;
  engine::RequestOpening opening;
  opening.kind = words.kind;
  opening.subject = person->subject;
  opening.subject_key = person->key;
  opening.by = words.by;
  if (!happened(desk, session->at, words.at, stop)) return stop.code;
  opening.received = session->at;
  opening.at = desk.clock().now();
  auto written =
      check_written(*session, person->subject, person->key.reveal(), {{"--by", words.by}});
  if (!written) return desk.tell(written.error());
  const auto deadlines = deadlines_of(desk, *session, stop);
  if (!deadlines) return desk.tell(deadlines.error());
  auto opened = session->control->open_request(session->model, opening);
  if (!opened) return desk.tell(opened.error());
  const auto due = deadlines->due(session->model.at(person->subject).name, opened->kind,
                                  opened->received, desk.clock().now());
  if (!due) return desk.tell(due.error());
  say(words, json_of(*opened, *due),
      fmt::format("{} is open: {} by {}{}\n", opened->id.value, opened->kind, opened->reference,
                  due_text(*due)));
  auto warned = warn_of_twins(desk, *session, *person, *opened);
  return warned ? done : desk.tell(warned.error());
}

int list(const Desk& desk, const RequestWords& words) {
  Stop stop;
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  auto requests = session->control->requests();
  if (!requests) return desk.tell(requests.error());
  if (!words.person.empty()) {
    const auto who = reference_of(desk, *session, words, stop);
    if (!who) return stop.code;
    std::erase_if(*requests, [&](const engine::Request& one) { return one.reference != *who; });
  }
  const auto deadlines = deadlines_of(desk, *session, stop);
  if (!deadlines) return desk.tell(deadlines.error());
  Json list = Json::array();
  std::string text;
  for (const engine::Request& one : *requests) {
    std::optional<Due> due;
    if (!one.closed) {
      const auto about = session->control->subject_of(one.id);
      if (!about) return desk.tell(about.error());
      auto known = deadlines->due(about->first, one.kind, one.received, desk.clock().now());
      if (!known) return desk.tell(known.error());
      due = std::move(*known);
    }
    list.push_back(json_of(one, due));
    text += fmt::format("{}  {}  {}  received {}{}{}\n", one.id.value, one.kind, one.reference,
                        to_string(one.received),
                        one.closed
                            ? fmt::format(", closed {} ({})", to_string(*one.closed), one.closing)
                            : ", open",
                        due_text(due));
  }
  say(words, list,
      text.empty()
          ? words.person.empty() ? "no request was ever opened\n" : "no request is of this person\n"
          : text);
  return done;
}

/// How it ended is told without whoever asked.
Result<void> check_closing(Session& session, const RequestWords& words) {
  ABIDE_TRY(const auto about, session.control->subject_of(RequestId{words.id}));
  const auto subject = session.model.find_subject(about.first);
  if (!subject) return {};
  return check_written(session, *subject, about.second.reveal(),
                       {{"--how", words.how}, {"--by", words.by}});
}

int close(const Desk& desk, const RequestWords& words) {
  Stop stop;
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  const auto request = open_request(*session, words.id);
  if (!request) return desk.tell(request.error());
  if (auto written = check_closing(*session, words); !written) return desk.tell(written.error());
  const auto about = session->control->subject_of(RequestId{words.id});
  const auto subject = about ? session->model.find_subject(about->first) : std::nullopt;
  const bool unerased =
      subject && engine::erasure_asked(session->model, *subject, request->kind).ok();
  auto closed =
      session->control->close_request(RequestId{words.id}, words.how, words.by, desk.clock().now());
  if (!closed) return desk.tell(closed.error());
  say(words,
      {{"request", words.id}, {"closed", true}, {"erased", !unerased ? Json{} : Json(false)}},
      words.id + " is closed\n");
  if (unerased)
    desk.note("warning: " + words.id +
              " asked for an erasure, and none was run for it: what the next sweep would have "
              "erased for it stays");
  return done;
}

}  // namespace

void add_request(const Verb& program, const Desk& desk) {
  const Verb verb = program.add("request", "requests of people")
                        .need_another()
                        .footer(
                            "Example: abide request open access --deploy demo.deploy --for "
                            "dmitri.petrov@mail.example --by \"Support desk\"");
  auto words = std::make_shared<RequestWords>();
  const Verb begin = verb.add("open", "open a request");
  begin
      .take("KIND", words->kind,
            "access, portability, rectification, erasure, restriction, objection, "
            "complaint, or an event told by requests")
      .require();
  add_deployment(begin, *words);
  add_person(begin, *words);
  add_by(begin, *words, "who writes it down").require();
  begin.take("--received", words->at, "when it was received, if not now");
  begin.act([&desk, words] { return open(desk, *words); });
  const Verb show =
      verb.add("list", "list requests").footer("Example: abide request list --deploy demo.deploy");
  add_deployment(show, *words);
  add_person(show, *words);
  show.act([&desk, words] { return list(desk, *words); });
  const Verb end = verb.add("close", "close a request")
                       .footer(
                           "Example: abide request close REQ-2026-0001 --deploy demo.deploy --how "
                           "\"copy sent\" --by \"Support desk\"");
  add_deployment(end, *words);
  end.take("ID", words->id, "the request").require();
  end.take("--how", words->how, "how it ended; must not name the person").require().check(said);
  add_by(end, *words, "who closes it").require();
  end.act([&desk, words] { return close(desk, *words); });
}

}  // namespace abide::cli
