// The record of accepted notices: written, read, and refused when somebody changed it.
#include "policy/notices/accepted.hpp"

#include <gtest/gtest.h>

namespace abide::policy::notices {
namespace {

Accepted two_acceptances() {
  Accepted accepted;
  accept(accepted, "notice.txt", "We keep it.\n", "Ada", *parse_instant("2026-06-01T10:00:00Z"));
  accept(accepted, "notice.txt", "We keep it \u2014 all.\n", "Bo",
         *parse_instant("2026-07-01T10:00:00Z"));
  return accepted;
}

TEST(Accepted, ReadsAsItWasWritten) {
  const Accepted accepted = two_acceptances();
  const auto again = read_accepted(write_accepted(accepted));
  ASSERT_TRUE(again.ok()) << again.error().message;
  EXPECT_EQ(*again, accepted);
  ASSERT_NE(again->find("notice.txt"), nullptr);
  EXPECT_EQ(again->find("notice.txt")->history.size(), 2U);
  EXPECT_EQ(again->find("other.txt"), nullptr);
  EXPECT_EQ(accepted_path("a/shop.policy"), "a/shop.policy.accepted");
}
TEST(Accepted, AnotherTextThanTheLastHashIsCorrupt) {
  std::string text = write_accepted(two_acceptances());
  text.replace(text.find("all."), 3, "few");
  const auto read = read_accepted(text);
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().code, ErrorCode::corrupt);
}
TEST(Accepted, WhatIsNoRecordIsCorrupt) {
  for (const char* text : {"", "[]", "{}", "{\"form\": 1, \"notices\": []}",
                           "{\"form\": \"abide accepted notices 1\", \"notices\": [1]}",
                           "{\"form\": \"abide accepted notices 1\", \"notices\": [{\"notice\": "
                           "\"a\", \"text\": \"b\", \"history\": []}]}",
                           "{\"form\": \"abide accepted notices 1\", \"notices\": [{\"notice\": "
                           "\"a\", \"text\": \"b\", \"history\": [{\"sha256\": \"0\", \"by\": "
                           "\"x\", \"at\": \"soon\"}]}]}"}) {
    EXPECT_FALSE(read_accepted(text).ok()) << text;
  }
  EXPECT_TRUE(read_accepted("{\"form\": \"abide accepted notices 1\", \"notices\": []}").ok());
}

}  // namespace
}  // namespace abide::policy::notices
