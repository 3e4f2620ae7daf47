// Other people's cases of the statutory clock, through ABIDE_CORPORA.
#include <gtest/gtest.h>

#include <iostream>

#include "engine/deadline/table.hpp"
#include "tests/support/corpora.hpp"
#include "tests/unit/engine/deadline/support.hpp"

namespace abide::deadline {
namespace {

TEST(Vectors, every_case_of_the_corpora_comes_out_as_expected) {
  const std::string text = test::read_text(test::corpora() / "deadlines.csv");
  if (text.empty()) GTEST_SKIP() << "no deadlines.csv to judge by: set ABIDE_CORPORA";
  const TableRead read = read_table(text, "deadlines.csv");
  for (const Error& fault : read.faults) ADD_FAILURE() << fault.message;
  std::size_t compared = 0;
  for (const Case& one : read.table.cases) {
    EXPECT_FALSE(one.expected.empty()) << one.id;
    const auto answer = book().reckon(one.matter);
    ASSERT_TRUE(answer.ok()) << one.id << ": " << answer.error().message;
    for (const Difference& found : compare(one, *answer)) {
      ADD_FAILURE() << one.id << ": " << found.column << " is `" << found.computed
                    << "`, expected `" << found.expected << "`";
    }
    EXPECT_FALSE(answer->working.empty()) << one.id;
    ++compared;
  }
  std::cout << compared << " cases of deadlines.csv compared\n";
  EXPECT_GE(compared, 40U);
}

TEST(Vectors, a_case_that_expects_otherwise_is_noticed) {
  const std::string text = test::read_text(test::corpora() / "deadlines.csv");
  if (text.empty()) GTEST_SKIP() << "no deadlines.csv to judge by: set ABIDE_CORPORA";
  for (Case& one : read_table(text, "deadlines.csv").table.cases) {
    one.expected["due"] += "0";
    EXPECT_EQ(compare(one, *book().reckon(one.matter)).size(), 1U) << one.id;
  }
}

}  // namespace
}  // namespace abide::deadline
