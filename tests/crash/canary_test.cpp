// Strings planted in every text column of one person, old versions included: after an erasure by
// the real binary no file of the installation holds one in any spelling, or the certificate says
// why some may.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/crash/binary.hpp"
#include "tests/crash/bystander.hpp"
#include "tests/crash/canaries.hpp"
#include "tests/crash/trial.hpp"

namespace abide::crash {
namespace {

namespace fs = std::filesystem;
using testing_support::AppDatabase;

/// Ada's address is a canary like the rest.
constexpr const char* address = "zq.canary.address@mail.example";

Instant today() {
  return std::chrono::floor<std::chrono::seconds>(SystemClock{}.now()) - std::chrono::hours{1};
}

class Planted : public ::testing::Test {
 protected:
  Planted() : shops_(today()), place_(shops_.again()) {}

  /// What the app did over the years: rows written, changed and deleted, without clearing behind
  /// it.
  void plant(const std::string& journal) {
    canaries_.forget();
    canaries_.add(address);
    plant_db(journal);
    plant_mail(journal);
    // What the app closed last has gone into the file; this is still in the log beside it.
    if (journal == "WAL")
      late_ = std::make_unique<Bystander>(
          place_.db(), fmt::format("UPDATE users SET name = '{}' WHERE id = 1", canaries_.next()));
  }
  void plant_db(const std::string& journal) {
    const AppDatabase db{place_.db(), "PRAGMA secure_delete=OFF; PRAGMA journal_mode=" + journal};
    for (int round = 0; round < 3; ++round) {
      db.run(fmt::format("UPDATE users SET name = '{}', email = '{}' WHERE id = 1",
                         canaries_.next(), address));
      db.run(fmt::format("UPDATE projects SET title = '{}' || id WHERE user_id = 1",
                         canaries_.next()));
      db.run(
          fmt::format("UPDATE notes SET text = '{}' || number WHERE project_id IN (SELECT id FROM "
                      "projects WHERE user_id = 1)",
                      canaries_.next()));
      db.run(fmt::format("UPDATE purchases SET payer = '{}' WHERE user_id = 1", canaries_.next()));
      // Longer than a page, then gone.
      db.run(
          fmt::format("INSERT INTO projects VALUES ({0}, 1, replace(hex(zeroblob(3000)), '0', "
                      "'{1}')); DELETE FROM projects WHERE id = {0}",
                      1000 + round, canaries_.next()));
    }
  }
  void plant_mail(const std::string& journal) {
    const AppDatabase mail{place_.mail(),
                           "PRAGMA secure_delete=OFF; PRAGMA journal_mode=" + journal};
    mail.run(fmt::format("UPDATE messages SET sender = '{}' WHERE sender = '{}'", address, ada));
    mail.run(fmt::format("UPDATE messages SET copied = '{}' WHERE copied = '{}'", address, ada));
    for (int round = 0; round < 3; ++round) {
      mail.run(fmt::format("UPDATE messages SET body = '{}' WHERE sender = '{}'", canaries_.next(),
                           address));
      mail.run(fmt::format(
          "INSERT INTO messages VALUES ('gone', '{}', NULL, '{}', '2024-01-01'); DELETE "
          "FROM messages WHERE id = 'gone'",
          address, canaries_.next()));
    }
  }

