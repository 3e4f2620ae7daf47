// What of a text may name others, and what a cell shows.
#include "engine/access/cells.hpp"

#include <gtest/gtest.h>

#include "engine/access/names.hpp"
#include "tests/support/model_builder.hpp"

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

/// Members with a number, whom rows of other tables lead to.
class Members : public testing::Test {
 protected:
  Members() {
    policy.identifier("account.no").subject("member", {"db.members.id"});
    policy.table("db.members").key("id").owned_by("member").field("no", {"account.no"});
  }
  /// What a cell of that column shows member 1, whose number is 7.
  Judged judged(const std::string& column, const Value& value, Whose whose) {
    const policy::Model model = policy.build();
    Part part;
    part.table = model.at(policy.id_of(column)).table;
    part.whose = whose;
    part.fields = {policy.id_of(column)};
    Identity identity;
    identity.subject = policy.subject_of("member");
    identity.values[policy.id_of("db.members.id")] =
        Sensitive<std::vector<Value>>{{Value{std::int64_t{1}}}};
    identity.values[policy.id_of("db.members.no")] = Sensitive<std::vector<Value>>{{Value{"no 7"}}};
    return Cells{model, part, identity, {}, Bytes(32, 7)}.judge(0, value);
  }
  test::ModelBuilder policy;
};

TEST_F(Members, NamedByTwoColumnsAreMaskedWhereTheyAreOthers) {
  policy.table("db.letters").key("id").owned_by("member", {"by -> db.members.id"});
  policy.mentions("member", "org,about -> db.members.org,no", policy::Mention::OnErase::blank);
  EXPECT_EQ(judged("db.letters.about", Value{"no 8"}, Whose::theirs).as, Judged::As::masked);
  EXPECT_EQ(judged("db.letters.about", Value{"no 7"}, Whose::theirs).as, Judged::As::whole);
  EXPECT_EQ(judged("db.letters.org", Value{"Hull"}, Whose::theirs).as, Judged::As::whole);
}
// What others point at is the row's own: it leads to nobody.
TEST_F(Members, KeepWhatTheirRowIsKnownByWhoeverPointsAtIt) {
  policy.identifier("card.no").table("db.cards").key("id").field("no", {"card.no"});
  policy.owned_by("member", {"no -> db.members.card"}).backward();
  policy.table("db.members").field("card", {"card.no"});
  EXPECT_EQ(judged("db.cards.no", Value{"card 9"}, Whose::theirs).as, Judged::As::whole);
  EXPECT_EQ(judged("db.cards.no", Value{"card 9"}, Whose::shared).as, Judged::As::masked);
  EXPECT_EQ(judged("db.members.card", Value{"card 9"}, Whose::theirs).as, Judged::As::whole);
}

}  // namespace
}  // namespace abide::engine::access
