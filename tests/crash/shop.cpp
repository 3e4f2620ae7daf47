// Rows of the shop, and the control store it begins with.
#include "tests/crash/shop.hpp"

#include <fmt/format.h>

#include "base/files.hpp"
#include "engine/control_store.hpp"
#include "policy/compile.hpp"

namespace abide::crash {
namespace {

namespace fs = std::filesystem;
using testing_support::AppDatabase;

constexpr const char* db_schema = R"sql(
  PRAGMA journal_mode=WAL;
  CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, name TEXT, closed_at TEXT);
  CREATE TABLE projects (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id),
    title TEXT);
  CREATE INDEX projects_user_id ON projects (user_id);
  CREATE TABLE notes (project_id INTEGER NOT NULL REFERENCES projects (id), number INTEGER NOT NULL,
    text TEXT, PRIMARY KEY (project_id, number));
  CREATE TABLE purchases (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id), payer TEXT,
    amount INTEGER NOT NULL, paid_at TEXT NOT NULL);
  CREATE INDEX purchases_user_id ON purchases (user_id);
)sql";
constexpr const char* mail_schema = R"sql(
  CREATE TABLE messages (id TEXT PRIMARY KEY, sender TEXT, copied TEXT, body TEXT, received_at TEXT);
  CREATE INDEX messages_sender ON messages (sender);
)sql";

std::string days_before(Instant now, int days) { return to_string(now - std::chrono::days{days}); }
std::string address(int person) { return fmt::format("customer{}@mail.example", person); }

void fill_db(const Place& place, Instant now, const Measure& measure) {
  const AppDatabase db{place.db(), db_schema};
  std::string sql = "BEGIN;";
  int project = 0;
  for (int person = 1; person <= measure.people; ++person) {
    const bool closed = person % 2 == 0;
    sql +=
        fmt::format("INSERT INTO users VALUES ({0}, '{1}', 'Person {0}', {2});", person,
                    address(person), closed ? "'" + days_before(now, 40 + person) + "'" : "NULL");
    for (int p = 0; p < measure.projects; ++p) {
      ++project;
      sql += fmt::format("INSERT INTO projects VALUES ({}, {}, 'Title {}');", project, person,
                         project);
      for (int n = 1; n <= measure.notes; ++n) {
        sql += fmt::format("INSERT INTO notes VALUES ({}, {}, 'Text {} of {}');", project, n, n,
                           project);
      }
    }
    for (const int age : {100, 1200, 365 * 9}) {
      sql += fmt::format(
          "INSERT INTO purchases (user_id, payer, amount, paid_at) VALUES ({}, 'cus_{}', {}, "
          "'{}');",
          person, person, 100 * person + age, days_before(now, age + person));
    }
  }
  db.run(sql + "COMMIT");
}

void fill_mail(const Place& place, Instant now, const Measure& measure) {
  const AppDatabase mail{place.mail(), mail_schema};
  std::string sql = "BEGIN;";
  for (int person = 1; person <= measure.people; ++person) {
    const int other = person % measure.people + 1;
    for (const int age : {50, 800}) {
      sql +=
          fmt::format("INSERT INTO messages VALUES ('m{}-{}', '{}', '{}', 'Letter', '{}');", person,
                      age, address(person), address(other), days_before(now, age + person));
    }
  }
  mail.run(sql + "COMMIT");
}

policy::Model model_of(const Place& place) {
  SystemFiles files;
  const policy::Reader reader = [&files](const std::string& path) {
    return files.read(path, 1ULL << 20U);
  };
  auto compiled = policy::compile(place.file("shop.policy"), reader);
  EXPECT_TRUE(compiled.ok() && compiled->model) << "the shop's policy has an error";
  return std::move(compiled->model.value());
}
engine::ControlPaths paths_of(const Place& place) {
  return {place.control(), place.keys(), {place.anchors()}};
}

/// Person 4 is under a legal hold, person 6 asked for a copy; both closed their accounts.
void begin_control(const Place& place, Instant now) {
  SystemFiles files;
  const policy::Model model = model_of(place);
  ASSERT_TRUE(files.make_folder(place.anchors()).ok());
  const Instant before = now - std::chrono::days{2};
  auto control =
      engine::ControlStore::create(paths_of(place), "shop.example/abide", "dpo", before, files);
  ASSERT_TRUE(control.ok()) << control.error().message;
  const auto person = [](std::int64_t key) { return Sensitive<Value>{Value{key}}; };
  ASSERT_TRUE((*control)
                  ->add_hold(model, {SubjectId{0}, person(4), std::nullopt, std::nullopt,
                                     "claim 14", "legal", before})
                  .ok());
  ASSERT_TRUE(
      (*control)->open_request(model, {"access", SubjectId{0}, person(6), "support", before}).ok());
  ASSERT_TRUE((*control)->checkpoint().ok());
}

}  // namespace

std::string content_of(const std::string& path) {
  const auto content = SystemFiles{}.read(path, 1ULL << 28U);
  EXPECT_TRUE(content.ok()) << path;
  return content.ok() ? *content : "";
}

void build_shop(const Place& place, Instant now, const Measure& measure) {
  fs::create_directories(place.folder());
  for (const char* const name : {"shop.policy", "shop.deploy"}) {
    fs::copy_file(fs::path{ABIDE_SOURCE_DIR} / "tests/crash" / name, place.folder() / name);
  }
  fill_db(place, now, measure);
  fill_mail(place, now, measure);
  begin_control(place, now);
}

void place_hold(const Place& place, std::int64_t person, Instant at) {
  SystemFiles files;
  auto control = engine::ControlStore::open(paths_of(place), files);
  ASSERT_TRUE(control.ok()) << control.error().message;
  const auto placed =
      (*control)->add_hold(model_of(place), {SubjectId{0}, Sensitive<Value>{Value{person}},
                                             std::nullopt, std::nullopt, "claim 15", "legal", at});
  ASSERT_TRUE(placed.ok()) << placed.error().message;
}

Shops::Shops(Instant now, const Measure& measure) {
  build_shop(Place{room_.file("first")}, now, measure);
}

Place Shops::again() {
  const fs::path copy = room_.file("copy");
  fs::remove_all(copy);
  fs::copy(room_.file("first"), copy, fs::copy_options::recursive);
  return Place{copy};
}

}  // namespace abide::crash
