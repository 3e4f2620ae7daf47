// Sweeps and erasures over databases that the policy does not cover: never called complete, the gap
// named with what to do about it, and what must be kept still there.
#include <functional>
#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "tests/cli/shop.hpp"

namespace abide::cli_test {
namespace {

struct Hostile {
  std::string name;
  std::function<void(ShopText&)> sound;  ///< what the scene needs before the fault
  std::function<void(ShopText&)> fault;
  std::string code;
  std::string place;
  std::string remedy;
  [[nodiscard]] std::unique_ptr<Shop> open(bool faulty) const {
    ShopText text;
    if (sound) sound(text);
    if (faulty) fault(text);
    return Shop::open(text);
  }
};
void PrintTo(const Hostile& hostile, std::ostream* out) { *out << hostile.name; }

const std::string second_store =
    "store mail \"Mailbox\" kind sqlite {\n"
    "    table messages { key id; owned by customer through sender to db.users.email; field "
    "sender: account.email; field text: letters.body; }\n}\n";

std::vector<Hostile> scenes() {
  const auto cascade = [](ShopText& text) {
    text.payments =
        with(text.payments, "REFERENCES users(id)", "REFERENCES users(id) ON DELETE CASCADE");
  };
  return {
      {"UnclassifiedColumn",
       {},
       [](ShopText& text) {
         text.users = with(text.users, "closed_at TEXT", "closed_at TEXT, nickname TEXT");
         text.rows =
             "INSERT INTO users (id, email, name, closed_at, nickname) VALUES (1, "
             "'ann@people.example', 'Ann', '2026-05-20T10:00:00Z', 'canary-nickname');"
             "INSERT INTO payments VALUES (20, 1, 4900, '2026-05-08T12:00:00Z');";
       },
       "E1001",
       "db.users.nickname",
       "add to table `users`: field nickname:"},
      {"TableWithoutKey",
       {},
       [](ShopText& text) { text.letters = with(text.letters, "INTEGER PRIMARY KEY", "INTEGER"); },
       "E1004",
       "db.letters",
       "CREATE UNIQUE INDEX letters_key ON letters (id)"},
      {"UnboundStore",
       [](ShopText& text) {
         text.policy = with(text.policy, "promise SH-01", second_store + "promise SH-01");
         text.bindings += "    store mail is sqlite \"mail.sqlite\";\n";
         text.mail_sql = "CREATE TABLE messages (id INTEGER PRIMARY KEY, sender TEXT, text TEXT)";
       },
       [](ShopText& text) {
         text.bindings = with(text.bindings, "    store mail is sqlite \"mail.sqlite\";\n", "");
       },
       "E1003", "mail", "add `store mail is sqlite"},
      {"UserTrigger",
       {},
       [](ShopText& text) {
         text.more_sql +=
             "CREATE TRIGGER tidy_payments AFTER DELETE ON users BEGIN "
             "DELETE FROM payments WHERE user_id IS NULL OR user_id = old.id; END;";
       },
       "E1011",
       "db.users",
       "drop the trigger"},
      {"CascadeToPayments", {}, cascade, "E1011", "db.users", "ON DELETE RESTRICT"},
  };
}

/// What is wrong with how the program answered to a hostile scene; empty when nothing is.
std::string complaint(const Hostile& hostile, const Shop& shop, const Told& told) {
  const std::string said = told.all();
  if (told.code != 1 && told.code != 2) return "exit " + std::to_string(told.code);
  if (holds(said, ": complete") || holds(said, "\"complete\"")) return "called complete";
  if (!holds(said, hostile.code + " " + hostile.place + ":")) return "the gap is not named";
  if (!holds(said, "to do: ") || !holds(said, hostile.remedy)) return "no remedy";
  if (!shop.ann_has_paid()) return "the payment is gone";
  const Told ledger = shop.on({"ledger", "show", "--format", "json"});
  if (ledger.code != 0) return "the ledger does not show";
  return holds(ledger.out, R"("state":"complete")") ? "complete in the ledger" : "";
}

class Hostiles : public testing::TestWithParam<Hostile> {};

TEST_P(Hostiles, SweepIsNotComplete) {
  const auto shop = GetParam().open(true);
  const Told told = shop->sweep();
  EXPECT_EQ(complaint(GetParam(), *shop, told), "") << told.all();
}
TEST_P(Hostiles, EraseIsNotComplete) {
  const auto shop = GetParam().open(true);
  const Told told = shop->erase_ann();
  EXPECT_EQ(complaint(GetParam(), *shop, told), "") << told.all();
}
TEST_P(Hostiles, JsonNamesTheGapToo) {
  const auto shop = GetParam().open(true);
  const Told told = shop->sweep({"--format", "json"});
  const auto json = parse_json(told.out);
  ASSERT_TRUE(json.ok()) << told.all();
  EXPECT_NE(json->at("state"), "complete");
  bool named = false;
  for (const Json& gap : json->at("gaps")) {
    named = named || (gap.at("code") == GetParam().code && gap.at("place") == GetParam().place &&
                      holds(gap.at("remedy").get<std::string>(), GetParam().remedy));
  }
  EXPECT_TRUE(named) << told.out;
}
/// Without the fault the same scene is complete, and the judge above is not content with it.
TEST_P(Hostiles, TwinWithoutTheFaultIsComplete) {
  const auto swept = GetParam().open(false);
  const Told sweep = swept->sweep();
  EXPECT_EQ(sweep.code, 0) << sweep.all();
  EXPECT_TRUE(holds(sweep.out, ": complete")) << sweep.all();
  EXPECT_TRUE(swept->ann_has_paid());
  EXPECT_NE(complaint(GetParam(), *swept, sweep), "");
  const auto erased = GetParam().open(false);
  const Told erase = erased->erase_ann();
  EXPECT_EQ(erase.code, 0) << erase.all();
  EXPECT_TRUE(holds(erase.out, ": complete")) << erase.all();
  EXPECT_NE(complaint(GetParam(), *erased, erase), "");
}
/// The judge notices a payment that is gone, whatever the program says.
TEST_P(Hostiles, TwinWhosePaymentIsGoneIsNoticed) {
  const auto shop = GetParam().open(true);
  const Told told = shop->sweep();
  shop->sql("DROP TABLE payments; CREATE TABLE payments (id, amount, paid_at)");
  EXPECT_NE(complaint(GetParam(), *shop, told), "");
}

INSTANTIATE_TEST_SUITE_P(Scenes, Hostiles, testing::ValuesIn(scenes()),
                         [](const auto& scene) { return scene.param.name; });

}  // namespace
}  // namespace abide::cli_test
