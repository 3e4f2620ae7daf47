// What looks like somebody else in a text of the person's own, however it came to be stored.
#include "engine/access/names.hpp"

#include <gtest/gtest.h>

namespace abide::engine::access {
namespace {

const std::set<std::string> ann{"ann", "lee", "ann@mail.example"};

class NamesOthers : public testing::TestWithParam<const char*> {};
TEST_P(NamesOthers, and_waits_to_be_read) { EXPECT_NE(may_name_others(GetParam(), ann), ""); }
INSTANTIATE_TEST_SUITE_P(Prose, NamesOthers,
                         testing::Values("met Bob Smith there", "(Bob Smith)", "Smith, Bob",
                                         "Bob\tSmith", "Bob/Cleo Marsh", "Mr Smith", "Mr.Smith",
                                         "Dr. O'Brien", "B. Smith", "Bob J. Smith",
                                         "Ursula von der Leyen", "Søren Łęcki", "Петров Владимир",
                                         "田中美咲", "my boss's name: Bob",
                                         "write to bob@mail.example", "bob%40mail.example",
                                         "bob&#64;mail.example", "call 0044/7700/900123",
                                         "call +44-7700-900-123",
                                         "call 07700\xC2\xA0"
                                         "900\xC2\xA0"
                                         "123",
                                         "call ０７７００９００１２３"));
INSTANTIATE_TEST_SUITE_P(
    Json, NamesOthers,
    testing::Values(R"({"partner":"Bob Smith"})", R"({"partner": "Bob Smith"})",
                    R"(["Bob","Smith"])", R"({"mr":"Mr Smith"})",
                    R"({"firstName":"Bob","lastName":"Smith"})", R"({"partner_name":"Bob"})",
                    R"({"partner":"S\u00f8ren \u0141\u0119cki"})", R"({"a":"\u7f8e\u54b2"})",
                    R"({"mail":"bob\u0040mail.example"})",
                    R"(saved {"a":1,"partner":"Bob Smith"} today)", R"({"cut off":"Bob Smith)",
                    "partner:Bob Smith", "partner=Bob_Smith", R"({"tel":"07700900123"})",
                    R"(Bob\nSmith)"));

class NamesNobodyElse : public testing::TestWithParam<const char*> {};
TEST_P(NamesNobodyElse, and_is_shown) { EXPECT_EQ(may_name_others(GetParam(), ann), ""); }
INSTANTIATE_TEST_SUITE_P(
    Texts, NamesNobodyElse,
    testing::Values("It went well. Then I left.", "Ann Lee", "Ann: Lee!", "ann@mail.example", "",
                    "the plan I made", "Plan: Rest more; Sleep", R"({"theme":"dark","lang":"en"})",
                    R"({"Diet":"vegan","Room":"sea"})", "room 12, bed 3", "2026-05-01 at 10:30",
                    R"({"name":"Ann Lee"})", "\\", "\\u12", "%4", "&#6", "Dr", "name:"));

TEST(NumberToCall, is_told_from_one_that_counts) {
  for (const char* number : {"+44-7700-900-123", "07700900123", "(0)7700 900 123"})
    EXPECT_TRUE(is_a_number_to_call(number)) << number;
  for (const char* other : {"1700000000", "12.50", "", "  ", "+1", "0"})
    EXPECT_FALSE(is_a_number_to_call(other)) << other;
}

}  // namespace
}  // namespace abide::engine::access
