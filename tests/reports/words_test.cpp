#include "reports/words.hpp"

#include <gtest/gtest.h>

namespace abide::reports {
namespace {

TEST(Words, join_as_a_sentence_does) {
  EXPECT_EQ(joined({}), "");
  EXPECT_EQ(joined({"a"}), "a");
  EXPECT_EQ(joined({"a", "b", "c"}), "a, b and c");
}

TEST(Words, begin_small_within_a_sentence_unless_they_are_names) {
  EXPECT_EQ(within_sentence("Hiring teams of customers"), "hiring teams of customers");
  for (const char* const kept : {"IP address", "PostHog event", "e-mail", "", "Élan"})
    EXPECT_EQ(within_sentence(kept), kept);
}

TEST(Words, are_added_once_in_their_order) {
  std::vector<std::string> all{"b"};
  add_once(all, std::vector<std::string>{"a", "b", "a"});
  EXPECT_EQ(all, (std::vector<std::string>{"b", "a"}));
}

}  // namespace
}  // namespace abide::reports
