// The record as tables: what CSV, XLSX and the page are all written from.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reports/record/record.hpp"

namespace abide::reports::record {

struct TableColumn {
  std::string letter;  ///< `AC`; empty where the regulator gives none
  std::string group;   ///< the heading above it; empty where there is none
  std::string name;
};
struct RecordTable {
  std::string name;     ///< of the file and the sheet: `controller`
  std::string caption;  ///< what a reader must know of it
  std::vector<TableColumn> columns;
  std::vector<std::vector<std::string>> rows;
};

[[nodiscard]] const std::vector<TableColumn>& controller_table_columns();
/// @pre the letter is one of A to AD
[[nodiscard]] std::size_t column_at(std::string_view letter);

/// The controller's rows, the processor's where there are any, the questions, and last what is
/// blank.
[[nodiscard]] std::vector<RecordTable> tables_of(const Record& record);

/// A blank, with the rows that have it.
struct BlankLine {
  std::string table;
  std::string column;
  std::vector<std::size_t> rows;  ///< from 1
  Blank blank;
  bool everywhere = false;  ///< in every row of its table
};
[[nodiscard]] std::vector<BlankLine> blanks_of(const Record& record);
/// Why rows are not shown to be kept and erased as the policy says.
struct Unshown {
  std::string why;
  std::vector<std::size_t> rows;  ///< from 1
};
/// What most rows have first.
[[nodiscard]] std::vector<Unshown> unshown_of(const Record& record);
/// Which part of the questions it is of, with the article behind it where one is known.
[[nodiscard]] std::string part_of(const Answer& answer);
/// `1-4, 7`
[[nodiscard]] std::string spans(const std::vector<std::size_t>& rows);

}  // namespace abide::reports::record
