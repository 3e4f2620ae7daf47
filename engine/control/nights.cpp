// What is remembered from one night to the next, in tables of its own.
#include <nlohmann/json.hpp>

#include "engine/control/store.hpp"

namespace abide::engine::control {
namespace {

/// A night without a row still was a night.
constexpr std::string_view no_part = "";
/// Nights older than this say nothing of the present.
constexpr std::int64_t remembered_days = 60;

Result<PublishedPolicy> policy_of(const Rows& row) {
  PublishedPolicy policy{static_cast<std::uint64_t>(row.number(0)),
                         row.text(1),
                         row.text(2),
                         row.instant(3),
                         {},
                         row.number(5) != 0};
  ABIDE_TRY(const Json texts, parse_json(row.text(4)));
  for (const Json& one : texts) {
    policy.texts.emplace_back(one.at(0).get<std::string>(), one.at(1).get<std::string>());
  }
  return policy;
}

Result<std::optional<PublishedPolicy>> newest(Connection& db, std::string_view sql) {
  ABIDE_TRY(Rows rows, db.query(sql));
  ABIDE_TRY(const bool found, rows.next());
  if (!found) {
    return std::optional<PublishedPolicy>{};
  }
  ABIDE_TRY(PublishedPolicy policy, policy_of(rows));
  return std::optional{std::move(policy)};
}

}  // namespace

Result<std::uint64_t> SqliteControlStore::publish(const PublishedPolicy& policy,
                                                  const Json& facts) {
  if (policy.by.empty()) {
    return Error{ErrorCode::refused, "nobody is named who publishes this", "say who with `--by`"};
  }
  Json texts = Json::array();
  Json body = facts;
  body["digest"] = policy.digest;
  body["files"] = Json::object();
  for (const auto& [path, text] : policy.texts) {
    texts.push_back({path, text});
    body["files"][path] = to_hex(sha256(as_bytes(text)));
  }
  ABIDE_TRY(const std::string whole, canonical_json(texts));
  std::uint64_t number = 0;
  const auto written = change([&]() -> Result<void> {
    ABIDE_CHECK(
        db_.run("INSERT INTO published (digest, by, at, texts, swept) VALUES "
                "(?1, ?2, ?3, ?4, 0)",
                policy.digest, policy.by, policy.at, whole));
    number = static_cast<std::uint64_t>(sqlite3_last_insert_rowid(db_.handle()));
    body["number"] = number;
    ABIDE_CHECK(ledger_.append("published", policy.by, policy.at, body));
    return {};
  });
  ABIDE_CHECK(written);
  ABIDE_CHECK(commit());
  return number;
}

Result<std::optional<PublishedPolicy>> SqliteControlStore::published() {
  return newest(db_,
                "SELECT number, digest, by, at, texts, swept FROM published ORDER BY number DESC "
                "LIMIT 1");
}

Result<std::optional<PublishedPolicy>> SqliteControlStore::last_swept() {
  return newest(db_,
                "SELECT number, digest, by, at, texts, swept FROM published WHERE swept = 1 ORDER "
                "BY number DESC LIMIT 1");
}

Result<void> SqliteControlStore::note_swept(std::string_view digest) {
  return change([&]() -> Result<void> {
    ABIDE_CHECK(
        db_.run("UPDATE published SET swept = 1 WHERE number = (SELECT max(number) FROM "
                "published) AND digest = ?",
                digest));
    return db_.run(
        "UPDATE published SET replaced = (SELECT at FROM published WHERE swept = 1 ORDER BY number "
        "DESC LIMIT 1) WHERE replaced IS NULL AND number < (SELECT max(number) FROM published "
        "WHERE swept = 1)");
  });
}

Result<void> SqliteControlStore::note_night(const Night& night) {
  constexpr std::string_view add =
      "INSERT INTO nights VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET rows = max(rows, ?3)";
  return change([&]() -> Result<void> {
    const std::string day = to_string(night.day);
    ABIDE_CHECK(db_.run(add, day, no_part, 0));
    for (const auto& [part, rows] : night.rows) {
      ABIDE_CHECK(db_.run(add, day, part, rows));
    }
    return db_.run("DELETE FROM nights WHERE day < ?",
                   to_string(add_days(night.day, -remembered_days)));
  });
}

Result<std::vector<Night>> SqliteControlStore::nights(std::size_t most) {
  std::vector<Night> nights;
  ABIDE_CHECK(db_.read(
      [&](const Rows& row) -> Result<void> {
        const auto day = parse_date(row.text(0));
        if (!day) {
          return Error{ErrorCode::corrupt, "the control store does not say when a night was",
                       "restore it from its last copy"};
        }
        if (nights.empty() || nights.back().day != *day) {
          nights.push_back({*day, {}});
        }
        if (!row.text(1).empty()) {
          nights.back().rows[row.text(1)] = static_cast<std::uint64_t>(row.number(2));
        }
        return {};
      },
      "SELECT day, part, rows FROM nights WHERE day IN (SELECT DISTINCT day FROM nights ORDER BY "
      "day DESC LIMIT ?) ORDER BY day DESC, part",
      most));
  return nights;
}

Result<std::string> SqliteControlStore::kept(std::string_view name) {
  ABIDE_TRY(Rows rows, db_.query("SELECT value FROM kept WHERE name = ?", name));
  ABIDE_TRY(const bool found, rows.next());
  return found ? rows.text(0) : std::string{};
}

Result<void> SqliteControlStore::keep(std::string_view name, const std::string& value) {
  return change([&] {
    return db_.run("INSERT INTO kept VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2", name,
                   value);
  });
}

}  // namespace abide::engine::control
