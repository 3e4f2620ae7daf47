// The record as a page: what it rests on, what is overdue, unseen, blank or undecided, and then row
// by row.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "reports/html.hpp"
#include "reports/record/write.hpp"

namespace abide::reports::record {
namespace {

std::string lines(const std::vector<std::string>& parts) {
  return fmt::format("{}", fmt::join(parts, "\n"));
}

std::string to_fill(const Blank& blank) {
  return blank.need == Blank::Need::must
             ? fmt::format("To be filled by {}: {}.", blank.who, blank.why)
             : fmt::format("Blank: {}. If there is any, {} fills it.", blank.why, blank.who);
}

std::string with_blanks(const Cell& cell) {
  std::vector<std::string> all = cell.parts;
  for (const Blank& blank : cell.blanks) all.push_back(to_fill(blank));
  return lines(all);
}

std::string title_of(const Activity& row) {
  return row.purpose ? row.purpose->title : "No purpose declared";
}

class Teller {
 public:
  Teller(const Record& record, const std::vector<RecordTable>& tables)
      : record_(record),
        tables_(tables),
        blanks_(blanks_of(record)),
        page_("Record of processing: " + record.title) {}

  std::string text() {
    rests_on();
    evidence();
    open();
    activities();
    services();
    questions();
    return page_.text();
  }

 private:
  void rests_on();
  void evidence();
  void open();
  void activities();
  /// The cells of a row whose columns are wanted.
  void cells(std::size_t row, const std::array<bool, column_count>& wanted);
  /// A cell with its blanks, less those that were said once for all rows.
  [[nodiscard]] std::string words(std::size_t row, std::size_t column) const;
  void services();
  void questions();
  /// ` (UK GDPR Article 30(1))`; empty where the law is not known here.
  [[nodiscard]] std::string in_law(const std::string& article) const {
    return article.empty() ? "" : fmt::format(" ({} {})", record_.law.name, article);
  }
  /// Whether it was said once for the whole table.
  [[nodiscard]] bool is_everywhere(const std::string& letter, const Blank& blank) const {
    return std::ranges::any_of(blanks_, [&](const BlankLine& one) {
      return one.table == "controller" && one.everywhere && one.blank == blank &&
             one.column.starts_with(letter + " ");
    });
  }

