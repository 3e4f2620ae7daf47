// abide access: a person's copy, first as a draft for whoever answers, then as the pack they get.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/access_zip.hpp"
#include "cli/draft.hpp"
#include "cli/erasure.hpp"
#include "cli/persons.hpp"
#include "cli/shown.hpp"
#include "engine/ledger/entries.hpp"
#include "engine/ledger/proof.hpp"
#include "reports/html.hpp"
#include "reports/pack/pack.hpp"
#include "reports/pack/zip.hpp"

namespace abide::cli {
namespace {

struct AccessWords : Whom {
  std::string into;
  std::string draft;  ///< the folder that is released
  std::string zip;
  bool withhold_rest = false;
};

/// The day the request came, in words; empty where there is none.
Result<std::string> received(Session& session, const std::string& request) {
  if (request.empty()) return std::string{};
  ABIDE_TRY(const Zone zone, Zone::find(session.model.calendar.zone));
  ABIDE_TRY(const auto all, session.control->requests());
  const auto at = std::ranges::find_if(
      all, [&](const engine::Request& one) { return one.id.value == request; });
  return at == all.end() ? std::string{} : reports::in_words(zone.local_date(at->received));
}

/// The open request for a copy that these people have; empty where there is none.
Result<std::string> open_request_for(Session& session, const engine::Identity& identity) {
  ABIDE_TRY(const auto open, open_requests_of(session, identity.subject, identity.values));
  for (const engine::Request& one : open)
    if (one.kind == "access" || one.kind == "portability") return one.id.value;
  return std::string{};
}

struct Made {
  reports::PackReport report;
  NewFolder folder;
};

Result<Made> make(const Desk& desk, Session& session, const AccessWords& words, const Draft& draft,
                  const engine::Identity& identity, reports::Decisions decisions, bool is_draft) {
  ABIDE_TRY(const Facts facts, gather(session));
  ABIDE_TRY(const auto plan, engine::access::plan_access(request_of(session, facts), identity));
  Stop unread;
  const auto compiled = desk.read(session.policy_file, unread);
  if (!compiled)
    return Error{ErrorCode::changed, "the policy changed while it was read", "give it again"};
  ABIDE_TRY(NewFolder folder, NewFolder::begin(words.into));
  ABIDE_TRY(const std::string day, received(session, draft.request));
  ABIDE_TRY(const Zone zone, Zone::find(session.model.calendar.zone));
  const policy::Disclosure said = policy::disclosure_of(compiled->sources);
  const reports::PackInput input{session.model,
                                 said,
                                 identity,
                                 plan,
                                 session.stores,
                                 draft.key,
                                 std::move(decisions),
                                 is_draft,
                                 draft.name,
                                 draft.request,
                                 day,
                                 words.by,
                                 reports::in_words(zone.local_date(desk.clock().now()))};
  ABIDE_TRY(reports::PackReport report, reports::write_pack(input, folder));
  return Made{std::move(report), std::move(folder)};
}

Result<void> note(const Desk& desk, Session& session, const AccessWords& words, const Draft& draft,
                  const char* kind, const reports::PackReport& report) {
  std::vector<std::string> references;
  for (const Value& key : draft.keys) {
    ABIDE_TRY(references.emplace_back(),
              session.control->reference(session.model, draft.subject, key));
  }
  ABIDE_CHECK(session.control->note(
      kind, words.by, desk.clock().now(),
      {{"pack", draft.name},
       {"request", draft.request},
       {"subject",
        fmt::format("{} {}", session.model.at(draft.subject).name, fmt::join(references, " and "))},
       {"rows", report.rows()},
       {"masked", report.masked},
       {"withheld", report.withheld},
       {"waiting", report.waiting},
       {"manifest", to_hex(report.manifest)}}));
  return session.control->commit();
}

std::string found_words(const reports::PackReport& report) {
  std::string text;
  for (const auto& table : report.tables)
    if (table.rows > 0) text += fmt::format("  {}: {}\n", table.name, table.rows);
  return text + fmt::format("  {} identifiers of others masked, {} texts or credentials withheld\n",
                            report.masked, report.withheld);
}

Json found_json(const Draft& draft, const AccessWords& words, const reports::PackReport& report) {
  Json tables = Json::object();
  for (const auto& table : report.tables) tables[table.name] = table.rows;
  return {{"pack", draft.name},        {"folder", words.into},
          {"rows", report.rows()},     {"tables", std::move(tables)},
          {"masked", report.masked},   {"withheld", report.withheld},
          {"waiting", report.waiting}, {"manifest", to_hex(report.manifest)}};
}

int draft(const Desk& desk, AccessWords words) {
  Stop stop;
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  if (words.by.empty())
    return desk.tell({ErrorCode::refused, "nobody is named", "say who asks with --by NAME"});
  if (auto named = check_named(words); !named) return desk.tell(named.error());
  if (words.into.empty())
    return desk.tell({ErrorCode::refused, "it is not said where the draft is to lie",
                      "give --into FOLDER, one that is not there yet; nothing was done"});
  const auto subject = kind_of(desk, *session, words, stop);
  if (!subject) return stop.code;
  words.person = Desk::value_of(words).reveal();  // standard input is read once
  const auto identity = identity_of(*session, words, *subject);
  if (!identity) return desk.tell(or_erased(*session, *subject, words.person, identity.error()));
  auto request = words.request.empty() ? open_request_for(*session, *identity)
                                       : Result<std::string>{words.request};
  if (!request) return desk.tell(request.error());
  const Draft about{"PACK-" + to_hex(random_bytes(4)), *request, *subject,
                    identity->keys(session->model), random_bytes(32)};
  auto made = make(desk, *session, words, about, *identity, {}, true);
  if (!made) return desk.tell(made.error());
  const auto published = [&]() -> Result<void> {
    ABIDE_TRY(NewFile* const file, made->folder.add("draft.json"));
    file->write(json_of(session->model, about).dump() + "\n");
    ABIDE_CHECK(note(desk, *session, words, about, "pack_drafted", made->report));
    return made->folder.publish();
  }();
  if (!published) return desk.tell(published.error());
  for (const std::string& kind : other_kinds(*session, *identity))
    desk.note(
        fmt::format("note: an identifier of this person is also one of a person of the kind {0}; "
                    "`--subject {0}` "
                    "gives the copy for that one",
                    kind));
  say(words, found_json(about, words, made->report),
      fmt::format(
          "Draft {} in `{}`: {} records\n{}  {} texts wait to be read: decide each in "
          "`{}/review.csv`, then `abide access release {} --deploy {} --into PACK --by NAME`\n",
          about.name, words.into, made->report.rows(), found_words(made->report),
          made->report.waiting, words.into, words.into, words.deploy));
  return done;
}

/// A release that was cut short before the pack had its name, or whose draft was kept aside, leaves
/// an entry that another one takes the place of: it says so, and which manifest is none any more.
Result<void> void_earlier(const Desk& desk, Session& session, const AccessWords& words,
                          const std::string& pack) {
  std::string manifest;
  ABIDE_CHECK(ledger::each_entry(session.control->ledger(), [&](const Json& entry) {
    if (ledger::text_of(entry, "pack") != pack) return;
    const std::string kind = ledger::text_of(entry, "kind");
    if (kind == "pack_released") manifest = ledger::text_of(entry, "manifest");
    if (kind == "pack_voided") manifest.clear();
  }));
  if (manifest.empty()) return {};
  return session.control->note("pack_voided", words.by, desk.clock().now(),
                               {{"pack", pack}, {"manifest", manifest}});
}

/// The entry of the ledger that names the pack's manifest, with its proof.
Result<std::string> proof_of_release(Session& session, const std::string& pack) {
  ABIDE_CHECK(session.control->checkpoint());
  std::uint64_t place = 0;
  ABIDE_CHECK(ledger::each_entry(session.control->ledger(), [&](const Json& entry) {
    if (ledger::text_of(entry, "kind") == "pack_released" && ledger::text_of(entry, "pack") == pack)
      place = entry.value("seq", std::uint64_t{});
  }));
  ABIDE_TRY(const auto first, ledger::PublicKey::parse(session.control->first_public_key()));
  ABIDE_TRY(const ledger::Proof proof,
            ledger::prove_entry(session.control->ledger(), first, place));
  return proof.text;
}

int release(const Desk& desk, const AccessWords& words) {
  Stop stop;
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  if (words.into.empty())
    return desk.tell({ErrorCode::refused, "it is not said where the pack is to lie",
                      "give --into FOLDER, one that is not there yet; nothing was done"});
  const auto taken = words.zip.empty() ? Result<bool>{false} : desk.files().exists(words.zip);
  if (!taken.ok()) return desk.tell(taken.error());
  if (*taken)
    return desk.tell({ErrorCode::refused, fmt::format("`{}` is there already", words.zip),
                      "name a file that is not there yet; nothing was done"});
  const auto about = read_draft(desk, session->model, words.draft);
  if (!about) return desk.tell(about.error());
  const auto review = desk.files().read(words.draft + "/review.csv", 1ULL << 30U);
  if (!review) return desk.tell(review.error());
  auto decisions = reports::read_review(*review);
  if (!decisions) return desk.tell(decisions.error());
  const auto identity = engine::resolve_identity(session->model, session->stores, about->subject,
                                                 about->keys, engine::Sharing::same_person);
  if (!identity) return desk.tell(identity.error());
  auto made = make(desk, *session, words, *about, *identity, std::move(*decisions), false);
  if (!made) return desk.tell(made.error());
  if (made->report.waiting > 0 && !words.withhold_rest) {
    desk.tell(
        {ErrorCode::refused,
         fmt::format("{} texts are not decided on, or were written since the draft",
                     made->report.waiting),
         "decide each in review.csv, or give --withhold-rest; for texts written since, make a "
         "new draft; nothing was released"});
    return held;
  }
  const auto published = [&]() -> Result<void> {
    ABIDE_CHECK(void_earlier(desk, *session, words, about->name));
    ABIDE_CHECK(note(desk, *session, words, *about, "pack_released", made->report));
    ABIDE_TRY(const std::string proof, proof_of_release(*session, about->name));
    ABIDE_TRY(NewFile* const file, made->folder.add("manifest.tlog-proof"));
    file->write(proof);
    return made->folder.publish();
  }();
  if (!published) return desk.tell(published.error());
  // The key of the draft's names: with it, whoever has the pack could tell who stands behind one.
  if (const auto forgotten = desk.files().remove(words.draft + "/draft.json"); !forgotten)
    desk.note(
        fmt::format("warning: {}; remove `{}/draft.json` yourself, since it holds the key of "
                    "the draft's names",
                    forgotten.error().message, words.draft));
  Json json = found_json(*about, words, made->report);
  std::string zipped;
  if (!words.zip.empty()) {
    auto password = reports::write_zip(words.into, words.zip);
    if (!password) return desk.tell(password.error());
    json["zip"] = words.zip;
    json["password"] = *password;
    zipped = fmt::format("  `{}` is the same, encrypted; its password, kept nowhere: {}\n",
                         words.zip, *password);
  }
  say(words, json,
      fmt::format("Pack {} in `{}`: {} records, released by {}\n{}{}", about->name, words.into,
                  made->report.rows(), words.by, found_words(made->report), zipped));
  return done;
}

}  // namespace

void add_access(const Verb& program, const Desk& desk) {
  const Verb verb = program.add("access", "make the copy that a person asked for")
                        .footer(
                            "Example: abide access --deploy demo.deploy --for "
                            "ada.lovell@mail.example --into ada.draft --by \"Support desk\"");
  auto words = std::make_shared<AccessWords>();
  verb.take("--deploy", words->deploy, "the deployment (*.deploy)");
  verb.take("--policy", words->policy,
            "the policy; else the only *.policy file beside the deployment");
  verb.take("--format", words->format, "text or json").allow({"text", "json"});
  add_person(verb, *words);
  verb.take("--request", words->request, "the person of this open request");
  const Word same = verb.take("--same-person", words->same_person,
                              "several accounts that one value leads to are one person");
  verb.take("--apart", words->apart,
            "take the one account asked for, and leave out values that others have too")
      .exclude(same);
  verb.take("--into", words->into, "the folder to make, which is not there yet");
  add_by(verb, *words, "who makes it");
  verb.act([&desk, words] { return draft(desk, *words); });
  const Verb release_verb =
      verb.add("release", "seal what somebody has read, so that it can be sent")
          .footer(
              "Example: abide access release ada.draft --deploy demo.deploy --into ada.pack "
              "--zip ada.zip --by \"Data protection lead\"");
  add_deployment(release_verb, *words);
  release_verb.take("FOLDER", words->draft, "the draft").require();
  release_verb.take("--into", words->into, "the folder to make, which is not there yet");
  release_verb.take("--zip", words->zip, "the same as one encrypted file");
  release_verb.take("--withhold-rest", words->withhold_rest,
                    "texts without a decision are withheld");
  add_by(release_verb, *words, "who releases it").require();
  release_verb.act([&desk, words] { return release(desk, *words); });
  add_access_zip(verb, desk);
}

}  // namespace abide::cli
