// One text for one value, and hostile JSON refused.
#include "base/json.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace abide {
namespace {

TEST(Json, keys_are_sorted_and_blanks_gone) {
  const auto parsed = parse_json("{ \"b\" : 1, \"a\": [true, null] }");
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(*canonical_json(*parsed), R"({"a":[true,null],"b":1})");
}
TEST(Json, floats_double_keys_and_deep_nesting_are_refused) {
  EXPECT_EQ(canonical_json(Json{{"a", 1.5}}).error().code, ErrorCode::unsupported);
  EXPECT_EQ(parse_json(R"({"a":1,"a":2})").error().code, ErrorCode::corrupt);
  EXPECT_EQ(parse_json(std::string(100, '[') + std::string(100, ']')).error().code,
            ErrorCode::corrupt);
  EXPECT_EQ(parse_json("{").error().code, ErrorCode::corrupt);
}

}  // namespace
}  // namespace abide
