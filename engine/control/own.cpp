// The ending of what Abide itself keeps, by the terms of its built-in policy. Which tables there
// are stands here; when something ends stands in the policy alone.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/control/store.hpp"

namespace abide::engine::control {
namespace {

using Takes = OwnTerm::Takes;

/// How what a term names is ended. `?1` is the moment before which it is dated.
struct OwnStatement {
  std::string_view table;
  std::string_view clock;
  Takes takes;
  std::string_view seals;  ///< names the keys that go with it; empty where nothing is sealed
  std::string_view ends;
  bool by_day = false;  ///< the clock holds days
};

constexpr std::array own_statements{
    OwnStatement{"control.requests", "control.requests.closed", Takes::sealed,
                 "SELECT seal FROM requests WHERE closed < ?1 AND seal IS NOT NULL",
                 "UPDATE requests SET seal = NULL, sealed = NULL WHERE closed < ?1 AND seal IS NOT "
                 "NULL"},
    OwnStatement{"control.requests", "control.requests.closed", Takes::rows,
                 "SELECT seal FROM requests WHERE closed < ?1 AND seal IS NOT NULL",
                 "DELETE FROM requests WHERE closed < ?1"},
    OwnStatement{"control.holds", "control.holds.released", Takes::sealed,
                 "SELECT seal FROM holds WHERE released < ?1 AND seal IS NOT NULL",
                 "UPDATE holds SET seal = NULL, sealed = NULL WHERE released < ?1 AND seal IS NOT "
                 "NULL"},
    OwnStatement{"control.holds", "control.holds.released", Takes::rows,
                 "SELECT seal FROM holds WHERE released < ?1 AND seal IS NOT NULL",
                 "DELETE FROM holds WHERE released < ?1"},
    // What is of a request that is no longer there ended with it.
    OwnStatement{"control.events", "control.requests.closed", Takes::rows,
                 "SELECT seal FROM events WHERE request IS NOT NULL AND request NOT IN (SELECT id "
                 "FROM requests WHERE closed IS NULL OR closed >= ?1)",
                 "DELETE FROM events WHERE request IS NOT NULL AND request NOT IN (SELECT id FROM "
                 "requests WHERE closed IS NULL OR closed >= ?1)"},
    OwnStatement{"control.events", "control.events.needed", Takes::rows,
                 "SELECT seal FROM events WHERE needed < ?1",
                 "DELETE FROM events WHERE needed < ?1"},
    OwnStatement{"control.missed", "control.missed.asked", Takes::rows, "",
                 "DELETE FROM missed WHERE asked < ?1"},
    OwnStatement{"control.severed", "control.severed.asked", Takes::rows, "",
                 "DELETE FROM severed WHERE asked < ?1"},
    OwnStatement{"control.sought", "control.sought.since", Takes::rows,
                 "SELECT seal FROM sought WHERE since < ?1", "DELETE FROM sought WHERE since < ?1"},
    OwnStatement{"control.erased", "control.erased.until", Takes::rows, "",
                 "DELETE FROM erased WHERE until < ?1", true},
    OwnStatement{"control.runs", "control.runs.finished", Takes::sealed,
                 "SELECT seal FROM runs WHERE finished < ?1 AND seal IS NOT NULL",
                 "UPDATE runs SET seal = NULL, sealed = NULL WHERE finished < ?1 AND seal IS NOT "
                 "NULL"},
    OwnStatement{"control.runs", "control.runs.finished", Takes::rows,
                 "SELECT seal FROM runs WHERE finished < ?1 AND seal IS NOT NULL",
                 "DELETE FROM runs WHERE finished < ?1"},
    OwnStatement{
        "control.ranges", "control.runs.finished", Takes::rows, "",
        "DELETE FROM ranges WHERE run NOT IN (SELECT id FROM runs WHERE finished IS NULL OR "
        "finished >= ?1)"},
    OwnStatement{"control.approvals", "control.approvals.at", Takes::rows, "",
                 "DELETE FROM approvals WHERE at < ?1"},
    OwnStatement{"control.published", "control.published.replaced", Takes::rows, "",
                 "DELETE FROM published WHERE replaced < ?1"},
    OwnStatement{"control.nights", "control.nights.day", Takes::rows, "",
                 "DELETE FROM nights WHERE day < ?1", true},
    OwnStatement{"control.snapshots", "control.snapshots.at", Takes::rows, "",
                 "DELETE FROM snapshots WHERE at < ?1"}};

/// What is dated by when the ledger last spoke of somebody ends with the key of their reference,
/// which lies in another file.
bool is_of_references(const OwnTerm& term) {
  return term.clock == "control.spoken_of.last" && term.takes == Takes::rows &&
         (term.table == "control.spoken_of" || term.table == "keys.subjects");
}

const OwnStatement* statement_for(const OwnTerm& term) {
  const auto* const at = std::ranges::find_if(own_statements, [&](const OwnStatement& one) {
    return one.table == term.table && one.clock == term.clock && one.takes == term.takes;
  });
  return at == own_statements.end() ? nullptr : at;
}

/// The day that begins at the moment or ends after it: `day < it` is then `day's start < moment`.
std::string first_day_not_before(Instant moment) {
  return to_string(Date{std::chrono::ceil<std::chrono::days>(moment)});
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 14> own_counts{{
    {"control.requests", "SELECT count(*) FROM requests"},
    {"control.holds", "SELECT count(*) FROM holds"},
    {"control.events", "SELECT count(*) FROM events"},
    {"control.missed", "SELECT count(*) FROM missed"},
    {"control.severed", "SELECT count(*) FROM severed"},
    {"control.sought", "SELECT count(*) FROM sought"},
    {"control.erased", "SELECT count(*) FROM erased"},
    {"control.runs", "SELECT count(*) FROM runs"},
    {"control.ranges", "SELECT count(*) FROM ranges"},
    {"control.approvals", "SELECT count(*) FROM approvals"},
    {"control.published", "SELECT count(*) FROM published"},
    {"control.nights", "SELECT count(*) FROM nights"},
    {"control.snapshots", "SELECT count(*) FROM snapshots"},
    {"control.ledger", "SELECT count(*) FROM ledger"},
}};

}  // namespace

Result<std::vector<OwnEnded>> SqliteControlStore::end_due(std::span<const OwnTerm> terms) {
  return change([&]() -> Result<std::vector<OwnEnded>> {
    for (const OwnTerm& term : terms) {
      if (statement_for(term) == nullptr && !is_of_references(term)) {
        return Error{ErrorCode::unsupported,
                     fmt::format("nothing is known that ends `{}` by `{}`", term.table, term.clock),
                     "this version of Abide does not carry out that policy; nothing was ended"};
      }
    }
    std::vector<OwnEnded> all;
    for (const OwnTerm& term : terms) {
      OwnEnded ended{term.table, term.promise, 0};
      if (const OwnStatement* statement = statement_for(term); statement != nullptr) {
        ABIDE_TRY(ended.rows,
                  end_by(statement->seals, statement->ends,
                         statement->by_day ? OwnMoment{first_day_not_before(term.before)}
                                           : OwnMoment{term.before}));
      } else {
        ABIDE_TRY(ended.rows, end_references(term));
      }
      if (ended.rows > 0) {
        all.push_back(std::move(ended));
      }
    }
    return all;
  });
}

Result<std::uint64_t> SqliteControlStore::end_by(std::string_view seals, std::string_view ends,
                                                 const OwnMoment& before) {
  return std::visit(
      [&](const auto& moment) -> Result<std::uint64_t> {
        if (!seals.empty()) {
          ABIDE_CHECK(db_.read([this](const Rows& row) { return end_seal(row); }, seals, moment));
        }
        ABIDE_CHECK(db_.run(ends, moment));
        return static_cast<std::uint64_t>(db_.changed());
      },
      before);
}

Result<std::vector<OwnRows>> SqliteControlStore::own_rows() {
  std::vector<OwnRows> all;
  for (const auto& [table, count] : own_counts) {
    ABIDE_TRY(Rows rows, db_.query(count));
    ABIDE_CHECK(rows.next());
    all.push_back({std::string{table}, static_cast<std::uint64_t>(rows.number(0))});
  }
  ABIDE_TRY(const auto people, keys_.references());
  all.push_back({"keys.subjects", people.size()});
  return all;
}

}  // namespace abide::engine::control
