// A shop with many accounts that are closed at their own minute, and its nightly run.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/cli/shop.hpp"

namespace abide::cli_test {

/// 300 customers from id 100 on, none of whom left, each with a letter.
inline ShopText busy_shop() {
  ShopText text;
  text.limits = "    notify \"tell.sh\";\n";
  text.policy =
      with(text.policy, "table letters { key id;", "table letters { key id; clock written_at;");
  text.policy = with(text.policy, "event paid ",
                     "event written \"Letter written\" at db.letters.written_at;\nevent paid ");
  text.policy = with(text.policy, "    erase account, letters within 30 days of closed;",
                     "    keep letters in db at most 7 years after written;\n"
                     "    erase account, letters within 30 days of closed;");
  text.letters =
      "CREATE TABLE letters (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users(id), "
      "body TEXT, written_at TEXT); CREATE INDEX letters_user ON letters (user_id);";
  text.rows =
      "WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 399)"
      " INSERT INTO users SELECT i, 'c' || i || '@people.example', 'Customer', NULL FROM n;"
      "INSERT INTO letters SELECT id, id, 'canary-letter', strftime('%Y-%m-%dT%H:%M:%SZ', 'now', "
      "'-400 days', '+' || id || ' minutes') FROM users;";
  return text;
}

/// The shop published and run once, so that its policy has swept.
class NightShop {
 public:
  explicit NightShop(const ShopText& text = busy_shop()) : shop_(Shop::open(text)) {
    shop_->write("tell.sh",
                 "#!/bin/sh\nprintf '%s|' \"$@\" >> told.txt\necho >> told.txt\nenv > env.txt\n");
    std::filesystem::permissions(shop_->path("tell.sh"), std::filesystem::perms::owner_all);
  }
  [[nodiscard]] const Shop& shop() const { return *shop_; }
  [[nodiscard]] Told publish() const {
    return shop_->on({"publish", "--by", "Data protection lead"});
  }
  [[nodiscard]] Told night(std::vector<std::string> more = {}) const {
    more.insert(more.begin(), {"--nightly", "--metrics", "abide.prom"});
    return shop_->sweep(more);
  }
  /// Publishes, and lets one night pass.
  void settle_in() const {
    const Told published = publish();
    EXPECT_EQ(published.code, 0) << published.all();
    const Told first = night();
    EXPECT_EQ(first.code, 0) << first.all();
  }
  /// Publishes, and somebody starts the first sweep.
  void settle_in_by_hand() const {
    const Told published = publish();
    EXPECT_EQ(published.code, 0) << published.all();
    const Told first = shop_->sweep();
    EXPECT_EQ(first.code, 0) << first.all();
  }
  /// A person reads tonight's plan, lets it pass once, and runs it.
  [[nodiscard]] Told let_pass() const {
    const Told plan = shop_->on({"plan", "--nightly", "--out", "tonight.plan"});
    EXPECT_LE(plan.code, 1) << plan.all();
    const Told approved =
        shop_->on({"plan", "approve", "tonight.plan", "--nightly", "--by", "Data protection lead"});
    EXPECT_EQ(approved.code, 0) << approved.all();
    return night({"--plan", "tonight.plan"});
  }
  /// What the control store keeps under this name, changed by SQL.
  void keep(const std::string& name, const std::string& value) const {
    const testing_support::AppDatabase control{
        shop_->path("control.sqlite"),
        "UPDATE kept SET value = " + value + " WHERE name = '" + name + "'"};
  }
  /// These customers left so many days ago, each at a minute of their own.
  void leave(int from, int until, int days) const {
    shop_->sql("UPDATE users SET closed_at = strftime('%Y-%m-%dT%H:%M:%SZ', date('now', '-" +
               std::to_string(days) + " days'), '+' || (id * 2) || ' minutes') WHERE id >= " +
               std::to_string(from) + " AND id < " + std::to_string(until));
  }
  /// Nights before this one, as the control store would remember them.
  void remember_nights(const std::string& part, int rows) const {
    const testing_support::AppDatabase control{
        shop_->path("control.sqlite"),
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 14) "
        "INSERT OR REPLACE INTO nights SELECT date('now', '-' || i || ' days'), '" +
            part + "', " + std::to_string(rows) + " FROM n"};
  }
  [[nodiscard]] std::string users() const { return shop_->rows("SELECT count(*) FROM users"); }
  [[nodiscard]] std::string letters() const { return shop_->rows("SELECT count(*) FROM letters"); }
  /// The last line that the notify program wrote.
  [[nodiscard]] std::string last_told() const {
    std::string text = shop_->read("told.txt");
    if (!text.empty()) text.pop_back();
    return text.substr(text.rfind('\n') + 1);
  }
  [[nodiscard]] std::string figure(const std::string& name) const {
    const std::string text = shop_->read("abide.prom");
    const auto at = text.find("\nabide_" + name + " ");
    if (at == std::string::npos) return "";
    const auto from = at + name.size() + 8;
    return text.substr(from, text.find('\n', from) - from);
  }
  /// How many entries of a kind the ledger has.
  [[nodiscard]] int entries(const std::string& kind) const {
    const std::string ledger = shop_->on({"ledger", "show", "--format", "json"}).out;
    const std::string wanted = "\"kind\":\"" + kind + "\"";
    int count = 0;
    for (auto at = ledger.find(wanted); at != std::string::npos; at = ledger.find(wanted, at + 1))
      ++count;
    return count;
  }

 private:
  std::unique_ptr<Shop> shop_;
};

/// Held, told, counted, and nothing gone.
inline void expect_held(const NightShop& shop, const Told& told, const std::string& kind) {
  EXPECT_EQ(told.code, 4) << told.all();
  EXPECT_EQ(shop.users(), "300\n");
  EXPECT_EQ(shop.letters(), "300\n");
  EXPECT_TRUE(holds(shop.last_told(), "held " + kind + "|")) << shop.last_told();
  EXPECT_EQ(shop.figure("run_held"), "1");
  EXPECT_EQ(shop.figure("run_rows"), "0");
  EXPECT_EQ(shop.entries("held"), 1);
  EXPECT_EQ(shop.shop().on({"ledger", "verify"}).code, 0);
}

}  // namespace abide::cli_test
