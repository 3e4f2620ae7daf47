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
#include "cli/own_data.hpp"
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
    auto person = person_of(session.model, json.value("person", Json::object()));
    if (!person) {
      all.not_known.push_back(
          {one.run.value,
           "the policy no longer declares what it was about; look with the policy "
           "that it was done under"});
      continue;
    }
    all.gone.push_back({one.run, one.since, {json.value("who", ""), *person}});
  }
  return all;
}

struct Found {
  reread::Look look;
  bool everywhere = true;  ///< nothing that people are looked for in was left out
};

/// Who is nowhere, and for long enough that whatever was under way at their erasure has ended.
bool is_done_with(const Gone& gone, const reread::Look& look, Instant now) {
  constexpr std::chrono::hours again_after{24};
  return now >= gone.since + again_after &&
         std::ranges::none_of(look.residue, [&](const reread::Residue& one) {
           return one.is_failure() && one.who == gone.person.who;
         });
}

/// @return how many are not looked for again
Result<std::size_t> write_down(const Desk& desk, const Session& session, const Words& words,
                               const Everybody& all, const Found& found) {
  const reread::Look& look = found.look;
  const Instant now = desk.clock().now();
  Json body = reread::to_json(look);
  body.erase("at");
  body["people"] = all.gone.size();
  body["runs"] = Json::array();
  std::size_t ended = 0;
  for (const Gone& gone : all.gone) {
    body["runs"].push_back(gone.run.value);
    if (!found.everywhere || !is_done_with(gone, look, now)) continue;
    ABIDE_CHECK(session.control->stop_seeking(gone.run));
    ++ended;
  }
  ABIDE_CHECK(session.control->note("reread", words.by, now, body));
  ABIDE_CHECK(end_what_is_sought(*session.control, now));
  ABIDE_CHECK(session.control->keep("last_deep_look", to_string(now)));
  ABIDE_TRY(const std::string note, session.control->checkpoint());
  return ended;
}

std::string people(std::size_t count) {
  return fmt::format("{} erased {}", count, count == 1 ? "person" : "people");
}

std::string text_of(const Everybody& all, const reread::Look& look) {
  if (all.gone.empty())
    return "Compared who is there with who was erased\n" + reread::to_text(look);
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
                                     "erased at {} and there again; whether a backup brought them "
                                     "back or they came by themselves, their row does not tell: if "
                                     "a backup was put back since, give `abide erase --again {} "
                                     "--from-backup`",
                                     to_string(one.at), one.run)
                               : "the key of somebody who was erased, given again or theirs anew";
  return residue;
}

Result<Found> look(Session& session, const Everybody& all) {
  ABIDE_TRY(const Facts facts, gather(session));
  const engine::Stores readers =
      open_stores(session.model, session.deployment, session.folder, Use::look);
  ABIDE_TRY(const Comparison back, restored(session, readers));
  std::vector<reread::Erased> erased;
  for (const Gone& gone : all.gone) erased.push_back(gone.person);
  Found found{{"deep", session.at, back.tables, {}, {}, {}}};
  if (!erased.empty()) {
    ABIDE_TRY(found.look,
              reread::look_deep(look_input(session, readers, facts), erased, progress_line()));
  }
  reread::Look& look = found.look;
  found.everywhere = look.not_looked.empty();
  look.not_looked.insert(look.not_looked.end(), all.not_known.begin(), all.not_known.end());
  look.not_looked.insert(look.not_looked.end(), back.not_looked.begin(), back.not_looked.end());
  for (const Restored& one : back.found) {
    const bool told = one.certain && std::ranges::any_of(all.gone, [&](const Gone& gone) {
                        return gone.run.value == one.run;
                      });
    if (!told) look.residue.push_back(residue_of(session.model, one));
  }
  return found;
}

}  // namespace

int look_deep(const Desk& desk, const Words& words, bool print_sql) {
  Stop stop;
  if (!words.at.empty())
    return desk.tell({ErrorCode::refused, "`--deep` and `--at` do not go together",
                      "the deep look is about now; nothing was done"});
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  const auto all = everybody(*session);
  if (!all) return desk.tell(all.error());
  const auto found = look(*session, *all);
  if (!found) return desk.tell(found.error());
  const int code = found->look.is_clean() ? done : broken;
  if (print_sql) {
    say(words, questions_of(found->look), sql_of(found->look));
    return code;
  }
  const bool nothing = all->gone.empty() && found->look.tables == 0 && code == done;
  const auto written = words.by.empty() || nothing
                           ? Result<std::size_t>{0}
                           : write_down(desk, *session, words, *all, *found);
  const std::string ended =
      words.by.empty() || nothing || !written
          ? ""
          : fmt::format(
                "Written into the ledger; what was kept to look for them is destroyed for "
                "{} of {}\n",
                *written, all->gone.size());
  say(words, reread::to_json(found->look),
      nothing
          ? "nobody waits for the deep look, and nobody was erased since the last backup ended\n"
          : text_of(*all, found->look) + ended);
  return written ? code : desk.tell(written.error());
}

Result<std::string> waiting_for_deep_look(const Session& session, const std::string& deploy) {
  ABIDE_TRY(const std::uint64_t count, session.control->sought_count());
  if (count == 0) return std::string{};
  return fmt::format("{} wait{} for the deep look: `abide reread --deep --deploy {} --by …`",
                     people(count), count == 1 ? "s" : "", deploy);
}

}  // namespace abide::cli
