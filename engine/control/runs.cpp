// How far a run has got, so that another process can take it up.
#include <fmt/format.h>

#include "engine/control/leases.hpp"
#include "engine/control/store.hpp"

namespace abide::engine::control {
namespace {

RunRecord run_of(const Rows& row) {
  return {RunId{row.text(0)},   row.text(1), row.text(2), row.instant(3),
          row.maybe_instant(4), row.text(5), row.text(6)};
}

Error no_run(const RunId& id) {
  return {ErrorCode::not_found, fmt::format("no run `{}` is under way", id.value), ""};
}

}  // namespace

Result<std::unique_ptr<Lease>> SqliteControlStore::lock_runs() {
  for (const std::string& folder : paths_.anchors) {
    if (auto may = files_.may_write(folder); !may) {
      return Error{
          ErrorCode::unavailable,
          fmt::format("the anchor `{}` takes no checkpoint: {}", folder, may.error().message),
          "give this user the right to write to it, or take it out of the deployment; "
          "nothing was run, a retry is safe"};
    }
  }
  return lock_alone(paths_.control + ".run");
}

Result<std::unique_ptr<Lease>> SqliteControlStore::lease_batch() {
  return lock_shared(paths_.control + ".lease");
}

Result<RunId> SqliteControlStore::begin_run(std::string_view kind, std::string_view by, Instant at,
                                            std::string_view plan_digest,
                                            std::string_view sealed_plan, std::string_view sought) {
  return change([&]() -> Result<RunId> {
    ABIDE_TRY(std::string id, next_name("RUN", at));
    ABIDE_TRY(const Sealed sealed, seal_new("run " + id, sealed_plan));
    ABIDE_CHECK(db_.run("INSERT INTO runs VALUES (?, ?, ?, ?, NULL, ?, 'running', ?, ?)", id, kind,
                        by, at, plan_digest, sealed.id, sealed.blob));
    if (!sought.empty()) {
      ABIDE_TRY(const Sealed later, seal_new("sought " + id, sought));
      ABIDE_CHECK(db_.run("INSERT INTO sought VALUES (?, NULL, ?, ?)", id, later.id, later.blob));
    }
    return RunId{std::move(id)};
  });
}

Result<std::optional<RunRecord>> SqliteControlStore::unfinished_run() {
  ABIDE_TRY(Rows rows, db_.query("SELECT id, kind, by, started, finished, plan_digest, state FROM "
                                 "runs WHERE finished IS NULL ORDER BY rowid DESC LIMIT 1"));
  ABIDE_TRY(const bool found, rows.next());
  return found ? std::optional{run_of(rows)} : std::nullopt;
}

Result<std::string> SqliteControlStore::plan_of(const RunId& id) {
  ABIDE_TRY(Rows rows,
            db_.query("SELECT seal, sealed FROM runs WHERE id = ? AND finished IS NULL", id.value));
  ABIDE_TRY(const bool found, rows.next());
  if (!found) {
    return no_run(id);
  }
  return open_seal(rows.text(0), "run " + id.value, rows.bytes(1));
}

Result<void> SqliteControlStore::record(const RunId& id, const RangeRecord& range) {
  return change([&] {
    return db_.run("INSERT OR REPLACE INTO ranges VALUES (?, ?, ?, ?, ?, ?, ?)", id.value,
                   range.step, range.range, static_cast<int>(range.state), range.rows, range.digest,
                   range.note);
  });
}

Result<std::vector<RangeRecord>> SqliteControlStore::ranges_of(const RunId& id) {
  std::vector<RangeRecord> ranges;
  ABIDE_CHECK(db_.read(
      [&](const Rows& row) -> Result<void> {
        ranges.push_back({static_cast<std::uint32_t>(row.number(0)),
                          static_cast<std::uint32_t>(row.number(1)),
                          static_cast<RangeRecord::State>(row.number(2)),
                          static_cast<std::uint64_t>(row.number(3)), row.text(4), row.text(5)});
        return {};
      },
      "SELECT step, range, state, rows, digest, note FROM ranges WHERE run = ? ORDER BY step, "
      "range",
      id.value));
  return ranges;
}

Result<void> SqliteControlStore::finish_run(const RunId& id, std::string_view state, Instant at,
                                            Seek seek) {
  return change([&]() -> Result<void> {
    std::string seal;
    {
      ABIDE_TRY(Rows rows,
                db_.query("SELECT seal FROM runs WHERE id = ? AND finished IS NULL", id.value));
      ABIDE_TRY(const bool found, rows.next());
      if (!found) {
        return no_run(id);
      }
      seal = rows.text(0);
    }
    ABIDE_CHECK(
        db_.run("UPDATE runs SET finished = ?, state = ?, seal = NULL, sealed = NULL WHERE "
                "id = ?",
                at, state, id.value));
    ended_runs_.insert(std::move(seal));
    ABIDE_CHECK(seek == Seek::sought
                    ? db_.run("UPDATE sought SET since = ? WHERE run = ?", at, id.value)
                    : stop_seeking(id));
    return db_.run("DELETE FROM ranges WHERE run = ?", id.value);
  });
}

Result<std::vector<ControlStore::Sought>> SqliteControlStore::sought() {
  std::vector<Sought> all;
  ABIDE_CHECK(db_.read(
      [&](const Rows& row) -> Result<void> {
        const RunId run{row.text(0)};
        ABIDE_TRY(std::string text, open_seal(row.text(2), "sought " + run.value, row.bytes(3)));
        all.push_back({run, row.instant(1), Sensitive{std::move(text)}});
        return {};
      },
      "SELECT run, since, seal, sealed FROM sought WHERE since IS NOT NULL ORDER BY since, run"));
  return all;
}

Result<std::uint64_t> SqliteControlStore::sought_count() {
  ABIDE_TRY(Rows rows, db_.query("SELECT count(*) FROM sought WHERE since IS NOT NULL"));
  ABIDE_CHECK(rows.next());
  return static_cast<std::uint64_t>(rows.number(0));
}

Result<void> SqliteControlStore::stop_seeking(const RunId& id) {
  return change([&]() -> Result<void> {
    ABIDE_CHECK(db_.read([this](const Rows& row) { return end_seal(row); },
                         "SELECT seal FROM sought WHERE run = ?", id.value));
    return db_.run("DELETE FROM sought WHERE run = ?", id.value);
  });
}

Result<std::vector<RunRecord>> SqliteControlStore::runs() {
  std::vector<RunRecord> all;
  ABIDE_CHECK(db_.read(
      [&](const Rows& row) -> Result<void> {
        all.push_back(run_of(row));
        return {};
      },
      "SELECT id, kind, by, started, finished, plan_digest, state FROM runs ORDER BY rowid"));
  return all;
}

}  // namespace abide::engine::control
