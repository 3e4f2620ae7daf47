// Comma-separated values: quotes, line ends, and what is no CSV.
#include "base/csv.hpp"

#include <gtest/gtest.h>

namespace abide {
namespace {

using Records = std::vector<CsvRecord>;

TEST(Csv, cells_are_read_with_the_line_they_begin_on) {
  const auto read = parse_csv("a,b\r\n1,\"two, \"\"2\"\"\"\n\n,\"x\ny\"\nlast,");
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(
      *read,
      (Records{{1, {"a", "b"}}, {2, {"1", "two, \"2\""}}, {4, {"", "x\ny"}}, {6, {"last", ""}}}));
}

TEST(Csv, nothing_holds_no_record) {
  for (const char* text : {"", "\n", "\r\n\n", "\xEF\xBB\xBF"}) {
    const auto read = parse_csv(text);
    ASSERT_TRUE(read.ok());
    EXPECT_TRUE(read->empty());
  }
  EXPECT_EQ(*parse_csv("\xEF\xBB\xBFkind\n"), (Records{{1, {"kind"}}}));
}

TEST(Csv, a_cell_reads_back_as_it_was_written) {
  for (const char* const text : {"plain", "a,b", "\"q\"", "two\nlines", "", "=1+1"})
    EXPECT_EQ(parse_csv("x," + csv_cell(text) + "\n")->front().cells[1], text);
}

// OWASP, CSV injection: what begins like a formula, in either width, is run by spreadsheets.
TEST(Csv, a_text_for_people_is_no_formula) {
  for (const char* const text : {"=HYPERLINK(\"x\")", "+44 20", "-1", "@sum", "\tx", "\rx", "\nx",
                                 "\xEF\xBC\x9D"
                                 "1"}) {
    const auto read = parse_csv("x," + csv_text(text) + "\n");
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read->front().cells[1], std::string{"'"} + text);
  }
  for (const char* const text : {"a=b", "", "'x", "1+1", "Ann"})
    EXPECT_EQ(csv_text(text), csv_cell(text));
}

TEST(Csv, quotes_out_of_place_are_told_with_their_line) {
  const auto message = [](const char* text) {
    const auto read = parse_csv(text);
    return read.ok() ? std::string{"read"} : read.error().message;
  };
  EXPECT_EQ(message("a\n\"b"), "line 2: a quote is opened and never closed");
  EXPECT_EQ(message("a\nb\"c\n"), "line 2: a quote inside a cell that does not begin with one");
  EXPECT_EQ(message("\"a\nb\" c\n"),
            "line 2: something stands between a cell's last quote and the comma");
  EXPECT_EQ(message("a\rb\n"), "read") << "a bare carriage return is part of the cell";
}

}  // namespace
}  // namespace abide
