// abide ledger find: the entries about one person, by whatever identifies or identified them.
#include "cli/ledger_find.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
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

/// Members that name what an entry begins; other entries name it again. A plan may be approved or
/// held before its run begins.
constexpr std::array names{"run", "request", "hold", "event", "plan"};

/// What a person goes by in the ledger: references, and runs that erased a value.
struct Traces {
  std::set<std::string> references;
  std::set<std::string> runs;
  std::set<std::string> plans;  ///< of those runs
};

/// References within `customer 0123456789abcdef and …, address alone`.
std::vector<std::string> references_in(const std::string& subject) {
  constexpr std::size_t digits = 16;
  std::vector<std::string> all;
  std::string word;
  for (const char c : subject + " ") {
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')) {
      word += c;
    } else {
      if (word.size() == digits) all.push_back(word);
      word.clear();
    }
  }
  return all;
}

/// Of whoever has the value now, and of whoever was known by it as their own key.
Result<std::set<std::string>> references_by_key(Session& session, const Named& whom) {
  std::set<std::string> all;
  const std::string& text = whom.value.reveal();
  ABIDE_TRY(auto keys,
            engine::find_subjects(session.model, session.stores, whom.subject, whom.value));
  keys.emplace_back(text);
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec == std::errc{} && read.ptr == text.data() + text.size()) keys.emplace_back(number);
  for (const Value& key : keys) {
    ABIDE_TRY(const auto known, session.control->known_reference(session.model, whom.subject, key));
    if (known) all.insert(*known);
  }
  return all;
}

/// Adds who else a run was about that erased the value, and the plans of such runs.
Result<void> follow_runs(Session& session, Traces& traces) {
  return each_entry(session.control->ledger(), [&](const Json& entry) {
    if (text_of(entry, "kind") != "run_started") return;
    const auto whose = references_in(text_of(entry, "subject"));
    const bool erased_it = traces.runs.contains(text_of(entry, "run"));
    const bool theirs = std::ranges::any_of(
        whose, [&](const std::string& one) { return traces.references.contains(one); });
    if (erased_it) traces.references.insert(whose.begin(), whose.end());
    if (erased_it || theirs) traces.plans.insert(text_of(entry, "plan"));
  });
}

/// Whether anybody has the value, or had it.
Result<bool> is_anybody(Session& session, const Named& whom, const Traces& traces) {
  if (!traces.references.empty() || !traces.runs.empty()) return true;
  ABIDE_TRY(const auto keys,
            engine::find_subjects(session.model, session.stores, whom.subject, whom.value));
  return !keys.empty();
}

Result<Traces> traces_of(Session& session, const Named& whom) {
  Traces traces;
  ABIDE_TRY(traces.references, references_by_key(session, whom));
  ABIDE_TRY(const auto erased, erased_with(session, whom.subject, whom.value.reveal()));
  for (const auto& one : erased)
    if (!one.run.empty()) traces.runs.insert(one.run);
  ABIDE_TRY(const bool anybody, is_anybody(session, whom, traces));
  if (!anybody) {
    Error nobody = engine::nobody_has_it(session.model, whom.subject);
    nobody.help =
        "look for the value's spelling in the store; of those whom a sweep took, the ledger is "
        "asked by their own key, and of the erased, until the digests of their identifiers end; "
        "nothing was done";
    return nobody;
  }
  ABIDE_CHECK(follow_runs(session, traces));
  return traces;
}

/// An entry, and whose it is.
struct About {
  Json entry;
  std::string reference;
};

/// Entries that hold one of the references, and those of what such entries began.
Result<std::vector<About>> entries_about(Session& session, const Traces& traces) {
  std::vector<About> about;
  std::map<std::string, std::string> begun;  ///< what, and whose
  for (const std::string& plan : traces.plans) begun.emplace(plan, "");
  ABIDE_CHECK(each_entry(session.control->ledger(), [&](const Json& entry) {
    bool theirs = false;
    std::string whose;
    for (const char* name : names) {
      const auto known = begun.find(text_of(entry, name));
      if (known == begun.end()) continue;
      theirs = true;
      whose = known->second;
    }
    auto named = references_in(text_of(entry, "subject"));
    const auto more = references_in(text_of(entry, "what"));
    named.insert(named.end(), more.begin(), more.end());
    for (const std::string& one : named) {
      if (!traces.references.contains(one)) continue;
      theirs = true;
      whose = one;
    }
    if (!theirs) return;
    for (const char* name : names)
      if (const std::string begins = text_of(entry, name); !begins.empty()) begun[begins] = whose;
    about.push_back({entry, whose});
  }));
  return about;
}

std::string line_of(const About& one, bool several) {
  const Json& entry = one.entry;
  std::string kind = text_of(entry, "kind");
  std::ranges::replace(kind, '_', ' ');
  std::string of;
  for (const char* name : names) {
    const std::string named = text_of(entry, name);
    if (!named.empty())
      of += " " + (std::string_view{name} == "plan" ? named.substr(0, 16) : named);
  }
  return fmt::format("{:>6}  {}  {}{}{}, by {}\n", entry.value("seq", std::uint64_t{}),
                     text_of(entry, "at"), kind, of,
                     several && !one.reference.empty() ? fmt::format(", of {}", one.reference) : "",
                     text_of(entry, "by"));
}

int tell(const Desk& desk, const Words& words, const std::vector<About>& about) {
  std::set<std::string> people;
  Json list = Json::array();
  for (const About& one : about) {
    list.push_back(one.entry);
    if (!one.reference.empty()) people.insert(one.reference);
  }
  std::string text;
  for (const About& one : about) text += line_of(one, people.size() > 1);
  say(words, list,
      text.empty() ? "the ledger has no entry about this person\n"
                   : text + "`abide ledger prove --entry NUMBER` gives one of them away\n");
  if (people.size() > 1)
    desk.note(
        fmt::format("the value leads to {} accounts, which may be different people: give "
                    "away nothing before it is clear whose it is",
                    people.size()));
  desk.note("what sweeps removed, and holds on rows, are in the ledger without saying whose");
  return done;
}

}  // namespace

int find_in_ledger(const Desk& desk, const Words& words) {
  Stop stop;
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  const auto whom = desk.whom(*session, words, stop);
  if (!whom) return stop.code;
  const auto traces = traces_of(*session, *whom);
  if (!traces) return desk.tell(traces.error());
  const auto about = entries_about(*session, *traces);
  return about ? tell(desk, words, *about) : desk.tell(about.error());
}

}  // namespace abide::cli
