// abide erase: everything of one person that may go.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/afterwards.hpp"
#include "cli/commands.hpp"
#include "cli/print.hpp"
#include "engine/identity/identity.hpp"

namespace abide::cli {
namespace {

struct EraseWords : Words {
  std::string request;
  std::vector<std::string> of;
  std::string table;
  std::vector<std::string> key;
  std::string certificate;
  bool same_person = false;
  bool dry_run = false;
  bool keep_bytes = false;
};

Result<engine::Identity> who(const Desk& /*desk*/, Session& session, const EraseWords& words,
                             SubjectId subject) {
  const auto sharing = words.same_person ? engine::Sharing::same_person : engine::Sharing::refuse;
  if (!words.request.empty()) {
    ABIDE_TRY(const auto asked, session.control->subject_of(RequestId{words.request}));
    return engine::resolve_identity(session.model, session.stores, subject, {asked.second.reveal()},
                                    sharing);
  }
  return engine::resolve_identity(session.model, session.stores, subject, Desk::value_of(words),
                                  sharing);
}

Result<engine::EraseRequest> asked(const Session& session, const EraseWords& words,
                                   engine::Identity identity) {
  engine::EraseRequest erase{std::move(identity), "", {}, std::nullopt};
  for (const std::string& name : words.of) {
    bool found = false;
    for (std::uint32_t i = 0; i < session.model.categories.size(); ++i) {
      const policy::Category& category = session.model.categories[i];
      if (category.leaf && (category.name == name || category.name.starts_with(name + "."))) {
        erase.of.push_back(CategoryId{i});
        found = true;
      }
    }
    if (!found)
      return Error{ErrorCode::not_found, fmt::format("the policy has no category `{}`", name),
                   "name one of its categories"};
  }
  if (!words.table.empty()) {
    const auto table = session.model.find_table(words.table);
    if (!table)
      return Error{ErrorCode::not_found, fmt::format("the policy has no table `{}`", words.table),
                   "write it as STORE.TABLE"};
    erase.row = engine::RowKey{*table, Sensitive{key_of(words.key)}};
  }
  return erase;
}

Date kept_until(const Session& session, Instant at) {
  Period longest{35, Period::Unit::days};
  for (const policy::Store& store : session.model.stores) {
    if (store.backups_kept && engine::length_of(*store.backups_kept) > engine::length_of(longest))
      longest = *store.backups_kept;
  }
  return add_days(add(Zone::utc().local_date(at), longest, Rounding::up), 7);
}

/// The certificate to whoever asked for it, and the request closed when all is gone.
int prove(const Desk& desk, Session& session, const EraseWords& words, const Afterwards& afterwards,
          const engine::RunReport& report) {
  Json certificate = afterwards.certificate();
  if (!words.certificate.empty()) {
    certificate["checkpoint"] = report.checkpoint;
    if (auto written = desk.files().write(words.certificate, certificate.dump(2) + "\n"); !written)
      return desk.tell(written.error());
  }
  const bool clean = report.state == "complete" && afterwards.found()->is_clean();
  if (clean && !words.request.empty()) {
    auto closed = session.control->close_request(
        RequestId{words.request}, "erased, " + report.id.value, words.by, desk.clock().now());
    if (!closed) return desk.tell(closed.error());
  }
  if (words.json()) {
    fmt::print("{}\n", certificate.dump(2));
  } else {
    fmt::print("Done for {}\n{}Looked for again, by every path and identifier known before\n{}",
               certificate.value("subject", ""), afterwards.text(),
               reread::to_text(*afterwards.found()));
  }
  if (report.state == "held") return held;
  return report.store_failed() ? store_failed : clean ? done : broken;
}

int held_back(const EraseWords& words, const engine::Plan& plan, const engine::RunReport& report) {
  fmt::print("{}", words.json() ? run_json(plan, report).dump(2) + "\n" : run_text(plan, report));
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

Result<engine::EraseRequest> named(const Desk& desk, Session& session, const EraseWords& words,
                                   SubjectId subject) {
  auto identity = who(desk, session, words, subject);
  if (!identity) return or_erased(session, words, identity.error());
  ABIDE_TRY(auto erase, asked(session, words, std::move(*identity)));
  ABIDE_TRY(const std::string reference,
            session.control->reference(session.model, subject,
                                       erase.identity.keys(session.model).front()));
  erase.reference = fmt::format("{} {}", session.model.at(subject).name, reference);
  return erase;
}

int act(const Desk& desk, EraseWords words) {
  Stop stop;
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  if (words.by.empty() && !words.dry_run)
    return desk.tell({ErrorCode::refused, "nobody is named", "say who asks with --by NAME"});
  if (words.person.empty() == words.request.empty())
    return desk.tell({ErrorCode::refused, "it is not said whom to erase",
                      "give --for VALUE or --request REQ-…, one of them"});
  const auto subject = desk.subject(*session, words, stop);
  if (!subject) return stop.code;
  words.person = Desk::value_of(words).reveal();  // standard input is read once
  Afterwards afterwards{desk, *session};
  if (!words.dry_run) {
    if (const auto code = take_up(desk, *session, words, afterwards)) return *code;
  }
  auto facts = gather(*session, About::one_person);
  if (!facts) return desk.tell(facts.error());
  auto erase = named(desk, *session, words, *subject);
  if (!erase) return desk.tell(erase.error());
  auto planned = engine::plan_erase(request_of(*session, *facts), *erase);
  if (!planned) return desk.tell(planned.error());
  if (!words.json()) fmt::print("{}", plan_text(planned->plan));
  if (words.dry_run) return done;
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
  add_person(*verb, *words);
  verb->add_option("--request", words->request,
                   "erase the person of this open request, and close it when all is gone");
  verb->add_option("--by", words->by, "who asks");
  verb->add_option("--of", words->of, "these categories alone");
  verb->add_option("--row", words->table, "one row of this table alone, with --key");
  verb->add_option("--key", words->key, "the row's key");
  verb->add_option("--certificate", words->certificate, "write the certificate to this file");
  verb->add_flag("--same-person", words->same_person,
                 "several accounts that one value leads to are one person");
  verb->add_flag("--dry-run", words->dry_run, "show the plan and stop");
  verb->add_flag("--keep-bytes", words->keep_bytes,
                 "leave compaction to the night; the certificate says so");
  verb->callback(
      [&desk, &chosen, words] { chosen.act = [&desk, words] { return act(desk, *words); }; });
}

}  // namespace abide::cli
