// The control store over SQLite: one connection for its tables and the ledger, one for the keys.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/control/database.hpp"
#include "engine/control/keys.hpp"
#include "engine/control/sealed.hpp"
#include "engine/control_store.hpp"

namespace abide::engine::control {

class SqliteControlStore final : public ControlStore {
 public:
  SqliteControlStore(ControlPaths paths, Connection db, Keys keys, ledger::Ledger ledger,
                     Files& files)
      : paths_(std::move(paths)),
        files_(files),
        db_(std::move(db)),
        keys_(std::move(keys)),
        ledger_(std::move(ledger)) {}
  ~SqliteControlStore() override { SqliteControlStore::abandon(); }
  SqliteControlStore(const SqliteControlStore&) = delete;
  SqliteControlStore& operator=(const SqliteControlStore&) = delete;
  SqliteControlStore(SqliteControlStore&&) = delete;
  SqliteControlStore& operator=(SqliteControlStore&&) = delete;

  /// Refuses a ledger behind its anchors, then destroys the keys that nothing cites.
  Result<void> check_and_recover();
  /// The public keys, as the control store has them now.
  Result<void> read_public_keys();

  Result<void> note(std::string_view kind, std::string_view by, Instant at,
                    const Json& body) override;
  Result<void> commit() override;
  void abandon() override;
  Result<std::string> checkpoint() override;
  Result<void> rotate_key(const std::string& by, Instant at) override;
  [[nodiscard]] std::string public_key() const override { return public_key_; }
  [[nodiscard]] std::string first_public_key() const override { return first_public_key_; }
  Result<std::vector<std::string>> anchored() override;
  Result<std::optional<Instant>> last_entry_at() override;
  ledger::Ledger& ledger() override { return ledger_; }

  Result<std::string> reference(const policy::Model& model, SubjectId subject,
                                const Value& key) override;
  Result<std::optional<std::string>> known_reference(const policy::Model& model, SubjectId subject,
                                                     const Value& key) override;
  Result<void> forget_reference(std::string_view reference) override;
  Result<void> settle_subject(const policy::Model& model, SubjectId subject, const Value& key,
                              const std::string& by, Instant at) override;
  Result<void> forget_subject(const policy::Model& model, SubjectId subject,
                              const Value& key) override;
  [[nodiscard]] Digest keyed(std::string_view purpose,
                             std::span<const Value> values) const override;

  Result<Hold> add_hold(const policy::Model& model, const HoldRequest& hold) override;
  Result<void> release_hold(const HoldId& id, const std::string& by, Instant at) override;
  Result<std::vector<Hold>> holds() override;
  Result<Request> open_request(const policy::Model& model, const RequestOpening& request) override;
  Result<void> close_request(const RequestId& id, const std::string& how, const std::string& by,
                             Instant at) override;
  Result<std::vector<Request>> requests() override;
  Result<std::pair<std::string, Sensitive<Value>>> subject_of(const RequestId& id) override;
  Result<std::string> add_event(const policy::Model& model, const ToldEvent& event,
                                const std::string& by, Instant now) override;
  Result<std::optional<std::pair<std::string, Sensitive<Value>>>> told_of(
      const std::string& id) override;
  Result<void> withdraw_event(const std::string& id, const std::string& reason,
                              const std::string& by, Instant at) override;
  Result<std::vector<EventRecord>> events() override;
  Result<std::vector<Instant>> first_missed(const policy::Model& model, TableId table,
                                            std::span<const Value> keys, Instant now) override;
  Result<Register> load_register(const policy::Model& model) override;
  Result<std::uint64_t> generation() override;

  Result<std::unique_ptr<Lease>> lock_runs() override;
  Result<std::unique_ptr<Lease>> lease_batch() override;
  Result<RunId> begin_run(std::string_view kind, std::string_view by, Instant at,
                          std::string_view plan_digest, std::string_view sealed_plan,
                          std::string_view sought) override;
  Result<std::optional<RunRecord>> unfinished_run() override;
  Result<std::string> plan_of(const RunId& id) override;
  Result<void> record(const RunId& id, const RangeRecord& range) override;
  Result<std::vector<RangeRecord>> ranges_of(const RunId& id) override;
  Result<void> finish_run(const RunId& id, std::string_view state, Instant at, Seek seek) override;
  Result<std::vector<Sought>> sought() override;
  Result<std::uint64_t> sought_count() override;
  Result<void> stop_seeking(const RunId& id) override;
  Result<std::vector<RunRecord>> runs() override;

  Result<void> approve(std::string_view plan_digest, const std::string& by, Instant at) override;
  Result<std::optional<std::string>> approved_by(std::string_view plan_digest) override;
  Result<void> use_approval(std::string_view plan_digest, const std::string& by,
                            Instant at) override;
  Result<void> note_severed(std::string_view table, const Digest& row) override;
  Result<bool> was_severed(std::string_view table, const Digest& row, Instant now) override;
  Result<void> forget_severed(std::string_view table, const Digest& row) override;
  Result<void> note_erased(std::string_view column, const Digest& identifier, const RunId& run,
                           Instant at, Date until) override;
  Result<std::vector<Erased>> erased() override;

