// Joint ownership as K9db's own tests have it: what a person is shown, and what is left once they
// are forgotten (ABIDE_CORPORA/k9db; every folder of that form is taken).
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "base/files.hpp"
#include "engine/access/access.hpp"
#include "engine/facts/facts.hpp"
#include "engine/run/run.hpp"
#include "policy/compile.hpp"
#include "tests/judges/k9db_policy.hpp"
#include "tests/support/temp_store.hpp"

namespace abide::judges {
namespace {

namespace fs = std::filesystem;
using testing_support::AppDatabase;
using testing_support::TempFolder;

fs::path corpus() {
  const char* const place = std::getenv("ABIDE_CORPORA");
  return fs::path{place == nullptr ? "" : place} / "k9db";
}

std::string content(const fs::path& path) {
  std::ifstream file{path};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::multiset<std::string> lines(const std::string& text) {
  std::multiset<std::string> all;
  std::istringstream from{text};
  for (std::string line; std::getline(from, line);) all.insert(line);
  return all;
}

std::string word(const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  return "NULL";
}

/// One case: its database, its policy, and a control store of its own.
class Case {
 public:
  explicit Case(const fs::path& folder)
      : app_(place_.file("db.sqlite"),
             content(folder / "schema.sqlite.sql") + content(folder / "data.sql")),
        ownership_(*parse_json(content(folder / "ownership.json"))) {
    std::map<std::string, std::string> keys;
    for (const auto& [table, columns] : ownership_.at("tables").items()) {
      std::string key =
          app_.rows(fmt::format("SELECT name FROM pragma_table_info('{}') WHERE pk = 1", table));
      if (!key.empty()) key.pop_back();
      keys[table] = key;
    }
    text_ = policy_of(ownership_, keys);
    auto compiled = policy::compile(
        "judged.policy", [this](const std::string&) { return Result<std::string>{text_}; });
    EXPECT_TRUE(compiled.ok() && compiled->model) << text_ << said(*compiled);
    model_ = std::move(*compiled->model);
    deployment_.name = "judged";
    deployment_.points.push_back({"events", {}});
    deployment_.bindings.push_back(
        {StoreId{0}, "sqlite", {policy::Address::Form::path, "db.sqlite"}, "", "", false});
    stores_.by_name["db"].connector = app_.connect();
    control_ =
        *engine::ControlStore::create({place_.file("control.db"), place_.file("keys.db"), {}},
                                      "judge/k9db", "judge", now(), files_);
  }
  [[nodiscard]] const std::string& policy() const { return text_; }
  /// What the last erasure was to do.
  [[nodiscard]] const std::string& planned() const { return planned_; }

  std::multiset<std::string> shown(const std::string& table, const std::string& id) {
    std::multiset<std::string> rows;
    const auto identity = of(table, id);
    if (!identity.ok()) return rows;  // nobody any more
    const auto facts = gather(scene());
    const auto plan = engine::access::plan_access(request_of(scene(), *facts), *identity);
    EXPECT_TRUE(plan.ok()) << plan.error().message;
    for (const engine::access::Part& part : plan->parts) {
      const auto read = engine::access::read(part, stores_, plan->parameters,
                                             [&](std::span<const Value> row) -> Result<void> {
                                               std::string line;
                                               for (const Value& value : row)
                                                 line += (line.empty() ? "" : "|") + word(value);
                                               rows.insert(line);
                                               return {};
                                             });
      EXPECT_TRUE(read.ok()) << read.error().message;
    }
    return rows;
  }

  std::uint64_t forgotten(const std::string& table, const std::string& id) {
    auto identity = of(table, id);
    if (!identity.ok()) return 0;
    const auto facts = gather(scene());
    const engine::EraseRequest erase{std::move(*identity), "member", {}, std::nullopt};
    const auto planned = engine::plan_erase(request_of(scene(), *facts), erase);
    EXPECT_TRUE(planned.ok()) << planned.error().message;
    planned_ = "planned\n";
    for (const engine::Step& step : planned->plan.steps)
      planned_ += fmt::format("  {} {} rows {}\n", step.table, step.rows, step.blocked);
    for (const engine::Gap& gap : planned->plan.gaps)
      planned_ += fmt::format("  {} {} {}\n", gap.code, gap.place, gap.reason);
    engine::RunOptions options;
    options.by = "judge";
    const auto report = engine::run(planned->plan, planned->parameters, stores_, *control_,
                                    FixedClock{now()}, options);
    EXPECT_TRUE(report.ok()) << report.error().message;
    return report->rows();
  }
  [[nodiscard]] std::multiset<std::string> asked(const std::string& sql) const {
    return lines(app_.rows(sql));
  }

 private:
  static Instant now() { return *parse_instant("2026-06-01T12:00:00Z"); }
  static std::string said(const policy::CompileResult& result) {
    std::string text;
    for (const auto& one : result.diagnostics) text += one.code + " " + one.message + "\n";
    return text;
  }
  engine::Scene scene() { return {model_, deployment_, stores_, *control_, now(), now()}; }
  Result<engine::Identity> of(const std::string& table, const std::string& id) {
    return engine::resolve_identity(model_, stores_, *model_.find_subject(table),
                                    Sensitive<std::string>{id}, engine::Sharing::refuse);
  }

  TempFolder place_;
  AppDatabase app_;
  Json ownership_;
  SystemFiles files_;
  std::string text_;
  std::string planned_;
  policy::Model model_;
  policy::Deployment deployment_;
  engine::Stores stores_;
  std::unique_ptr<engine::ControlStore> control_;
};

std::multiset<std::string> expected(const Json& step) {
  std::multiset<std::string> rows;
  for (const Json& row : step.at("expect_rows")) rows.insert(row.get<std::string>());
  return rows;
}

TEST(K9db, EveryStepShowsAndLeavesWhatItsOwnTestsExpect) {
  if (!fs::is_directory(corpus())) GTEST_SKIP() << "no k9db in ABIDE_CORPORA";
  int steps = 0;
  for (const auto& folder : fs::directory_iterator(corpus())) {
    if (!folder.is_directory()) continue;
    for (const auto& file : fs::directory_iterator(folder)) {
      if (!file.path().string().ends_with(".steps.json")) continue;
      Case one{folder.path()};
      const auto script = parse_json(content(file.path()));
      for (const Json& step : script->at("steps")) {
        SCOPED_TRACE(file.path().filename().string() + " of " + folder.path().filename().string() +
                     ": " + step.dump() + "\n" + one.policy());
        const std::string op = step.at("op");
        if (op == "sql") {
          EXPECT_EQ(one.asked(step.at("sql")), expected(step));
        } else if (op == "get") {
          EXPECT_EQ(one.shown(step.at("subject_table"), step.at("subject_id")), expected(step));
        } else {
          EXPECT_EQ(one.forgotten(step.at("subject_table"), step.at("subject_id")),
                    step.at("expect_affected").get<std::uint64_t>())
              << one.planned();
        }
        ++steps;
      }
    }
  }
  std::printf("%d steps\n", steps);
  EXPECT_GT(steps, 0);
}

/// What would be shown if sharing were ownership, or if nothing were shared, is not what is.
TEST(K9db, OtherAnnotationsAreFoundOut) {
  const fs::path folder = corpus() / "delf_medical_retain";
  if (!fs::is_directory(folder)) GTEST_SKIP() << "no k9db in ABIDE_CORPORA";
  const TempFolder place;
  for (const std::string kind : {"OWNED_BY", "REFERENCES"}) {
    const std::string copy = place.file(kind);
    fs::copy(folder, copy, fs::copy_options::recursive);
    std::string text = content(folder / "ownership.json");
    const auto at = text.find("ACCESSED_BY");
    ASSERT_NE(at, std::string::npos);
    text.replace(at, std::string{"ACCESSED_BY"}.size(), kind);
    fs::remove(copy + "/ownership.json");
    std::ofstream{copy + "/ownership.json"} << text;
    Case twin{copy};
    const auto left = [&] { return twin.asked("SELECT id FROM chat"); };
    if (kind == "REFERENCES") {
      EXPECT_EQ(twin.shown("doctors", "2"), (std::multiset<std::string>{"2|Bob"}));
      continue;
    }
    static_cast<void>(twin.forgotten("patients", "10"));
    EXPECT_EQ(left().size(), 5U) << "the doctors are there to own them";
  }
}

}  // namespace
}  // namespace abide::judges