  const Record& record_;
  const std::vector<RecordTable>& tables_;
  std::vector<BlankLine> blanks_;
  Page page_;
};

void Teller::rests_on() {
  const Heading& heading = record_.heading;
  page_.record(
      {"Controller", "Address", "Contact", "Data protection officer", "Representative", "Made",
       "Policy", "Deployment", "Evidence"},
      {with_blanks(heading.controller), with_blanks(heading.address), with_blanks(heading.contact),
       with_blanks(heading.officer), with_blanks(heading.representative), in_words(record_.day),
       fmt::format("{}, sha256:{}", record_.policy, record_.digest),
       record_.deployment.empty() ? "none" : record_.deployment, record_.evidence});
  page_.paragraph(fmt::format(
      "Made by Abide from the policy and the evidence of the last sweep{}. "
      "It says what the policy declares and what was looked at, and no more: whoever answers for "
      "it fills the blanks and confirms the rest.",
      in_law(record_.law.controllers)));
  if (!record_.law.is_known())
    page_.paragraph(
        "No article of law is named: this program has no table of what the policy's regime says "
        "of such a record. The columns are the regulator's for the UK GDPR.");
  if (!record_.stand_ins.empty())
    page_.paragraph(
        fmt::format("Stores that run on a stand-in of another kind than the policy's: {}.",
                    fmt::join(record_.stand_ins, ", ")));
  if (!record_.notes.empty()) page_.list(record_.notes);
}

void Teller::evidence() {
  using enum Adherence::Answer;
  page_.heading("Whether data is kept and erased as the policy says");
  std::map<Adherence::Answer, std::vector<std::size_t>> by_answer;
  for (std::size_t i = 0; i < record_.activities.size(); ++i)
    by_answer[record_.activities[i].adherence.answer].push_back(i + 1);
  const std::array<std::pair<Adherence::Answer, const char*>, 5> words{
      {{no, "No: something is overdue"},
       {not_shown, "Not shown, for the reasons below"},
       {unknown, "No evidence"},
       {yes, "Yes: looked at again after the sweep, and nothing was found that should be gone"},
       {nothing, "Not applicable: no declared store keeps it"}}};
  std::vector<std::vector<std::string>> rows;
  for (const auto& [answer, text] : words)
    if (by_answer.contains(answer)) rows.push_back({text, spans(by_answer[answer])});
  page_.table({"Answer", "Rows"}, rows);
  std::vector<std::vector<std::string>> reasons;
  for (const Unshown& one : unshown_of(record_)) reasons.push_back({one.why, spans(one.rows)});
  if (reasons.empty()) return;
  page_.subheading("Why it is not shown");
  page_.table({"Why", "Rows"}, reasons);
}

void Teller::open() {
  page_.heading("What is blank in every row, and who fills it");
  std::vector<std::vector<std::string>> rows;
  for (const BlankLine& line : blanks_)
    if (line.everywhere && line.table == "controller")
      rows.push_back({line.column, line.blank.who,
                      line.blank.need == Blank::Need::must ? line.blank.why
                                                           : line.blank.why + "; if there is any"});
  if (rows.empty()) {
    page_.paragraph("Nothing.");
  } else {
    page_.table({"Column", "Who", "Why"}, rows);
  }
  if (record_.undecided.empty()) return;
  page_.heading("What nobody has decided yet")
      .paragraph("The policy works by an assumption in each of these until somebody decides.");
  rows.clear();
  for (const policy::Undecided& one : record_.undecided)
    rows.push_back({one.id, one.question, one.by, in_words(one.before)});
  page_.table({"Ruling", "Question", "Decided by", "Before"}, rows);
}

/// Rows of one purpose stand together; what all of them say is said once.
void Teller::activities() {
  const auto& rows = record_.activities;
  for (std::size_t from = 0; from < rows.size();) {
    std::size_t to = from + 1;
    while (to < rows.size() && title_of(rows[to]) == title_of(rows[from])) ++to;
    page_.heading(title_of(rows[from]));
    std::array<bool, column_count> wanted{};
    for (std::size_t c = 0; c < column_count; ++c) {
      wanted.at(c) = to - from > 1;
      for (std::size_t r = from + 1; r < to; ++r)
        wanted.at(c) = wanted.at(c) && words(r, c) == words(from, c);
    }
    if (to - from > 1) {
      page_.paragraph(fmt::format("Of each of rows {} to {}:", from + 1, to));
      cells(from, wanted);
    }
    for (bool& one : wanted) one = !one;
    for (std::size_t r = from; r < to; ++r) {
      std::vector<std::string> titles;
      for (const Datum& datum : rows[r].data) titles.push_back(datum.title);
      page_.subheading(
          fmt::format("Row {}. {}: {}", r + 1,
                      rows[r].individuals.empty() ? "Whose is not known" : rows[r].individuals,
                      fmt::join(titles, ", ")));
      cells(r, wanted);
    }
    from = to;
  }
}

std::string Teller::words(std::size_t row, std::size_t column) const {
  const Cell& cell = record_.activities[row].cells[column];
  std::vector<std::string> all = cell.parts;
  for (const Blank& blank : cell.blanks)
    if (!is_everywhere(controller_table_columns()[column].letter, blank))
      all.push_back(to_fill(blank));
  return lines(all);
}

void Teller::cells(std::size_t row, const std::array<bool, column_count>& wanted) {
  std::vector<std::string> names;
  std::vector<std::string> values;
  for (std::size_t c = 0; c < column_count; ++c) {
    if (!wanted.at(c)) continue;
    const TableColumn& column = controller_table_columns()[c];
    names.push_back(column.letter + ". " + column.name);
    values.push_back(words(row, c));
  }
  page_.record(names, values);
}

void Teller::services() {
  const auto table = std::ranges::find(tables_, "processor", &RecordTable::name);
  if (table == tables_.end()) return;
  page_.heading("Done for others, who are the controllers" + in_law(record_.law.processors))
      .paragraph(table->caption);
  std::vector<std::string> names;
  for (const TableColumn& column : table->columns) names.push_back(column.name);
  for (const Service& service : record_.services) {
    page_.subheading(fmt::format("{}, for {}", service.title, service.customer));
    std::vector<std::string> values;
    for (const Cell& cell : service.cells) values.push_back(with_blanks(cell));
    page_.record(names, values);
  }
}

void Teller::questions() {
  page_.heading("The questions of the regulator's template")
      .paragraph("By their keys, in words of our own.");
  for (const Answer& one : record_.answers) {
    page_.subheading(fmt::format("{}. {}", one.key, one.asks));
    page_.record({"Answer", "Rests on", "Part"}, {with_blanks(one.cell), one.from, part_of(one)});
  }
}

}  // namespace

std::string page_of(const Record& record, const std::vector<RecordTable>& tables) {
  return Teller{record, tables}.text();
}

}  // namespace abide::reports::record