  /// A command whose words are kept in the folder, to be searched like everything else.
  Said command(std::vector<std::string> words, const std::vector<std::string>& more = {}) {
    words.insert(words.end(), more.begin(), more.end());
    Command one{std::move(words)};
    one.keep_out_in = place_.file(fmt::format("said-{}", ++commands_));
    return abide(place_, one);
  }
  Said erase(const std::vector<std::string>& more = {}) {
    return command({"erase", "--deploy", place_.file("shop.deploy"), "--by", "Support desk",
                    "--for", address, "--certificate", place_.file("certificate.json")},
                   more);
  }
  Said sweep(const std::vector<std::string>& more = {}) {
    return command(sweep_words(place_), more);
  }
  /// Everything else that writes something somewhere, while the person is there and afterwards.
  void use_everything() {
    const std::string deploy = place_.file("shop.deploy");
    EXPECT_EQ(command({"plan", "--deploy", deploy, "--out", place_.file("a.plan")}).code, 0);
    EXPECT_EQ(command({"plan", "erase", "--deploy", deploy, "--for", "customer3@mail.example",
                       "--out", place_.file("b.plan")})
                  .code,
              0);
    EXPECT_EQ(
        sweep({"--metrics", place_.file("metrics.txt"), "--progress", "json", "--format", "json"})
            .code,
        0);
    EXPECT_EQ(command({"ledger", "show", "--deploy", deploy}).code, 0);
    EXPECT_EQ(command({"ledger", "show", "--format", "json", "--deploy", deploy}).code, 0);
    EXPECT_EQ(command({"reread", "--deploy", deploy, "--print-sql"}).code, 0);
  }
  [[nodiscard]] Found found() const { return canaries_.in(place_.folder()); }
  [[nodiscard]] std::set<std::string> holding() const {
    std::set<std::string> names;
    for (const auto& [name, spellings] : found()) names.insert(name);
    return names;
  }
  [[nodiscard]] Json certificate() const {
    return Json::parse(content_of(place_.file("certificate.json")));
  }
  [[nodiscard]] std::string depth_of(const std::string& store) const {
    const Json all = certificate();
    for (const Json& one : all.at("depths"))
      if (one.at("store") == store) return one.at("depth");
    return "not said";
  }
  void expect_looked_at(std::initializer_list<const char*> files) const {
    const auto names = names_under(place_.folder());
    for (const char* const name : files) EXPECT_TRUE(names.contains(name)) << name;
  }

