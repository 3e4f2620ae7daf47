// abide request: what people ask for.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/commands.hpp"

namespace abide::cli {
namespace {

struct RequestWords : Words {
  std::string kind;
  std::string id;
  std::string how;
};

Json json_of(const engine::Request& request) {
  Json json = {{"request", request.id.value},
               {"kind", request.kind},
               {"subject", request.reference},
               {"by", request.by},
               {"received", to_string(request.received)},
               {"closed", nullptr},
               {"closing", request.closing}};
  if (request.closed) json["closed"] = to_string(*request.closed);
  return json;
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
  auto opened = session->control->open_request(session->model, opening);
  if (!opened) return desk.tell(opened.error());
  say(words, json_of(*opened),
      fmt::format("{} is open: {} by {}\n", opened->id.value, opened->kind, opened->reference));
  return done;
}

int list(const Desk& desk, const RequestWords& words) {
  Stop stop;
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  auto requests = session->control->requests();
  if (!requests) return desk.tell(requests.error());
  Json list = Json::array();
  std::string text;
  for (const engine::Request& one : *requests) {
    list.push_back(json_of(one));
    text += fmt::format("{}  {}  {}  received {}{}\n", one.id.value, one.kind, one.reference,
                        to_string(one.received),
                        one.closed
                            ? fmt::format(", closed {} ({})", to_string(*one.closed), one.closing)
                            : ", open");
  }
  say(words, list, text.empty() ? "no request was ever opened\n" : text);
  return done;
}

int close(const Desk& desk, const RequestWords& words) {
  Stop stop;
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  auto closed =
      session->control->close_request(RequestId{words.id}, words.how, words.by, desk.clock().now());
  if (!closed) return desk.tell(closed.error());
  say(words, {{"request", words.id}, {"closed", true}}, words.id + " is closed\n");
  return done;
}

}  // namespace

void add_request(CLI::App& app, const Desk& desk, Chosen& chosen) {
  CLI::App* verb = app.add_subcommand("request", "requests of people")
                       ->require_subcommand(1)
                       ->footer(
                           "Example: abide request open access --deploy demo.deploy --for "
                           "dmitri.petrov@mail.example --by \"Support desk\"");
  auto words = std::make_shared<RequestWords>();
  CLI::App* begin = verb->add_subcommand("open", "open a request");
  begin
      ->add_option("KIND", words->kind,
                   "access, portability, rectification, erasure, restriction, objection, "
                   "complaint, or an event told by requests")
      ->required();
  add_deployment(*begin, *words);
  add_person(*begin, *words);
  begin->add_option("--by", words->by, "who writes it down")->required();
  begin->add_option("--received", words->at, "when it was received, if not now");
  begin->callback(
      [&desk, &chosen, words] { chosen.act = [&desk, words] { return open(desk, *words); }; });
  CLI::App* show = verb->add_subcommand("list", "list requests")
                       ->footer("Example: abide request list --deploy demo.deploy");
  add_deployment(*show, *words);
  show->callback(
      [&desk, &chosen, words] { chosen.act = [&desk, words] { return list(desk, *words); }; });
  CLI::App* end = verb->add_subcommand("close", "close a request")
                      ->footer(
                          "Example: abide request close REQ-2026-0001 --deploy demo.deploy --how "
                          "\"copy sent\" --by \"Support desk\"");
  add_deployment(*end, *words);
  end->add_option("ID", words->id, "the request")->required();
  end->add_option("--how", words->how, "how it ended; must not name the person")->required();
  end->add_option("--by", words->by, "who closes it")->required();
  end->callback(
      [&desk, &chosen, words] { chosen.act = [&desk, words] { return close(desk, *words); }; });
}

}  // namespace abide::cli
