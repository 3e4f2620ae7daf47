// abide ledger prove, and what verify says of its files.
#include "cli/ledger_proofs.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "engine/ledger/proof.hpp"
#include "engine/ledger/verify/verify.hpp"

namespace abide::cli {
namespace {

Result<std::string> proof_of(const Desk& desk, Session& session, const ProofWords& proof) {
  ledger::Ledger& ledger = session.control->ledger();
  if (proof.entry) {
    return ledger::prove_entry(ledger, static_cast<std::uint64_t>(*proof.entry));
  }
  ABIDE_TRY(const std::string older, desk.files().read(proof.since));
  return ledger::prove_growth(ledger, older);
}

Result<void> check_words(const ProofWords& proof) {
  if (proof.entry.has_value() != proof.since.empty())
    return Error{ErrorCode::refused, "it is not said what to prove",
                 "give --entry NUMBER, or --since FILE with an older signed head, one of them"};
  if (proof.entry && *proof.entry < 0)
    return Error{ErrorCode::refused, fmt::format("there is no entry {}", *proof.entry),
                 "the first is 0; `abide ledger show --deploy …` lists them"};
  return {};
}

Json json_of(const ledger::Proven& proven) {
  Json json = {{"sound", proven.ok}, {"reason", proven.reason}};
  if (proven.ok) {
    json["signed_entries"] = proven.size;
    if (proven.entry.empty()) {
      json["older_entries"] = proven.before;
    } else {
      json["entry"] = proven.seq;
      json["text"] = proven.entry;
    }
  }
  return json;
}

std::string words_of(const ledger::Proven& proven) {
  if (!proven.ok) return fmt::format("BROKEN: {}\n", proven.reason);
  return proven.entry.empty() ? fmt::format(
                                    "sound: the log of {} entries continues the one of {}, nothing "
                                    "changed or gone\n",
                                    proven.size, proven.before)
                              : fmt::format("sound: entry {} of the {} that the key signed:\n{}\n",
                                            proven.seq, proven.size, proven.entry);
}

}  // namespace

int prove_ledger(const Desk& desk, const Words& words, const ProofWords& proof) {
  if (auto said = check_words(proof); !said) return desk.tell(said.error());
  Stop stop;
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  auto text = proof_of(desk, *session, proof);
  if (!text) return desk.tell(text.error());
  const std::string key = session->control->public_key();
  if (proof.into.empty()) {
    say(words, {{"proof", *text}, {"public_key", key}}, *text);
    return done;
  }
  if (auto written = desk.files().write(proof.into, *text); !written)
    return desk.tell(written.error());
  const std::string since = proof.entry ? "" : fmt::format(" --since {}", proof.since);
  say(words, {{"file", proof.into}, {"public_key", key}},
      fmt::format("`{0}` is checked with `abide ledger verify {0} --key KEY{1}` or an evidence "
                  "folder's `python3 verify.py --key KEY{1} {0}`; KEY is the key in force:\n{2}\n",
                  proof.into, since, key));
  return done;
}

int verify_proof(const Desk& desk, const Words& words, const std::string& file,
                 const std::string& key, const std::string& since) {
  if (key.empty())
    return desk.tell({ErrorCode::refused, "a single proof brings no key to go by",
                      "give --key, the public key of the ledger that was kept elsewhere"});
  auto text = desk.files().read(file);
  if (!text) return desk.tell(text.error());
  if (!ledger::is_growth(*text)) {
    const ledger::Proven proven = ledger::verify_entry(*text, key);
    say(words, json_of(proven), words_of(proven));
    return proven.ok ? done : broken;
  }
  if (since.empty())
    return desk.tell({ErrorCode::refused, "this proof is that a log grew from an older head",
                      "give --since FILE, the older head as it was signed"});
  auto older = desk.files().read(since);
  if (!older) return desk.tell(older.error());
  const ledger::Proven proven = ledger::verify_growth(*text, *older, key);
  say(words, json_of(proven), words_of(proven));
  return proven.ok ? done : broken;
}

}  // namespace abide::cli
