// Comma-separated values as RFC 4180 has them, with the line each record begins on.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace abide {

/// One record; a quoted cell may run over several lines.
struct CsvRecord {
  std::size_t line = 1;  ///< of its first character, from 1
  std::vector<std::string> cells;
  bool operator==(const CsvRecord&) const = default;
};

/// Every record of `text`, in order; empty lines and a byte order mark are passed over. Lines end
/// with LF or CRLF. How many cells a record has is for the caller to judge.
/// @error refused  a quote that does not end, or stands inside a bare cell; the message begins with
///                 `line N: `
[[nodiscard]] Result<std::vector<CsvRecord>> parse_csv(std::string_view text);

/// A cell as CSV has it.
[[nodiscard]] std::string csv_cell(std::string_view text);
/// The same for a table that people open in a spreadsheet: a text that it would take for a formula,
/// and run, begins with an apostrophe.
[[nodiscard]] std::string csv_text(std::string_view text);
}  // namespace abide
