// What every verb owes the person who types it: an example, JSON that parses, exit codes with one
// meaning each, figures that Prometheus reads, no colour where none is wanted, and words that say
// what to do.
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "base/json.hpp"
#include "tests/cli/shop.hpp"

namespace abide::cli_test {
namespace {

/// Every verb that the program's own help names, those within another too.
void list_verbs(const Shop& shop, const Words& path, std::vector<Words>& verbs) {
  Words words = path;
  words.emplace_back("--help");
  const Told help = shop.abide(words);
  EXPECT_EQ(help.code, 0) << help.all();
  const auto at = help.out.find("Subcommands:");
  if (!path.empty()) verbs.push_back(path);
  if (at == std::string::npos) return;
  std::istringstream lines{help.out.substr(at)};
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line) && line.starts_with("  ")) {
    if (line[2] == ' ') continue;  // the rest of the description above
    Words deeper = path;
    deeper.push_back(line.substr(2, line.find(' ', 2) - 2));
    list_verbs(shop, deeper, verbs);
  }
}

TEST(Help, OfEveryVerbHasAnExample) {
  const Shop shop;
  std::vector<Words> verbs;
  list_verbs(shop, {}, verbs);
  EXPECT_GE(verbs.size(), 20U);
  for (Words words : verbs) {
    const std::string first = words.front();
    words.emplace_back("--help");
    const Told help = shop.abide(words);
    EXPECT_TRUE(holds(help.out, "Example: abide " + first)) << first << "\n" << help.out;
  }
}

TEST(Help, ItsExamplesNameVerbsThatThereAre) {
  const Shop shop;
  std::vector<Words> verbs;
  list_verbs(shop, {}, verbs);
  const std::regex example{"Example: abide ([a-z]+)( ([a-z-]+))?"};
  for (Words words : verbs) {
    words.emplace_back("--help");
    std::smatch found;
    const std::string help = shop.abide(words).out;
    ASSERT_TRUE(std::regex_search(help, found, example)) << help;
    Words shown{found[1]};
    const bool nested = std::find_if(verbs.begin(), verbs.end(), [&](const Words& verb) {
                          return verb.size() == 2 && verb[0] == found[1] && verb[1] == found[3];
                        }) != verbs.end();
    if (nested) shown.push_back(found[3]);
    EXPECT_NE(std::find(verbs.begin(), verbs.end(), shown), verbs.end()) << help;
  }
}

/// Commands in an order in which each can succeed.
std::vector<Words> a_days_work() {
  const Words by{"--by", "Support desk"};
  const auto named = [&](Words words) {
    words.insert(words.end(), by.begin(), by.end());
    return words;
  };
  return {named({"ledger", "init"}),
          {"plan"},
          named({"hold", "add", "--table", "db.payments", "--reason", "claim 7"}),
          {"hold", "list"},
          named({"hold", "release", "HOLD-2026-0001"}),
          named({"request", "open", "access", "--for", "ann@people.example"}),
          {"request", "list"},
          named({"request", "close", "REQ-2026-0001", "--how", "copy sent"}),
          named({"event", "add", "erasure_requested", "--for", "ann@people.example"}),
          named({"event", "import", "events.jsonl"}),
          {"event", "list"},
          {"explain", "row", "db", "users", "2"},
          {"explain", "erase", "of", "customer"},
          {"plan", "sweep", "--out", "sweep.plan"},
          named({"plan", "approve", "sweep.plan"}),
          {"plan", "erase", "--for", "bob@people.example"},
          named({"publish"}),
          {"plan", "--nightly"},
          {"sweep", "--dry-run", "--nightly"},
          {"sweep", "--dry-run"},
          named({"sweep"}),
          named({"sweep", "--nightly"}),
          {"erase", "--dry-run", "--for", "bob@people.example"},
          named({"erase", "--for", "bob@people.example"}),
          {"reread"},
          {"reread", "--print-sql"},
          {"ledger", "show"},
          {"ledger", "verify"},
          named({"ledger", "rotate-key"})};
}

