#include "cli/deep.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "cli/afterwards.hpp"
#include "cli/commands.hpp"
#include "cli/looked.hpp"
#include "cli/restored.hpp"
#include "cli/shown.hpp"
#include "engine/reread/deep_look.hpp"

namespace abide::cli {
namespace {

/// An erasure, and whom it was of.
struct Gone {
  RunId run;
  Instant since;
  reread::Erased person;
};

struct Everybody {
  std::vector<Gone> gone;
  std::vector<reread::NotLooked> not_known;  ///< whom the policy has no words for any more
};

Result<Everybody> everybody(const Session& session) {
  Everybody all;
  ABIDE_TRY(const auto sought, session.control->sought());
  for (const engine::ControlStore::Sought& one : sought) {
    ABIDE_TRY(const Json json, parse_json(one.text.reveal()));
    auto person = person_of(session.model, json.at("person"));
    if (!person) {
      all.not_known.push_back({one.run.value, person.error().message});
      continue;
    }
    all.gone.push_back({one.run, one.since, {json.at("who").get<std::string>(), *person}});
  }
  return all;
}

/// Who is nowhere, and for long enough that whatever was under way at their erasure has ended.
bool is_done_with(const Gone& gone, const reread::Look& look, Instant now) {
  constexpr std::chrono::hours again_after{24};
  return look.not_looked.empty() && now >= gone.since + again_after &&
         std::ranges::none_of(look.residue, [&](const reread::Residue& one) {
           return one.is_failure() && one.who == gone.person.who;
         });
}

/// @return how many are not looked for again
Result<std::size_t> write_down(const Desk& desk, const Session& session, const Words& words,
                               const Everybody& all, const reread::Look& look) {
  const Instant now = desk.clock().now();
  Json body = reread::to_json(look);
  body.erase("at");
  body["people"] = all.gone.size();
  body["runs"] = Json::array();
  std::size_t ended = 0;
  for (const Gone& gone : all.gone) {
    body["runs"].push_back(gone.run.value);
    if (!is_done_with(gone, look, now)) continue;
    ABIDE_CHECK(session.control->stop_seeking(gone.run));
    ++ended;
  }
  ABIDE_CHECK(session.control->note("reread", words.by, now, body));
  ABIDE_CHECK(session.control->forget_expired(Zone::utc().local_date(now)));
  ABIDE_TRY(const std::string note, session.control->checkpoint());
  return ended;
}

std::string people(std::size_t count) {
  return fmt::format("{} erased {}", count, count == 1 ? "person" : "people");
}

std::string text_of(const Everybody& all, const reread::Look& look) {
  if (all.gone.empty())
    return "Looked for accounts that were erased and are there again\n" + reread::to_text(look);
  return fmt::format("Looked for {} in every column of {} table{}\n{}", people(all.gone.size()),
                     look.tables, look.tables == 1 ? "" : "s", reread::to_text(look));
}

/// How far it is, on a terminal.
std::function<void(const reread::DeepProgress&)> progress_line() {
  if (isatty(STDERR_FILENO) == 0) return {};
  return [](const reread::DeepProgress& now) {
    const std::string line =
        now.tables_done == now.tables
            ? fmt::format("\r\x1b[K{} tables read, {} rows\n", now.tables, now.rows)
            : fmt::format("\r\x1b[Ktable {} of {}, {}.{}: {} rows so far", now.tables_done + 1,
                          now.tables, shown(now.store), shown(now.table), now.rows);
    static_cast<void>(std::fputs(line.c_str(), stderr));
  };
}

/// An account that was erased and is there again.
reread::Residue residue_of(const policy::Model& model, const Restored& one) {
  const policy::Table& table = model.at(model.home_of(one.subject));
  reread::Residue residue;
  residue.who = fmt::format("{} of {}", model.at(one.subject).name, one.run);
  residue.kind = one.certain ? reread::Residue::Kind::remains : reread::Residue::Kind::possible;
  residue.store = model.at(table.store).name;
  residue.table = table.name;
  residue.rows = 1;
  residue.reason = one.certain ? fmt::format(
                                     "erased at {} and there again; if a backup was put back, give "
                                     "`abide erase --again {}`",
                                     to_string(one.at), one.run)
                               : "the key of somebody who was erased, given again";
  return residue;
}

Result<reread::Look> look(Session& session, const Everybody& all) {
  ABIDE_TRY(const Facts facts, gather(session));
  const engine::Stores readers =
      open_stores(session.model, session.deployment, session.folder, Use::look);
  ABIDE_TRY(const std::vector<Restored> back, restored(session, readers));
  std::vector<reread::Erased> erased;
  for (const Gone& gone : all.gone) erased.push_back(gone.person);
  reread::Look look{"deep", session.at, 0, {}, {}, {}};
  if (!erased.empty()) {
    ABIDE_TRY(look,
              reread::look_deep(look_input(session, readers, facts), erased, progress_line()));
  }
  look.not_looked.insert(look.not_looked.end(), all.not_known.begin(), all.not_known.end());
  for (const Restored& one : back) {
    const bool sought =
        std::ranges::any_of(all.gone, [&](const Gone& gone) { return gone.run.value == one.run; });
    if (!sought) look.residue.push_back(residue_of(session.model, one));
  }
  return look;
}

}  // namespace

int look_deep(const Desk& desk, const Words& words, bool print_sql) {
  Stop stop;
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  const auto all = everybody(*session);
  if (!all) return desk.tell(all.error());
  const auto found = look(*session, *all);
  if (!found) return desk.tell(found.error());
  if (all->gone.empty() && found->residue.empty() && found->not_looked.empty()) {
    say(words, reread::to_json(*found),
        "nobody waits for the deep look, and nobody who was erased is there again\n");
    return done;
  }
  if (print_sql) {
    say(words, questions_of(*found), sql_of(*found));
    return found->is_clean() ? done : broken;
  }
  std::string ended;
  if (!words.by.empty()) {
    const auto written = write_down(desk, *session, words, *all, *found);
    if (!written) return desk.tell(written.error());
    ended = fmt::format(
        "Written into the ledger; what was kept to look for them is destroyed for "
        "{} of {}\n",
        *written, all->gone.size());
  }
  say(words, reread::to_json(*found), text_of(*all, *found) + ended);
  return found->is_clean() ? done : broken;
}

Result<std::string> waiting_for_deep_look(const Session& session, const std::string& deploy) {
  ABIDE_TRY(const auto sought, session.control->sought());
  if (sought.empty()) return std::string{};
  return fmt::format("{} wait{} for the deep look: `abide reread --deep --deploy {} --by …`",
                     people(sought.size()), sought.size() == 1 ? "s" : "", deploy);
}

}  // namespace abide::cli
