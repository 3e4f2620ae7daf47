// Sketches parse whatever others call their things.
#include "reports/sketch/sketch.hpp"

#include <gtest/gtest.h>

#include "tests/reports/policies.hpp"

namespace abide::reports::sketch {
namespace {

TEST(Sketch, makes_names_of_the_language) {
  for (const auto& [from, to] :
       std::vector<std::pair<std::string, std::string>>{{"users", "users"},
                                                        {"auth.users", "auth_users"},
                                                        {"2fa", "x2fa"},
                                                        {"", "x"},
                                                        {"naïve-id", "na__ve_id"}})
    EXPECT_EQ(name_from(from), to);
  EXPECT_EQ(dotted_name_from("user.contact.e-mail"), "user.contact.e_mail");
}

TEST(Sketch, of_hostile_words_parses_and_says_what_is_open) {
  const std::string evil = "x\" ; } \n/// drop */ // \\ ";
  Draft draft;
  draft.name = name_from(evil);
  draft.title = evil;
  draft.made_from = {evil};
  draft.subjects.push_back({name_from(evil), evil, {}, {"access"}, evil});
  draft.categories.push_back({"a", evil, "user.name"});
  draft.purposes.push_back({"p", evil, "", {}, "", "", evil});
  draft.parties.push_back({"r", evil, true, {}});
  draft.stores.push_back(
      {"db", evil, "", "", {{evil, evil, {{evil, {"a"}}, {"other", {}}}, {}, "", evil}}, evil});
  const Sketch made = written(draft);
  const policy::SourceFile file{"sketch.policy", made.policy};
  const auto parsed = policy::parse(file);
  EXPECT_TRUE(parsed.diagnostics.empty()) << policy::render(parsed.diagnostics.front(), file);
  for (const char* const open :
       {"regime", "identified by", "basis", "country", "its kind", "key", "CATEGORY"}) {
    const bool told = std::ranges::any_of(
        made.to_fill, [&](const std::string& one) { return test::holds(one, open); });
    EXPECT_TRUE(told && test::holds(made.policy, open)) << open;
  }
}

}  // namespace
}  // namespace abide::reports::sketch
