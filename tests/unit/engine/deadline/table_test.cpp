// Tables of cases: columns by name, faults by line, comparison only where something is expected.
#include "engine/deadline/table.hpp"

#include <gtest/gtest.h>

#include "tests/unit/engine/deadline/support.hpp"

namespace abide::deadline {
namespace {

std::vector<std::string> faults_of(const std::string& text) {
  std::vector<std::string> messages;
  for (const Error& fault : read_table(text, "t.csv").faults) {
    EXPECT_EQ(fault.code, ErrorCode::refused);
    EXPECT_FALSE(fault.help.empty()) << fault.message;
    messages.push_back(fault.message);
  }
  return messages;
}
using Messages = std::vector<std::string>;

TEST(Table, columns_go_by_name) {
  const auto read = read_table(
      "note,received,kind,jurisdiction,clar_asked,clar_answered,promise_days\r\n"
      "\"a, b\",2026-05-30,access,scotland,2026-06-01,2026-06-03,30\r\n",
      "t.csv");
  ASSERT_TRUE(read.faults.empty());
  ASSERT_EQ(read.table.cases.size(), 1U);
  const Case& one = read.table.cases.front();
  EXPECT_EQ(one.id, "row 1");
  EXPECT_EQ(one.line, 2U);
  EXPECT_EQ(one.matter.jurisdiction, "scotland");
  EXPECT_EQ(one.matter.clarifications.size(), 1U);
  EXPECT_EQ(one.matter.promise_days, 30);
  EXPECT_TRUE(one.expected.empty());
}

TEST(Table, blanks_are_expected_only_beside_a_status) {
  const auto read = read_table(
      "kind,received,expect,due,respond_by\n"
      "access,2026-05-30,ok,2026-06-30,\n"
      "access,2026-05-30,,2026-06-29,\n"
      "access,2026-05-30,,,\n",
      "t.csv");
  ASSERT_EQ(read.table.cases.size(), 3U);
  const Answer answer = reckoned(read.table.cases[0].matter);
  EXPECT_EQ(compare(read.table.cases[0], answer),
            (std::vector<Difference>{{"respond_by", "", "2026-06-30"}}));
  EXPECT_EQ(compare(read.table.cases[1], answer),
            (std::vector<Difference>{{"due", "2026-06-29", "2026-06-30"}}));
  EXPECT_TRUE(compare(read.table.cases[2], answer).empty());
}

TEST(Table, files_that_are_no_table) {
  EXPECT_EQ(faults_of(""), Messages{"t.csv:1: nothing is in it"});
  EXPECT_EQ(faults_of("\n\n"), Messages{"t.csv:1: nothing is in it"});
  EXPECT_EQ(faults_of("kind,received\n"), Messages{"t.csv:1: there is a header and no row"});
  EXPECT_EQ(faults_of("kind,id\na,b\n"), Messages{"t.csv:1: the column `received` is missing"});
  EXPECT_EQ(faults_of("kind,kind,received\n"),
            Messages{"t.csv:1: the column `kind` is there twice"});
  EXPECT_EQ(faults_of("kind,receved\n"), Messages{"t.csv:1: there is no column `receved`"});
  EXPECT_EQ(read_table("kind,receved\n", "t.csv").faults[0].help, "did you mean `received`?");
  EXPECT_EQ(read_table("kind;received\n", "t.csv").faults[0].help,
            "columns are separated by commas, and the first line names them");
  EXPECT_EQ(faults_of("kind,received\naccess,\"2026\n"),
            Messages{"t.csv: line 2: a quote is opened and never closed"});
  EXPECT_EQ(faults_of("kind,received\naccess,\xFF\n"),
            Messages{"t.csv:2: bytes that are no UTF-8"});
}

TEST(Table, every_bad_cell_is_told_with_its_line) {
  EXPECT_EQ(faults_of("kind,received,id_asked,id_received,promise_days\n"
                      "access,2026-02-30,,,\n"
                      "access,2026-05-30\n"
                      "access,,,,\n"
                      ",2026-05-30,,2026-05-31,4 weeks\n"),
            (Messages{"t.csv:2: `received`: `2026-02-30` is not a date",
                      "t.csv:3: 2 cells where the header has 5", "t.csv:4: `received` is empty",
                      "t.csv:5: `kind` is empty",
                      "t.csv:5: `id_received` is filled and `id_asked` is not",
                      "t.csv:5: `promise_days`: `4 weeks` is no number of days"}));
  std::string many = "kind,received\n";
  for (int i = 0; i < 1000; ++i) many += "access,never\n";
  EXPECT_EQ(faults_of(many).size(), 20U) << "a file of another kind does not flood";
}

}  // namespace
}  // namespace abide::deadline
