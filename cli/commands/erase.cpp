// abide erase: everything of one person that may go.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/afterwards.hpp"
#include "cli/board.hpp"
#include "cli/erasure.hpp"
#include "cli/outputs.hpp"
#include "cli/persons.hpp"
#include "cli/plan_file.hpp"
#include "cli/print.hpp"
#include "cli/shown.hpp"
#include "engine/control/asked.hpp"
#include "reports/certificate.hpp"

namespace abide::cli {
namespace {

struct EraseWords : Whom {
  std::string plan;
  std::string certificate;
  std::string page;
  bool dry_run = false;
  bool keep_bytes = false;
  bool unanswered = false;
};

Date kept_until(const Session& session, Instant at) {
  Period longest{35, Period::Unit::days};
  for (const policy::Store& store : session.model.stores) {
    if (store.backups_kept && engine::length_of(*store.backups_kept) > engine::length_of(longest))
      longest = *store.backups_kept;
  }
  return add_days(add(Zone::utc().local_date(at), longest, Rounding::up), 7);
}

/// Why the request that asked for it stays open; empty when all that it asks for is gone.
Result<std::string> why_open(Session& session, const EraseWords& words,
                             const Afterwards& afterwards, const engine::RunReport& report) {
  const auto& holds = afterwards.holds();
  if (report.state != "complete") return fmt::format("the run is {}", report.state);
  if (!afterwards.found()->is_clean()) return std::string{"looking again found something left"};
  if (!holds.empty()) return that_keep(holds) + " something of it";
  ABIDE_TRY(const bool all, asks_for_all(session, words, *afterwards.person()));
  return std::string{all ? "" : "it asks for more than was erased"};
}

/// Once all of a person is gone, what was told about them goes as well, and requests to erase them
/// are closed: whoever is given the same key later is someone else.
/// @return what became of the requests, each a sentence
Result<std::vector<std::string>> settle(const Desk& desk, Session& session, const EraseWords& words,
                                        const reread::Person& person, const std::string& how) {
  std::vector<std::string> ended;
  ABIDE_TRY(const auto open, open_requests_of(session, person.subject, person.identity));
  for (const engine::Request& one : open) {
    if (!engine::erasure_asked(session.model, person.subject, one.kind)) continue;
    ABIDE_CHECK(session.control->close_request(one.id, how, words.by, desk.clock().now()));
    ended.push_back(one.id.value + " is closed");
  }
  const auto keys = person.identity.find(session.model.at(person.subject).identified_by.front());
  for (const Value& one :
       keys == person.identity.end() ? std::vector<Value>{} : keys->second.reveal())
    ABIDE_CHECK(session.control->forget_subject(session.model, person.subject, one));
  return ended;
}

/// Once all that a request asks for is gone, it is closed.
/// @return what became of requests, empty without any
Result<std::string> conclude(const Desk& desk, Session& session, const EraseWords& words,
                             const Afterwards& afterwards, const engine::RunReport& report) {
  ABIDE_TRY(const std::string open, why_open(session, words, afterwards, report));
  if (!open.empty()) {
    return words.request.empty() ? std::string{}
                                 : fmt::format("{} stays open: {}", words.request, open);
  }
  const reread::Person& person = *afterwards.person();
  const std::string how = "erased, " + report.id.value;
  std::vector<std::string> ended;
  if (!words.request.empty()) {
    ABIDE_CHECK(session.control->close_request(RequestId{words.request}, how, words.by,
                                               desk.clock().now()));
    ended.push_back(words.request + " is closed");
  }
  if (person.categories.empty() && !person.row_table) {
    ABIDE_TRY(const auto others, settle(desk, session, words, person, how));
    ended.insert(ended.end(), others.begin(), others.end());
  }
  return fmt::format("{}", fmt::join(ended, "; "));
}

/// When the person is due to be looked for again, where all that may go of them went.
Result<Json> next_looks_json(const Session& session, const Afterwards& afterwards,
                             const Json& certificate) {
  Json all = Json::array();
  const auto& person = afterwards.person();
  const bool whole = person && person->categories.empty() && !person->row_table;
  if (!whole || !afterwards.holds().empty() || certificate.value("state", "") != "complete" ||
      certificate.value("rows", 0) == 0)
    return all;
  ABIDE_TRY(const auto looks, reports::next_looks(session.model, certificate));
  for (const reports::NextLook& one : looks)
    all.push_back({{"on", to_string(one.on)}, {"why", one.why}});
  return all;
}

/// The certificate for the person, where it was asked for.
Result<void> write_page(const Desk& desk, const Session& session, const EraseWords& words,
                        const Json& certificate) {
  if (words.page.empty()) return {};
  Stop unread;
  const auto compiled = desk.read(session.policy_file, unread);
  if (!compiled)
    return not_written(words.page, {ErrorCode::changed, "the policy changed meanwhile", ""});
  ABIDE_TRY(const std::string page,
            reports::certificate_page(session.model, policy::disclosure_of(compiled->sources),
                                      certificate));
  const auto written = desk.files().write(words.page, page);
  return written ? written : Result<void>{not_written(words.page, written.error())};
}

/// The certificate to whoever asked for it, and the request closed when all is gone. What goes
/// wrong on the way is told after what was done.
int prove(const Desk& desk, Session& session, const EraseWords& words, const Afterwards& afterwards,
          const engine::RunReport& report) {
  Json certificate = afterwards.certificate();
  certificate["by"] = words.by;
  std::vector<Error> troubles;
  const auto ended = conclude(desk, session, words, afterwards, report);
  if (!ended) troubles.push_back(ended.error());
  if (ended && !ended->empty()) certificate["request"] = *ended;
  const auto note = session.control->checkpoint();
  if (!note) troubles.push_back(note.error());
  bool has_certificate = false;
  const bool is_written = !words.certificate.empty() || !words.page.empty();
  if (note && is_written) certificate["checkpoint"] = *note;
  if (const auto looks = next_looks_json(session, afterwards, certificate))
    certificate["next_looks"] = *looks;
  else
    troubles.push_back(looks.error());
  const auto snapshot = keep_snapshot(desk, session, report, *afterwards.found());
  if (!snapshot) troubles.push_back(snapshot.error());
  const auto page = write_page(desk, session, words, certificate);
  if (!page) troubles.push_back(page.error());
  if (!words.certificate.empty()) {
    if (auto written = desk.files().write(words.certificate, shown(certificate, 2) + "\n");
        !written)
      troubles.push_back(not_written(words.certificate, written.error()));
    else
      has_certificate = true;
  }
  std::string requests = ended && !ended->empty() ? *ended + "\n" : "";
  for (const Json& open : certificate.value("unanswerable", Json::array()))
    requests += fmt::format(
        "{0} is open and can no longer be answered: tell them, and close it with `abide request "
        "close {0} --deploy {1} --how … --by …`\n",
        open.get<std::string>(), words.deploy);
  say(words, certificate,
      fmt::format(
          "{}\n{}Looked for again, by every path and identifier known before\n{}{}{}{}{}",
          afterwards.headline(), afterwards.text(), reread::to_text(*afterwards.found()), requests,
          proof_of(session, report.id.value, note ? Signed::yes : Signed::not_yet),
          has_certificate ? fmt::format("Certificate: `{}`\n", words.certificate) : "",
          page && !words.page.empty() ? fmt::format("Page for the person: `{}`\n", words.page)
                                      : ""));
  for (const Error& trouble : troubles) desk.tell(trouble);
  if (report.store_failed()) return store_failed;
  if (report.state == "held") return held;
  if (report.state != "complete" || !afterwards.found()->is_clean()) return broken;
  if (!afterwards.holds().empty()) return held;
  return troubles.empty() ? done : store_failed;
}

/// Nothing was begun, so there is nothing to look for or to certify.
int held_back(const Desk& desk, const Session& session, const EraseWords& words,
              const engine::Plan& plan, const engine::RunReport& report) {
  if (auto kept = keep_snapshot(desk, session, report, {}); !kept) desk.tell(kept.error());
  say(words, run_json(plan, report),
      fmt::format("{} for {}\n{}", headline(plan, report), plan.subject, run_text(plan, report)));
  return held;
}

Json asked_for(const EraseWords& words) {
  Json asked = {
      {"request", words.request}, {"of", words.of}, {"row", words.table}, {"key", words.key}};
  if (!words.again.empty()) asked["again"] = words.again;
  return asked;
}

engine::RunOptions options_of(const Session& session, const EraseWords& words,
                              Afterwards& afterwards) {
  engine::RunOptions options;
  options.by = words.by;
  options.limits = session.deployment.limits;
  options.zone = session.model.calendar.zone;
  options.overwrite = !words.keep_bytes;
  options.look_again = afterwards.hook();
  options.sign = false;  // once, when the request is closed too
  return options;
}

/// Takes up what a crash left. When that was this person's erasure, it is what was asked for.
std::optional<int> take_up(const Desk& desk, Session& session, const EraseWords& words,
                           Afterwards& afterwards) {
  auto resumed = engine::resume(session.stores, *session.control, desk.clock(),
                                options_of(session, words, afterwards));
  if (!resumed) return desk.tell(resumed.error());
  session.at = desk.clock().now();
  if (!*resumed) return std::nullopt;
  const engine::RunReport& report = **resumed;
  desk.note(fmt::format("an unfinished run, {}, was settled first: {}, {} rows", report.id.value,
                        report.state, report.rows()));
  const bool done_already = report.kind == "erase" && report.state == "complete" &&
                            afterwards.was_about(asked_for(words), Sensitive{words.person});
  return done_already ? std::optional{prove(desk, session, words, afterwards, report)}
                      : std::nullopt;
}

int act(const Desk& desk, EraseWords words) {
  Stop stop;
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  if (words.by.empty() && !words.dry_run)
    return desk.tell({ErrorCode::refused, "nobody is named", "say who asks with --by NAME"});
  if (auto named = check_named(words); !named) return desk.tell(named.error());
  if (auto free =
          check_output(desk, *session, words.deploy, words.certificate, Output::certificate);
      !free)
    return desk.tell(free.error());
  if (auto free = check_output(desk, *session, words.deploy, words.page, Output::page); !free)
    return desk.tell(free.error());
  words.person = Desk::value_of(words).reveal();  // standard input is read once
  Afterwards afterwards{desk, *session};
  const auto settled = [&]() -> std::optional<int> {
    return words.dry_run ? std::nullopt : take_up(desk, *session, words, afterwards);
  };
  // Whom an unfinished run has taken in part is not there to be found again.
  const bool first = !words.again.empty();
  if (const auto code = first ? settled() : std::nullopt) return *code;
  const auto subject = kind_of(desk, *session, words, stop);
  if (!subject) return stop.code;
  if (const auto code = first ? std::nullopt : settled()) return *code;
  auto facts = gather(*session);
  if (!facts) return desk.tell(facts.error());
  auto identity = identity_of(*session, words, *subject);
  if (!identity) return desk.tell(or_erased(*session, *subject, words.person, identity.error()));
  auto written = check_written(*identity, {{"--by", words.by}});
  if (!written) return desk.tell(written.error());
  auto erase = erasure_of(*session, words, std::move(*identity));
  if (!erase) return desk.tell(erase.error());
  auto unanswered = unanswered_of(*session, *erase);
  if (!unanswered) return desk.tell(unanswered.error());
  if (*unanswered && !words.unanswered && !words.dry_run) {
    desk.tell(**unanswered);
    return held;
  }
  auto fresh = engine::plan_erase(request_of(*session, *facts), *erase);
  if (!fresh) return desk.tell(fresh.error());
  if (auto row = check_row(*session, *erase, fresh->plan); !row) return desk.tell(row.error());
  auto planned = words.plan.empty()
                     ? std::optional{std::move(*fresh)}
                     : planned_in(desk, *session, words.plan, std::move(*fresh), stop);
  if (!planned) return stop.code;
  auto noted = add_notes(*session, words, *erase, planned->plan);
  if (!noted) return desk.tell(noted.error());
  if (!words.json()) fmt::print("{}", shown(plan_text(planned->plan)));
  if (words.dry_run) {
    return end_dry_run(desk, *session, words, planned->plan,
                       words.unanswered ? std::nullopt : *unanswered);
  }
  if (auto committed = session->control->commit(); !committed) return desk.tell(committed.error());
  afterwards.knows(*facts);
  engine::RunOptions options = options_of(*session, words, afterwards);
  options.context = context_of(session->model, *erase, asked_for(words));
  const bool whole = erase->of.empty() && !erase->row;
  if (whole) options.sought = options.context;
  if (whole) options.erased_until = kept_until(*session, session->at);
  if (auto apart = add_kept_apart(*session, *planned, options.context); !apart)
    return desk.tell(apart.error());
  auto report = engine::run(planned->plan, planned->parameters, session->stores, *session->control,
                            desk.clock(), options);
  if (!report) return desk.tell(report.error());
  if (report->id.value.empty()) return held_back(desk, *session, words, planned->plan, *report);
  return prove(desk, *session, words, afterwards, *report);
}

}  // namespace

void add_erase(const Verb& program, const Desk& desk) {
  const Verb verb = program.add("erase", "erase one person, down to what the law keeps")
                        .footer(
                            "Example: abide erase --deploy demo.deploy --for "
                            "ada.lovell@mail.example --by \"Support desk\"");
  auto words = std::make_shared<EraseWords>();
  add_deployment(verb, *words);
  add_whom(verb, *words);
  add_by(verb, *words, "who asks");
  verb.take("--plan", words->plan, "run this plan file, which is of the same person");
  verb.take("--certificate", words->certificate, "write the certificate to this file, as JSON");
  verb.take("--page", words->page, "write it as an HTML page that the person can be sent, too");
  verb.take("--dry-run", words->dry_run, "show the plan and stop");
  verb.take("--unanswered", words->unanswered,
            "also where a request for their data is open, which cannot be answered then");
  verb.take("--keep-bytes", words->keep_bytes,
            "leave compaction to the night; the certificate says so");
  verb.act([&desk, words] { return act(desk, *words); });
}

}  // namespace abide::cli
