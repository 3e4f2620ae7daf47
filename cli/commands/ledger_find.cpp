// abide ledger find: the entries about one person, by whatever identifies or identified them.
#include "cli/ledger_find.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "cli/persons.hpp"
#include "engine/identity/identity.hpp"
#include "engine/ledger/entries.hpp"

namespace abide::cli {
namespace {

using ledger::each_entry;
using ledger::text_of;

/// Members that name what an entry begins; later entries name it again.
constexpr std::array names{"run", "request", "hold", "event"};

/// The reference within `customer 0123456789abcdef, …`.
std::string reference_in(const std::string& subject) {
  const auto blank = subject.find(' ');
  return blank == std::string::npos ? "" : subject.substr(blank + 1, 16);
}

/// References of those whose identifiers these were: two runs are never under way together, so the
/// moment at which one was noted lies in one erasure alone.
Result<std::set<std::string>> references_of(
    Session& session, const std::vector<engine::ControlStore::Erased>& erased) {
  struct Erasure {
    std::string reference;
    std::string begun;
  };
  std::map<std::string, Erasure> under_way;
  std::set<std::string> found;
  ABIDE_CHECK(each_entry(session.control->ledger(), [&](const Json& entry) {
    const std::string run = text_of(entry, "run");
    const std::string kind = text_of(entry, "kind");
    if (kind == "run_started" && text_of(entry, "what") == "erase") {
      under_way[run] = {reference_in(text_of(entry, "subject")), text_of(entry, "at")};
    } else if (kind == "run_finished" && under_way.contains(run)) {
      const Erasure& erasure = under_way[run];
      for (const auto& one : erased) {
        const std::string at = to_string(one.at);
        if (erasure.begun <= at && at <= text_of(entry, "at")) found.insert(erasure.reference);
      }
    }
  }));
  found.erase("");
  return found;
}

/// Everybody who has the value, or had it.
Result<std::set<std::string>> references(Session& session, const Named& whom) {
  ABIDE_TRY(const auto erased, erased_with(session, whom.subject, whom.value.reveal()));
  std::set<std::string> all;
  if (!erased.empty()) {
    ABIDE_TRY(all, references_of(session, erased));
  }
  ABIDE_TRY(const auto keys,
            engine::find_subjects(session.model, session.stores, whom.subject, whom.value));
  for (const Value& key : keys) {
    ABIDE_TRY(std::string reference, session.control->reference(session.model, whom.subject, key));
    all.insert(std::move(reference));
  }
  return all;
}

/// Entries that hold one of the references, and those of what such entries began.
Result<std::vector<Json>> entries_about(Session& session, const std::set<std::string>& references) {
  std::vector<Json> about;
  std::set<std::string> begun;
  ABIDE_CHECK(each_entry(session.control->ledger(), [&](const Json& entry) {
    bool theirs = false;
    for (const char* name : names) theirs = theirs || begun.contains(text_of(entry, name));
    const std::string subject = text_of(entry, "subject");
    const std::string what = text_of(entry, "what");
    for (const std::string& one : references)
      theirs = theirs || subject.find(one) != std::string::npos || what.ends_with(" " + one);
    if (!theirs) return;
    for (const char* name : names)
      if (const std::string named = text_of(entry, name); !named.empty()) begun.insert(named);
    about.push_back(entry);
  }));
  return about;
}

std::string line_of(const Json& entry) {
  std::string kind = text_of(entry, "kind");
  std::ranges::replace(kind, '_', ' ');
  std::string of;
  for (const char* name : names)
    if (const std::string named = text_of(entry, name); !named.empty()) of += " " + named;
  return fmt::format("{:>6}  {}  {}{}, by {}\n", entry.value("seq", std::uint64_t{}),
                     text_of(entry, "at"), kind, of, text_of(entry, "by"));
}

Result<std::vector<Json>> found(Session& session, const Named& whom) {
  ABIDE_TRY(const auto whose, references(session, whom));
  if (whose.empty()) return engine::nobody_has_it(session.model, whom.subject);
  return entries_about(session, whose);
}

}  // namespace

int find_in_ledger(const Desk& desk, const Words& words) {
  Stop stop;
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  const auto whom = desk.whom(*session, words, stop);
  if (!whom) return stop.code;
  const auto about = found(*session, *whom);
  if (!about) return desk.tell(about.error());
  std::string text;
  for (const Json& entry : *about) text += line_of(entry);
  say(words, Json(*about),
      text.empty() ? "the ledger has no entry about this person\n"
                   : text + "`abide ledger prove --entry NUMBER` gives one of them away\n");
  desk.note("what sweeps removed, and holds on rows, are in the ledger without saying whose");
  return done;
}

}  // namespace abide::cli
