// Deployments: bindings, points and limits against the policy they are for.
#include <gtest/gtest.h>

#include "policy/compile.hpp"
#include "tests/support/policy_text.hpp"

namespace abide::policy {
namespace {

const Model& model() {
  static const Model found = [] {
    std::string text = test::Shop{.more =
                                      "store mail kind files { }\nstore ram kind memory { reach "
                                      "none because \"x\"; }"}
                           .text();
    const std::string regime = "regime uk_gdpr;";
    text.replace(text.find(regime), regime.size(),
                 "regime uk_gdpr; limit rows 1000; limit share 10 %; limit hours 22:00, 05:00;");
    return test::check_policy(text).model();
  }();
  return found;
}
struct Read {
  Sources sources;
  DeploymentResult result;
  [[nodiscard]] std::string codes() const {
    std::string all;
    for (const Diagnostic& diagnostic : result.diagnostics) {
      all += (all.empty() ? "" : " ") + diagnostic.code;
    }
    return all;
  }
};
Read read_file(std::string text) {
  Read read;
  read.sources.files.emplace_back("test.deploy", std::move(text));
  ParseResult parsed = parse(read.sources.files.front());
  EXPECT_FALSE(has_errors(parsed.diagnostics))
      << render(parsed.diagnostics.at(0), read.sources.files);
  read.sources.trees.push_back(std::move(parsed.file));
  read.result = resolve_deployment(read.sources, model());
  return read;
}
Read read(const std::string& items) {
  return read_file("abide 1;\ndeploy demo for shop {\n  " + items + "\n}\n");
}

TEST(Deployment, says_where_each_store_is_and_what_stands_in) {
  const Read demo = read(
      "store db is sqlite \"data/db.sqlite\"; store mail is postgres env MAIL_URL role \"sweep\" "
      "probe "
      "role \"probe\";\ncontrol sqlite \"c.db\"; keys \"k.db\"; anchor \"/a\"; anchor \"/b\";\n"
      "point gateway, scan; point store_guard on db; notify \"/usr/local/bin/page\"; operator \"On "
      "call\";");
  ASSERT_EQ(demo.codes(), "");
  const Deployment& deployment = demo.result.deployment.value();
  EXPECT_EQ(deployment.name, "demo");
  const Binding& db = *deployment.find(*model().find_store("db"));
  EXPECT_EQ(db.address, (Address{Address::Form::path, "data/db.sqlite"}));
  EXPECT_FALSE(db.stand_in);
  const Binding& mail = *deployment.find(*model().find_store("mail"));
  EXPECT_EQ(mail.address, (Address{Address::Form::environment, "MAIL_URL"}));
  EXPECT_EQ(mail.role, "sweep");
  EXPECT_EQ(mail.probe_role, "probe");
  EXPECT_TRUE(mail.stand_in);
  EXPECT_EQ(deployment.find(*model().find_store("ram")), nullptr);
  EXPECT_EQ(deployment.control, "c.db");
  EXPECT_EQ(deployment.keys, "k.db");
  EXPECT_EQ(deployment.anchors, (std::vector<std::string>{"/a", "/b"}));
  ASSERT_EQ(deployment.points.size(), 3U);
  EXPECT_EQ(deployment.points[2].name, "store_guard");
  EXPECT_EQ(deployment.points[2].on, (std::vector<StoreId>{*model().find_store("db")}));
  EXPECT_TRUE(deployment.points[0].on.empty());
  EXPECT_EQ(deployment.notify, "/usr/local/bin/page");
  EXPECT_EQ(deployment.operator_name, "On call");
  EXPECT_EQ(deployment.limits, model().limits);
}
TEST(Deployment, limits_may_only_be_tighter) {
  const auto limits = [](const std::string& text) { return read("limits { " + text + " }"); };
  EXPECT_EQ(limits("rows 500; share 5 %; hours 23:00, 02:00;").codes(), "");
  EXPECT_EQ(limits("rows 500;").result.deployment->limits,
            (Limits{.rows = 500, .share_percent = 10, .hours = std::pair{22 * 60, 5 * 60}}));
  EXPECT_EQ(limits("rows 1000; hours 22:00, 05:00;").codes(), "");
  EXPECT_EQ(limits("rows 1001;").codes(), "E0206");
  EXPECT_EQ(limits("share 11 %;").codes(), "E0206");
  EXPECT_EQ(limits("hours 21:59, 02:00;").codes(), "E0206");
  EXPECT_EQ(limits("hours 04:00, 23:00;").codes(), "E0206");
  EXPECT_EQ(limits("hours 01:00, 05:01;").codes(), "E0206");
  EXPECT_EQ(limits("row 5;").codes(), "E0204");
  EXPECT_EQ(limits("rows 5 %;").codes(), "E0206");
}

struct Fault {
  std::string text;
  std::string codes;
};
class Faults : public testing::TestWithParam<Fault> {};
TEST_P(Faults, are_refused_and_nothing_loads) {
  const Read broken = read(GetParam().text);
  EXPECT_EQ(broken.codes(), GetParam().codes);
  EXPECT_EQ(broken.result.deployment.has_value(), GetParam().codes.empty());
}
INSTANTIATE_TEST_SUITE_P(
    Deployment, Faults,
    testing::Values(
        Fault{"", ""}, Fault{"store dbx is sqlite \"x\";", "E0201"},
        Fault{"store db is sqlte \"x\";", "E0206"}, Fault{"store db is memory \"x\";", "E0206"},
        Fault{"store db sqlite \"x\";", "E0206"}, Fault{"store db is sqlite;", "E0206"},
        Fault{"store db is sqlite \"\";", "E0206"}, Fault{"store db is sqlite env;", "E0206"},
        Fault{"store db is sqlite \"x\" role;", "E0206"},
        Fault{"store db is sqlite \"x\" \"y\";", "E0206"},
        Fault{"store db is sqlite \"x\"; store db is sqlite \"y\";", "E0202"},
        Fault{"store db is postgres \"postgres://app:secret@db.example/shop\";", "E0206"},
        Fault{"point gatway;", "E0206"}, Fault{"point store_guard on dbx;", "E0201"},
        Fault{"control redis \"x\";", "E0206"}, Fault{"control sqlite;", "E0206"},
        Fault{"keys x;", "E0206"}, Fault{"keys \"a\"; keys \"b\";", "E0202"},
        Fault{"control sqlite \"x.db\"; keys \"x.db\";", "E0206"},
        Fault{"colour \"red\";", "E0204"}));

TEST(Deployment, is_for_one_policy_and_holds_nothing_else) {
  EXPECT_EQ(read_file("abide 1; deploy demo for shp { }").codes(), "E0201");
  EXPECT_EQ(read_file("abide 1;\ndeploy a for shop { }\ndeploy b for shop { }").codes(), "E0202");
  EXPECT_EQ(read_file("abide 1;\ndeploy a for shop { }\ncategory c;").codes(), "E0105");
  EXPECT_EQ(read_file("abide 1;").codes(), "E0205");
  EXPECT_EQ(test::codes_of({.more = "deploy a for shop { }"}), "E0105");
}

}  // namespace
}  // namespace abide::policy