std::string with_year(std::string word) {
  const std::string year = to_string(SystemClock{}.now()).substr(0, 4);
  const auto at = word.find("-2026-");
  return at == std::string::npos ? word : word.replace(at + 1, 4, year);
}

TEST(Json, OfEveryVerbParses) {
  const Shop shop;
  shop.write("events.jsonl",
             "{\"event\": \"erasure_requested\", \"key\": 1, \"at\": \"2026-05-01\"}\n");
  for (Words words : a_days_work()) {
    for (std::string& word : words) word = with_year(word);
    words.insert(words.end(), {"--format", "json"});
    const Told told = shop.on(words);
    EXPECT_TRUE(parse_json(told.out).ok()) << words[0] << " " << words[1] << "\n" << told.all();
    EXPECT_EQ(told.code, 0) << words[0] << " " << words[1] << "\n" << told.all();
  }
  const Told check = shop.abide({"check", "shop.policy", "--format", "json"});
  EXPECT_TRUE(parse_json(check.out).ok()) << check.all();
}
TEST(Json, OfABrokenPolicyParsesToo) {
  const Shop shop;
  shop.write("shop.policy", with(ShopText{}.policy, "letters.body; }", "letters.bodi; }"));
  const Told check = shop.abide({"check", "shop.policy", "--format", "json"});
  EXPECT_EQ(check.code, 2);
  const auto json = parse_json(check.out);
  ASSERT_TRUE(json.ok()) << check.all();
  EXPECT_EQ(json->at(0).at("code"), "E0201") << check.out;
}
/// The twin: the same words without JSON are for people, and do not parse.
TEST(Json, TwinTextDoesNotParse) {
  const auto shop = Shop::open();
  EXPECT_FALSE(parse_json(shop->on({"plan"}).out).ok());
}

TEST(Exit, CodesHaveOneMeaningEach) {
  const auto shop = Shop::open();
  EXPECT_EQ(shop->abide({"check", "shop.policy"}).code, 0);
  EXPECT_EQ(shop->abide({"check", "no-such.policy"}).code, 2);
  EXPECT_EQ(shop->sweep().code, 0);
  EXPECT_EQ(shop->sweep().code, 0) << "nothing due is no failure";
  EXPECT_EQ(shop->on({"hold", "release", "HOLD-2020-0009", "--by", "Legal"}).code, 2);
}
TEST(Exit, FourWhenALimitHoldsIt) {
  ShopText text;
  text.limits = "    limits { rows 1; }\n";
  const auto shop = Shop::open(text);
  const Told told = shop->sweep();
  EXPECT_EQ(told.code, 4) << told.all();
  EXPECT_TRUE(holds(told.out, "the limit is 1")) << told.out;
  EXPECT_EQ(shop->rows("SELECT count(*) FROM users"), "2\n");
}
TEST(Exit, ThreeWhenAStoreFails) {
  const auto shop = Shop::open();
  shop->write("control.sqlite", "this is no database, and it is long enough to be read as one");
  const Told told = shop->sweep();
  EXPECT_EQ(told.code, 3) << told.all();
  EXPECT_TRUE(holds(told.err, "control.sqlite")) << told.err;
}

