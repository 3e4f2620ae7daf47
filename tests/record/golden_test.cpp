// The examples' records from their policies alone, every cell and every blank, as a person read
// them.
#include "tests/support/golden.hpp"

#include <fmt/format.h>

#include "policy/compile.hpp"
#include "reports/record/table.hpp"

namespace abide::reports::record {
namespace {

namespace fs = std::filesystem;

Record record_of(const std::string& example) {
  const fs::path folder = fs::path{ABIDE_SOURCE_DIR} / "docs" / "examples" / example;
  const auto reader = [&](const std::string& name) -> Result<std::string> {
    return test::read_text(folder / name);
  };
  const auto compiled =
      policy::compile(example + ".policy", reader, {.today = parse_date("2026-07-01")});
  EXPECT_TRUE(compiled.ok() && compiled->model.has_value()) << example;
  const policy::Disclosure said = policy::disclosure_of(compiled->sources);
  const auto made = make({*compiled->model,
                          said,
                          nullptr,
                          nullptr,
                          {{example + ".policy", "…"}},
                          parse_instant("2026-07-01T09:00:00Z").value()});
  EXPECT_TRUE(made.ok());
  return *made;
}

/// A line for each cell that says something, under its name; what is blank after that.
std::string shown(const Record& record) {
  std::string text;
  for (const RecordTable& table : tables_of(record)) {
    text += fmt::format("═══ {}\n{}\n", table.name, table.caption);
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
      text += fmt::format("\n{} {}\n", table.name, r + 1);
      for (std::size_t c = 0; c < table.columns.size(); ++c) {
        const TableColumn& column = table.columns[c];
        if (!table.rows[r][c].empty())
          text += fmt::format("  {}: {}\n", column.letter.empty() ? column.name : column.letter,
                              table.rows[r][c]);
      }
    }
  }
  text += "═══ notes\n";
  for (const std::string& note : record.notes) text += note + "\n";
  return text + record.evidence + "\n";
}

TEST(GoldenRecord, of_interview_studio) {
  test::expect_golden(
      fs::path{ABIDE_SOURCE_DIR} / "tests" / "record" / "golden" / "interview-studio.expect",
      shown(record_of("interview-studio")));
}

TEST(GoldenRecord, of_career_mentor) {
  test::expect_golden(
      fs::path{ABIDE_SOURCE_DIR} / "tests" / "record" / "golden" / "career-mentor.expect",
      shown(record_of("career-mentor")));
}

// Whatever the policy stores of people is in some row, or done for somebody else.
TEST(GoldenRecord, leaves_no_personal_column_out) {
  for (const char* const example : {"interview-studio", "career-mentor"}) {
    const Record record = record_of(example);
    std::set<FieldId> told;
    for (const Activity& row : record.activities) told.insert(row.fields.begin(), row.fields.end());
    EXPECT_GT(told.size(), 40U) << example;
    for (const Activity& row : record.activities) {
      EXPECT_FALSE(row.data.empty()) << row.id;
      for (std::size_t c = 0; c < column_count; ++c)
        EXPECT_FALSE(row.cells[c].parts.empty() && row.cells[c].blanks.empty())
            << row.id << " column " << controller_table_columns()[c].letter;
    }
    EXPECT_EQ(record.answers.size(), 42U);
    for (const Answer& answer : record.answers)
      EXPECT_FALSE(answer.cell.parts.empty() && answer.cell.blanks.empty()) << answer.key;
  }
}

// Statutes were not read when the tables of law were written: no cell may cite one as it stands.
TEST(GoldenRecord, cites_no_statute_without_saying_that_nobody_checked_it) {
  for (const char* const example : {"interview-studio", "career-mentor"}) {
    const Record record = record_of(example);
    for (const Activity& row : record.activities) {
      for (const std::string& part : row.at(Column::retention).parts) {
        const auto cited = part.find("Act ");
        if (cited == std::string::npos) continue;
        EXPECT_NE(part.rfind("to be confirmed by a person", cited), std::string::npos) << part;
      }
    }
  }
}

}  // namespace
}  // namespace abide::reports::record
