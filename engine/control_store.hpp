// What Abide itself has to remember: requests, events, holds, generation, runs, approvals, severed
// rows, digests of erased identifiers, and the ledger. One SQLite file, and a keys file apart from
// it (docs/control-store.md).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.hpp"
#include "base/files.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "engine/board_book.hpp"
#include "engine/ledger/ledger.hpp"
#include "engine/night_book.hpp"
#include "engine/own_book.hpp"
#include "engine/register.hpp"
#include "policy/model.hpp"

namespace abide::engine {

struct ControlPaths {
  std::string control;
  std::string keys;
  std::vector<std::string> anchors;  ///< folders
};

struct HoldRequest {
  std::optional<SubjectId> subject;  ///< with subject_key; else a row or a table
  Sensitive<Value> subject_key;
  std::optional<RowKey> row;
  std::optional<TableId> table;
  std::string reason;  ///< for people; must not name the person
  std::string by;
  Instant at;
};
struct Hold {
  HoldId id;
  std::string what;  ///< `member <reference>`, `db.purchases row <reference>`, `db.purchases`
  std::string reason;
  std::string by;
  Instant placed;
  std::optional<Instant> released;
};

struct RequestOpening {
  std::string kind;  ///< `access`, `erasure`, … or the name of an event told by requests
  SubjectId subject;
  Sensitive<Value> subject_key;
  std::string by;
  Instant received;
  std::optional<RowKey> row = {};           ///< narrows the event it tells to this row
  std::vector<CategoryId> categories = {};  ///< narrows it to these leaves
  /// When it is written down, which its ledger entry is dated by; `received` where it is not said.
  std::optional<Instant> at = {};
};
struct Request {
  RequestId id;
  std::string kind;
  std::string reference;  ///< of the subject
  std::string by;
  Instant received;
  std::optional<Instant> closed;
  std::string closing;  ///< how it ended, for people
};

/// An event that was told, as it can be shown: no value of a person in it.
struct EventRecord {
  std::string id;     ///< `EVT-2026-0007`
  std::string event;  ///< the policy's name
  std::string about;  ///< `member <reference>`, `a row of db.answers`
  Instant at;
  std::string by;
  std::string request;                  ///< the request that told it, if one did
  std::vector<std::string> categories;  ///< what it is narrowed to; empty is all
};

/// A run that has begun. Its plan and parameters lie sealed under a key of its own until it is
/// closed.
struct RunRecord {
  RunId id;
  std::string kind;  ///< sweep, erase
  std::string by;
  Instant started;
  std::optional<Instant> finished;
  std::string plan_digest;
  std::string state;  ///< running, complete, incomplete, held, failed
};

/// One range of one step, as far as it got.
struct RangeRecord {
  std::uint32_t step = 0;
  std::uint32_t range = 0;
  enum class State { intended, done, done_after_crash, changed, failed } state = State::intended;
  std::uint64_t rows = 0;
  std::string digest;  ///< keyed, hex
  std::string note;
  bool operator==(const RangeRecord&) const = default;
};

/// A lock that other processes see; released with the object, also by the system when the process
/// dies.
class Lease {
 public:
  Lease() = default;
  virtual ~Lease() = default;
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;
  Lease(Lease&&) = delete;
  Lease& operator=(Lease&&) = delete;
};

/// Belongs to one thread; other processes may open the same files. Every change of state is one
/// transaction together with its ledger entries, so that neither is ever there without the other.
///
/// A transaction begins at the first change and ends at commit() or abandon(); while it is open
/// nobody else can write, so it must be short. What people do (holds, requests, the key) commits at
/// once, with whatever was pending. An `unavailable`, `exhausted` or `corrupt` error of any change
/// abandons everything since the last commit; a `refused` or `not_found` leaves it as it was.
///
/// Holds, requests, events, approvals and the key write their own ledger entries. Entries about a
/// run (`run_started`, `intent`, `outcomes` …) are the run loop's, through note().
class ControlStore : public NightBook, public BoardBook, public OwnBook {
 public:
  /// Makes control store, ledger and keys. `origin` names the ledger.
  /// @error refused  one of the files is there already
  static Result<std::unique_ptr<ControlStore>> create(const ControlPaths& paths,
                                                      const std::string& origin,
                                                      const std::string& by, Instant at,
                                                      Files& files);
  /// Opens and migrates forward, after a copy.
  /// @error not_found  no control store: `abide ledger init` makes one
  /// @error unsupported  written by a newer version
  /// @error corrupt  a head older than its anchor, or the keys do not fit
  /// @error unavailable  an anchor folder is missing
  static Result<std::unique_ptr<ControlStore>> open(const ControlPaths& paths, Files& files);

