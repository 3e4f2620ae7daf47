#include "cli/board.hpp"

#include <algorithm>

#include "cli/deadlines.hpp"
#include "reports/board.hpp"

namespace abide::cli {
namespace {

/// Open requests, and those of them whose last day is over: the policy's own, or the law's.
Result<void> count_requests(const Desk& desk, const Session& session, engine::Snapshot& into) {
  ABIDE_TRY(const Zone zone, Zone::find(session.model.calendar.zone));
  ABIDE_TRY(const auto open, open_requests(desk, session, into.at));
  const Date today = zone.local_date(into.at);
  for (const OpenRequest& one : open) {
    ++into.requests.open;
    if (!one.due) continue;
    if (one.due->is_over) ++into.requests.overdue;
    if (one.due->by_policy && *one.due->by_policy < today) ++into.requests.overdue_by_policy;
    if (one.due->by_law && *one.due->by_law < today) ++into.requests.overdue_by_law;
  }
  return {};
}

/// Adds what the control store knows, and keeps it.
Result<void> complete(const Desk& desk, const Session& session, engine::Snapshot one) {
  engine::ControlStore& control = *session.control;
  one.at = desk.clock().now();
  one.requests = {};
  ABIDE_CHECK(count_requests(desk, session, one));
  ABIDE_TRY(const auto holds, control.holds());
  one.holds = static_cast<std::uint64_t>(
      std::ranges::count_if(holds, [](const engine::Hold& hold) { return !hold.released; }));
  ABIDE_TRY(one.sought, control.sought_count());
  ABIDE_TRY(const std::string deep, control.kept("last_deep_look"));
  one.deep_look = parse_instant(deep);
  one.entries = control.ledger().head().size();
  one.root = to_hex(control.ledger().head().root());
  ABIDE_CHECK(control.note_snapshot(one));
  return control.commit();
}

/// As long as no sweep has run, nobody has looked anywhere.
engine::Snapshot before_any_sweep(const Session& session) {
  reread::Look nowhere;
  for (const policy::Store& store : session.model.stores)
    nowhere.not_looked.push_back({store.name, "no sweep has run yet"});
  const engine::Plan plan{};
  const engine::RunReport report{};
  const reports::Swept nothing{session.model, session.deployment, plan, report, nowhere};
  return reports::snapshot_of(nothing, reports::verdicts_of(nothing));
}

}  // namespace

Result<void> keep_snapshot(const Desk& desk, const Session& session, const reports::Swept& swept,
                           const std::vector<reports::PromiseVerdict>& verdicts) {
  return complete(desk, session, reports::snapshot_of(swept, verdicts));
}

Result<void> keep_snapshot(const Desk& desk, const Session& session,
                           const engine::RunReport& erasure, const reread::Look& look) {
  ABIDE_TRY(const auto last, session.control->newest_snapshot());
  engine::Snapshot one = last ? *last : before_any_sweep(session);
  one.run = erasure.id.value;
  one.state = "erasure " + erasure.state;
  one.rows.gone = erasure.rows();
  for (const reread::Residue& found : look.residue)
    if (found.is_failure() && found.kind != reread::Residue::Kind::due)
      one.rows.overdue += found.rows;
  return complete(desk, session, std::move(one));
}

}  // namespace abide::cli
