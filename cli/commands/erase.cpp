// abide erase: everything of one person that may go.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/afterwards.hpp"
#include "cli/erasure.hpp"
#include "cli/plan_file.hpp"
#include "cli/print.hpp"

namespace abide::cli {
namespace {

struct EraseWords : Whom {
  std::string plan;
  std::string certificate;
  bool dry_run = false;
  bool keep_bytes = false;
};

Date kept_until(const Session& session, Instant at) {
  Period longest{35, Period::Unit::days};
  for (const policy::Store& store : session.model.stores) {
    if (store.backups_kept && engine::length_of(*store.backups_kept) > engine::length_of(longest))
      longest = *store.backups_kept;
  }
  return add_days(add(Zone::utc().local_date(at), longest, Rounding::up), 7);
}

/// Once all of a person is gone, what was told about them goes as well, and their request is
/// closed.
Result<void> conclude(const Desk& desk, Session& session, const EraseWords& words,
                      const reread::Person& person, const RunId& run) {
  const FieldId key = session.model.at(person.subject).identified_by.front();
  const auto keys = person.identity.find(key);
  if (person.categories.empty() && !person.row_table && keys != person.identity.end()) {
    for (const Value& one : keys->second.reveal())
      ABIDE_CHECK(session.control->forget_subject(session.model, person.subject, one));
  }
  if (words.request.empty()) return {};
  return session.control->close_request(RequestId{words.request}, "erased, " + run.value, words.by,
                                        desk.clock().now());
}

/// The certificate to whoever asked for it, and the request closed when all is gone.
int prove(const Desk& desk, Session& session, const EraseWords& words, const Afterwards& afterwards,
          const engine::RunReport& report) {
  Json certificate = afterwards.certificate();
  const bool clean = report.state == "complete" && afterwards.found()->is_clean();
  if (clean) {
    auto concluded = conclude(desk, session, words, *afterwards.person(), report.id);
    if (!concluded) return desk.tell(concluded.error());
  }
  auto note = session.control->checkpoint();
  if (!note) return desk.tell(note.error());
  if (!words.certificate.empty()) certificate["checkpoint"] = *note;
  say(words, certificate,
      fmt::format("{} for {}\n{}Looked for again, by every path and identifier known before\n{}",
                  headline(report), certificate.value("subject", ""), afterwards.text(),
                  reread::to_text(*afterwards.found())));
  const int code = report.state == "held"  ? held
                   : report.store_failed() ? store_failed
                   : clean                 ? done
                                           : broken;
  if (words.certificate.empty()) return code;
  // Last, so that what was done is told whether or not the file finds room; the ledger has it too.
  auto written = desk.files().write(words.certificate, certificate.dump(2) + "\n");
  if (written) return code;
  const int failed = desk.tell(written.error());
  return code == done ? failed : code;
}

/// Nothing was begun, so there is nothing to look for or to certify.
int held_back(const EraseWords& words, const engine::Plan& plan, const engine::RunReport& report) {
  say(words, run_json(plan, report),
      fmt::format("{} for {}\n{}", headline(report), plan.subject, run_text(plan, report)));
  return held;
}

Json asked_for(const EraseWords& words) {
  return {{"request", words.request}, {"of", words.of}, {"row", words.table}, {"key", words.key}};
}

engine::RunOptions options_of(const Session& session, const EraseWords& words,
                              Afterwards& afterwards) {
  engine::RunOptions options;
  options.by = words.by;
  options.limits = session.deployment.limits;
  options.zone = session.model.calendar.zone;
  options.overwrite = !words.keep_bytes;
  options.erased_until = kept_until(session, session.at);
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
  fmt::print(stderr, "an unfinished run, {}, was settled first: {}\n", report.id.value,
             report.state);
  const bool done_already = report.kind == "erase" && report.state == "complete" &&
                            afterwards.was_about(asked_for(words), Sensitive{words.person});
  return done_already ? std::optional{prove(desk, session, words, afterwards, report)}
                      : std::nullopt;
}

/// A command given again after its person was erased finds nobody; then it should say so.
Error or_erased(Session& session, const EraseWords& words, Error error) {
  if (error.code != ErrorCode::not_found) return error;
  const auto all = session.control->erased();
  const Value value{words.person};
  const std::string digest = to_hex(session.control->keyed("identifier", std::span{&value, 1}));
  for (const auto& one : all ? *all : std::vector<engine::ControlStore::Erased>{}) {
    if (one.digest == digest)
      return {ErrorCode::not_found,
              fmt::format("nobody has it any more: it was erased at {}", to_string(one.at)),
              "`abide ledger show` has the certificate; there is nothing left to do"};
  }
  return error;
}

int act(const Desk& desk, EraseWords words) {
  Stop stop;
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  if (words.by.empty() && !words.dry_run)
    return desk.tell({ErrorCode::refused, "nobody is named", "say who asks with --by NAME"});
  if (auto named = check_named(words); !named) return desk.tell(named.error());
  const auto subject = kind_of(desk, *session, words, stop);
  if (!subject) return stop.code;
  words.person = Desk::value_of(words).reveal();  // standard input is read once
  Afterwards afterwards{desk, *session};
  if (!words.dry_run) {
    if (const auto code = take_up(desk, *session, words, afterwards)) return *code;
  }
  auto facts = gather(*session);
  if (!facts) return desk.tell(facts.error());
  auto erase = erasure_of(*session, words, *subject);
  if (!erase) return desk.tell(or_erased(*session, words, erase.error()));
  auto fresh = engine::plan_erase(request_of(*session, *facts), *erase);
  if (!fresh) return desk.tell(fresh.error());
  auto planned = words.plan.empty()
                     ? std::optional{std::move(*fresh)}
                     : planned_in(desk, *session, words.plan, std::move(*fresh), stop);
  if (!planned) return stop.code;
  if (!words.json()) fmt::print("{}", plan_text(planned->plan));
  if (words.dry_run) {
    if (words.json()) fmt::print("{}\n", engine::to_json(planned->plan).dump(1));
    return done;
  }
  if (auto committed = session->control->commit(); !committed) return desk.tell(committed.error());
  afterwards.knows(*facts);
  engine::RunOptions options = options_of(*session, words, afterwards);
  options.context = context_of(session->model, *erase, asked_for(words));
  auto report = engine::run(planned->plan, planned->parameters, session->stores, *session->control,
                            desk.clock(), options);
  if (!report) return desk.tell(report.error());
  if (report->id.value.empty()) return held_back(words, planned->plan, *report);
  return prove(desk, *session, words, afterwards, *report);
}

}  // namespace

void add_erase(CLI::App& app, const Desk& desk, Chosen& chosen) {
  CLI::App* verb = app.add_subcommand("erase", "erase one person, down to what the law keeps")
                       ->footer(
                           "Example: abide erase --deploy demo.deploy --for "
                           "ada.lovell@mail.example --by \"Support desk\"");
  auto words = std::make_shared<EraseWords>();
  add_deployment(*verb, *words);
  add_whom(*verb, *words);
  verb->add_option("--by", words->by, "who asks");
  verb->add_option("--plan", words->plan, "run this plan file, which is of the same person");
  verb->add_option("--certificate", words->certificate, "write the certificate to this file");
  verb->add_flag("--dry-run", words->dry_run, "show the plan and stop");
  verb->add_flag("--keep-bytes", words->keep_bytes,
                 "leave compaction to the night; the certificate says so");
  verb->callback(
      [&desk, &chosen, words] { chosen.act = [&desk, words] { return act(desk, *words); }; });
}

}  // namespace abide::cli
