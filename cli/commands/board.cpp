// abide board: how things stand, and how it went.
#include "reports/board.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/outputs.hpp"

namespace abide::cli {
namespace {

struct BoardWords : Words {
  std::string since;
  std::string page;
};

/// The snapshots that are asked for: of `--since` on, else the newest alone.
Result<std::vector<engine::Snapshot>> course_of(const Session& session, const BoardWords& words) {
  if (words.since.empty() && words.page.empty()) {
    ABIDE_TRY(auto newest, session.control->newest_snapshot());
    return newest ? std::vector{*std::move(newest)} : std::vector<engine::Snapshot>{};
  }
  const auto since = words.since.empty() ? Instant{} : parse_instant(words.since);
  if (!since)
    return Error{ErrorCode::refused, fmt::format("`{}` is not a date or a moment", words.since),
                 "write 2026-11-25 or 2026-11-25T03:00:00Z"};
  return session.control->snapshots(*since);
}

std::string title_of(const Session& session) {
  return session.model.title.empty() ? session.model.name : session.model.title;
}

Json json_of(const Session& session, const std::vector<engine::Snapshot>& course) {
  Json list = Json::array();
  for (const engine::Snapshot& one : course) list.push_back(reports::to_json(one));
  return {{"policy", session.model.name},
          {"deployment", session.deployment.name},
          {"snapshots", std::move(list)}};
}

int act(const Desk& desk, const BoardWords& words) {
  Stop stop;
  const auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  auto checked = check_output(desk, *session, words.deploy, words.page, Output::board);
  if (!checked) return desk.tell(checked.error());
  const auto course = course_of(*session, words);
  if (!course) return desk.tell(course.error());
  if (course->empty()) {
    return desk.tell({ErrorCode::not_found,
                      words.since.empty() ? "no sweep has run yet"
                                          : fmt::format("no sweep has run since {}", words.since),
                      "`abide sweep` takes a snapshot each time; a dry run takes none"});
  }
  if (!words.page.empty()) {
    auto written = desk.files().write(words.page, reports::board_page(title_of(*session), *course));
    if (!written) return desk.tell(not_written(words.page, written.error()));
  }
  say(words, json_of(*session, *course),
      reports::board_text(title_of(*session), course->back()) +
          (words.since.empty() ? "" : reports::course_text(*course)));
  return done;
}

}  // namespace

void add_board(const Verb& program, const Desk& desk) {
  const Verb verb = program.add("board", "show how things stood after the last sweep")
                        .footer("Example: abide board --deploy demo.deploy --since 2026-11-01");
  auto words = std::make_shared<BoardWords>();
  add_deployment(verb, *words);
  verb.take("--since", words->since, "how it went since this day, sweep by sweep");
  verb.take("--page", words->page,
            "write it as a page with pictures; of all that is kept, without --since");
  verb.act([&desk, words] { return act(desk, *words); });
}

}  // namespace abide::cli