  // ── evidence ───────────────────────────────────────────────────────────────────────────────
  /// Adds an entry, durable with the next commit().
  virtual Result<void> note(std::string_view kind, std::string_view by, Instant at,
                            const Json& body) = 0;
  /// Makes everything noted and recorded since the last commit durable, at once.
  virtual Result<void> commit() = 0;
  /// Forgets everything since the last commit.
  virtual void abandon() = 0;
  /// Commits, signs the head and writes it to every anchor.
  /// @return the signed note
  /// @error unavailable  an anchor did not take it; the ledger itself is durable
  virtual Result<std::string> checkpoint() = 0;
  /// Replaces the ledger's signing key by an entry signed by both, and signs a checkpoint with the
  /// new one.
  virtual Result<void> rotate_key(const std::string& by, Instant at) = 0;
  /// The key in force, as `name+hash+key`.
  [[nodiscard]] virtual std::string public_key() const = 0;
  /// The key that the ledger began with: what a verifier trusts, following rotations from it.
  [[nodiscard]] virtual std::string first_public_key() const = 0;
  /// The newest checkpoint at each anchor, for a verifier.
  virtual Result<std::vector<std::string>> anchored() = 0;
  /// The moment at which the newest entry was written; a clock that stands more than a day before
  /// it is refused by what destroys. Entries dated by what they tell of are passed over.
  virtual Result<std::optional<Instant>> last_entry_at() = 0;
  virtual ledger::Ledger& ledger() = 0;

  // ── subjects ───────────────────────────────────────────────────────────────────────────────
  /// A reference to a subject under a key of their own, made at need: 16 hex digits, stable until
  /// the key goes.
  virtual Result<std::string> reference(const policy::Model& model, SubjectId subject,
                                        const Value& key) = 0;
  /// The same where there is one already; makes none.
  virtual Result<std::optional<std::string>> known_reference(const policy::Model& model,
                                                             SubjectId subject,
                                                             const Value& key) = 0;
  /// Destroys the key behind a reference: the ledger stays verifiable and no longer links.
  virtual Result<void> forget_reference(std::string_view reference) = 0;
  /// Nothing of the subject is left: what was told has done its work and is forgotten, and requests
  /// that told it are closed. Whoever is given the same key later is someone else.
  virtual Result<void> settle_subject(const policy::Model& model, SubjectId subject,
                                      const Value& key, const std::string& by, Instant at) = 0;
  /// Destroys what was told about a subject: call it when the erasure is done. Holds and requests
  /// stay; the reference stays.
  virtual Result<void> forget_subject(const policy::Model& model, SubjectId subject,
                                      const Value& key) = 0;
  /// HMAC under the installation's own key; `purpose` keeps uses apart.
  [[nodiscard]] virtual Digest keyed(std::string_view purpose,
                                     std::span<const Value> values) const = 0;
  /// The same of an identifier, however its letters and the blanks around it are written, as a
  /// number or as its digits.
  [[nodiscard]] Digest keyed_identifier(const Value& value) const {
    const Value folded = folded_value(value);
    return keyed("identifier", std::span{&folded, 1});
  }

  // ── holds, requests, events ────────────────────────────────────────────────────────────────
  /// Places it, raises the generation, and returns once no batch that began under an older one is
  /// still open.
  virtual Result<Hold> add_hold(const policy::Model& model, const HoldRequest& hold) = 0;
  /// @error not_found  no such hold is in force
  virtual Result<void> release_hold(const HoldId& id, const std::string& by, Instant at) = 0;
  virtual Result<std::vector<Hold>> holds() = 0;
  /// Opens it, raises the generation like a hold. When the policy has an event told by requests
  /// that the kind means (`erasure` → `erasure_requested`), the event is recorded with it.
  virtual Result<Request> open_request(const policy::Model& model,
                                       const RequestOpening& request) = 0;
  /// Closes it; the sealed identity goes, and with it the event that the request told. Close an
  /// erasure only when it is done.
  /// @error not_found  no such request is open
  virtual Result<void> close_request(const RequestId& id, const std::string& how,
                                     const std::string& by, Instant at) = 0;
  virtual Result<std::vector<Request>> requests() = 0;
  /// The subject's key of an open request.
  virtual Result<std::pair<std::string, Sensitive<Value>>> subject_of(const RequestId& id) = 0;
  /// Durable with the next commit().
  /// @return its name, `EVT-2026-0007`
  /// @error refused  the event is not one that is told, or lacks its subject or row
  virtual Result<std::string> add_event(const policy::Model& model, const ToldEvent& event,
                                        const std::string& by, Instant now) = 0;
  /// The kind of person and the key that an event was told of; nothing where it names a row alone.
  /// @error not_found  no such event counts
  virtual Result<std::optional<std::pair<std::string, Sensitive<Value>>>> told_of(
      const std::string& id) = 0;
  /// Takes back what was told by mistake; raises the generation, since a plan may rest on it.
  /// Durable at once.
  /// @error not_found  no such event counts
  /// @error refused    a request told it, and ends with the request; or the reason names the person
  virtual Result<void> withdraw_event(const std::string& id, const std::string& reason,
                                      const std::string& by, Instant at) = 0;
  /// What was told and still counts, oldest first.
  virtual Result<std::vector<EventRecord>> events() = 0;
  /// First moment at which each of `keys` was missed as a row of `table`, noted now where it is
  /// new. Keys are kept as digests.
  virtual Result<std::vector<Instant>> first_missed(const policy::Model& model, TableId table,
                                                    std::span<const Value> keys, Instant now) = 0;
  /// @error changed  a hold or an open request speaks of what the policy no longer declares
  virtual Result<Register> load_register(const policy::Model& model) = 0;
  virtual Result<std::uint64_t> generation() = 0;