struct Misuse {
  std::string name;
  Words words;
  std::string said;
};
void PrintTo(const Misuse& misuse, std::ostream* out) { *out << misuse.name; }
class Usage : public testing::TestWithParam<Misuse> {};
TEST_P(Usage, ErrorsExitTwoAndSayWhatToDo) {
  const auto shop = Shop::open();
  const Told told = shop->abide(GetParam().words);
  EXPECT_EQ(told.code, 2) << told.all();
  EXPECT_TRUE(told.err.starts_with("error: ")) << told.err;
  EXPECT_TRUE(holds(told.err, "\n  help: ")) << told.err;
  EXPECT_TRUE(holds(told.err, GetParam().said)) << told.err;
  EXPECT_EQ(told.out, "");
  EXPECT_EQ(shop->rows("SELECT count(*) FROM users"), "2\n");
}
INSTANTIATE_TEST_SUITE_P(
    Words, Usage,
    testing::Values(
        Misuse{"NoVerb", {}, "give one of check, "},
        Misuse{"MisspeltVerb", {"swep", "--deploy", "shop.deploy"}, "did you mean `abide sweep`?"},
        Misuse{"MisspeltInner", {"hold", "relase"}, "did you mean `abide hold release`?"},
        Misuse{"NoDeployment", {"sweep", "--by", "N"}, "--deploy"},
        Misuse{"UnknownOption", {"sweep", "--deploy", "shop.deploy", "--bye"}, "--bye"},
        Misuse{"NoSuchFormat", {"reread", "--deploy", "shop.deploy", "--format", "xml"}, "xml"},
        Misuse{"NobodyNamed", {"sweep", "--deploy", "shop.deploy"}, "--by NAME"},
        Misuse{"NobodyMeant", {"erase", "--deploy", "shop.deploy", "--by", "N"}, "--for VALUE"},
        Misuse{"NobodyHeld",
               {"hold", "add", "--deploy", "shop.deploy", "--by", "N", "--reason", "r"},
               "--for VALUE"},
        Misuse{"NobodyKnown",
               {"erase", "--deploy", "shop.deploy", "--by", "N", "--for", "x@nowhere.example"},
               "nothing was done"},
        Misuse{"NoSuchMoment", {"plan", "--deploy", "shop.deploy", "--at", "soon"}, "2026-11-25"},
        Misuse{"NoSuchDeployment", {"plan", "--deploy", "other.deploy"}, "other.deploy"},
        Misuse{"NoSuchEvent",
               {"event", "add", "erasure_requestd", "--deploy", "shop.deploy", "--by", "N", "--for",
                "ann@people.example"},
               "did you mean `erasure_requested`?"},
        Misuse{"NotYetHappened",
               {"event", "add", "erasure_requested", "--deploy", "shop.deploy", "--by", "N",
                "--for", "ann@people.example", "--at", "2199-01-01"},
               "nothing was written down"},
        Misuse{"NoSuchKind",
               {"request", "open", "acess", "--deploy", "shop.deploy", "--by", "N", "--for",
                "ann@people.example"},
               "access"}),
    [](const auto& one) { return one.param.name; });

/// No person's value in what is said of a mistake.
TEST(Usage, AnswersDoNotRepeatWhoWasMeant) {
  const auto shop = Shop::open();
  const Told told =
      shop->on({"erase", "--by", "Support desk", "--for", "secret.name@people.example"});
  EXPECT_EQ(told.code, 2);
  EXPECT_FALSE(holds(told.all(), "secret.name")) << told.all();
  EXPECT_TRUE(holds(told.err, "retry")) << told.err;
}
TEST(Usage, APersonCanComeFromStandardInput) {
  const auto shop = Shop::open();
  const Told told =
      shop->abide({"erase", "--deploy", "shop.deploy", "--by", "Support desk", "--for", "-"}, {},
                  "ann@people.example\n");
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_EQ(shop->rows("SELECT count(*) FROM users WHERE id = 1"), "0\n");
}

