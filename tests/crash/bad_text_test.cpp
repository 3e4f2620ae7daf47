// Policies, deployments, plan files, events and rows that nobody should write: absurd in size or
// depth, empty, no text at all, dates that cannot be. Each is told in words, and nothing goes.
#include <fmt/format.h>
#include <sys/stat.h>

#include "tests/crash/bad_input.hpp"

namespace abide::crash {
namespace {

namespace fs = std::filesystem;
using testing_support::AppDatabase;
using Texts = std::vector<std::pair<std::string, std::string>>;

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}
/// Bytes that are no UTF-8: a lead without its trail, a trail alone, an overlong slash, half of a
/// surrogate pair, more than Unicode has.
const std::string no_text = "\xc3\x28 \x80 \xc0\xaf \xed\xa0\x80 \xf4\x90\x80\x80 \xff\xfe";

class BadText : public BadInput {
 protected:
  /// Each text in the place of a file: refused by name and soon, and nothing else is touched.
  void try_each(const std::string& name, const Texts& texts) {
    const std::string path = place_.file(name);
    const std::string good = content_of(path);
    for (const auto& [what, text] : texts) {
      SCOPED_TRACE(what);
      write(path, text);
      for (const Said& said : {sweep(), erase()}) {
        EXPECT_EQ(said.code, 2) << said.error.substr(0, 2000);
        expect_words(said);
        EXPECT_NE(said.error.find(name), std::string::npos) << said.error.substr(0, 2000);
        EXPECT_LT(said.error.size(), 100'000U);
        EXPECT_LT(said.lasted, std::chrono::seconds{30});
      }
    }
    fs::remove(path);
    expect_error(sweep(), 2, {"shop.deploy"});
    fs::create_directory(path);
    expect_error(sweep(), 2, {name});
    fs::remove(path);
    write(path, good);
    expect_nothing_lost();
    expect_usable_again();
  }
};

TEST_F(BadText, policies) {
  const std::string good = content_of(place_.file("shop.policy"));
  const std::string deep = "abide 1;\npolicy p \"P\" { regime uk_gdpr; }\nevent e at " +
                           std::string(10000, '(') + "db.t.c" + std::string(10000, ')') + ";\n";
  try_each("shop.policy", {{"empty", ""},
                           {"blank", std::string(1000, '\n')},
                           {"brackets", deep},
                           {"braces", "abide 1;\n" + repeated("category c { ", 10000)},
                           {"open brackets", good + std::string(100000, '(')},
                           {"50 MB of a comment", good + "// " + std::string(50'000'000, 'x')},
                           {"50 MB of a word", "abide 1;\n" + std::string(50'000'000, 'x')},
                           {"no UTF-8", good + "\nstaff x \"" + no_text + "\";\n"},
                           {"no UTF-8 at all", no_text},
                           {"zeros", good + std::string(100, '\0')},
                           {"a string without an end", good + "\nstaff x \"" + good}});
}

TEST_F(BadText, a_large_policy_within_the_limit_is_told_soon) {
  std::string text = content_of(place_.file("shop.policy"));
  for (int i = 0; text.size() < 8'000'000; ++i)
    text += fmt::format("category c{} \"C\" {{ a; }}\n", i);
  write(place_.file("shop.policy"), text + "category c0 \"twice\" { a; }\n");
  const Said said = sweep();
  EXPECT_EQ(said.code, 2) << said.error.substr(0, 2000);
  expect_words(said);
  EXPECT_LT(said.lasted, std::chrono::seconds{120});
}

TEST_F(BadText, deployments) {
  const std::string good = content_of(place_.file("shop.deploy"));
  try_each("shop.deploy", {{"empty", ""},
                           {"braces", good + repeated("{", 10000)},
                           {"brackets", good + repeated("(", 10000)},
                           {"50 MB", good + "// " + std::string(50'000'000, 'x')},
                           {"no UTF-8", good + "\nnote \"" + no_text + "\";\n"},
                           {"zeros", good + std::string(100, '\0')}});
}

TEST_F(BadText, plan_files) {
  const std::string path = place_.file("a.plan");
  const std::string deploy = place_.file("shop.deploy");
  ASSERT_EQ(run({"plan", "--deploy", deploy, "--out", path}).code, 0);
  const std::string good = content_of(path);
  const std::size_t steps = good.find('[');
  ASSERT_NE(steps, std::string::npos);
  const std::string nots = repeated(R"({"not":)", 200000) + "{}" + repeated("}", 200000);
  for (const auto& [what, text] :
       Texts{{"empty", ""},
             {"half", good.substr(0, good.size() / 2)},
             {"no UTF-8", no_text},
             {"no UTF-8 inside", good.substr(0, steps) + "[\"" + no_text + "\"]}"},
             {"deep arrays", repeated("[", 1'000'000)},
             {"deep arrays that end", repeated("[", 200000) + repeated("]", 200000)},
             {"deep selectors", R"({"version":1,"steps":[{"where":)" + nots + "}]}"},
             {"another thing", R"({"version":1})"},
             {"a number", "1e999"},
             {"zeros", std::string(1000, '\0')},
             {"100 MB", std::string(100'000'000, ' ')}}) {
    SCOPED_TRACE(what);
    write(path, text);
    expect_error(sweep({"--plan", path}), 2, {"a.plan"});
    expect_error(run({"plan", "approve", path, "--deploy", deploy, "--by", "DPO"}), 2, {"a.plan"});
  }
  expect_error(sweep({"--plan", place_.anchors()}), 2, {"anchors"});
  expect_error(sweep({"--plan", place_.file("none")}), 2, {"none"});
  expect_nothing_lost();
  expect_usable_again();
}

TEST_F(BadText, events) {
  const std::string path = place_.file("events.jsonl");
  const std::string good = R"({"event":"erasure_requested","key":1,"at":"2026-01-01"})";
  for (const auto& [what, line] :
       Texts{{"no UTF-8", no_text},
             {"no UTF-8 in a name", R"({"event":")" + no_text + R"(","key":1,"at":"2026-01-01"})"},
             {"no UTF-8 in a key",
              R"({"event":"closed","key":")" + no_text + R"(","at":"2026-01-01"})"},
             {"no JSON", "event;key;at"},
             {"deep", repeated("[", 1'000'000)},
             {"a day that is none", R"({"event":"closed","key":1,"at":"2026-02-30"})"},
             {"a day to come", R"({"event":"closed","key":1,"at":"2999-01-01"})"},
             {"nobody's event", R"({"event":"nobodys","key":1,"at":"2026-01-01"})"},
             {"a key beyond numbers", R"({"event":"closed","key":1e999,"at":"2026-01-01"})"},
             {"a list", "[1, 2]"}}) {
    SCOPED_TRACE(what);
    write(path, line + "\n" + good + "\n");
    expect_error(
        run({"event", "import", path, "--deploy", place_.file("shop.deploy"), "--by", "App"}), 2,
        {"events.jsonl:1"});
  }
  expect_error(run({"event", "import", place_.anchors(), "--deploy", place_.file("shop.deploy"),
                    "--by", "App"}),
               2, {"anchors"});
  expect_nothing_lost();
  expect_usable_again();
}

/// Every date of a kind that an app without types may have written, in every clock of the shop.
TEST_F(BadText, dates_that_cannot_be) {
  const std::vector<std::string> dates{"'not a date'",
                                       "'2026-13-45'",
                                       "'2026-02-30'",
                                       "'2025-02-29'",
                                       "'0000-00-00'",
                                       "'0000-01-01'",
                                       "'-2020-01-01'",
                                       "'9999-12-31'",
                                       "'99999-01-01'",
                                       "''",
                                       "' '",
                                       "x'00ff'",
                                       "-99999999999999",
                                       "9223372036854775807",
                                       "1e300",
                                       "9e999",
                                       "-9e999",
                                       "'2026-01-01T25:61:61Z'",
                                       "0"};
  const auto odd = static_cast<int>(dates.size());
  {
    const AppDatabase app{place_.db(), ""};
    const AppDatabase mail{place_.mail(), ""};
    for (int i = 0; i < odd; ++i) {
      const std::string& date = dates[static_cast<std::size_t>(i)];
      app.run(fmt::format("INSERT INTO users VALUES ({0}, 'odd{0}@mail.example', 'Odd', {1})",
                          100 + i, date));
      app.run(fmt::format(
          "INSERT INTO purchases (user_id, payer, amount, paid_at) VALUES (1, 'odd', 5, {})",
          date));
      mail.run(fmt::format("INSERT INTO messages VALUES ('odd{}', '{}', NULL, 'Odd', {})", i, ada,
                           date));
    }
  }
  const auto left = [&] {
    return AppDatabase{place_.db(), ""}.rows(
        "SELECT id, closed_at FROM users WHERE name = 'Odd' ORDER BY id");
  };
  const std::string before = left();
  const Said said = sweep();
  EXPECT_EQ(said.code, 1) << said.out << said.error;
  expect_words(said);
  for (const char* const told :
       {"E1010", "users.closed_at", "purchases.paid_at", "messages.received_at"})
    EXPECT_NE(said.out.find(told), std::string::npos) << told << said.out;
  EXPECT_EQ(said.out.find(": complete"), std::string::npos) << said.out;
  EXPECT_EQ(left(), before) << said.out;
  EXPECT_NE(said.out.find("zero dates look like this"), std::string::npos) << said.out;
  EXPECT_EQ(joined(faults_of(place_)), "");
  // What nobody can date, nobody can say that the law has done with.
  const Said erased = erase();
  expect_words(erased);
  EXPECT_EQ(joined(faults_of(place_)), "");
  EXPECT_NE(erased.code, 3) << erased.out << erased.error;
}

/// Text columns, keys and addresses that are no UTF-8, and names of tables and columns that are
/// not.
TEST_F(BadText, rows_that_are_no_text) {
  const std::string hex = "CAST(x'c328ff80' AS TEXT)";
  const AppDatabase app{
      place_.db(),
      fmt::format("INSERT INTO users VALUES (100, {0} || '@mail.example', {0}, '2020-01-01'); "
                  "INSERT INTO users VALUES (101, x'00ff', 'nul' || char(0) || 'inside', "
                  "'2020-01-01'); INSERT INTO projects VALUES (900, 100, {0}), (901, 101, {0}); "
                  "UPDATE users SET name = {0} WHERE id = 1",
                  hex)};
  const AppDatabase mail{
      place_.mail(), fmt::format("INSERT INTO messages VALUES ({0}, {0} || '@mail.example', {0}, "
                                 "{0}, '2020-01-01'), ('m' || char(0), '{1}', x'ff', {0}, "
                                 "'2020-01-01')",
                                 hex, ada)};
  const Said said = sweep({"--format", "json"});
  EXPECT_EQ(said.code, 0) << said.out << said.error;
  expect_words(said);
  EXPECT_EQ(app.rows("SELECT count(*) FROM users WHERE id IN (100, 101)"), "0\n");
  EXPECT_EQ(app.rows("SELECT count(*) FROM projects WHERE id >= 900"), "0\n");
  EXPECT_EQ(mail.rows("SELECT count(*) FROM messages WHERE received_at = '2020-01-01'"), "0\n");
  const Said erased = erase({"--format", "json", "--certificate", place_.file("certificate.json")});
  EXPECT_EQ(erased.code, 0) << erased.out << erased.error;
  expect_words(erased);
  EXPECT_EQ(joined(faults_of(place_)), "");
}

/// Identifiers that are no text lead from store to store like any other.
TEST_F(BadText, people_whose_identifiers_are_no_text) {
  const std::string hex = "CAST(x'c328ff80' AS TEXT)";
  const AppDatabase app{
      place_.db(), fmt::format("INSERT INTO users VALUES (100, {0} || '@Mail.example', {0}, NULL), "
                               "(101, x'00ff', 'nul' || char(0) || 'inside', NULL), "
                               "(102, 12345, 'number', NULL); INSERT INTO projects VALUES "
                               "(900, 100, {0}), (901, 101, {0}), (902, 102, {0})",
                               hex)};
  const AppDatabase mail{
      place_.mail(), fmt::format("INSERT INTO messages VALUES ({0}, {0} || '@mail.example', NULL, "
                                 "{0}, '2026-01-01'), ('m' || char(0), x'00ff', NULL, {0}, "
                                 "'2026-01-01'), ('n', 12345, NULL, {0}, '2026-01-01')",
                                 hex)};
  for (const char* const person : {"100", "101", "102"}) {
    SCOPED_TRACE(person);
    const Said said =
        run({"erase", "--deploy", place_.file("shop.deploy"), "--by", "Support desk", "--for",
             person, "--certificate", place_.file(std::string{"certificate-"} + person + ".json")});
    EXPECT_EQ(said.code, 0) << said.out << said.error;
    expect_words(said);
  }
  EXPECT_EQ(app.rows("SELECT count(*) FROM users WHERE id >= 100"), "0\n");
  EXPECT_EQ(app.rows("SELECT count(*) FROM projects WHERE id >= 900"), "0\n");
  EXPECT_EQ(mail.rows("SELECT count(*) FROM messages WHERE received_at = '2026-01-01'"), "0\n");
  expect_usable_again();
}

TEST_F(BadText, words_that_are_no_text) {
  const std::vector<std::string> hold{"hold",  "add", "--deploy", place_.file("shop.deploy"),
                                      "--for", ada,   "--by"};
  expect_error(run(hold, {"Jo" + no_text, "--reason", "claim"}), 2, {"UTF-8"});
  expect_error(run(hold, {"Jo", "--reason", "claim" + no_text}), 2, {"UTF-8"});
  expect_error(run(erase_words(place_), {"--of", no_text}), 2, {"no category"});
  expect_error(
      run({"erase", "--deploy", place_.file("shop.deploy"), "--by", "Jo", "--for", no_text}), 2,
      {"no customer has"});
  Command command{sweep_words(place_)};
  command.words.back() = no_text;
  expect_error(abide(place_, command), 2, {"UTF-8"});
  expect_nothing_lost();
  expect_usable_again();
}

TEST_F(BadText, names_in_a_schema_that_are_no_text) {
  {
    const AppDatabase app{place_.db(),
                          "CREATE TABLE \"odd\xc3\x28\xff\" (id INTEGER PRIMARY KEY, \"e\xffmail\" "
                          "TEXT); ALTER TABLE users ADD COLUMN \"na\xc3me\" TEXT"};
  }
  for (const char* const format : {"text", "json"}) {
    SCOPED_TRACE(format);
    const Said said = sweep({"--format", format});
    expect_incomplete(said, {"E1001"});
    EXPECT_EQ(joined(faults_of(place_)), "");
  }
  const Said planned =
      run({"plan", "--deploy", place_.file("shop.deploy"), "--out", place_.file("a.plan")});
  EXPECT_EQ(planned.code, 1) << planned.out << planned.error;
  expect_words(planned);
}

}  // namespace
}  // namespace abide::crash
