// Approvals, and rows and identifiers known by digest alone: severed and erased ones.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "engine/control/store.hpp"

namespace abide::engine::control {
namespace {

/// Asking is noted once in so many days, so that a table of severed rows is not written every
/// night, and of so many rows a night, so that what is remembered until then stays small.
constexpr std::chrono::days noted_again{30};
constexpr std::size_t most_asked = 100'000;

}  // namespace

Result<void> SqliteControlStore::approve(std::string_view plan_digest, const std::string& by,
                                         Instant at) {
  if (by.empty()) {
    return Error{ErrorCode::refused, "nobody is named who approves this", "say who with `--by`"};
  }
  return change([&]() -> Result<void> {
    ABIDE_CHECK(
        db_.run("INSERT INTO approvals VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET by = "
                "?2, at = ?3",
                plan_digest, by, at));
    ABIDE_CHECK(ledger_.append("approval", by, at, {{"plan", std::string{plan_digest}}}));
    return {};
  });
}

Result<std::optional<std::string>> SqliteControlStore::approved_by(std::string_view plan_digest) {
  ABIDE_TRY(Rows rows, db_.query("SELECT by FROM approvals WHERE plan_digest = ?", plan_digest));
  ABIDE_TRY(const bool found, rows.next());
  return found ? std::optional{rows.text(0)} : std::nullopt;
}

Result<void> SqliteControlStore::use_approval(std::string_view plan_digest, const std::string& by,
                                              Instant at) {
  ABIDE_TRY(const auto approved, approved_by(plan_digest));
  if (!approved) {
    return Error{ErrorCode::not_found, "nobody approved this plan, or a run has used it up",
                 "`abide plan approve` raises a limit once more"};
  }
  return change([&]() -> Result<void> {
    ABIDE_CHECK(db_.run("DELETE FROM approvals WHERE plan_digest = ?", plan_digest));
    ABIDE_CHECK(ledger_.append("approval_used", by, at,
                               {{"plan", std::string{plan_digest}}, {"approved_by", *approved}}));
    return {};
  });
}

Result<void> SqliteControlStore::note_severed(std::string_view table, const Digest& row) {
  return change([&] {
    return db_.run("INSERT INTO severed (table_name, digest) VALUES (?, ?) ON CONFLICT DO NOTHING",
                   table, row);
  });
}

Result<bool> SqliteControlStore::was_severed(std::string_view table, const Digest& row,
                                             Instant now) {
  ABIDE_TRY(Rows rows,
            db_.query("SELECT asked FROM severed WHERE table_name = ? AND digest = ?", table, row));
  ABIDE_TRY(const bool known, rows.next());
  const auto asked = known ? rows.maybe_instant(0) : std::nullopt;
  if (asked && *asked + noted_again <= now && asked_.size() < most_asked) {
    asked_.emplace_back(table, row);
  }
  return known;
}

Result<void> SqliteControlStore::forget_severed(std::string_view table, const Digest& row) {
  return change([&] {
    return db_.run("DELETE FROM severed WHERE table_name = ? AND digest = ?", table, row);
  });
}

Result<void> SqliteControlStore::note_erased(std::string_view column, const Digest& identifier,
                                             const RunId& run, Instant at, Date until) {
  return change([&] {
    return db_.run(
        "INSERT INTO erased VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET at = "
        "max(at, ?4), until = max(until, ?5)",
        column, identifier, run.value, at, to_string(until));
  });
}

Result<std::vector<ControlStore::Erased>> SqliteControlStore::erased() {
  std::vector<Erased> all;
  ABIDE_CHECK(db_.read(
      [&](const Rows& row) -> Result<void> {
        const auto until = parse_date(row.text(4));
        if (!until) {
          return Error{ErrorCode::corrupt, "the control store holds a day that is none",
                       "restore it from its last copy"};
        }
        all.push_back({row.text(0), to_hex(row.bytes(1)), row.text(2), row.instant(3), *until});
        return {};
      },
      "SELECT column_name, digest, run, at, until FROM erased ORDER BY column_name, digest, at"));
  return all;
}

}  // namespace abide::engine::control
