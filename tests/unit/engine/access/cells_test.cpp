// What of a text may name others, and what a cell shows.
#include <gtest/gtest.h>

#include "engine/access/names.hpp"

namespace abide::engine::access {
namespace {

TEST(MayNameOthers, FindsAddressesNumbersAndNames) {
  const std::set<std::string> own{"ada", "lovell", "ada.lovell@mail.example"};
  for (const char* text :
       {"write to bob@people.example about it", "call 020 7946 0018 before noon",
        "(+44) 7700-900123", "My manager Sarah Jones said no", "ask Dr Okafor", "Mr. Stone agreed",
        "I met \xC5\x81ukasz Nowak there", "\xE5\xB1\xB1\xE7\x94\xB0 \xE5\xA4\xAA\xE9\x83\x8E",
        "it was Bob O'Neill, I think"}) {
    EXPECT_NE(may_name_others(text, own), "") << text;
  }
  for (const char* text :
       {"a difficult colleague, in 2024", "Ada Lovell wrote this",
        "write to ada.lovell@mail.example", "I led the team. We shipped on 2024-05-08",
        "order 123456789", "Really? Yes.", ""}) {
    EXPECT_EQ(may_name_others(text, own), "") << text;
  }
}

}  // namespace
}  // namespace abide::engine::access