TEST(Colour, IsForTerminalsAndForNobodyWhoSetsNoColor) {
  const Shop shop;
  shop.write("shop.policy", with(ShopText{}.policy, "letters.body; }", "letters.bodi; }"));
  const std::vector<std::string> check{"check", "shop.policy"};
  const std::string escape{"\x1b["};
  EXPECT_TRUE(holds(shop.on_a_terminal(check, {{"NO_COLOR", ""}}).err, escape));
  const Told plain = shop.on_a_terminal(check, {{"NO_COLOR", "1"}});
  EXPECT_FALSE(holds(plain.all(), escape)) << plain.all();
  EXPECT_TRUE(holds(plain.err, "E0201")) << plain.all();
  EXPECT_FALSE(holds(shop.abide(check, {{"NO_COLOR", ""}}).all(), escape)) << "no terminal";
  EXPECT_FALSE(
      holds(shop.on_a_terminal(check, {{"NO_COLOR", ""}, {"TERM", "dumb"}}).all(), escape));
}
TEST(Progress, IsABarOnATerminalAndLinesOfJsonWhenAsked) {
  const auto shop = Shop::open();
  const Told bar = shop->on_a_terminal({"sweep", "--deploy", "shop.deploy", "--by", "N"}, {});
  EXPECT_EQ(bar.code, 0) << bar.all();
  EXPECT_TRUE(holds(bar.err, "of 3 rows")) << bar.err;
  const auto other = Shop::open();
  const Told lines = other->sweep({"--progress", "json"});
  EXPECT_EQ(lines.code, 0) << lines.all();
  std::istringstream read{lines.err};
  int count = 0;
  for (std::string line; std::getline(read, line); ++count)
    EXPECT_TRUE(parse_json(line).ok()) << line;
  EXPECT_GE(count, 1);
}

/// Prometheus' text form, as far as we speak it: each line a comment or `name value`, each name
/// with one HELP and one TYPE before it.
std::string metrics_fault(const std::string& text) {
  const std::regex help{"# HELP ([a-z_][a-z0-9_]*) [^\\n]+"};
  const std::regex type{"# TYPE ([a-z_][a-z0-9_]*) (gauge|counter)"};
  const std::regex sample{"([a-z_][a-z0-9_]*)(\\{[^}]*\\})? ([0-9.e+-]+|NaN)"};
  std::set<std::string> helped;
  std::set<std::string> typed;
  std::set<std::string> sampled;
  if (text.empty() || text.back() != '\n') return "does not end with a newline";
  std::istringstream lines{text};
  for (std::string line; std::getline(lines, line);) {
    std::smatch match;
    if (std::regex_match(line, match, help)) {
      if (!helped.insert(match[1]).second) return "two HELP: " + line;
    } else if (std::regex_match(line, match, type)) {
      if (!typed.insert(match[1]).second || sampled.contains(match[1])) return "late TYPE: " + line;
    } else if (std::regex_match(line, match, sample)) {
      if (!typed.contains(match[1]) || !helped.contains(match[1])) return "untyped: " + line;
      sampled.insert(match[1]);
    } else {
      return "no such line: " + line;
    }
  }
  return sampled.empty() ? "no sample" : "";
}
TEST(Metrics, AreWhatPrometheusReads) {
  const auto shop = Shop::open();
  ASSERT_EQ(shop->sweep({"--metrics", "abide.prom"}).code, 0);
  const std::string text = shop->read("abide.prom");
  EXPECT_EQ(metrics_fault(text), "") << text;
  EXPECT_TRUE(holds(text, "abide_run_complete 1\n")) << text;
  EXPECT_TRUE(holds(text, "abide_run_rows 3\n")) << text;
  EXPECT_NE(metrics_fault(text + "abide run rows 3\n"), "") << "the twin is noticed";
  EXPECT_NE(metrics_fault("abide_run_rows 3\n"), "") << "a sample without a type is noticed";
}
TEST(Metrics, SayWhenARunIsNotComplete) {
  ShopText scene;
  scene.users = with(scene.users, "closed_at TEXT", "closed_at TEXT, nickname TEXT");
  scene.rows =
      "INSERT INTO users VALUES (1, 'ann@people.example', 'Ann', '2026-05-20T10:00:00Z', "
      "'canary');";
  const auto shop = Shop::open(scene);
  EXPECT_EQ(shop->sweep({"--metrics", "abide.prom"}).code, 1);
  const std::string text = shop->read("abide.prom");
  EXPECT_EQ(metrics_fault(text), "") << text;
  EXPECT_TRUE(holds(text, "abide_run_complete 0\n")) << text;
  EXPECT_TRUE(holds(text, "abide_run_open_gaps 1\n")) << text;
}

}  // namespace
}  // namespace abide::cli_test
