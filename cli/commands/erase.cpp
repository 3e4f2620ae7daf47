// abide erase: everything of one person that may go.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

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

Json certificate_of(const engine::EraseRequest& erase, const engine::Plan& plan,
                    const engine::RunReport& report, const reread::Look& look) {
  Json certificate = run_json(plan, report);
  certificate["subject"] = erase.reference;
  certificate["reread"] = reread::to_json(look);
  Json depths = Json::array();
  for (const engine::StoreDepth& depth : report.depths) {
    depths.push_back(
        {{"store", depth.store},
         {"depth", depth.depth == ErasureDepth::overwritten ? "overwritten" : "unreachable"},
         {"reason", depth.reason}});
  }
  certificate["depths"] = std::move(depths);
  return certificate;
}

/// Once all of a person is gone, what was told about them goes as well, and their request is
/// closed.
Result<void> conclude(const Desk& desk, Session& session, const EraseWords& words,
                      const engine::EraseRequest& erase, const RunId& run) {
  if (erase.of.empty() && !erase.row) {
    for (const Value& key : erase.identity.keys(session.model))
      ABIDE_CHECK(session.control->forget_subject(session.model, erase.identity.subject, key));
  }
  if (words.request.empty()) return {};
  return session.control->close_request(RequestId{words.request}, "erased, " + run.value, words.by,
                                        desk.clock().now());
}

int prove(const Desk& desk, Session& session, const Facts& facts, const EraseWords& words,
          const engine::EraseRequest& erase, const engine::Plan& plan,
          const engine::RunReport& report) {
  const engine::Stores readers =
      open_stores(session.model, session.deployment, session.folder, Use::look);
  reread::Person person{erase.identity.subject, erase.identity.values, erase.of, std::nullopt, {}};
  if (erase.row) {
    person.row_table = erase.row->table;
    person.row_key = erase.row->key;
  }
  auto look = reread::look_for_subject(look_input(session, readers, facts), person);
  if (!look) {
    const auto signed_head = session.control->checkpoint();
    return desk.tell(signed_head ? look.error() : signed_head.error());
  }
  Json certificate = certificate_of(erase, plan, report, *look);
  auto noted = session.control->note("certificate", words.by, desk.clock().now(), certificate);
  if (!noted) return desk.tell(noted.error());
  const bool clean = report.state == "complete" && look->is_clean();
  if (clean) noted = conclude(desk, session, words, erase, report.id);
  if (!noted) return desk.tell(noted.error());
  auto note = session.control->checkpoint();
  if (!note) return desk.tell(note.error());
  if (!words.certificate.empty()) {
    certificate["checkpoint"] = *note;
    if (auto written = desk.files().write(words.certificate, certificate.dump(2) + "\n"); !written)
      return desk.tell(written.error());
  }
  say(words, certificate,
      fmt::format("{} for {}\n{}Looked for again, by every path and identifier known before\n{}",
                  headline(report), erase.reference, run_text(plan, report),
                  reread::to_text(*look)));
  if (report.state == "held") return held;
  return report.store_failed() ? store_failed : clean ? done : broken;
}

int act(const Desk& desk, const EraseWords& words) {
  Stop stop;
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  if (words.by.empty() && !words.dry_run)
    return desk.tell({ErrorCode::refused, "nobody is named", "say who asks with --by NAME"});
  if (auto named = check_named(words); !named) return desk.tell(named.error());
  const auto subject = kind_of(desk, *session, words, stop);
  if (!subject) return stop.code;
  engine::RunOptions options;
  options.by = words.by;
  options.limits = session->deployment.limits;
  options.zone = session->model.calendar.zone;
  options.overwrite = !words.keep_bytes;
  options.erased_until = kept_until(*session, session->at);
  if (!words.dry_run) {
    auto resumed = engine::resume(session->stores, *session->control, desk.clock(), options);
    if (!resumed) return desk.tell(resumed.error());
    session->at = desk.clock().now();
  }
  auto facts = gather(*session, About::one_person);
  if (!facts) return desk.tell(facts.error());
  auto erase = erasure_of(*session, words, *subject);
  if (!erase) return desk.tell(erase.error());
  auto fresh = engine::plan_erase(request_of(*session, *facts), *erase);
  if (!fresh) return desk.tell(fresh.error());
  auto planned = words.plan.empty() ? std::optional{std::move(*fresh)}
                                    : planned_in(desk, words.plan, std::move(*fresh), stop);
  if (!planned) return stop.code;
  if (!words.json()) fmt::print("{}", plan_text(planned->plan));
  if (words.dry_run) {
    if (words.json()) fmt::print("{}\n", engine::to_json(planned->plan).dump(1));
    return done;
  }
  if (auto committed = session->control->commit(); !committed) return desk.tell(committed.error());
  options.sign = false;  // once, when the certificate is in the ledger too
  auto report = engine::run(planned->plan, planned->parameters, session->stores, *session->control,
                            desk.clock(), options);
  if (!report) return desk.tell(report.error());
  if (report->id.value
          .empty()) {  // nothing was begun, so there is nothing to look for or to certify
    say(words, run_json(planned->plan, *report),
        fmt::format("{} for {}\n{}", headline(*report), erase->reference,
                    run_text(planned->plan, *report)));
    return held;
  }
  return prove(desk, *session, *facts, words, *erase, planned->plan, *report);
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
