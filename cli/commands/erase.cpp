// abide erase: everything of one person that may go.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

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
  Json certificate = run_json(plan, report);
  certificate["subject"] = erase.reference;
  certificate["reread"] = reread::to_json(*look);
  Json depths = Json::array();
  for (const engine::StoreDepth& depth : report.depths) {
    depths.push_back(
        {{"store", depth.store},
         {"depth", depth.depth == ErasureDepth::overwritten ? "overwritten" : "unreachable"},
         {"reason", depth.reason}});
  }
  certificate["depths"] = std::move(depths);
  Json stays = Json::array();
  for (const engine::Kept& kept : plan.kept) {
    stays.push_back({{"table", kept.store + "." + kept.table},
                     {"rows", kept.rows},
                     {"reason", kept.reason},
                     {"until", kept.until}});
  }
  certificate["kept"] = std::move(stays);
  auto noted = session.control->note("certificate", words.by, desk.clock().now(), certificate);
  if (!noted) return desk.tell(noted.error());
  auto note = session.control->checkpoint();
  if (!note) return desk.tell(note.error());
  if (!words.certificate.empty()) {
    certificate["checkpoint"] = *note;
    if (auto written = desk.files().write(words.certificate, certificate.dump(2) + "\n"); !written)
      return desk.tell(written.error());
  }
  const bool clean = report.state == "complete" && look->is_clean();
  if (clean && !words.request.empty()) {
    auto closed = session.control->close_request(
        RequestId{words.request}, "erased, " + report.id.value, words.by, desk.clock().now());
    if (!closed) return desk.tell(closed.error());
  }
  if (words.json()) {
    fmt::print("{}\n", certificate.dump(2));
  } else {
    fmt::print("Done for {}\n{}Looked for again, by every path and identifier known before\n{}",
               erase.reference, run_text(plan, report), reread::to_text(*look));
  }
  if (report.state == "held") return held;
  return report.store_failed() ? store_failed : clean ? done : broken;
}

int act(const Desk& desk, const EraseWords& words) {
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
  auto identity = who(desk, *session, words, *subject);
  if (!identity) return desk.tell(identity.error());
  auto erase = asked(*session, words, std::move(*identity));
  if (!erase) return desk.tell(erase.error());
  auto reference = session->control->reference(session->model, *subject,
                                               erase->identity.keys(session->model).front());
  if (!reference) return desk.tell(reference.error());
  erase->reference = fmt::format("{} {}", session->model.at(*subject).name, *reference);
  auto planned = engine::plan_erase(request_of(*session, *facts), *erase);
  if (!planned) return desk.tell(planned.error());
  if (!words.json()) fmt::print("{}", plan_text(planned->plan));
  if (words.dry_run) return done;
  if (auto committed = session->control->commit(); !committed) return desk.tell(committed.error());
  options.sign = false;  // once, when the certificate is in the ledger too
  auto report = engine::run(planned->plan, planned->parameters, session->stores, *session->control,
                            desk.clock(), options);
  if (!report) return desk.tell(report.error());
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
