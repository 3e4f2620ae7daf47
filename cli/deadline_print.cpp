// Nothing is counted here.
#include "cli/deadline_print.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/deadline/json.hpp"
#include "engine/deadline/words.hpp"

namespace abide::cli {
namespace {

using namespace deadline;  // NOLINT(google-build-using-namespace): the whole file speaks of it

std::string day_words(const Moment& moment) {
  const Date* const day = std::get_if<Date>(&moment);
  return day != nullptr ? long_day(*day) : to_string(moment);
}

/// Where the date comes from a promise and not from the law.
bool is_promised(const Answer& answer) {
  return answer.promise_due && answer.due && std::holds_alternative<Date>(*answer.due) &&
         *answer.promise_due < std::get<Date>(*answer.due);
}

std::string headline(const Kind& kind, const Answer& answer) {
  if (!answer.respond_by) return fmt::format("No last day: {}.\n", answer.why);
  std::string text = fmt::format("{} by {}", kind.act, day_words(*answer.respond_by));
  text.front() = static_cast<char>(text.front() - 'a' + 'A');
  if (is_promised(answer)) {
    text += fmt::format(", as the controller itself promises; the law's last day is {}",
                        day_words(*answer.due));
  }
  text += fmt::format(".\nThe time is over at {}.\n", abide::to_string(*answer.over_at));
  if (!answer.why.empty()) text += fmt::format("Mind: {}.\n", answer.why);
  return text;
}

std::string authority_text(const Authority& authority) {
  std::string text = fmt::format("     {}: {}", standing_words(authority), authority.cite);
  if (authority.evidence == Evidence::second_hand) text += " (read second-hand)";
  if (!authority.note.empty()) text += "; " + authority.note;
  return text + fmt::format(" [{}]\n", authority.file);
}

std::string working_text(const Answer& answer) {
  std::string text;
  std::size_t number = 0;
  for (const Step& step : answer.working) {
    text += fmt::format("  {}. {}.\n", ++number, step.says);
    for (const Authority& authority : step.by) text += authority_text(authority);
  }
  return text;
}

std::string row_text(const Reckoned& row) {
  const Answer& answer = row.answer;
  std::string text = fmt::format("{}  {}  received {}  {}", row.asked.id, row.asked.matter.kind,
                                 to_string(row.asked.matter.received), to_string(answer.status));
  if (answer.due) text += fmt::format("  due {}", to_string(*answer.due));
  if (answer.respond_by) text += fmt::format("  respond by {}", to_string(*answer.respond_by));
  return text + (row.is_refused() ? fmt::format("  ({})\n", answer.why) : "\n");
}

std::string or_blank(const std::string& value) { return value.empty() ? "nothing" : value; }

std::string differences_text(const Reckoned& row) {
  std::string text;
  for (const Difference& one : row.differences) {
    text += fmt::format("! {} (line {}): {} is {}, expected {}\n", row.asked.id, row.asked.line,
                        one.column, or_blank(one.computed), or_blank(one.expected));
  }
  return text;
}

struct Tally {
  std::size_t dated = 0;
  std::size_t compared = 0;
  std::size_t differing = 0;
  std::size_t refused = 0;
};
Tally tally_of(const std::vector<Reckoned>& rows) {
  Tally tally;
  for (const Reckoned& row : rows) {
    tally.dated += row.answer.due ? 1 : 0;
    tally.compared += row.asked.expected.empty() ? 0 : 1;
    tally.differing += row.differences.empty() ? 0 : 1;
    tally.refused += row.is_refused() ? 1 : 0;
  }
  return tally;
}

}  // namespace

bool Reckoned::is_refused() const {
  return is_rejected(answer.status) && asked.expected.count("expect") == 0;
}

std::string answer_text(const Matter& matter, const Kind& kind, const Answer& answer) {
  std::string text = fmt::format("{}, received {}, under {}\n", kind.title,
                                 to_string(matter.received), matter.regime);
  text.front() = static_cast<char>(text.front() - 'a' + 'A');
  text += headline(kind, answer);
  if (answer.extension_notice_by && !matter.extension_notice) {
    text += fmt::format("An extension, where the law allows one, can be told until {}.\n",
                        long_day(*answer.extension_notice_by));
  }
  return text + "Working (tables in policy/regimes; not legal advice):\n" + working_text(answer);
}

Json answer_json(const Matter& matter, const Answer& answer) {
  Json json = json_of(answer);
  json["kind"] = matter.kind;
  json["regime"] = matter.regime;
  json["jurisdiction"] = matter.jurisdiction;
  json["received"] = to_string(matter.received);
  return json;
}

std::string table_text(const std::vector<Reckoned>& rows) {
  std::string text;
  for (const Reckoned& row : rows) text += row_text(row);
  for (const Reckoned& row : rows) text += differences_text(row);
  const Tally tally = tally_of(rows);
  text += fmt::format("{} rows, {} with a last day", rows.size(), tally.dated);
  if (tally.refused != 0) text += fmt::format(", {} that cannot be counted", tally.refused);
  if (tally.compared == 0) return text + "; nothing was expected, so nothing was compared.\n";
  return text + fmt::format("; {} compared, {}.\n", tally.compared,
                            tally.differing == 0
                                ? "all as expected"
                                : fmt::format("{} not as expected", tally.differing));
}

Json table_json(const std::vector<Reckoned>& rows) {
  const Tally tally = tally_of(rows);
  Json list = Json::array();
  for (const Reckoned& row : rows) {
    Json json = answer_json(row.asked.matter, row.answer);
    json["id"] = row.asked.id;
    json["line"] = row.asked.line;
    json["compared"] = !row.asked.expected.empty();
    json["differences"] = Json::array();
    for (const Difference& one : row.differences) {
      json["differences"].push_back(
          {{"column", one.column}, {"expected", one.expected}, {"computed", one.computed}});
    }
    list.push_back(std::move(json));
  }
  return {{"rows", list},
          {"with_a_last_day", tally.dated},
          {"compared", tally.compared},
          {"differing", tally.differing},
          {"uncountable", tally.refused}};
}

}  // namespace abide::cli
