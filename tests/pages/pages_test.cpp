// Pages stand alone: no script, nothing that leaves them, and nothing that axe-core objects to.
#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "tests/cli/shop.hpp"

namespace abide::cli_test {
namespace {

namespace fs = std::filesystem;

/// A shop that has told a story: a sweep, a copy of somebody's data, an erasure down to what the
/// law keeps, one that a hold keeps from doing anything, the evidence of it and the record.
std::unique_ptr<Shop> storied() {
  ShopText text;
  text.rows +=
      "INSERT INTO letters VALUES (12, 2, 'my manager Sarah Jones said <b>no</b> & left');"
      "INSERT INTO users VALUES (3, 'cat@people.example', 'Cat Hill', NULL);";
  auto shop = Shop::open(text);
  EXPECT_EQ(shop->sweep({"--page", "sweep.html"}).code, 0);
  const Words bob{"access", "--by", "Support desk", "--for", "bob@people.example",
                  "--into", "draft"};
  EXPECT_EQ(shop->on(bob).code, 0);
  EXPECT_EQ(shop->on({"access", "release", "draft", "--into", "pack", "--withhold-rest", "--by",
                      "Data protection lead"})
                .code,
            0);
  EXPECT_EQ(shop->on({"erase", "--by", "Support desk", "--for", "bob@people.example", "--page",
                      "bob.html"})
                .code,
            0);
  shop->hold({"--for", "cat@people.example"});
  EXPECT_NE(shop->on({"erase", "--by", "Support desk", "--for", "cat@people.example", "--page",
                      "cat.html"})
                .code,
            0);
  EXPECT_EQ(shop->on({"ledger", "export", "--into", "evidence", "--by", "Auditor"}).code, 0);
  EXPECT_EQ(shop->on({"record", "--into", "record"}).code, 0);
  EXPECT_NE(shop->sweep({"--page", "later.html"}).code, 2);
  EXPECT_EQ(shop->on({"board", "--page", "board.html"}).code, 0);
  for (const char* const kind : {"notice", "retention", "recipients", "map"})
    EXPECT_EQ(shop->abide({"report", kind, "shop.policy", "--out", kind}).code, 0) << kind;
  EXPECT_EQ(shop->abide({"doc", "shop.policy", "--out", "doc"}).code, 0);
  return shop;
}

constexpr std::array pages{"draft/index.html",
                           "pack/index.html",
                           "evidence/README.html",
                           "bob.html",
                           "cat.html",
                           "record/record.html",
                           "sweep.html",
                           "later.html",
                           "board.html",
                           "notice/notice.html",
                           "retention/retention.html",
                           "recipients/recipients.html",
                           "map/map.html",
                           "doc/index.html"};

TEST(Pages, AskForNothing) {
  const auto shop = storied();
  for (const char* const page : pages) {
    const std::string text = shop->read(page);
    ASSERT_GT(text.size(), 1000U) << page;
    for (const char* const out : {"<script", "<link", "<img", "<iframe", "<object", "url(",
                                  "@import", "src=", "http-equiv", "onload", "javascript:"})
      EXPECT_EQ(text.find(out), std::string::npos) << page << " holds " << out;
    EXPECT_TRUE(holds(text, "<html lang=\"en-GB\">") && holds(text, "<title>")) << page;
  }
  EXPECT_TRUE(holds(shop->read("pack/index.html"), "&amp;") ||
              holds(shop->read("pack/index.html"), "[withheld]"));
  EXPECT_FALSE(holds(shop->read("pack/index.html"), "DRAFT"));
}

TEST(Pages, SayNoMoreThanWasDone) {
  const auto shop = storied();
  const std::string erased = shop->read("bob.html");
  for (const char* const part :
       {"We erased your data in part", "31 March 2033", "uk.ct", "privacy@shop.example"})
    EXPECT_TRUE(holds(erased, part)) << part << erased;
  const std::string held = shop->read("cat.html");
  for (const char* const part : {"Nothing was erased.", "HOLD-2026-0001", "it is released"})
    EXPECT_TRUE(holds(held, part)) << part << held;
  EXPECT_FALSE(holds(held, "due to be looked for"));
  for (const std::string& page : {erased, held})
    for (const char* const value : {"bob@people.example", "Stone", "cat@people.example", "Hill"})
      EXPECT_FALSE(holds(page, value)) << value;
  // The evidence says the same of both, and each row once.
  const std::string readme = shop->read("evidence/README.html");
  EXPECT_TRUE(holds(readme, "complete but for what stays")) << readme;
  EXPECT_TRUE(holds(readme, ", nothing was erased</h3>")) << readme;
  EXPECT_FALSE(holds(readme, "a legal hold or somebody")) << "the same rows twice";
  EXPECT_TRUE(holds(readme, "PACK-")) << readme;
}

/// What axe-core says of the page in Chromium, as JSON; empty when there is no answer.
std::string violations(const Shop& shop, const std::string& page, const std::string& axe) {
  std::string text = shop.read(page);
  const auto end = text.rfind("</body>");
  const std::string ask =
      "<script>" + axe +
      "</script><script>axe.run().then(r => { document.title = 'AXE ' + "
      "JSON.stringify(r.violations.map(v => [v.id, v.nodes[0].html])) })</script>";
  shop.write("asked.html", text.insert(end == std::string::npos ? text.size() : end, ask));
  const std::string command = fmt::format(
      "chromium --headless=new --no-sandbox --disable-gpu --virtual-time-budget=20000 --dump-dom "
      "'file://{}' 2>/dev/null",
      fs::absolute(shop.path("asked.html")).string());
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe{::popen(command.c_str(), "r"), ::pclose};
  std::string out;
  std::array<char, 4096> buffer{};
  while (pipe != nullptr && std::fgets(buffer.data(), buffer.size(), pipe.get()) != nullptr)
    out += buffer.data();
  const auto from = out.find("<title>AXE ");
  return from == std::string::npos ? ""
                                   : out.substr(from + 11, out.find("</title>", from) - from - 11);
}

TEST(Pages, AreSoundToAxe) {
  if (!fs::exists(ABIDE_AXE) || std::system("command -v chromium >/dev/null 2>&1") != 0)
    GTEST_SKIP() << "no axe-core or no chromium: `./dev pages` gets them";
  const auto shop = storied();
  std::ifstream file{ABIDE_AXE};
  std::ostringstream axe;
  axe << file.rdbuf();
  for (const char* const page : pages) EXPECT_EQ(violations(*shop, page, axe.str()), "[]") << page;
  // The twin: a page that says nothing in words.
  shop->write("bad.html", "<!doctype html><html><body><img src=\"x\"></body></html>");
  EXPECT_NE(violations(*shop, "bad.html", axe.str()), "[]");
}

}  // namespace
}  // namespace abide::cli_test
