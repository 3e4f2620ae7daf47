// A small shop in a folder of its own: policy, deployment, one database, a ledger. Sound as it
// stands; a scene changes what it is about before it opens.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "tests/cli/program.hpp"
#include "tests/support/temp_store.hpp"

namespace abide::cli_test {

using Words = std::vector<std::string>;

/// Ann (1) closed her account long ago, Bob (2) is a customer. Each wrote a letter and paid once.
struct ShopText {
  std::string policy = R"(abide 1;
policy shop "Shop privacy policy" { regime uk_gdpr; zone "Europe/London"; }
controller shop_ltd "Shop Ltd" { country GB; contact "privacy@shop.example"; }
subject customer "Customer" { identified by db.users.id, db.users.email; }
category account "Account" { category id is identifier; category email is identifier; category name; category status; }
category letters "Letters" is confidential { category body; }
category payment "Payments" { category amount; }
event closed "Account closed" at db.users.closed_at;
event paid "Payment taken" at db.payments.paid_at;
event erasure_requested "Customer asks for erasure" from requests;
store db "Shop database" kind sqlite {
    table users { key id; owned by customer through id; field id: account.id; field email: account.email; field name: account.name; field closed_at: account.status; }
    table letters { key id; owned by customer through user_id to users.id; field body: letters.body; }
    table payments { key id; owned by customer through user_id to users.id; field amount: payment.amount; clock paid_at; }
}
promise SH-01 "We delete what we hold of you within 30 days after you close your account." in "Keeping" {
    erase account, letters within 30 days of closed;
    erase account, letters within 30 days of erasure_requested;
}
promise SH-02 "We keep records of payments for as long as tax law asks." in "Keeping" {
    must keep payment.amount in db at least 6 years after end of financial_year of paid because law uk.ct;
    keep payment in db at most 7 years after paid;
    sever db.payments.user_id from db.users.id at closed or erasure_requested so payment cannot identify letters;
}
promise SH-03 "You can ask us to delete your data." in "Rights" {
    right erasure over personal for customer via "privacy@shop.example" within 30 days;
}
)";
  std::string bindings = "    store db is sqlite \"shop.sqlite\";\n";
  std::string limits = "";
  std::string users =
      "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, name TEXT, closed_at TEXT);";
  std::string letters =
      "CREATE TABLE letters (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users(id), "
      "body TEXT); CREATE INDEX letters_user ON letters (user_id);";
  std::string payments =
      "CREATE TABLE payments (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users(id), "
      "amount INTEGER, paid_at TEXT); CREATE INDEX payments_user ON payments (user_id);";
  std::string rows =
      "INSERT INTO users VALUES (1, 'ann@people.example', 'Ann O''Hara', '2026-05-20T10:00:00Z'), "
      "(2, 'bob@people.example', 'Bob Stone', NULL);"
      "INSERT INTO letters VALUES (10, 1, 'canary-letter-of-ann'), (11, 2, 'canary-letter-of-bob');"
      "INSERT INTO payments VALUES (20, 1, 4900, '2026-05-08T12:00:00Z'), "
      "(21, 2, 1700, '2026-05-09T12:00:00Z');";
  std::string more_sql = "";  ///< after the tables and before the rows
  std::string mail_sql = "";  ///< a second database, `mail.sqlite`

  [[nodiscard]] std::string deployment() const {
    return "abide 1;\ndeploy test for shop {\n" + bindings +
           "    control sqlite \"control.sqlite\"; keys \"keys.sqlite\"; anchor \"anchors\";\n" +
           limits + "    operator \"Engineering on-call\";\n}\n";
  }
};

/// The shop as files, and the program to run on them.
class Shop {
 public:
  explicit Shop(const ShopText& text = {})
      : database_(std::make_unique<testing_support::AppDatabase>(
            folder_.file("shop.sqlite"),
            text.users + text.letters + text.payments + text.more_sql + text.rows)) {
    if (!text.mail_sql.empty()) {
      const testing_support::AppDatabase mail{folder_.file("mail.sqlite"), text.mail_sql};
    }
    write("shop.policy", text.policy);
    write("shop.deploy", text.deployment());
  }
  /// Begins the ledger as well; most scenes want that.
  static std::unique_ptr<Shop> open(const ShopText& text = {}) {
    auto shop = std::make_unique<Shop>(text);
    const Told begun = shop->on({"ledger", "init", "--by", "Data protection lead"});
    EXPECT_EQ(begun.code, 0) << begun.all();
    return shop;
  }

  /// `abide WORD … --deploy shop.deploy`, in the shop's folder.
  [[nodiscard]] Told on(std::vector<std::string> words) const {
    words.insert(words.end(), {"--deploy", "shop.deploy"});
    return abide(words);
  }
  [[nodiscard]] Told abide(const std::vector<std::string>& words,
                           std::map<std::string, std::string> environment = {},
                           const std::string& input = "") const {
    return run_abide(words, {folder_.file(""), std::move(environment), input, false});
  }
  /// The same with standard error on a terminal.
  [[nodiscard]] Told on_a_terminal(const std::vector<std::string>& words,
                                   std::map<std::string, std::string> environment) const {
    return run_abide(words, {folder_.file(""), std::move(environment), "", true});
  }
  [[nodiscard]] Told sweep(std::vector<std::string> more = {}) const {
    more.insert(more.begin(), {"sweep", "--by", "Nightly schedule"});
    return on(more);
  }
  [[nodiscard]] Told erase_ann(std::vector<std::string> more = {}) const {
    more.insert(more.begin(), {"erase", "--by", "Support desk", "--for", "ann@people.example"});
    return on(more);
  }
  /// Places a legal hold; gives its name.
  std::string hold(
      const Words& what) const {  // NOLINT(modernize-use-nodiscard): the name is a help
    Words words{"hold", "add", "--reason", "claim 2026-14", "--by", "Legal", "--format", "json"};
    words.insert(words.end(), what.begin(), what.end());
    const Told told = on(words);
    EXPECT_EQ(told.code, 0) << told.all();
    const auto json = parse_json(told.out);
    return json ? json->value("hold", "") : "";
  }
  /// Whether every row is as it was.
  [[nodiscard]] bool untouched() const {
    return rows("SELECT count(*) FROM users") == "2\n" &&
           rows("SELECT count(*) FROM letters") == "2\n" && ann_has_paid();
  }
  [[nodiscard]] std::string rows(const std::string& sql) const { return database_->rows(sql); }
  void sql(const std::string& text) const { database_->run(text); }
  [[nodiscard]] bool ann_has_paid() const {
    return rows("SELECT amount, paid_at FROM payments WHERE id = 20") ==
           "4900|2026-05-08T12:00:00Z\n";
  }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream{folder_.file(name), std::ios::binary} << text;
  }
  [[nodiscard]] std::string read(const std::string& name) const {
    const std::ifstream file{folder_.file(name), std::ios::binary};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }
  [[nodiscard]] std::string path(const std::string& name) const { return folder_.file(name); }

 private:
  testing_support::TempFolder folder_;
  std::unique_ptr<testing_support::AppDatabase> database_;
};

/// `text` with its only `from` replaced.
[[nodiscard]] inline std::string with(std::string text, const std::string& from,
                                      const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << "nothing to replace: " << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

}  // namespace abide::cli_test
