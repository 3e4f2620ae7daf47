// abide ledger: begin it, read it, verify it, give it away, change its key.
#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/regular_file.hpp"
#include "cli/commands.hpp"
#include "cli/ledger_export.hpp"
#include "cli/ledger_find.hpp"
#include "cli/ledger_proofs.hpp"
#include "cli/shown.hpp"
#include "engine/ledger/entries.hpp"
#include "engine/ledger/format.hpp"
#include "engine/ledger/verify/verify.hpp"
#include "reports/evidence/entry_words.hpp"

namespace abide::cli {
namespace {

struct LedgerWords : Words {
  std::string origin;
  std::string key;     ///< as `ledger init` printed it, kept elsewhere since
  std::string folder;  ///< of exported evidence, or the file of a proof
  ProofWords proof;
};

int init(const Desk& desk, const LedgerWords& words) {
  Stop stop;
  auto session = desk.open(words, Desk::Control::none, stop);
  if (!session) return stop.code;
  const auto paths = desk.paths(*session);
  for (const std::string& anchor : paths.anchors) {
    if (auto made = desk.files().make_folder(anchor); !made) return desk.tell(made.error());
  }
  const std::string origin =
      words.origin.empty() ? fmt::format("{}/{}", session->model.name, session->deployment.name)
                           : words.origin;
  auto made =
      engine::ControlStore::create(paths, origin, words.by, desk.clock().now(), desk.files());
  if (!made) return desk.tell(made.error());
  auto note = (*made)->checkpoint();
  if (!note) return desk.tell(note.error());
  say(words, {{"ledger", origin}, {"public_key", (*made)->first_public_key()}},
      fmt::format("ledger `{}` begun; its public key, to be kept elsewhere:\n{}\n", origin,
                  (*made)->first_public_key()));
  return done;
}

/// One entry on a line: its number, when, of which kind, what it tells, and who asked.
std::string line_of(const Json& entry) {
  const std::string at = ledger::text_of(entry, "at");
  return shown(fmt::format(
             "{:>6}  {:.10} {:.5}  {:<16}  {}, by {}", entry.value("seq", std::uint64_t{}), at,
             at.size() > 11 ? std::string_view{at}.substr(11) : "", ledger::text_of(entry, "kind"),
             reports::words_of_entry(entry), ledger::text_of(entry, "by"))) +
         "\n";
}

/// The entries as they stand, byte by byte but for control characters.
Result<void> print_whole(ledger::Ledger& ledger) {
  const char* before = "[";
  ABIDE_CHECK(ledger.read(0, [&](std::uint64_t, std::string_view entry) -> Result<void> {
    fmt::print("{}{}", before, shown_json(std::string{entry}));
    before = ",\n";
    return {};
  }));
  fmt::print("]\n");
  return {};
}

int show(const Desk& desk, const LedgerWords& words) {
  Stop stop;
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  ledger::Ledger& ledger = session->control->ledger();
  const auto printed =
      words.json()
          ? print_whole(ledger)
          : ledger::each_entry(ledger, [](const Json& entry) { fmt::print("{}", line_of(entry)); });
  return printed ? done : desk.tell(printed.error());
}

/// What a run that was cut off leaves, or somebody who can write to the file and has no key.
std::string unsigned_words(std::uint64_t entries) {
  return entries == 0
             ? ""
             : fmt::format(
                   "the last {} entr{} nobody's signature yet: a run that was cut off leaves such, "
                   "and the next run's checkpoint signs them; if there was none, ask who wrote "
                   "them\n",
                   entries, entries == 1 ? "y carries" : "ies carry");
}

int no_key(const Desk& desk) {
  return desk.tell({ErrorCode::refused, "what `--key` was given is not a key",
                    "give the line that `ledger init` printed, `NAME+HASH+KEY`; nothing was "
                    "looked at"});
}

int needs_growth(const Desk& desk) {
  return desk.tell({ErrorCode::refused, "--since is for the file of a proof that the log grew",
                    "leave it out, or name that file; nothing was looked at"});
}

/// What both kinds of ledger have.
Json json_of(const ledger::Verdict& verdict, const std::string& key, const char* key_from) {
  Json json = {{"sound", verdict.ok},
               {"entries", verdict.entries},
               {"checkpoints", verdict.checkpoints},
               {"rotations", verdict.rotations},
               {"reason", verdict.reason},
               {"key", key},
               {"key_from", key_from},
               {"bad_entry", nullptr}};
  if (verdict.bad_seq) json["bad_entry"] = *verdict.bad_seq;
  return json;
}

std::string place_of(const ledger::Verdict& verdict) {
  return verdict.bad_seq ? fmt::format(" at entry {}", *verdict.bad_seq) : "";
}

/// An exported folder, by its own key where none is given.
int verify_exported(const Desk& desk, const LedgerWords& words) {
  std::string key = words.key;
  if (key.empty()) {
    const auto own = read_regular(words.folder + "/key.txt", ledger::most_note_bytes);
    if (!own)
      return desk.tell({ErrorCode::refused, "there is no key to go by: " + own.error().message,
                        "give --key, the line that `ledger init` printed"});
    key = own->substr(0, own->find('\n'));
  }
  if (!ledger::is_key(key)) return no_key(desk);
  const ledger::Verdict verdict = ledger::verify_folder(words.folder, key);
  Json json = json_of(verdict, key, words.key.empty() ? "the folder" : "the command line");
  json["files"] = verdict.files;
  if (verdict.unread) json["sound"] = nullptr;
  const std::string damage = verdict.unread ? "cannot tell" : "BROKEN" + place_of(verdict);
  say(words, json,
      verdict.ok
          ? fmt::format(
                "sound: {} entries, {} signed checkpoints, {} key changes, {} files; by {}\n",
                verdict.entries, verdict.checkpoints, verdict.rotations, verdict.files,
                words.key.empty()
                    ? "the key in the folder. Is it the one kept elsewhere since `ledger "
                      "init`? `--key` compares:\n" +
                          key
                    : "the key given")
          : fmt::format("{}: {}\n", damage, verdict.reason));
  return verdict.ok ? done : verdict.unread ? wrong : broken;
}

/// A folder or a file that was given, for which no deployment is needed.
int verify_given(const Desk& desk, const LedgerWords& words) {
  if (!words.deploy.empty() || !words.policy.empty())
    return desk.tell({ErrorCode::refused, "it is said twice what to verify",
                      "give --deploy FILE, or a folder or the file of a proof, one of them"});
  if (!words.key.empty() && !ledger::is_key(words.key)) return no_key(desk);
  std::error_code failed;
  if (!std::filesystem::is_directory(words.folder, failed))
    return verify_proof(desk, words, words.folder, words.key, words.proof.since);
  return words.proof.since.empty() ? verify_exported(desk, words) : needs_growth(desk);
}

int verify(const Desk& desk, const LedgerWords& words) {
  if (!words.folder.empty()) return verify_given(desk, words);
  if (words.deploy.empty())
    return desk.tell({ErrorCode::refused, "it is not said what to verify",
                      "give --deploy FILE, the folder that `ledger export` wrote, or the file of "
                      "`ledger prove`"});
  if (!words.proof.since.empty()) return needs_growth(desk);
  Stop stop;
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  auto anchors = session->control->anchored();
  if (!anchors) return desk.tell(anchors.error());
  const std::string own = session->control->first_public_key();
  const std::string key = words.key.empty() ? own : words.key;
  const std::string path = desk.paths(*session).control;
  session->control.reset();
  if (!ledger::is_key(key)) return no_key(desk);
  const ledger::Verdict verdict = ledger::verify_ledger(path, key, *anchors);
  Json json = json_of(verdict, key, words.key.empty() ? "the control store" : "the command line");
  json["anchored"] = anchors->size();
  json["unsigned"] = verdict.uncovered;
  const std::string by =
      words.key.empty()
          ? fmt::format(
                "by the key in its own control store. Is it the one kept elsewhere since "
                "`ledger init`? `--key` compares:\n{}\n",
                own)
          : "by the key given\n";
  say(words, json,
      verdict.ok
          ? fmt::format("sound: {} entries, {} signed checkpoints, {} of them kept outside, {} key "
                        "changes; {}{}",
                        verdict.entries, verdict.checkpoints, anchors->size(), verdict.rotations,
                        by, unsigned_words(verdict.uncovered))
          : fmt::format("BROKEN{}: {}\n  to do: change nothing more, keep this file as it is, and "
                        "go by the newest "
                        "copy that is sound; `docs/operations.md`, when something is wrong\n",
                        place_of(verdict),
                        words.key.empty() || words.key == own
                            ? verdict.reason
                            : verdict.reason + "; the key given is not the one that this ledger "
                                               "says it began with: either it is another "
                                               "installation's, or the ledger was made anew"));
  return verdict.ok ? done : broken;
}

int rotate(const Desk& desk, const LedgerWords& words) {
  Stop stop;
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  auto rotated = session->control->rotate_key(words.by, desk.clock().now());
  if (!rotated) return desk.tell(rotated.error());
  say(words, {{"public_key", session->control->public_key()}},
      fmt::format("the key in force is now:\n{}\n", session->control->public_key()));
  return done;
}

/// Entries from a clock that ran ahead would keep every run from starting until that day has come.
int clock_is_right(const Desk& desk, const LedgerWords& words) {
  Stop stop;
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  const Instant now = desk.clock().now();
  const auto last = session->control->last_entry_at();
  if (!last) return desk.tell(last.error());
  if (!*last || **last <= now) {
    return desk.tell({ErrorCode::refused, "no entry of the ledger is later than the clock",
                      "there is nothing to put right; nothing was done"});
  }
  auto noted =
      session->control->note("clock_corrected", words.by, now, {{"last_entry", to_string(**last)}});
  const auto night = session->control->kept("last_night");
  if (noted && night && parse_instant(*night).value_or(now) > now)
    noted = session->control->keep("last_night", to_string(now));
  if (noted) noted = session->control->commit();
  if (!noted) return desk.tell(noted.error());
  auto head = session->control->checkpoint();
  if (!head) return desk.tell(head.error());
  say(words, {{"now", to_string(now)}, {"last_entry", to_string(**last)}, {"by", words.by}},
      fmt::format("{} says that it is {} now; the last entry is dated {}, by a clock that was "
                  "wrong, and stays as it is\n",
                  words.by, to_string(now), to_string(**last)));
  return done;
}

}  // namespace

void add_ledger(const Verb& program, const Desk& desk) {
  const Verb verb = program.add("ledger", "the log of evidence")
                        .need_another()
                        .footer("Example: abide ledger verify --deploy demo.deploy");
  auto words = std::make_shared<LedgerWords>();
  const auto add = [&](const char* name, const char* help,
                       int (*act)(const Desk&, const LedgerWords&), bool named) {
    const Verb one = verb.add(name, help)
                         .footer(fmt::format("Example: abide ledger {} --deploy demo.deploy{}",
                                             name, named ? " --by \"Data protection lead\"" : ""));
    add_deployment(one, *words);
    if (named) add_by(one, *words, "who asks").require();
    one.act([&desk, words, act] { return act(desk, *words); });
    return one;
  };
  add("init", "begin control store, ledger and keys", init, true)
      .take("--origin", words->origin, "the ledger's public name");
  add("show", "print every entry, a line each; whole with --format json", show, false);
  const Verb check = verb.add("verify", "whether it is what was signed")
                         .footer(
                             "Example: abide ledger verify --deploy demo.deploy\n         abide "
                             "ledger verify evidence --key KEY");
  check.take("FOLDER", words->folder,
             "a folder that `ledger export` wrote, or the file of a proof; then no deployment is "
             "needed");
  check.take("--deploy", words->deploy, "the deployment (*.deploy)");
  check.take("--policy", words->policy,
             "the policy; else the only *.policy file beside the deployment");
  check.take("--format", words->format, "text or json").allow({"text", "json"});
  check.take("--key", words->key,
             "the public key that `ledger init` printed, kept elsewhere since");
  check.take("--since", words->proof.since, "the older signed head of a proof that the log grew");
  check.act([&desk, words] { return verify(desk, *words); });
  Verb give = add(
      "export", "the evidence as a folder for a stranger",
      [](const Desk& at, const LedgerWords& said) { return export_ledger(at, said, said.folder); },
      true);
  give.take("--into", words->folder, "the folder; must be empty or not there").require();
  give.footer(
      "Example: abide ledger export --deploy demo.deploy --into evidence --by \"Data protection "
      "lead\"");
  Verb find = add(
      "find", "the entries about one person",
      [](const Desk& at, const LedgerWords& said) { return find_in_ledger(at, said); }, false);
  add_person(find, *words);
  find.footer("Example: abide ledger find --deploy demo.deploy --for 1042");
  Verb prove = add(
      "prove", "one entry, or that the log grew, as a file for a stranger",
      [](const Desk& at, const LedgerWords& said) { return prove_ledger(at, said, said.proof); },
      false);
  prove.take("--entry", words->proof.entry, "the entry's number, from 0");
  prove.take("--since", words->proof.since,
             "an older signed head: proves that the log only grew from it");
  prove.take("--into", words->proof.into, "the file; else it is printed");
  prove.footer("Example: abide ledger prove --deploy demo.deploy --entry 7 --into 7.tlog-proof");
  add("rotate-key", "replace the signing key", rotate, true);
  add("clock", "say that the clock is right, after entries were made by one that was ahead",
      clock_is_right, true);
}

}  // namespace abide::cli
