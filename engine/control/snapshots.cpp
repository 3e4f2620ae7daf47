// Snapshots of the board, a row for each.
#include "engine/control/store.hpp"

namespace abide::engine::control {
namespace {

constexpr std::string_view add_snapshot =
    "INSERT INTO snapshots (at, run, state, promises_kept, promises_overdue, promises_unproven, "
    "promises_elsewhere, rows_gone, rows_overdue, rows_due, rows_kept, gaps_open, gaps_waived, "
    "not_looked, requests_open, requests_overdue, overdue_by_policy, overdue_by_law, holds, "
    "sought, "
    "deep_look, entries, root) VALUES "
    "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

Snapshot snapshot_of(const Rows& row) {
  int column = 0;
  const auto count = [&] { return static_cast<std::uint64_t>(row.number(column++)); };
  Snapshot one;
  one.at = row.instant(column++);
  one.run = row.text(column++);
  one.state = row.text(column++);
  for (std::uint64_t* counted :
       {&one.promises.kept, &one.promises.overdue, &one.promises.unproven, &one.promises.elsewhere,
        &one.rows.gone, &one.rows.overdue, &one.rows.due, &one.rows.kept, &one.gaps_open,
        &one.gaps_waived, &one.not_looked, &one.requests.open, &one.requests.overdue,
        &one.requests.overdue_by_policy, &one.requests.overdue_by_law, &one.holds, &one.sought}) {
    *counted = count();
  }
  one.deep_look = row.maybe_instant(column++);
  one.entries = count();
  one.root = row.text(column);
  return one;
}

}  // namespace

Result<void> SqliteControlStore::note_snapshot(const Snapshot& one) {
  return change([&]() -> Result<void> {
    ABIDE_CHECK(db_.run(add_snapshot, one.at, one.run, one.state, one.promises.kept,
                        one.promises.overdue, one.promises.unproven, one.promises.elsewhere,
                        one.rows.gone, one.rows.overdue, one.rows.due, one.rows.kept, one.gaps_open,
                        one.gaps_waived, one.not_looked, one.requests.open, one.requests.overdue,
                        one.requests.overdue_by_policy, one.requests.overdue_by_law, one.holds,
                        one.sought, one.deep_look, one.entries, one.root));
    return db_.run("DELETE FROM snapshots WHERE number <= (SELECT max(number) FROM snapshots) - ?",
                   most_snapshots);
  });
}

Result<std::vector<Snapshot>> SqliteControlStore::snapshots(Instant since) {
  std::vector<Snapshot> all;
  ABIDE_CHECK(db_.read(
      [&](const Rows& row) -> Result<void> {
        all.push_back(snapshot_of(row));
        return {};
      },
      "SELECT at, run, state, promises_kept, promises_overdue, promises_unproven, "
      "promises_elsewhere, rows_gone, rows_overdue, rows_due, rows_kept, gaps_open, gaps_waived, "
      "not_looked, requests_open, requests_overdue, overdue_by_policy, overdue_by_law, holds, "
      "sought, deep_look, entries, root FROM "
      "snapshots WHERE at >= ? ORDER BY number",
      since));
  return all;
}

Result<std::optional<Snapshot>> SqliteControlStore::newest_snapshot() {
  std::optional<Snapshot> newest;
  ABIDE_CHECK(db_.read(
      [&](const Rows& row) -> Result<void> {
        newest = snapshot_of(row);
        return {};
      },
      "SELECT at, run, state, promises_kept, promises_overdue, promises_unproven, "
      "promises_elsewhere, rows_gone, rows_overdue, rows_due, rows_kept, gaps_open, gaps_waived, "
      "not_looked, requests_open, requests_overdue, overdue_by_policy, overdue_by_law, holds, "
      "sought, deep_look, entries, root FROM "
      "snapshots ORDER BY number DESC LIMIT 1"));
  return newest;
}

}  // namespace abide::engine::control
