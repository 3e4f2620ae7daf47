// One call from a file's name to a Model; what is wrong as JSON; law as data.
#include "policy/compile.hpp"

#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "policy/laws.hpp"
#include "tests/support/policy_text.hpp"

namespace abide::policy {
namespace {

Reader files(std::map<std::string, std::string> texts) {
  return [texts = std::move(texts)](const std::string& path) -> Result<std::string> {
    const auto found = texts.find(path);
    if (found == texts.end()) {
      return Error{ErrorCode::not_found, "there is no file " + path, ""};
    }
    return found->second;
  };
}

TEST(Compile, follows_imports_and_names_the_file_of_each_fault) {
  std::string text = test::Shop{.statements = "tell customr;"}.text();
  const std::string category = "category orders;\n";
  text.replace(text.find(category), category.size(), "");
  text.replace(text.find("abide 1;"), 8, "abide 1; use \"lib/data.policy\";");
  const auto compiled = compile(
      "shop.policy", files({{"shop.policy", text},
                            {"lib/data.policy", "abide 1;\ncategory orders;\ncategory orders;"}}));
  ASSERT_TRUE(compiled.ok());
  EXPECT_FALSE(compiled->model.has_value());
  const Json json = diagnostics_json(compiled->diagnostics, compiled->sources);
  ASSERT_EQ(json.size(), 2U);
  EXPECT_EQ(json[0]["code"], "E0201");
  EXPECT_EQ(json[0]["file"], "shop.policy");
  EXPECT_EQ(json[0]["help"], "did you mean `customer`?");
  EXPECT_EQ(json[1]["code"], "E0202");
  EXPECT_EQ(json[1]["file"], "lib/data.policy");
  EXPECT_EQ(json[1]["line"], 3);
  EXPECT_EQ(json[1]["column"], 10);
  EXPECT_EQ(json[1]["end_column"], 16);
  EXPECT_EQ(json[1]["labels"][0]["line"], 2);
  EXPECT_EQ(json[1]["severity"], "error");
}
TEST(Compile, syntax_errors_stop_it_and_an_unreadable_entry_is_no_diagnostic) {
  const auto broken = compile("a", files({{"a", "abide 1; categry x;"}}));
  ASSERT_TRUE(broken.ok());
  EXPECT_FALSE(broken->model.has_value());
  EXPECT_TRUE(has_errors(broken->diagnostics));
  EXPECT_FALSE(compile("b", files({})).ok());
}
TEST(Compile, a_sound_policy_and_its_deployment_load) {
  const auto reader =
      files({{"shop.policy", test::Shop{}.text()},
             {"demo.deploy", "abide 1;\ndeploy demo for shop { store db is sqlite \"x\"; }"},
             {"bad.deploy", "abide 1;\ndeploy demo for shop { store dd is sqlite \"x\"; }"}});
  const auto policy = compile("shop.policy", reader);
  ASSERT_TRUE(policy.ok());
  ASSERT_TRUE(policy->model.has_value());
  const auto demo = compile_deployment("demo.deploy", reader, *policy->model);
  ASSERT_TRUE(demo.ok());
  EXPECT_TRUE(demo->deployment.has_value());
  const auto bad = compile_deployment("bad.deploy", reader, *policy->model);
  ASSERT_TRUE(bad.ok());
  EXPECT_FALSE(bad->deployment.has_value());
  EXPECT_EQ(diagnostics_json(bad->diagnostics, bad->sources)[0]["file"], "bad.deploy");
}
TEST(Compile, a_small_useful_policy_needs_no_more_than_this) {
  const test::Checked small = test::check_policy(R"(abide 1;
policy shop "Web shop" { regime uk_gdpr; }
subject customer { identified by db.users.id; }
category contact { category email is identifier; }
category orders;
event paid at db.orders.paid_at;
event closed at db.users.closed_at;
store db kind sqlite {
    table users  { key id; owned by customer through id; field email: contact.email; }
    table orders { key id; owned by customer through user_id to users.id; field items: orders; }
}
promise INT-001 {
    must keep orders for 6 years after end of financial_year of paid because law uk.ct;
    erase contact within 30 days of closed;
}
)");
  EXPECT_EQ(small.text(), "");
  EXPECT_TRUE(small.result.model.has_value());
}
TEST(Compile, a_tree_that_holds_broken_is_refused) {
  Sources sources;
  sources.files.emplace_back("x", "abide 1; nonsense here;");
  sources.trees.push_back(parse(sources.files[0]).file);
  const ResolveResult result = resolve(sources);
  EXPECT_FALSE(result.model.has_value());
  EXPECT_TRUE(has_errors(result.diagnostics));
}
TEST(Laws, every_row_says_what_it_is_and_where_it_stands) {
  const Laws laws = Laws::built_in();
  EXPECT_GE(laws.laws().size(), 20U);
  std::set<std::pair<std::string, std::optional<Date>>> keys;
  for (const Law& law : laws.laws()) {
    EXPECT_TRUE(keys.insert({law.key, law.from}).second) << law.key;
    EXPECT_FALSE(law.statute.empty() || law.record.empty() || law.source.empty() ||
                 law.jurisdiction.empty())
        << law.key;
    EXPECT_TRUE(law.period.has_value() || law.kind == Law::Kind::limit) << law.key;
  }
  EXPECT_EQ(laws.find("uk.ct")->period, (Period{6, Period::Unit::years}));
  EXPECT_EQ(laws.find("uk.nmw")->period, (Period{6, Period::Unit::years}));  // 3 before April 2021
  EXPECT_EQ(laws.find("pci.sad")->kind, Law::Kind::ban);
  EXPECT_EQ(laws.find("uk.nothing"), nullptr);
  EXPECT_NE(laws.find_regime("uk_gdpr"), nullptr);
  EXPECT_EQ(laws.find_regime("xx"), nullptr);
}

}  // namespace
}  // namespace abide::policy
