// abide ledger prove, and what verify says of its files.
#include "cli/ledger_proofs.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <variant>

#include "base/regular_file.hpp"
#include "cli/outputs.hpp"
#include "engine/ledger/format.hpp"
#include "engine/ledger/proof.hpp"
#include "engine/ledger/verify/verify.hpp"

namespace abide::cli {
namespace {

std::optional<std::uint64_t> number_of(const std::string& typed) {
  std::uint64_t number = 0;
  const char* const end = typed.data() + typed.size();
  const auto read = std::from_chars(typed.data(), end, number);
  return read.ec == std::errc{} && read.ptr == end ? std::optional{number} : std::nullopt;
}

Result<void> check_words(const ProofWords& proof) {
  const bool both = !proof.entry.empty() && !proof.since.empty();
  if (both || (proof.entry.empty() && proof.since.empty()))
    return Error{ErrorCode::refused,
                 both ? "two things to prove were named" : "it is not said what to prove",
                 "give one of the two: --entry NUMBER, or --since FILE with an older signed head"};
  if (!proof.entry.empty() && !number_of(proof.entry))
    return Error{ErrorCode::refused, fmt::format("there is no entry `{}`", proof.entry),
                 "entries are numbered from 0; `abide ledger show --deploy …` lists them"};
  return {};
}

/// What somebody named and that is not there, or cannot be read, is a mistake in the words.
Result<std::string> named_file(const std::string& path, std::size_t limit) {
  auto text = read_regular(path, limit);
  if (text) return text;
  return Error{ErrorCode::refused, text.error().message, text.error().help};
}

Result<ledger::Proof> prove(Session& session, const ProofWords& proof) {
  ABIDE_TRY(const auto first, ledger::PublicKey::parse(session.control->first_public_key()));
  ledger::Ledger& ledger = session.control->ledger();
  if (const auto seq = number_of(proof.entry)) return ledger::prove_entry(ledger, first, *seq);
  ABIDE_TRY(const std::string older, named_file(proof.since, ledger::most_note_bytes));
  return ledger::prove_growth(ledger, first, older);
}

/// A verdict as it is told.
struct Told {
  Json json;
  std::string text;
  int code = wrong;
};

Told told(const ledger::ProvenEntry& proven) {
  return {{{"sound", true},
           {"reason", ""},
           {"signed_entries", proven.size},
           {"entry", proven.seq},
           {"text", proven.text}},
          fmt::format("sound: entry {} of the {} that the key signed:\n{}\n", proven.seq,
                      proven.size, proven.text),
          done};
}

Told told(const ledger::ProvenGrowth& proven) {
  return {{{"sound", true},
           {"reason", ""},
           {"signed_entries", proven.size},
           {"older_entries", proven.before}},
          fmt::format("sound: the log of {} entries continues the one of {}, nothing changed or "
                      "gone\n",
                      proven.size, proven.before),
          done};
}

Told told(const ledger::Damaged& damage) {
  return {{{"sound", false}, {"reason", damage.reason}},
          fmt::format("BROKEN: {}\n", damage.reason),
          broken};
}

Told told(const ledger::CannotTell& why) {
  return {{{"sound", nullptr}, {"reason", why.reason}},
          fmt::format("cannot tell: {}\n", why.reason),
          wrong};
}

int tell_verdict(const Words& words, const ledger::ProofVerdict& verdict) {
  const Told all = std::visit([](const auto& one) { return told(one); }, verdict);
  say(words, all.json, all.text);
  return all.code;
}

Error needs(const char* what, const char* help) { return {ErrorCode::refused, what, help}; }

}  // namespace

int prove_ledger(const Desk& desk, const Words& words, const ProofWords& proof) {
  if (auto said = check_words(proof); !said) return desk.tell(said.error());
  Stop stop;
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  if (auto free = check_output(desk, *session, words.deploy, proof.into, Output::proof); !free)
    return desk.tell(free.error());
  const auto proven = prove(*session, proof);
  if (!proven) return desk.tell(proven.error());
  const std::string key = proven->key.text();
  if (proof.into.empty()) {
    say(words, {{"proof", proven->text}, {"public_key", key}}, proven->text);
    return done;
  }
  if (auto written = desk.files().write(proof.into, proven->text); !written)
    return desk.tell(written.error());
  const std::string since = proof.since.empty() ? "" : fmt::format(" --since {}", proof.since);
  say(words, {{"file", proof.into}, {"public_key", key}},
      fmt::format("`{0}` is checked with `abide ledger verify {0} --key KEY{1}` or an evidence "
                  "folder's `python3 verify.py --key KEY{1} {0}`; KEY is the key that signed its "
                  "head:\n{2}\n",
                  proof.into, since, key));
  return done;
}

int verify_proof(const Desk& desk, const Words& words, const std::string& file,
                 const std::string& key, const std::string& since) {
  const auto text = named_file(file, ledger::most_proof_bytes);
  if (!text) return desk.tell(text.error());
  if (key.empty())
    return desk.tell(needs("a single proof brings no key to go by",
                           "give --key, the public key of the ledger that was kept elsewhere"));
  switch (ledger::form_of(*text)) {
    case ledger::ProofForm::none:
      return tell_verdict(words, ledger::Damaged{"it is no proof of this form"});
    case ledger::ProofForm::entry:
      return since.empty() ? tell_verdict(words, ledger::verify_entry(*text, key))
                           : desk.tell(needs("--since is for a proof that the log grew",
                                             "this is a proof of one entry: leave --since out"));
    case ledger::ProofForm::growth:
      break;
  }
  if (since.empty())
    return desk.tell(needs("this proof is that a log grew from an older head",
                           "give --since FILE, the older head as it was signed"));
  const auto older = named_file(since, ledger::most_note_bytes);
  return older ? tell_verdict(words, ledger::verify_growth(*text, *older, key))
               : desk.tell(older.error());
}

}  // namespace abide::cli
