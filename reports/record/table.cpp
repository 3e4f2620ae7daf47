#include "reports/record/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>
#include <span>

#include "reports/data.hpp"

namespace abide::reports::record {
namespace {

const Json& columns_data() {
  static const Json data = Json::parse(text_of(DataFile::columns));
  return data;
}

std::vector<TableColumn> columns_of(const char* table) {
  std::vector<TableColumn> columns;
  for (const Json& one : columns_data().at(table).at("columns"))
    columns.push_back({one.value("letter", ""), one.value("group", ""), one.at("name")});
  return columns;
}

std::vector<std::string> texts(std::span<const Cell> cells) {
  std::vector<std::string> row;
  for (const Cell& cell : cells) row.push_back(cell.text());
  return row;
}

/// `Data protection lead: the policy has no address`, one after the other.
std::string blank_words(const Cell& cell, std::string Blank::*part) {
  std::vector<std::string> all;
  for (const Blank& blank : cell.blanks)
    if (std::ranges::find(all, blank.*part) == all.end()) all.push_back(blank.*part);
  return fmt::format("{}", fmt::join(all, "; "));
}

RecordTable controller_table(const Record& record) {
  RecordTable table{"controller",
                    fmt::format("Columns of the {}.",
                                columns_data().at("controllers").at("source").get<std::string>()),
                    controller_table_columns(),
                    {}};
  for (const Activity& row : record.activities) table.rows.push_back(texts(row.cells));
  return table;
}

RecordTable processor_table(const Record& record) {
  const Json& data = columns_data().at("processors");
  RecordTable table{"processor",
                    fmt::format("Columns of the {}: {}.", data.at("source").get<std::string>(),
                                data.at("read").get<std::string>()),
                    columns_of("processors"),
                    {}};
  for (const Service& row : record.services) table.rows.push_back(texts(row.cells));
  return table;
}

RecordTable question_table(const Record& record) {
  RecordTable table{"questions",
                    "Questions of the regulator's template by their keys, in words of our own.",
                    {{"", "", "Question"},
                     {"", "", "Part"},
                     {"", "", "What is asked"},
                     {"", "", "Answer"},
                     {"", "", "Rests on"},
                     {"", "", "Who must fill what is blank"},
                     {"", "", "Why it is blank"}},
                    {}};
  for (const Answer& one : record.answers)
    table.rows.push_back({one.key, part_of(one), one.asks, one.cell.text(), one.from,
                          blank_words(one.cell, &Blank::who), blank_words(one.cell, &Blank::why)});
  return table;
}

void gather(std::vector<BlankLine>& lines, const std::string& table, const TableColumn& column,
            std::size_t row, std::size_t rows, const Cell& cell) {
  const std::string name = column.letter.empty() ? column.name : column.letter + " " + column.name;
  for (const Blank& blank : cell.blanks) {
    auto at = std::ranges::find_if(lines, [&](const BlankLine& one) {
      return one.table == table && one.column == name && one.blank == blank;
    });
    if (at == lines.end()) at = lines.insert(at, {table, name, {}, blank, false});
    at->rows.push_back(row);
    at->everywhere = at->rows.size() == rows;
  }
}

RecordTable blank_table(const Record& record) {
  RecordTable table{"blanks",
                    "What is blank, in whole or in part, and who must fill it.",
                    {{"", "", "Table"},
                     {"", "", "Column"},
                     {"", "", "Rows"},
                     {"", "", "Needed"},
                     {"", "", "Who must fill it"},
                     {"", "", "Why it is blank"}},
                    {}};
  for (const BlankLine& line : blanks_of(record))
    table.rows.push_back({line.table, line.column, line.everywhere ? "all" : spans(line.rows),
                          line.blank.need == Blank::Need::must ? "yes" : "if there is any",
                          line.blank.who, line.blank.why});
  return table;
}

}  // namespace

std::string part_of(const Answer& one) {
  return one.law.empty() ? one.group : fmt::format("{}, {}", one.group, one.law);
}

std::string Cell::text() const { return fmt::format("{}", fmt::join(parts, "; ")); }

const std::vector<TableColumn>& controller_table_columns() {
  static const std::vector<TableColumn> columns = columns_of("controllers");
  return columns;
}

std::size_t column_at(std::string_view letter) {
  const auto& columns = controller_table_columns();
  const auto at = std::ranges::find(columns, letter, &TableColumn::letter);
  return static_cast<std::size_t>(at - columns.begin());
}

std::vector<BlankLine> blanks_of(const Record& record) {
  std::vector<BlankLine> lines;
  const Heading& heading = record.heading;
  const std::array<std::pair<const char*, const Cell*>, 5> heads{
      {{"Controller", &heading.controller},
       {"Address", &heading.address},
       {"Contact", &heading.contact},
       {"Data protection officer", &heading.officer},
       {"Representative", &heading.representative}}};
  for (const auto& [name, cell] : heads) gather(lines, "heading", {"", "", name}, 1, 1, *cell);
  const auto& columns = controller_table_columns();
  for (std::size_t c = 0; c < column_count; ++c)
    for (std::size_t r = 0; r < record.activities.size(); ++r)
      gather(lines, "controller", columns[c], r + 1, record.activities.size(),
             record.activities[r].cells[c]);
  const auto services = columns_of("processors");
  for (std::size_t c = 0; c < processor_column_count; ++c)
    for (std::size_t r = 0; r < record.services.size(); ++r)
      gather(lines, "processor", services[c], r + 1, record.services.size(),
             record.services[r].cells[c]);
  return lines;
}

std::vector<Unshown> unshown_of(const Record& record) {
  std::vector<Unshown> all;
  for (std::size_t i = 0; i < record.activities.size(); ++i) {
    const Adherence& adherence = record.activities[i].adherence;
    if (adherence.answer != Adherence::Answer::not_shown) continue;
    for (const std::string& why : adherence.reasons) {
      auto at = std::ranges::find(all, why, &Unshown::why);
      if (at == all.end()) at = all.insert(all.end(), {why, {}});
      at->rows.push_back(i + 1);
    }
  }
  std::ranges::stable_sort(all, std::greater{}, [](const Unshown& one) { return one.rows.size(); });
  return all;
}

std::string spans(const std::vector<std::size_t>& rows) {
  std::string text;
  for (std::size_t i = 0; i < rows.size();) {
    std::size_t end = i;
    while (end + 1 < rows.size() && rows[end + 1] == rows[end] + 1) ++end;
    text += fmt::format(
        "{}{}", text.empty() ? "" : ", ",
        end == i ? fmt::format("{}", rows[i]) : fmt::format("{}-{}", rows[i], rows[end]));
    i = end + 1;
  }
  return text;
}

std::vector<RecordTable> tables_of(const Record& record) {
  std::vector<RecordTable> tables{controller_table(record)};
  if (!record.services.empty()) tables.push_back(processor_table(record));
  tables.push_back(question_table(record));
  tables.push_back(blank_table(record));
  return tables;
}

}  // namespace abide::reports::record