  Result<void> note_snapshot(const Snapshot& snapshot) override;
  Result<std::vector<Snapshot>> snapshots(Instant since) override;
  Result<std::optional<Snapshot>> newest_snapshot() override;

  Result<void> note_needed(Instant now) override;
  Result<void> note_presence(const std::string& event, Presence presence, Instant now) override;
  Result<std::vector<OwnEnded>> end_due(std::span<const OwnTerm> terms) override;
  Result<std::vector<OwnRows>> own_rows() override;

  Result<std::uint64_t> publish(const PublishedPolicy& policy, const Json& facts) override;
  Result<std::optional<PublishedPolicy>> published() override;
  Result<std::optional<PublishedPolicy>> last_swept() override;
  Result<void> note_swept(std::string_view digest) override;
  Result<void> note_night(const Night& night) override;
  Result<std::vector<Night>> nights(std::size_t most) override;
  Result<std::string> kept(std::string_view name) override;
  Result<void> keep(std::string_view name, const std::string& value) override;

 private:
  /// Runs `body` in a transaction. INVARIANT: a body refuses before it writes, so that a refusal
  /// leaves what was pending as it was; any other error abandons it.
  template <class Body>
  auto change(Body body) -> decltype(body()) {
    const bool was_open = ledger_.is_open();
    ABIDE_CHECK(begin());
    auto result = body();
    if (!result && (!was_open || !is_refusal(result.error().code))) {
      abandon();
    }
    return result;
  }
  static bool is_refusal(ErrorCode code) {
    return code == ErrorCode::refused || code == ErrorCode::not_found ||
           code == ErrorCode::unsupported;
  }
  Result<void> begin();
  Result<void> raise_generation();
  /// `HOLD-2026-0003`
  Result<std::string> next_name(std::string_view kind, Instant at);
  /// After a change that what destroys must see: waits for the batches in flight.
  Result<void> wait_for_batches(std::string_view what);

  struct Sealed {
    std::string id;
    Bytes blob;
  };
  Result<Sealed> seal_new(std::string_view name, std::string_view plain);
  Result<std::string> open_seal(std::string_view id, std::string_view name, const Bytes& blob);
  Result<Particulars> particulars(std::string_view id, std::string_view name, const Bytes& blob);
  Result<Hold> place(const policy::Model& model, const HoldRequest& hold);
  Result<Request> enter(const policy::Model& model, const RequestOpening& request,
                        std::optional<EventId> event);
  /// The seal named in the row's first column goes with the next commit.
  Result<void> end_seal(const Rows& row) {
    ended_.insert(row.text(0));
    return {};
  }
  /// The seal of an open hold or request.
  Result<std::string> open_seal_of(std::string_view sql, const std::string& id,
                                   std::string_view what);
  /// When the ledger's entries from `from` on last speak of each of these references.
  Result<std::map<std::string, Instant>> spoken_of_from(std::uint64_t from,
                                                        const std::set<std::string>& known);
  Result<void> note_spoken_of(Instant now);
  /// People in open requests, holds and events are spoken of as of now.
  Result<void> speak_of_open(Instant now);
  /// What is dated before it; a day where the clock holds days.
  using OwnMoment = std::variant<Instant, std::string>;
  Result<std::uint64_t> end_by(std::string_view seals, std::string_view ends,
                               const OwnMoment& before);
  /// The keys before the rows that say which: a crash in between ends them the next time.
  Result<std::uint64_t> end_references(const OwnTerm& term);
  /// The digest under which what is about a subject is found.
  [[nodiscard]] Digest about(std::string_view subject, const Value& key) const;
  /// The request that told an event, and what it was told of.
  Result<std::pair<std::string, Particulars>> told(const std::string& id);
  Result<std::string> insert_event(const policy::Model& model, const ToldEvent& event,
                                   const std::string& by, const std::optional<std::string>& request,
                                   Instant written);
  Result<void> load_keeps(const policy::Model& model, Register& into);
  Result<void> load_requests(const policy::Model& model, Register& into);
  Result<void> load_events(const policy::Model& model, Register& into);
  Result<void> replace_key(const std::string& by, Instant at);
  Result<void> check_anchors();
  Result<void> destroy_uncited();
  Result<std::set<std::string>> cited_seals();
  Result<std::string> key_at(std::uint64_t size);
  Result<void> write_anchors(std::uint64_t size, const std::string& note);

  ControlPaths paths_;
  Files& files_;
  Connection db_;
  Keys keys_;
  ledger::Ledger ledger_;  // borrows db_
  std::string public_key_;
  std::string first_public_key_;
  std::set<std::string> ended_;       ///< seals to destroy once the commit is durable
  std::set<std::string> ended_runs_;  ///< those of runs, which wait for the checkpoint
  std::set<std::string> spent_;       ///< of runs that have ended for good
  std::vector<std::pair<std::string, Digest>> asked_;  ///< severed rows, to be noted
};

}  // namespace abide::engine::control