  // ── runs ───────────────────────────────────────────────────────────────────────────────────
  /// Only one run at a time, over all processes.
  /// @error refused  another run is under way
  /// @error unavailable  an anchor takes no files, so that the run could not be shown to anybody
  virtual Result<std::unique_ptr<Lease>> lock_runs() = 0;
  /// Held during one batch, so that a hold can wait for it.
  virtual Result<std::unique_ptr<Lease>> lease_batch() = 0;
  /// @param sought  what may have to be looked for once it has ended, sealed under a key of its own
  /// @return its name; durable with the next commit
  virtual Result<RunId> begin_run(std::string_view kind, std::string_view by, Instant at,
                                  std::string_view plan_digest, std::string_view sealed_plan,
                                  std::string_view sought = "") = 0;
  virtual Result<std::optional<RunRecord>> unfinished_run() = 0;
  virtual Result<std::string> plan_of(const RunId& id) = 0;
  /// Writes over the record of the same step and range.
  virtual Result<void> record(const RunId& id, const RangeRecord& range) = 0;
  virtual Result<std::vector<RangeRecord>> ranges_of(const RunId& id) = 0;
  enum class Seek { nothing, sought };
  /// Ends it with the next commit(); plan, parameters and ranges are destroyed with the run's key.
  /// @param seek  whether what the run was begun with is to be looked for from now on; else it is
  /// destroyed as well
  virtual Result<void> finish_run(const RunId& id, std::string_view state, Instant at,
                                  Seek seek = Seek::nothing) = 0;
  struct Sought {
    RunId run;
    Instant since;                ///< when the run ended
    Sensitive<std::string> text;  ///< as it was given
  };
  /// What is looked for of runs that have ended, oldest first.
  virtual Result<std::vector<Sought>> sought() = 0;
  /// How many they are.
  virtual Result<std::uint64_t> sought_count() = 0;
  /// Destroys what is looked for, with its key, with the next commit().
  virtual Result<void> stop_seeking(const RunId& id) = 0;
  virtual Result<std::vector<RunRecord>> runs() = 0;

  // ── approvals, severed rows, erased identifiers ────────────────────────────────────────────
  virtual Result<void> approve(std::string_view plan_digest, const std::string& by, Instant at) = 0;
  /// Who approved it; nullopt when nobody did, or when a run has used the approval up.
  virtual Result<std::optional<std::string>> approved_by(std::string_view plan_digest) = 0;
  /// An approval counts once: the run that begins under it takes it away. Durable with the next
  /// commit(), together with the run's beginning.
  /// @error not_found  nobody approved it
  virtual Result<void> use_approval(std::string_view plan_digest, const std::string& by,
                                    Instant at) = 0;
  /// Rows whose path to a subject was cut by us, as digests of their keys.
  virtual Result<void> note_severed(std::string_view table, const Digest& row) = 0;
  /// Notes as well that somebody asked at `now`: what nobody asks about is forgotten in time.
  virtual Result<bool> was_severed(std::string_view table, const Digest& row, Instant now) = 0;
  virtual Result<void> forget_severed(std::string_view table, const Digest& row) = 0;
  /// Keyed digest of an erased identifier, for the replay after a backup is restored. `until` is
  /// past the longest backup.
  virtual Result<void> note_erased(std::string_view column, const Digest& identifier,
                                   const RunId& run, Instant at, Date until) = 0;
  struct Erased {
    std::string column;
    std::string digest;
    std::string run;  ///< that erased it; empty where an older version noted it
    Instant at;
    Date until;
  };
  virtual Result<std::vector<Erased>> erased() = 0;
};

}  // namespace abide::engine
