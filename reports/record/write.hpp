// The record as files: CSV, XLSX, a page and JSON-LD.
#pragma once

#include <string>

#include "base/new_folder.hpp"
#include "base/result.hpp"
#include "reports/record/table.hpp"

namespace abide::reports::record {

/// RFC 4180, a line for the names and one for each row. A cell that a spreadsheet would take for a
/// formula (it begins with =, +, -, @, a tab or a line end) begins with an apostrophe instead.
[[nodiscard]] std::string csv_of(const RecordTable& table);
/// A workbook, a sheet a table; every cell is text.
/// @error unavailable, exhausted  it could not be made
[[nodiscard]] Result<std::string> xlsx_of(const Record& record,
                                          const std::vector<RecordTable>& tables);
/// A page that stands alone, to be read and printed.
[[nodiscard]] std::string page_of(const Record& record, const std::vector<RecordTable>& tables);
/// JSON-LD over the Data Privacy Vocabulary (docs/record.md).
[[nodiscard]] std::string json_ld_of(const Record& record);

/// Fills the folder, which the caller publishes: record.html, record.xlsx, record.jsonld and a CSV
/// file a table.
Result<void> write(const Record& record, NewFolder& folder);

}  // namespace abide::reports::record