  Shops shops_;
  Place place_;
  Canaries canaries_;
  int commands_ = 0;
  std::unique_ptr<Bystander> late_;
};

using Names = std::set<std::string>;

TEST_F(Planted, are_in_no_file_after_an_erasure) {
  for (const char* const journal : {"WAL", "DELETE", "PERSIST", "TRUNCATE"}) {
    SCOPED_TRACE(journal);
    place_ = shops_.again();
    plant(journal);
    ASSERT_TRUE(holding().contains("db.sqlite"));
    ASSERT_TRUE(holding().contains("mail.sqlite"));
    if (late_) {
      ASSERT_TRUE(holding().contains("db.sqlite-wal"));
    }
    // Anything that a run with the person in place leaves behind is searched as well.
    use_everything();
    for (const std::string& name : holding())
      EXPECT_TRUE(name.starts_with("db.sqlite") || name.starts_with("mail.sqlite")) << name;

    const Said said = erase();
    ASSERT_EQ(said.code, 0) << said.error << said.out;
    EXPECT_EQ(found(), Found{});
    expect_looked_at({"control.sqlite", "keys.sqlite", "latest", "certificate.json"});
    if (late_) expect_looked_at({"db.sqlite-wal", "db.sqlite-shm"});
    late_.reset();
    use_everything();
    EXPECT_EQ(found(), Found{});
    EXPECT_EQ(depth_of("db"), "overwritten");
    EXPECT_EQ(depth_of("mail"), "overwritten");
    expect_looked_at(
        {"db.sqlite", "mail.sqlite", "out", "error", "metrics.txt", "a.plan", "b.plan"});
  }
}

TEST_F(Planted, are_in_no_file_while_another_process_has_the_control_store_open) {
  plant("WAL");
  late_.reset();
  const Bystander open{place_.control(), "SELECT count(*) FROM ledger"};
  const Said said = erase();
  ASSERT_EQ(said.code, 0) << said.error << said.out;
  expect_looked_at({"control.sqlite-wal", "control.sqlite-shm"});
  EXPECT_EQ(found(), Found{});
}

TEST_F(Planted, are_in_no_file_when_the_erasure_was_killed_and_taken_up) {
  plant("WAL");
  late_.reset();
  const auto whole = erase({"--dry-run"}).lasted;
  for (int part = 1; part <= 6; ++part) {
    Command killed{{"erase", "--deploy", place_.file("shop.deploy"), "--by", "Support desk",
                    "--for", address}};
    killed.kill_after = whole * (4 + part) / 8;
    static_cast<void>(abide(place_, killed));
    for (const std::string& name : holding())
      EXPECT_TRUE(name.starts_with("db.sqlite") || name.starts_with("mail.sqlite")) << name;
  }
  const Said said = erase();
  ASSERT_TRUE(said.code == 0 || said.code == 2) << said.error << said.out;
  EXPECT_EQ(sweep().code, 0);
  EXPECT_EQ(found(), Found{});
}

TEST_F(Planted, remain_where_compaction_is_left_to_the_night_and_it_is_said) {
  plant("WAL");
  late_.reset();
  const Said said = erase({"--keep-bytes"});
  ASSERT_EQ(said.code, 0) << said.error << said.out;
  EXPECT_EQ(depth_of("db"), "unreachable");
  EXPECT_EQ(depth_of("mail"), "unreachable");
  EXPECT_NE(said.out.find("bytes may remain"), std::string::npos) << said.out;
  // The twin: without compaction they are found, so the search can find them.
  EXPECT_EQ(holding(), (Names{"db.sqlite", "mail.sqlite"}));
  EXPECT_EQ(sweep({"--overwrite"}).code, 0);
  EXPECT_EQ(found(), Found{});
}

TEST_F(Planted, remain_while_a_reader_keeps_the_log_and_it_is_said) {
  plant("WAL");
  late_.reset();
  {
    const Bystander reader{place_.db(), "BEGIN; SELECT count(*) FROM notes"};
    const Said said = erase();
    ASSERT_EQ(said.code, 0) << said.error << said.out;
    EXPECT_EQ(depth_of("db"), "unreachable");
    EXPECT_EQ(depth_of("mail"), "overwritten");
    EXPECT_NE(said.out.find("a reader kept the write-ahead log"), std::string::npos) << said.out;
    for (const std::string& name : holding()) EXPECT_TRUE(name.starts_with("db.sqlite")) << name;
    EXPECT_NE(holding(), Names{});
  }
  EXPECT_EQ(sweep({"--overwrite"}).code, 0);
  EXPECT_EQ(found(), Found{});
}

TEST_F(Planted, remain_in_the_stores_alone_while_a_hold_keeps_them) {
  plant("DELETE");
  const Said placed = command({"hold", "add", "--deploy", place_.file("shop.deploy"), "--for",
                               address, "--reason", "claim 16", "--by", "Counsel"});
  ASSERT_EQ(placed.code, 0) << placed.error;
  const Said said = erase();
  const AppDatabase db{place_.db(), ""};
  EXPECT_EQ(db.rows("SELECT count(*) FROM users WHERE id = 1"), "1\n") << said.out;
  EXPECT_NE(said.out.find("hold"), std::string::npos) << said.out;
  EXPECT_EQ(holding(), (Names{"db.sqlite", "mail.sqlite"}));
}

/// The law keeps what was bought as well as for how much: that text stays, and nothing else.
TEST_F(Planted, remain_where_the_law_keeps_them_and_the_certificate_names_it) {
  std::string policy = content_of(place_.file("shop.policy"));
  for (const auto& [from, to] :
       {std::pair{"category amount;", "category amount; category item;"},
        std::pair{"field amount: payment.amount;",
                  "field amount: payment.amount; field item: payment.item;"},
        std::pair{"except payment.amount", "except payment.amount, payment.item"},
        std::pair{"must keep payment.amount", "must keep payment.amount, payment.item"}}) {
    const std::size_t at = policy.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    policy.replace(at, std::string{from}.size(), to);
  }
  std::ofstream{place_.file("shop.policy")} << policy;
  plant("DELETE");
  Canaries kept;
  {
    const AppDatabase db{place_.db(), "ALTER TABLE purchases ADD COLUMN item TEXT"};
    const std::string item = "Blue bicycle, frame 77AB12";
    kept.add(item);
    db.run(fmt::format("UPDATE purchases SET item = '{}' WHERE user_id = 1", item));
  }
  const Said said = erase();
  ASSERT_EQ(said.code, 0) << said.error << said.out;
  EXPECT_EQ(found(), Found{});
  const Found remains = kept.in(place_.folder());
  EXPECT_EQ(remains.size(), 1U);
  EXPECT_TRUE(remains.contains("db.sqlite"));
  EXPECT_EQ(depth_of("db"), "overwritten");
  const Json named = certificate().at("kept");
  ASSERT_EQ(named.size(), 1U) << named;
  EXPECT_EQ(named.front().at("table"), "purchases");
  EXPECT_EQ(named.front().at("rows"), 2);
  EXPECT_NE(named.front().at("reason").get<std::string>().find("uk.ct"), std::string::npos);
  EXPECT_NE(named.front().at("until"), "");
}

}  // namespace
}  // namespace abide::crash
