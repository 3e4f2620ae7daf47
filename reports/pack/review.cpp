#include "reports/pack/review.hpp"

#include <fmt/format.h>

#include "base/csv.hpp"
#include "base/text.hpp"

namespace abide::reports {
namespace {

constexpr std::size_t text_column = 0;
constexpr std::size_t decision_column = 6;
constexpr std::size_t instead_column = 7;
constexpr std::size_t reason_column = 8;
constexpr std::size_t columns = 9;

Error wrong(std::size_t line, std::string what) {
  return {ErrorCode::refused, fmt::format("line {} of the review: {}", line, what),
          "`decision` is release, withhold or replace, and `instead` the text of a replacement; "
          "nothing was done"};
}

Result<Decision> decision_of(const CsvRecord& record) {
  const std::string said = folded(record.cells[decision_column]);
  Decision decision;
  decision.why = record.cells[reason_column];
  if (said == "release") {
    decision.kind = Decision::Kind::release;
  } else if (said == "replace") {
    decision.kind = Decision::Kind::replace;
    decision.text = record.cells[instead_column];
    if (trimmed(decision.text).empty()) return wrong(record.line, "it replaces a text by nothing");
  } else if (said != "withhold") {
    return wrong(record.line, "this is no decision");
  }
  return decision;
}

}  // namespace

Result<Decisions> read_review(std::string_view csv) {
  ABIDE_TRY(const auto records, parse_csv(csv));
  ABIDE_TRY(const auto header, parse_csv(review_header));
  if (records.empty() || records.front().cells != header.front().cells)
    return wrong(1, "its header is not the one that was written");
  Decisions decisions;
  for (std::size_t i = 1; i < records.size(); ++i) {
    const CsvRecord& record = records[i];
    if (record.cells.size() != columns) return wrong(record.line, "it has not nine cells");
    if (trimmed(record.cells[decision_column]).empty()) continue;
    ABIDE_TRY(Decision decision, decision_of(record));
    decisions[record.cells[text_column]] = std::move(decision);
  }
  return decisions;
}

}  // namespace abide::reports
