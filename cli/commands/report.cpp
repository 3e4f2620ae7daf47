// abide report: what the policy says, for the public, for the schedule, for the register and as a
// map. No evidence is read.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/graphviz.hpp"
#include "cli/papers.hpp"
#include "reports/model/map.hpp"
#include "reports/model/notice.hpp"
#include "reports/model/register.hpp"
#include "reports/model/schedule.hpp"
#include "reports/record/write.hpp"

namespace abide::cli {
namespace {

namespace notice = reports::notice;
namespace data_map = reports::data_map;
using reports::Ground;

struct ReportWords : Words {
  std::string out;
};

/// What is missing, a line each, for whoever answers for the notice.
std::string lacks_text(const notice::Notice& made) {
  const auto must = std::ranges::count(made.lacks, false, &notice::Lack::if_any);
  std::string text =
      fmt::format("{} asked of a notice and not said by the policy; it stands in no public text:\n",
                  must == 1 ? "One thing is" : fmt::format("{} things are", must));
  for (const bool if_any : {false, true}) {
    if (if_any && must < static_cast<std::ptrdiff_t>(made.lacks.size()))
      text += "Only if there is such a thing:\n";
    for (const notice::Lack& one : made.lacks)
      if (one.if_any == if_any)
        text += fmt::format("  ! {}\n      {}{}{}\n", one.what, one.asked,
                            one.asked.empty() ? "" : "\n      ", one.remedy);
  }
  if (!made.open.empty()) text += "To be confirmed or decided before it is published:\n";
  for (const notice::Open& one : made.open) text += fmt::format("  ? {} ({})\n", one.what, one.who);
  return text;
}

Result<std::string> as_csv(const reports::record::RecordTable& table) {
  return reports::record::csv_of(table);
}

/// The same as objects, a row each.
Result<std::string> as_json(const reports::record::RecordTable& table) {
  Json rows = Json::array();
  for (const auto& row : table.rows) {
    Json one = Json::object();
    for (std::size_t i = 0; i < row.size(); ++i) one[table.columns[i].name] = row[i];
    rows.push_back(std::move(one));
  }
  return Json{{table.name, std::move(rows)}}.dump(2) + "\n";
}

int public_notice(const Desk& desk, const ReportWords& words, const Ground& ground) {
  const notice::Notice made = notice::notice_of(ground);
  const std::string lacks = lacks_text(made);
  const int code =
      hand_out(desk, words.format, words.out,
               {{"html", "notice.html",
                 [&]() -> Result<std::string> { return reports::html_of(made.document); }},
                {"md", "notice.md",
                 [&]() -> Result<std::string> { return reports::markdown_of(made.document); }},
                {"json", "notice.json",
                 [&]() -> Result<std::string> { return notice::json_of(made).dump(2) + "\n"; }}},
               lacks);
  // The document alone goes to standard output; in JSON it holds what is missing already.
  if (code == done && words.out.empty() && words.format != "json") desk.note(lacks);
  return code;
}

int retention(const Desk& desk, const ReportWords& words, const Ground& ground) {
  const auto table = reports::schedule::table_of(ground);
  return hand_out(desk, words.format, words.out,
                  {{"html", "retention.html",
                    [&]() -> Result<std::string> {
                      return reports::html_of(reports::schedule::document_of(ground));
                    }},
                   {"csv", "retention.csv", [&] { return as_csv(table); }},
                   {"json", "retention.json", [&] { return as_json(table); }}},
                  fmt::format("{} lines of the schedule\n", table.rows.size()));
}

int recipients(const Desk& desk, const ReportWords& words, const Ground& ground) {
  const auto table = reports::parties::table_of(ground);
  return hand_out(desk, words.format, words.out,
                  {{"html", "recipients.html",
                    [&]() -> Result<std::string> {
                      return reports::html_of(reports::parties::document_of(ground));
                    }},
                   {"csv", "recipients.csv", [&] { return as_csv(table); }},
                   {"json", "recipients.json", [&] { return as_json(table); }}},
                  fmt::format("{} recipients\n", table.rows.size()));
}

int map(const Desk& desk, const ReportWords& words, const Ground& ground) {
  const data_map::DataMap made = data_map::map_of(ground);
  const std::string graph = data_map::dot_of(ground, made);
  const auto table = data_map::table_of(ground, made);
  std::optional<Result<std::string>> svg;  // drawn once, whichever forms want it
  const auto drawing = [&](data_map::Standing standing) -> Result<std::string> {
    if (!svg) svg = drawn(graph);
    if (!*svg) return svg->error();
    return data_map::drawing_of(**svg, made, standing);
  };
  return hand_out(desk, words.format, words.out,
                  {{"html", "map.html",
                    [&]() -> Result<std::string> {
                      ABIDE_TRY(const std::string picture, drawing(data_map::Standing::in_page));
                      return data_map::page_of(ground, made, picture);
                    }},
                   {"svg", "map.svg", [&] { return drawing(data_map::Standing::alone); }},
                   {"dot", "map.dot", [&]() -> Result<std::string> { return graph; }},
                   {"csv", "map.csv", [&] { return as_csv(table); }},
                   {"json", "map.json", [&] { return as_json(table); }}},
                  fmt::format("{} kinds of data, {} lines between {} places\n", made.leaves.size(),
                              made.edges.size(), made.nodes.size()));
}

using Report = int (*)(const Desk&, const ReportWords&, const Ground&);

int made_from_policy(const Desk& desk, const ReportWords& words, Report report) {
  Stop stop;
  const auto compiled = desk.read(words.policy, stop);
  if (!compiled) return stop.code;
  const policy::Disclosure said = policy::disclosure_of(compiled->sources);
  return report(desk, words, {*compiled->model, said});
}

struct Kind {
  const char* name;
  const char* help;
  std::vector<std::string> forms;
  const char* footer;
  Report report;
};

}  // namespace

void add_report(const Verb& program, const Desk& desk) {
  Verb verb = program.add("report", "write what the policy says: notice, schedule, register, map")
                  .footer("Example: abide report notice shop.policy --out notice");
  verb.need_another();
  auto words = std::make_shared<ReportWords>();
  words->format = "";
  const std::vector<Kind> kinds{
      {"notice",
       "a privacy notice for the public, and what the law's list asks for beyond it",
       {"html", "md", "json"},
       "Example: abide report notice shop.policy --out notice --format html",
       public_notice},
      {"retention",
       "the retention schedule: how long what is kept where, and by which law",
       {"html", "csv", "json"},
       "Example: abide report retention shop.policy --format csv > retention.csv",
       retention},
      {"recipients",
       "the register of recipients, processors and transfers",
       {"html", "csv", "json"},
       "Example: abide report recipients shop.policy --out recipients",
       recipients},
      {"map",
       "the data map: people, data, stores and recipients; needs Graphviz",
       {"html", "svg", "dot", "csv", "json"},
       "Example: abide report map shop.policy --format svg > map.svg",
       map}};
  for (const Kind& kind : kinds) {
    const Verb one = verb.add(kind.name, kind.help).footer(kind.footer);
    one.take("POLICY", words->policy, "the policy").require();
    one.take("--out", words->out,
             "the folder to make, which is not there yet; else it goes to standard output");
    one.take("--format", words->format,
             fmt::format("{}; without it every one of them lies in the folder, and the first is "
                         "printed",
                         fmt::join(kind.forms, ", ")))
        .allow(kind.forms);
    one.act(
        [&desk, words, report = kind.report] { return made_from_policy(desk, *words, report); });
  }
}

}  // namespace abide::cli
