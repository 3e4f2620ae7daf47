// What the checker says, as SARIF: every place lies in its file, every rule is listed, fixes mend,
// and a finding keeps its fingerprint when lines move.
#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <set>

#include "tests/cli/shop.hpp"

namespace abide::cli_test {
namespace {

namespace fs = std::filesystem;

std::string with_faults() {
  std::string text =
      with(ShopText{}.policy, "field email: account.email;", "field email: account.emial;");
  return with(text, "field body: letters.body;", "field body: letters.bodi;");
}
Json sarif_of(const Shop& shop, const std::vector<std::string>& more = {}) {
  std::vector<std::string> words{"check", "shop.policy", "--format", "sarif"};
  words.insert(words.end(), more.begin(), more.end());
  const Told told = shop.abide(words);
  auto json = parse_json(told.out);
  EXPECT_TRUE(json.ok()) << told.all();
  shop.write("log.sarif", told.out);
  return json ? std::move(*json) : Json::object();
}
const Json& results_of(const Json& sarif) { return sarif.at("runs").at(0).at("results"); }
std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

TEST(Sarif, PointsAtTheVeryWordsAndAtTheirRule) {
  const Shop shop;
  shop.write("shop.policy", with_faults());
  const Json sarif = sarif_of(shop);
  EXPECT_EQ(sarif.at("version"), "2.1.0");
  const Json& run = sarif.at("runs").at(0);
  EXPECT_EQ(run.at("tool").at("driver").at("name"), "abide");
  EXPECT_EQ(run.at("columnKind"), "unicodeCodePoints");
  ASSERT_EQ(results_of(sarif).size(), 2U) << sarif.dump(2);
  const Json& first = results_of(sarif).at(0);
  EXPECT_EQ(first.at("ruleId"), "E0201");
  EXPECT_EQ(first.at("level"), "error");
  const Json& rule =
      run.at("tool").at("driver").at("rules").at(first.at("ruleIndex").get<std::size_t>());
  EXPECT_EQ(rule.at("id"), "E0201");
  EXPECT_TRUE(holds(rule.at("help").at("markdown").get<std::string>(), "# E0201"));
  const Json& place = first.at("locations").at(0).at("physicalLocation");
  EXPECT_EQ(place.at("artifactLocation").at("uri"), "shop.policy");
  const Json& region = place.at("region");
  const std::string line =
      lines_of(with_faults()).at(region.at("startLine").get<std::size_t>() - 1);
  const auto begin = region.at("startColumn").get<std::size_t>() - 1;
  EXPECT_EQ(line.substr(begin, region.at("endColumn").get<std::size_t>() - 1 - begin),
            "account.emial");
}
TEST(Sarif, OffersFixesThatMend) {
  const Shop shop;
  shop.write("shop.policy", with_faults());
  std::vector<std::string> lines = lines_of(with_faults());
  const Json sarif = sarif_of(shop);
  for (const Json& result : results_of(sarif)) {
    const Json& change =
        result.at("fixes").at(0).at("artifactChanges").at(0).at("replacements").at(0);
    const Json& region = change.at("deletedRegion");
    std::string& line = lines.at(region.at("startLine").get<std::size_t>() - 1);
    const auto begin = region.at("startColumn").get<std::size_t>() - 1;
    line.replace(begin, region.at("endColumn").get<std::size_t>() - 1 - begin,
                 change.at("insertedContent").at("text").get<std::string>());
  }
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  EXPECT_EQ(text, ShopText{}.policy);
}
std::set<std::string> fingerprints(const Json& sarif) {
  std::set<std::string> all;
  for (const Json& result : results_of(sarif))
    all.insert(result.at("partialFingerprints").at("abideText/v1").get<std::string>());
  return all;
}
TEST(Sarif, KeepsItsFingerprintsWhenLinesMove) {
  const Shop shop;
  shop.write("shop.policy", with_faults());
  const std::set<std::string> before = fingerprints(sarif_of(shop));
  EXPECT_EQ(before.size(), 2U);
  shop.write("shop.policy", with(with_faults(), "abide 1;\n", "abide 1;\n\n// moved\n\n"));
  EXPECT_EQ(fingerprints(sarif_of(shop)), before);
  shop.write("shop.policy", with(with_faults(), "account.emial", "account.emaill"));
  EXPECT_NE(fingerprints(sarif_of(shop)), before) << "another finding";
}
TEST(Sarif, TellsTwoFindingsOnTheSameWordsApart) {
  const Shop shop;
  shop.write("shop.policy",
             ShopText{}.policy + "promise SH-08 { never sell leters; never share leters; }\n");
  const Json sarif = sarif_of(shop);
  EXPECT_EQ(results_of(sarif).size(), 2U);
  EXPECT_EQ(fingerprints(sarif).size(), 2U);
}
TEST(Sarif, NamesTheNoticeAndTheDeploymentToo) {
  const Shop shop;
  shop.write("shop.policy", with(ShopText{}.policy, "{ regime uk_gdpr;",
                                 "{ notice \"notice.txt\"; regime uk_gdpr;"));
  shop.write("notice.txt",
             "Keeping\nWe delete what we hold of you within 60 days after you close your "
             "account.\nRights\n");
  shop.write("shop.deploy", with(ShopText{}.deployment(), "operator", "point nonsense; operator"));
  const Json sarif = sarif_of(shop, {"--deploy", "shop.deploy"});
  std::set<std::string> related;
  std::set<std::string> files;
  for (const Json& result : results_of(sarif)) {
    for (const Json& place : result.at("locations"))
      files.insert(
          place.at("physicalLocation").at("artifactLocation").at("uri").get<std::string>());
    for (const Json& place : result.value("relatedLocations", Json::array()))
      related.insert(
          place.at("physicalLocation").at("artifactLocation").at("uri").get<std::string>());
  }
  EXPECT_TRUE(related.contains("notice.txt")) << sarif.dump(2);
  EXPECT_TRUE(files.contains("shop.deploy")) << sarif.dump(2);
}

TEST(Sarif, LeavesWithWhatTheProgramLeavesWith) {
  const Shop shop;
  const auto exit_code = [&] {
    return sarif_of(shop).at("runs").at(0).at("invocations").at(0).at("exitCode");
  };
  EXPECT_EQ(exit_code(), 0);
  shop.write("shop.policy",
             ShopText{}.policy +
                 "staff dpo \"Data protection lead\" {}\nruling SH-G01 between SH-01 \"Open.\" { "
                 "tell customer; decide by dpo before 2020-01-01; }\n");
  EXPECT_EQ(exit_code(), 1) << "a ruling is overdue";
  shop.write("shop.policy", with_faults());
  EXPECT_EQ(exit_code(), 2);
}

/// What the published schema says of the log: its exit code and its words.
Told judged(const Shop& shop) {
  const std::string command =
      fmt::format("node '{}/tests/sarif/check_sarif.mjs' '{}' '{}' 2>&1", ABIDE_SOURCE_DIR,
                  ABIDE_JUDGES, fs::absolute(shop.path("log.sarif")).string());
  FILE* const pipe = ::popen(command.c_str(), "r");
  std::string out;
  std::array<char, 4096> buffer{};
  while (pipe != nullptr && std::fgets(buffer.data(), buffer.size(), pipe) != nullptr)
    out += buffer.data();
  const int status = pipe == nullptr ? -1 : ::pclose(pipe);
  return {WEXITSTATUS(status), out, ""};
}
TEST(Sarif, IsValidByThePublishedSchema) {
  if (!fs::exists(std::string{ABIDE_JUDGES} + "/node_modules/@microsoft/jest-sarif"))
    GTEST_SKIP() << "no schema of SARIF: `./dev pages` gets it";
  const Shop shop;
  shop.write("shop.policy", with_faults());
  static_cast<void>(sarif_of(shop));
  Told told = judged(shop);
  EXPECT_EQ(told.code, 0) << told.out;
  for (const char* const name : {"interview-studio", "career-mentor"}) {
    const fs::path folder = fs::path{ABIDE_SOURCE_DIR} / "docs" / "examples" / name;
    const Told checked =
        shop.abide({"check", (folder / (std::string{name} + ".policy")).string(), "--deploy",
                    (folder / "demo.deploy").string(), "--format", "sarif"});
    shop.write("log.sarif", checked.out);
    told = judged(shop);
    EXPECT_EQ(told.code, 0) << name << told.out;
  }
  // The twin: a log with a level that SARIF does not know.
  shop.write("log.sarif",
             with(shop.read("log.sarif"), "\"level\": \"warning\"", "\"level\": \"loud\""));
  EXPECT_EQ(judged(shop).code, 1);
}

}  // namespace
}  // namespace abide::cli_test
