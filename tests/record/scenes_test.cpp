// The record as a controller gets it: what the evidence lets it claim, what it leaves blank, and
// formats that say the same, read back by programs that share no code with what wrote them.
#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "tests/cli/shop.hpp"
#include "tests/support/corpora.hpp"

namespace abide::cli_test {
namespace {

namespace fs = std::filesystem;

const std::string here = std::string{ABIDE_SOURCE_DIR} + "/tests/record/";

/// A shop that says what it uses data for.
ShopText with_purposes() {
  ShopText text;
  text.policy += R"(
staff dpo "Data protection lead" {}
processor host "Host Ltd" { country US; agreement dpa; }
purpose custom "Serving customers" { basis contract; uses account, letters; function "Sales"; }
purpose billing "Taking payments" { basis legal_obligation; uses payment; function "Finance"; }
promise SH-04 "Our host keeps our database." in "Who" {
    host account, letters, payment with host;
    transfer to host under addendum;
    collect account, letters, payment from customer;
}
)";
  return text;
}

/// What a program tells, and its exit code.
std::pair<int, std::string> ask(const std::string& command) {
  FILE* const pipe = ::popen((command + " 2>&1").c_str(), "r");
  std::string out;
  std::array<char, 4096> buffer{};
  while (pipe != nullptr && std::fgets(buffer.data(), buffer.size(), pipe) != nullptr)
    out += buffer.data();
  const int status = pipe == nullptr ? -1 : ::pclose(pipe);
  return {WEXITSTATUS(status), out};
}

std::pair<int, std::string> read_back(const Shop& shop, const std::string& folder) {
  return ask(fmt::format("python3 '{}read_back.py' '{}'", here, shop.path(folder)));
}

std::string linked(const std::string& file) {
  const fs::path terms = test::corpora() / "dpv-terms.csv";
  return fmt::format("node '{0}check_linked.mjs' '{1}' '{2}' '{0}shapes.ttl' {3}", here,
                     ABIDE_JUDGES, file,
                     fs::exists(terms) ? "'" + terms.string() + "'" : std::string{});
}

/// Adherence and its reasons, row by row, as the summary tells them.
Json rows_of(const Told& told) {
  const auto json = parse_json(told.out);
  return json ? json->at("rows") : Json::array();
}
std::string adherence(const Json& rows, const std::string& id) {
  for (const Json& row : rows)
    if (row.at("id") == id) return row.at("adherence");
  return "no such row";
}

TEST(Record, of_a_policy_alone_claims_nothing) {
  const auto shop = std::make_unique<Shop>(with_purposes());
  const Told told = shop->abide({"record", "shop.policy", "--into", "record"});
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_TRUE(holds(told.out, "without evidence")) << told.out;
  EXPECT_TRUE(holds(shop->read("record/blanks.csv"), "make the record with --deploy"));
  const auto [code, words] = read_back(*shop, "record");
  EXPECT_EQ(code, 0) << words;
}

TEST(Record, without_a_ledger_says_so) {
  const auto shop = std::make_unique<Shop>(with_purposes());
  const Told told = shop->on({"record", "--into", "record"});
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_TRUE(holds(told.out, "has no control store yet")) << told.out;
  EXPECT_EQ(shop->rows("SELECT count(*) FROM users"), "2\n");
}

TEST(Record, says_yes_only_after_a_sweep_that_was_looked_at_again) {
  const auto shop = Shop::open(with_purposes());
  const Told before = shop->on({"record", "--into", "before", "--format", "json"});
  EXPECT_EQ(adherence(rows_of(before), "custom/customer/1"), "Not shown") << before.all();
  EXPECT_TRUE(holds(before.out, "no sweep has come to an end"));
  EXPECT_EQ(shop->sweep().code, 0);
  const Told after = shop->on({"record", "--into", "after", "--format", "json"});
  EXPECT_TRUE(holds(adherence(rows_of(after), "custom/customer/1"), "Yes, as of ")) << after.all();
  EXPECT_TRUE(holds(adherence(rows_of(after), "billing/customer/1"), "Yes, as of ")) << after.all();
  // Another meaning of the policy than the one that was swept by.
  shop->write("shop.policy", with(shop->read("shop.policy"), "within 30 days of closed",
                                  "within 20 days of closed"));
  const Told changed = shop->on({"record", "--into", "changed", "--format", "json"});
  EXPECT_TRUE(holds(adherence(rows_of(changed), "custom/customer/1"), "Not shown"))
      << changed.all();
  EXPECT_TRUE(holds(changed.out, "the policy has changed since")) << changed.all();
}

TEST(Record, shows_nothing_of_a_store_by_its_stand_in) {
  ShopText text = with_purposes();
  text.policy = with(text.policy, "kind sqlite", "kind postgres");
  const auto shop = Shop::open(text);
  EXPECT_EQ(shop->sweep().code, 0);
  const Told told = shop->on({"record", "--into", "record", "--format", "json"});
  EXPECT_TRUE(holds(adherence(rows_of(told), "custom/customer/1"), "Not shown")) << told.all();
  EXPECT_TRUE(holds(told.out, "is a stand-in, and not the postgres")) << told.all();
  const Told words = shop->on({"record", "--into", "words"});
  EXPECT_TRUE(holds(words.out, "not shown for 2 of them: what was swept as `db` is a stand-in"))
      << words.out;
  EXPECT_TRUE(holds(shop->read("words/record.html"), "Why it is not shown"));
}

TEST(Record, says_no_where_something_is_overdue_and_what) {
  ShopText text = with_purposes();
  text.more_sql =
      "CREATE TRIGGER stuck BEFORE DELETE ON letters BEGIN SELECT RAISE(ABORT, 'stuck'); END;";
  const auto shop = Shop::open(text);
  EXPECT_NE(shop->sweep().code, 0);
  const Told told = shop->on({"record", "--into", "record", "--format", "json"});
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_TRUE(holds(adherence(rows_of(told), "custom/customer/1"), "No, as of ")) << told.all();
  EXPECT_TRUE(holds(told.out, "db.letters: 1 row")) << told.all();
  EXPECT_TRUE(holds(shop->read("record/blanks.csv"), "why what is overdue was not erased"));
  const auto [code, words] = read_back(*shop, "record");
  EXPECT_EQ(code, 0) << words;
}

TEST(Record, says_what_a_later_erasure_has_not_done) {
  const auto shop = Shop::open(with_purposes());
  EXPECT_EQ(shop->sweep().code, 0);
  shop->sql("CREATE TRIGGER stuck BEFORE DELETE ON users BEGIN SELECT RAISE(ABORT, 'stuck'); END;");
  EXPECT_NE(shop->on({"erase", "--by", "Support desk", "--for", "bob@people.example"}).code, 0);
  const Told told = shop->on({"record", "--into", "record", "--format", "json"});
  EXPECT_TRUE(holds(told.out, "not erased yet")) << told.all();
  EXPECT_TRUE(holds(adherence(rows_of(told), "custom/customer/1"), "No, as of ")) << told.all();
  // Once it is done, the same record is clean again.
  shop->sql("DROP TRIGGER stuck;");
  EXPECT_EQ(shop->on({"erase", "--by", "Support desk", "--for", "bob@people.example"}).code, 0);
  const Told after = shop->on({"record", "--into", "after", "--format", "json"});
  EXPECT_FALSE(holds(after.out, "not erased yet")) << after.all();
  EXPECT_TRUE(holds(adherence(rows_of(after), "custom/customer/1"), "Yes, as of ")) << after.all();
}

TEST(Record, says_no_while_a_request_to_erase_is_overdue) {
  const auto shop = Shop::open(with_purposes());
  EXPECT_EQ(shop->sweep().code, 0);
  EXPECT_EQ(shop->on({"request", "open", "erasure", "--by", "Support desk", "--for",
                      "bob@people.example", "--received", "2026-03-01"})
                .code,
            0);
  const Told told = shop->on({"record", "--into", "record", "--format", "json"});
  EXPECT_TRUE(holds(told.out, "REQ-2026-0001 (erasure) is open, and its last day by"))
      << told.all();
  EXPECT_TRUE(holds(adherence(rows_of(told), "custom/customer/1"), "No, as of ")) << told.all();
  EXPECT_FALSE(holds(told.out, "people.example"));
}

TEST(Record, has_rows_for_what_abide_itself_keeps) {
  const auto shop = Shop::open(with_purposes());
  EXPECT_EQ(shop->sweep().code, 0);
  EXPECT_EQ(shop->on({"record", "--into", "record"}).code, 0);
  const std::string csv = shop->read("record/controller.csv");
  for (const char* const place : {"control.requests.reference", "control.erased.digest",
                                  "control.ledger.entry", "keys.subjects.reference"})
    EXPECT_TRUE(holds(csv, place)) << place;
  EXPECT_TRUE(holds(shop->read("record/record.html"), "what Abide itself keeps"));
  EXPECT_TRUE(holds(shop->read("record/record.jsonld"), "\"abide:ofAbideItself\": true"));
  EXPECT_EQ(read_back(*shop, "record").first, 0);
}

TEST(Record, has_a_row_for_data_that_no_purpose_uses) {
  const auto shop = std::make_unique<Shop>();
  const Told told = shop->abide({"record", "shop.policy", "--into", "record", "--format", "json"});
  EXPECT_EQ(told.code, 0) << told.all();
  EXPECT_TRUE(holds(told.out, "no_purpose/customer/1")) << told.out;
  EXPECT_TRUE(holds(shop->read("record/blanks.csv"), "the policy names no purpose for this data"));
  EXPECT_EQ(read_back(*shop, "record").first, 0);
}

TEST(Record, tells_a_spreadsheet_no_formula_and_loses_no_long_text) {
  ShopText text = with_purposes();
  text.policy = with(text.policy, "\"Serving customers\"", "\"=HYPERLINK(\\\"x\\\")\"");
  text.policy = with(text.policy, "function \"Sales\"", "function \"@sum\"");
  text.policy =
      with(text.policy, "function \"Finance\"", "function \"" + std::string(40000, 'x') + "\"");
  const auto shop = std::make_unique<Shop>(text);
  EXPECT_EQ(shop->abide({"record", "shop.policy", "--into", "record"}).code, 0);
  const std::string csv = shop->read("record/controller.csv");
  EXPECT_TRUE(holds(csv, "'@sum") && holds(csv, "'=HYPERLINK")) << csv;
  EXPECT_TRUE(holds(csv, std::string(40000, 'x')));
  const auto [code, words] = read_back(*shop, "record");
  EXPECT_EQ(code, 0) << words;
  // The twin: one cell that says another thing in one format is seen.
  shop->write("record/controller.csv", with(csv, "'@sum", "'@sun"));
  EXPECT_NE(read_back(*shop, "record").first, 0);
}

TEST(Record, writes_over_nothing_and_says_what_is_missing) {
  const auto shop = std::make_unique<Shop>(with_purposes());
  EXPECT_EQ(shop->abide({"record", "shop.policy"}).code, 2);
  EXPECT_EQ(shop->abide({"record", "--into", "record"}).code, 2);
  EXPECT_FALSE(fs::exists(shop->path("record")));
  EXPECT_EQ(shop->abide({"record", "shop.policy", "--into", "record"}).code, 0);
  const std::string first = shop->read("record/controller.csv");
  const Told again = shop->abide({"record", "shop.policy", "--into", "record"});
  EXPECT_EQ(again.code, 2) << again.all();
  EXPECT_EQ(shop->read("record/controller.csv"), first);
}

TEST(Record, holds_no_value_of_a_person) {
  const auto shop = Shop::open(with_purposes());
  EXPECT_EQ(shop->sweep().code, 0);
  EXPECT_EQ(shop->on({"record", "--into", "record"}).code, 0);
  for (const auto& one : fs::directory_iterator(shop->path("record"))) {
    const std::string text = shop->read("record/" + one.path().filename().string());
    for (const char* const value : {"people.example", "canary-letter", "Bob Stone"})
      EXPECT_FALSE(holds(text, value)) << one.path();
  }
}

/// Both examples and the shop, through a JSON-LD processor and a SHACL engine.
TEST(Record, is_sound_linked_data) {
  if (!fs::exists(std::string{ABIDE_JUDGES} + "/node_modules/jsonld"))
    GTEST_SKIP() << "no jsonld and no SHACL engine: `./dev pages` gets them";
  const auto shop = std::make_unique<Shop>(with_purposes());
  const std::string examples = std::string{ABIDE_SOURCE_DIR} + "/docs/examples/";
  int number = 0;
  for (const std::string& policy :
       {shop->path("shop.policy"), examples + "interview-studio/interview-studio.policy",
        examples + "career-mentor/career-mentor.policy"}) {
    const std::string folder = fmt::format("record{}", ++number);
    ASSERT_EQ(shop->abide({"record", policy, "--into", folder}).code, 0);
    const auto [code, words] = ask(linked(shop->path(folder + "/record.jsonld")));
    EXPECT_EQ(code, 0) << policy << "\n" << words;
    const auto [same, difference] = read_back(*shop, folder);
    EXPECT_EQ(same, 0) << policy << "\n" << difference;
  }
  // The twins: a row without a purpose, a term that no vocabulary has, a key that nothing explains.
  const std::string sound = shop->read("record1/record.jsonld");
  for (const auto& [from, to] : {std::pair{"dpv:hasPurpose", "dpv:hasPurposes"},
                                 std::pair{"dpv:UntilEventDuration", "dpv:ForeverDuration"},
                                 std::pair{"\"dcterms:title\"", "\"title\""}}) {
    std::string twin = sound;
    for (auto at = twin.find(from); at != std::string::npos; at = twin.find(from, at + 1))
      twin.replace(at, std::string{from}.size(), to);
    shop->write("twin.jsonld", twin);
    EXPECT_EQ(ask(linked(shop->path("twin.jsonld"))).first, 1) << from;
  }
}

}  // namespace
}  // namespace abide::cli_test
