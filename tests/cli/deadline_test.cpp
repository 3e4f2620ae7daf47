// `abide deadline`: one request told with its working, a table compared, and words for what is
// wrong. Needs no policy and no store.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "tests/cli/program.hpp"
#include "tests/support/corpora.hpp"

namespace abide::cli_test {

using Words = std::vector<std::string>;
namespace {

namespace fs = std::filesystem;

class Deadline : public testing::Test {
 protected:
  Deadline() { fs::create_directories(folder_); }
  ~Deadline() override { fs::remove_all(folder_); }
  [[nodiscard]] Told ask(Words words) const {
    words.insert(words.begin(), "deadline");
    return run_abide(
        words, {.folder = folder_.string(), .environment = {}, .input = {}, .terminal = false});
  }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream{folder_ / name, std::ios::binary} << text;
  }

 private:
  fs::path folder_ = fs::temp_directory_path() / ("abide-deadline-" + std::to_string(::getpid()));
};

TEST_F(Deadline, OfOneRequestIsToldWithItsWorking) {
  const Told told = ask({"access", "--received", "2026-11-25"});
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_TRUE(holds(told.out, "Answer by Tuesday 29 December 2026.\n")) << told.out;
  EXPECT_TRUE(holds(told.out, "law: UK GDPR Art 4A")) << told.out;
  EXPECT_TRUE(holds(told.out, "not verified: Regulation (EEC, Euratom) No 1182/71 Art 3"))
      << told.out;
  EXPECT_TRUE(holds(told.out, "[holidays/england-and-wales.json]")) << told.out;
}
TEST_F(Deadline, HeedsEveryOption) {
  const Told told =
      ask({"access", "--received", "2026-06-20", "--clarification", "2026-06-25/2026-07-06",
           "--extension-notice", "2026-07-28", "--promise", "30", "--identity",
           "2026-06-20/2026-06-20", "--fee", "2026-06-20/2026-06-20", "--regime", "uk_gdpr",
           "--jurisdiction", "england", "--format", "json"});
  ASSERT_EQ(told.code, 0) << told.all();
  const auto json = parse_json(told.out);
  ASSERT_TRUE(json.ok()) << told.out;
  EXPECT_EQ(json->at("due"), "2026-10-01");
  EXPECT_EQ(json->at("due_literal"), "2026-10-02");
  EXPECT_EQ(json->at("extension_notice_by"), "2026-07-31");
  EXPECT_EQ(json->at("respond_by"), "2026-07-20");
  EXPECT_EQ(json->at("over_at"), "2026-07-20T23:00:00Z");
  EXPECT_EQ(json->at("expect"), "ok");
  EXPECT_FALSE(json->at("working").empty());
}
TEST_F(Deadline, OfSeveralQuestionsLeavesTheKindAlone) {
  const Told told = ask({"--received", "2026-09-07", "--clarification", "2026-09-10/2026-09-20",
                         "--clarification", "2026-09-15/2026-09-23", "access"});
  EXPECT_TRUE(holds(told.out, "Answer by Tuesday 20 October 2026.")) << told.all();
}
TEST_F(Deadline, WithoutADateSaysWhy) {
  const Told open = ask({"access", "--received", "2026-06-01", "--identity", "2026-06-02/"});
  EXPECT_EQ(open.code, 0) << open.all();
  EXPECT_TRUE(holds(open.out, "No last day: proof of identity was asked for")) << open.out;
  const Told late = ask({"access", "--received", "2026-05-18", "--extension-notice", "2026-06-19"});
  EXPECT_EQ(late.code, 0);
  EXPECT_TRUE(holds(late.out, "Answer by Thursday 18 June 2026.")) << late.out;
  EXPECT_TRUE(holds(late.out, "Mind: the extension was told on")) << late.out;
}
TEST_F(Deadline, RefusesWhatCannotBe) {
  const auto refused = [&](const Words& words, const std::string& part) {
    const Told told = ask(words);
    EXPECT_EQ(told.code, 2) << told.all();
    EXPECT_TRUE(told.out.empty()) << told.out;
    EXPECT_TRUE(holds(told.err, part)) << told.err;
  };
  refused({}, "say what was asked");
  refused({"access"}, "say what was asked");
  refused({"acess", "--received", "2026-05-30"}, "did you mean `access`?");
  refused({"access", "--received", "2026-02-30"}, "`2026-02-30` is not a date");
  refused({"access", "--received", "2026-05-30", "--jurisdiction", "scotlnd"},
          "did you mean `scotland`?");
  refused({"access", "--received", "2026-05-30", "--regime", "uk_gpdr"}, "did you mean `uk_gdpr`?");
  refused({"access", "--received", "2028-12-15"}, "are known from 2024-01-01 to 2028-12-31");
  refused({"erasure", "--received", "2026-05-30", "--clarification", "2026-06-01"},
          "only a request for access pauses");
  refused({"access", "--received", "2026-05-30", "--promise", "soon"}, "soon");
  refused({"access", "--csv", "x.csv"}, "--csv");
  refused({"--csv", "missing.csv"}, "missing.csv");
  refused({"--csv", "."}, "cannot read `.`");
  refused({"--csv", "x.csv", "--promise", "30"}, "--csv");
  const Told json = ask({"acess", "--received", "2026-05-30", "--format", "json"});
  EXPECT_EQ(parse_json(json.err)->at("help"), "did you mean `access`?") << json.err;
}
TEST_F(Deadline, OfATableAreComparedWhereItSaysThem) {
  write("mine.csv",
        "id,kind,received,due\nA,access,2026-11-25,2026-12-29\nB,erasure,2026-05-30,\n");
  const Told agree = ask({"--csv", "mine.csv"});
  EXPECT_EQ(agree.code, 0) << agree.all();
  EXPECT_TRUE(holds(agree.out, "B  erasure  received 2026-05-30  ok  due 2026-06-30")) << agree.out;
  EXPECT_TRUE(holds(agree.out, "2 rows, 2 with a last day; 1 compared, all as expected."))
      << agree.out;
  write("mine.csv",
        "id,kind,received,due\nA,access,2026-11-25,2026-12-28\nB,erasure,2028-12-30,\n");
  const Told differ = ask({"--csv", "mine.csv"});
  EXPECT_EQ(differ.code, 1) << differ.all();
  EXPECT_TRUE(holds(differ.out, "! A (line 2): due is 2026-12-29, expected 2026-12-28"))
      << differ.out;
  EXPECT_TRUE(holds(differ.out, "1 that cannot be counted")) << differ.out;
  const auto json = parse_json(ask({"--csv", "mine.csv", "--format", "json"}).out);
  ASSERT_TRUE(json.ok());
  EXPECT_EQ(json->at("differing"), 1);
  EXPECT_EQ(json->at("rows").at(0).at("differences").at(0).at("computed"), "2026-12-29");
}
TEST_F(Deadline, OfABadTableAreToldByLine) {
  write("bad.csv", "kind,received\naccess,2026-02-30\nacess,2026-05-30\n");
  const Told told = ask({"--csv", "bad.csv"});
  EXPECT_EQ(told.code, 2);
  EXPECT_TRUE(told.out.empty()) << told.out;
  EXPECT_TRUE(holds(told.err, "bad.csv:2: `received`: `2026-02-30` is not a date")) << told.err;
  write("bad.csv", "kind,received\nacess,2026-05-30\naccess,2026-05-30\n");
  EXPECT_TRUE(holds(ask({"--csv", "bad.csv"}).err, "bad.csv:2: there is no kind `acess`"));
  write("bad.csv", "");
  EXPECT_TRUE(holds(ask({"--csv", "bad.csv"}).err, "bad.csv:1: nothing is in it"));
}
TEST_F(Deadline, OfTheCorporaAreAllAsExpected) {
  const fs::path table = test::corpora() / "deadlines.csv";
  if (!fs::exists(table)) GTEST_SKIP() << "no deadlines.csv to judge by: set ABIDE_CORPORA";
  const Told told = ask({"--csv", table.string()});
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_TRUE(holds(told.out, "all as expected")) << told.out;
}

}  // namespace
}  // namespace abide::cli_test
