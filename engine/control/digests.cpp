// Approvals, and rows and identifiers known by digest alone: severed and erased ones.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "engine/control/store.hpp"

namespace abide::engine::control {
namespace {

constexpr std::chrono::days missed_kept{90};
constexpr std::chrono::days sought_kept{6};  // full days: never more than seven

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
    return db_.run("INSERT INTO severed VALUES (?, ?) ON CONFLICT DO NOTHING", table, row);
  });
}

Result<bool> SqliteControlStore::was_severed(std::string_view table, const Digest& row) {
  return db_.has("SELECT 1 FROM severed WHERE table_name = ? AND digest = ?", table, row);
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

Result<void> SqliteControlStore::forget_expired(Date today) {
  return change([&]() -> Result<void> {
    ABIDE_CHECK(db_.run("DELETE FROM erased WHERE until < ?", to_string(today)));
    const Instant before = std::chrono::sys_days{today} - missed_kept;
    ABIDE_CHECK(db_.run("DELETE FROM missed WHERE asked < ?", before));
    const Instant since = std::chrono::sys_days{today} - sought_kept;
    ABIDE_CHECK(db_.read([this](const Rows& row) { return end_seal(row); },
                         "SELECT seal FROM sought WHERE since < ?", since));
    return db_.run("DELETE FROM sought WHERE since < ?", since);
  });
}

}  // namespace abide::engine::control
