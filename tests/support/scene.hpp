// One policy over one SQLite file, planned and run as the commands do: for tests that ask what is
// left afterwards.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/sqlite.hpp"
#include "connectors/sqlite/connector.hpp"
#include "engine/catalogue/catalogue.hpp"
#include "engine/plan/planner.hpp"
#include "engine/run/run.hpp"
#include "policy/compile.hpp"

namespace abide::test {

/// `sweep()` plans and runs over the file's `db` store; `ask()` reads it back as text.
class Scene {
 public:
  Scene(const std::string& policy, const std::string& sql)
      : folder_(std::filesystem::temp_directory_path() / ("abide_" + to_hex(random_bytes(8)))) {
    std::filesystem::create_directories(folder_ / "anchors");
    const auto reader = [&](const std::string&) -> Result<std::string> { return policy; };
    auto compiled = policy::compile("scene.policy", reader, {.today = day_});
    for (const policy::Diagnostic& one : compiled->diagnostics) {
      messages_ += policy::render(one, compiled->sources.files);
    }
    if (compiled->model) model_ = std::make_unique<policy::Model>(*compiled->model);
    execute("PRAGMA foreign_keys = ON;" + sql);
    auto opened = sqlite::SqliteConnector::open(file(), sqlite::Access::read_write);
    stores_.by_name["db"].connector = std::move(opened).value();
    auto control = engine::ControlStore::create(
        {(folder_ / "control.db").string(), (folder_ / "keys.db").string(), {}}, "scene/test",
        "tester", clock_.now(), files_);
    control_ = std::move(control).value();
  }
  ~Scene() { std::filesystem::remove_all(folder_); }
  Scene(const Scene&) = delete;
  Scene& operator=(const Scene&) = delete;

  [[nodiscard]] const std::string& messages() const { return messages_; }
  [[nodiscard]] bool loads() const { return model_ != nullptr; }

  engine::Planned plan() {
    facts_.generation = *control_->generation();
    catalogue_ = engine::introspect(*model_, stores_);
    const auto schema = [this](StoreId store) -> const LiveSchema* {
      const auto& live = catalogue_.stores[store.value].schema;
      return live ? &*live : nullptr;
    };
    auto planned =
        engine::plan_sweep({.model = *model_,
                            .deployment = deployment_,
                            .stores = stores_,
                            .facts = facts_,
                            .schema = schema,
                            .gaps = engine::reconcile(*model_, deployment_, catalogue_, day_),
                            .at = clock_.now(),
                            .rows_per_range = 2});
    EXPECT_TRUE(planned.ok()) << planned.error().message;
    return std::move(planned).value();
  }
  engine::RunReport sweep() {
    const engine::Planned planned = plan();
    engine::RunOptions options;
    options.by = "tester";
    options.limits.share_percent = 100;
    auto report =
        engine::run(planned.plan, planned.parameters, stores_, *control_, clock_, options);
    EXPECT_TRUE(report.ok()) << report.error().message;
    return std::move(report).value();
  }
  void execute(const std::string& sql) {
    const sqlite::Database db = open();
    const auto done = sqlite::execute(db.get(), sql);
    ASSERT_TRUE(done.ok()) << done.error().message;
  }
  /// The first column of every row, with `-` for NULL: `1 2 -`.
  std::string ask(const std::string& sql) {
    const sqlite::Database db = open();
    std::string all;
    sqlite3_exec(
        db.get(), sql.c_str(),
        [](void* into, int, char** columns, char**) {
          auto& text = *static_cast<std::string*>(into);
          text += (text.empty() ? "" : " ") + std::string{columns[0] ? columns[0] : "-"};
          return 0;
        },
        &all, nullptr);
    return all;
  }

 private:
  [[nodiscard]] std::string file() const { return (folder_ / "db.sqlite").string(); }
  sqlite::Database open() {
    sqlite3* raw = nullptr;
    sqlite3_open(file().c_str(), &raw);
    return sqlite::Database{raw};
  }

  std::filesystem::path folder_;
  Date day_ = *parse_date("2026-06-01");
  SystemFiles files_;
  FixedClock clock_{*parse_instant("2026-06-01T03:00:00Z")};
  std::string messages_;
  std::unique_ptr<policy::Model> model_;
  policy::Deployment deployment_;
  engine::Register facts_;
  engine::Catalogue catalogue_;
  engine::Stores stores_;
  std::unique_ptr<engine::ControlStore> control_;
};

}  // namespace abide::test
