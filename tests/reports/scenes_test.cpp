// The real program: reports to a folder and to standard output, what is missing to people, nothing
// written over, and a clear word where Graphviz is not.
#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/cli/shop.hpp"

namespace abide::cli_test {
namespace {

namespace fs = std::filesystem;

TEST(Report, goes_to_a_folder_in_every_form_and_writes_over_nothing) {
  const Shop shop;
  for (const auto& [kind, files] : std::vector<std::pair<std::string, Words>>{
           {"notice", {"notice.html", "notice.md", "notice.json"}},
           {"retention", {"retention.html", "retention.csv", "retention.json"}},
           {"recipients", {"recipients.html", "recipients.csv", "recipients.json"}}}) {
    const Told told = shop.abide({"report", kind, "shop.policy", "--out", kind});
    EXPECT_EQ(told.code, 0) << told.all();
    for (const std::string& file : files)
      EXPECT_FALSE(shop.read(kind + "/" + file).empty()) << file;
    EXPECT_EQ(shop.abide({"report", kind, "shop.policy", "--out", kind}).code, 2);
  }
  EXPECT_EQ(shop.abide({"report", "notice", "shop.policy", "--out", "one", "--format", "md"}).code,
            0);
  EXPECT_FALSE(fs::exists(shop.path("one/notice.html")));
  EXPECT_TRUE(fs::exists(shop.path("one/notice.md")));
}

TEST(Report, prints_one_form_and_tells_what_is_missing_beside_it) {
  const Shop shop;
  const Told page = shop.abide({"report", "notice", "shop.policy"});
  EXPECT_EQ(page.code, 0);
  EXPECT_TRUE(page.out.starts_with("<!doctype html>"));
  EXPECT_FALSE(holds(page.out, "asked by UK GDPR"));
  EXPECT_TRUE(holds(page.err, "asked by UK GDPR Art 13(1)(a)")) << page.err;
  const Told json = shop.abide({"report", "notice", "shop.policy", "--format", "json"});
  const auto read = parse_json(json.out);
  ASSERT_TRUE(read.ok());
  EXPECT_FALSE(read->at("lacks").empty());
  for (const char* const kind : {"retention", "recipients", "map"})
    EXPECT_TRUE(
        parse_json(shop.abide({"report", kind, "shop.policy", "--format", "json"}).out).ok());
  EXPECT_EQ(shop.abide({"report", "notice", "shop.policy", "--format", "csv"}).code, 2);
  EXPECT_EQ(shop.abide({"report", "notice", "none.policy"}).code, 2);
}

TEST(Report, says_so_where_graphviz_is_not_and_gives_the_table_all_the_same) {
  const Shop shop;
  const std::map<std::string, std::string> bare{{"PATH", shop.path("")}};
  const Told told = shop.abide({"report", "map", "shop.policy", "--out", "map"}, bare);
  EXPECT_EQ(told.code, 2) << told.all();
  EXPECT_TRUE(holds(told.err, "Graphviz") && holds(told.err, "--format csv")) << told.err;
  EXPECT_FALSE(fs::exists(shop.path("map")));
  for (const char* const form : {"csv", "dot", "json"})
    EXPECT_EQ(shop.abide({"report", "map", "shop.policy", "--format", form}, bare).code, 0) << form;
}

TEST(Report, draws_the_map_where_graphviz_is) {
  if (std::system("command -v dot >/dev/null 2>&1") != 0)
    GTEST_SKIP() << "no Graphviz: `./dev setup` gets it";
  const Shop shop;
  const Told told = shop.abide({"report", "map", "shop.policy", "--out", "map"});
  EXPECT_EQ(told.code, 0) << told.all();
  const std::string page = shop.read("map/map.html");
  EXPECT_TRUE(holds(page, "<svg class=\"map\"") && holds(page, "id=\"e0\"")) << page.substr(0, 400);
  const std::string alone = shop.read("map/map.svg");
  EXPECT_TRUE(alone.starts_with("<svg") && holds(alone, "Payments")) << alone.substr(0, 400);
}

TEST(Doc, stands_beside_the_notice) {
  ShopText text;
  text.policy = with(text.policy, "{ regime uk_gdpr;", "{ notice \"notice.txt\"; regime uk_gdpr;");
  const Shop shop{text};
  shop.write(
      "notice.txt",
      "Keeping\n\nWe delete what we hold of you within 30 days after you close your account. We "
      "keep records of payments for as long as tax law asks. We are glad.\n\nRights\n\nYou can ask "
      "us to delete your data.\n");
  const Told told = shop.abide({"doc", "shop.policy", "--out", "doc"});
  EXPECT_EQ(told.code, 0) << told.all();
  const std::string page = shop.read("doc/index.html");
  EXPECT_TRUE(holds(page, "<article id=\"SH-02\"")) << page;
  EXPECT_TRUE(holds(page, "No promise quotes this sentence"));
}

TEST(Exchange, exports_imports_and_leaves_files_alone) {
  const Shop shop;
  EXPECT_EQ(shop.abide({"export", "fideslang", "shop.policy", "--out", "shop.yml"}).code, 0);
  EXPECT_EQ(shop.abide({"export", "fideslang", "shop.policy", "--out", "shop.yml"}).code, 2);
  const Told json = shop.abide({"export", "fideslang", "shop.policy", "--format", "json"});
  EXPECT_TRUE(parse_json(json.out).ok()) << json.all();
  const Told back = shop.abide({"import", "fideslang", "shop.yml", "--out", "back.policy"});
  EXPECT_EQ(back.code, 0) << back.all();
  EXPECT_TRUE(holds(back.out, "left for a person to fill in")) << back.out;
  EXPECT_EQ(shop.abide({"check", "back.policy"}).code, 0)
      << shop.abide({"check", "back.policy"}).all();
  shop.write("bad.yml", "a: [");
  EXPECT_NE(shop.abide({"import", "fideslang", "bad.yml"}).code, 0);
}

TEST(Exchange, sketches_a_policy_from_a_schema) {
  const Shop shop;
  const Told told = shop.abide({"import", "schema", "shop.sqlite", "--out", "sketch.policy"});
  EXPECT_EQ(told.code, 0) << told.all();
  const std::string sketch = shop.read("sketch.policy");
  for (const char* const part :
       {"subject user {", "identified by db.users.id, db.users.email;",
        "alias \"user.contact.email\"", "owned by user through user_id to users.id;",
        "payment.record", "closed_at: CATEGORY;"})
    EXPECT_TRUE(holds(sketch, part)) << part << "\n" << sketch;
  EXPECT_FALSE(holds(sketch, "people.example")) << "a row was read";
  const Told check = shop.abide({"check", "sketch.policy"});
  EXPECT_FALSE(holds(check.all(), "E01")) << check.all();
  EXPECT_EQ(check.code, 2) << "what is open keeps it from use";
  EXPECT_NE(shop.abide({"import", "schema", "none.sqlite"}).code, 0);
}

}  // namespace
}  // namespace abide::cli_test
