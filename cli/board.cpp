#include "cli/board.hpp"

#include <algorithm>

#include "engine/control/asked.hpp"
#include "policy/rights.hpp"
#include "reports/board.hpp"

namespace abide::cli {
namespace {

/// The texts of the policy that the session goes by: as published, or as its file has them now.
policy::Reader texts_of(const Desk& desk, const Session& session) {
  if (!session.published)
    return [&desk](const std::string& path) {
      return desk.files().read(path, policy::max_source_bytes);
    };
  return [&session](const std::string& path) -> Result<std::string> {
    for (const auto& [name, text] : session.published->texts)
      if (name == path) return text;
    return Error{ErrorCode::not_found, "a text was not published with the policy", ""};
  };
}

Result<std::vector<policy::Right>> rights_in_force(const Desk& desk, const Session& session) {
  const std::string entry =
      session.published ? session.published->texts.front().first : session.policy_file;
  ABIDE_TRY(const auto loaded, policy::load(texts_of(desk, session), entry));
  return policy::rights_of(loaded.sources);
}

/// Open requests, and those of them whose last day by the policy is over.
Result<void> count_requests(const Desk& desk, const Session& session, engine::Snapshot& into) {
  ABIDE_TRY(const auto rights, rights_in_force(desk, session));
  ABIDE_TRY(const Zone zone, Zone::find(session.model.calendar.zone));
  ABIDE_TRY(const auto requests, session.control->requests());
  const Date today = zone.local_date(into.at);
  for (const engine::Request& one : requests) {
    if (one.closed) continue;
    ++into.requests_open;
    ABIDE_TRY(const auto about, session.control->subject_of(one.id));
    const auto due = engine::answer_due(session.model, rights, about.first, one.kind,
                                        zone.local_date(one.received));
    if (due && *due < today) ++into.requests_overdue;
  }
  return {};
}

}  // namespace

Result<void> keep_snapshot(const Desk& desk, const Session& session, const reports::Swept& swept,
                           const std::vector<reports::PromiseVerdict>& verdicts) {
  engine::ControlStore& control = *session.control;
  engine::Snapshot one = reports::snapshot_of(swept, verdicts);
  one.at = desk.clock().now();
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

}  // namespace abide::cli
