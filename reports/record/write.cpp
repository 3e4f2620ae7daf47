#include "reports/record/write.hpp"

#include "base/csv.hpp"

namespace abide::reports::record {
namespace {

std::string line_of(const std::vector<std::string>& cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) line += (i == 0 ? "" : ",") + csv_text(cells[i]);
  return line + "\r\n";
}

Result<void> add(NewFolder& folder, const std::string& name, const std::string& text) {
  ABIDE_TRY(NewFile* const file, folder.add(name));
  file->write(text);
  return {};
}

}  // namespace

std::string csv_of(const RecordTable& table) {
  std::vector<std::string> names;
  for (const TableColumn& column : table.columns) names.push_back(column.name);
  std::string text = line_of(names);
  for (const auto& row : table.rows) text += line_of(row);
  return text;
}

Result<void> write(const Record& record, NewFolder& folder) {
  const std::vector<RecordTable> tables = tables_of(record);
  ABIDE_TRY(const std::string workbook, xlsx_of(record, tables));
  ABIDE_CHECK(add(folder, "record.html", page_of(record, tables)));
  ABIDE_CHECK(add(folder, "record.xlsx", workbook));
  ABIDE_CHECK(add(folder, "record.jsonld", json_ld_of(record)));
  for (const RecordTable& table : tables)
    ABIDE_CHECK(add(folder, table.name + ".csv", csv_of(table)));
  return {};
}

}  // namespace abide::reports::record
