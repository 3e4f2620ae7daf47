// What people decide: holds and requests. Each is durable at once and seen by every batch from then
// on.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "engine/control/asked.hpp"
#include "engine/control/store.hpp"
#include "engine/control/wording.hpp"

namespace abide::engine::control {
namespace {

Error refused(std::string message, std::string help) {
  return {ErrorCode::refused, std::move(message), std::move(help)};
}

std::string reference_of_row(const Bytes& key, const Row& row) {
  Hasher hasher{key};
  hasher.update("row");
  hash_key(hasher, row);
  return to_hex(hasher.finish()).substr(0, 16);
}

}  // namespace

Result<Hold> SqliteControlStore::add_hold(const policy::Model& model, const HoldRequest& hold) {
  const int said = (hold.subject ? 1 : 0) + (hold.row ? 1 : 0) + (hold.table ? 1 : 0);
  if (said != 1) {
    return refused("a hold is on a subject, on a row, or on a table", "name one of the three");
  }
  const Value& key = hold.subject_key.reveal();
  if (hold.subject && std::holds_alternative<std::monostate>(key)) {
    return refused("the subject's key is missing", "say whom the hold is about");
  }
  if (is_blank(hold.reason)) {
    return refused("a hold needs a reason", "say why, without naming the person");
  }
  ABIDE_CHECK(check_words("reason", hold.reason, hold.by, key));
  ABIDE_TRY(Hold placed, change([&] { return place(model, hold); }));
  ABIDE_CHECK(checkpoint());
  ABIDE_CHECK(wait_for_batches(placed.id.value));
  return placed;
}

Result<Hold> SqliteControlStore::place(const policy::Model& model, const HoldRequest& hold) {
  ABIDE_TRY(const std::string id, next_name("HOLD", hold.at));
  Particulars particulars;
  Hold made{HoldId{id}, "", hold.reason, hold.by, hold.at, std::nullopt};
  if (hold.subject) {
    particulars.subject = model.at(*hold.subject).name;
    particulars.key = hold.subject_key.reveal();
    ABIDE_TRY(const std::string who, reference(model, *hold.subject, particulars.key));
    made.what = fmt::format("{} {}", particulars.subject, who);
  } else if (hold.row) {
    particulars.row_table = model.full_name(hold.row->table);
    particulars.row = hold.row->key.reveal();
  } else {
    particulars.table = made.what = model.full_name(*hold.table);
  }
  ABIDE_TRY(const Sealed sealed, seal_new("hold " + id, to_text(particulars)));
  if (hold.row) {
    ABIDE_TRY(const Bytes seal_key, keys_.seal_key(sealed.id));
    made.what = fmt::format("{} row {}", particulars.row_table,
                            reference_of_row(seal_key, particulars.row));
  }
  ABIDE_CHECK(db_.run("INSERT INTO holds VALUES (?, ?, ?, ?, ?, NULL, ?, ?)", id, made.what,
                      hold.reason, hold.by, hold.at, sealed.id, sealed.blob));
  ABIDE_CHECK(raise_generation());
  ABIDE_CHECK(ledger_.append("hold", hold.by, hold.at,
                             {{"hold", id}, {"what", made.what}, {"reason", hold.reason}}));
  return made;
}

Result<void> SqliteControlStore::release_hold(const HoldId& id, const std::string& by, Instant at) {
  ABIDE_CHECK(check_words("", "", by, Value{}));
  const auto release = [&]() -> Result<void> {
    ABIDE_TRY(
        const std::string seal,
        open_seal_of("SELECT seal FROM holds WHERE id = ? AND released IS NULL", id.value, "hold"));
    ABIDE_CHECK(db_.run("UPDATE holds SET released = ?, seal = NULL, sealed = NULL WHERE id = ?",
                        at, id.value));
    ended_.insert(seal);
    ABIDE_CHECK(raise_generation());
    ABIDE_CHECK(ledger_.append("hold_released", by, at, {{"hold", id.value}}));
    return {};
  };
  ABIDE_CHECK(change(release));
  ABIDE_CHECK(checkpoint());  // an older copy of this store must not pass for the newest
  return {};
}

Result<std::string> SqliteControlStore::open_seal_of(std::string_view sql, const std::string& id,
                                                     std::string_view what) {
  ABIDE_TRY(Rows rows, db_.query(sql, id));
  ABIDE_TRY(const bool found, rows.next());
  if (!found) {
    return Error{ErrorCode::not_found,
                 fmt::format("no {} `{}` is open: it has ended, or never was", what, id),
                 fmt::format("`abide {} list --deploy …` shows when and how", what)};
  }
  return rows.text(0);
}

Result<std::vector<Hold>> SqliteControlStore::holds() {
  std::vector<Hold> all;
  ABIDE_CHECK(db_.read(
      [&](const Rows& row) -> Result<void> {
        all.push_back({HoldId{row.text(0)}, row.text(1), row.text(2), row.text(3), row.instant(4),
                       row.maybe_instant(5)});
        return {};
      },
      "SELECT id, what, reason, by, placed, released FROM holds ORDER BY rowid"));
  return all;
}

Result<Request> SqliteControlStore::open_request(const policy::Model& model,
                                                 const RequestOpening& request) {
  const Value& key = request.subject_key.reveal();
  const auto event = told_by_request(model, request.kind);
  if (!is_known_request(request.kind) && !event) {
    return refused(
        fmt::format("there is no request of the kind `{}`", request.kind),
        "access, portability, rectification, erasure, restriction, objection, complaint, "
        "or an event that the policy has from requests");
  }
  if (!request.subject.is_set() || std::holds_alternative<std::monostate>(key)) {
    return refused("the subject's key is missing", "say whom the request is about");
  }
  ABIDE_CHECK(check_words("kind", "", request.by, key));
  ABIDE_TRY(Request opened, change([&] { return enter(model, request, event); }));
  ABIDE_CHECK(checkpoint());
  ABIDE_CHECK(wait_for_batches(opened.id.value));
  return opened;
}

Result<Request> SqliteControlStore::enter(const policy::Model& model, const RequestOpening& request,
                                          std::optional<EventId> event) {
  const Instant written = request.at.value_or(request.received);
  ABIDE_TRY(const std::string id, next_name("REQ", written));
  ABIDE_TRY(const std::string who, reference(model, request.subject, request.subject_key.reveal()));
  Particulars particulars;
  particulars.subject = model.at(request.subject).name;
  particulars.key = request.subject_key.reveal();
  ABIDE_TRY(const Sealed sealed, seal_new("request " + id, to_text(particulars)));
  ABIDE_CHECK(db_.run("INSERT INTO requests VALUES (?, ?, ?, ?, ?, NULL, '', ?, ?)", id,
                      request.kind, who, request.by, request.received, sealed.id, sealed.blob));
  ABIDE_CHECK(raise_generation());
  ABIDE_CHECK(ledger_.append("request_opened", request.by, written,
                             {{"request", id},
                              {"request_kind", request.kind},
                              {"subject", who},
                              {"received", to_string(request.received)}}));
  if (event) {
    ABIDE_TRY(const std::string told,
              insert_event(model,
                           {*event, request.subject, request.subject_key, request.received,
                            request.row, request.categories},
                           request.by, id, written));
  }
  return Request{RequestId{id}, request.kind, who, request.by, request.received, std::nullopt, ""};
}

Result<void> SqliteControlStore::close_request(const RequestId& id, const std::string& how,
                                               const std::string& by, Instant at) {
  Value key;
  if (auto subject = subject_of(id)) {
    key = subject->second.reveal();
  }
  ABIDE_CHECK(check_words("closing", how, by, key));
  const auto close = [&]() -> Result<void> {
    ABIDE_TRY(const std::string seal,
              open_seal_of("SELECT seal FROM requests WHERE id = ? AND closed IS NULL", id.value,
                           "request"));
    ABIDE_CHECK(
        db_.run("UPDATE requests SET closed = ?, closing = ?, seal = NULL, sealed = NULL "
                "WHERE id = ?",
                at, how, id.value));
    ended_.insert(seal);
    ABIDE_CHECK(db_.read([this](const Rows& row) { return end_seal(row); },
                         "DELETE FROM events WHERE request = ? RETURNING seal", id.value));
    ABIDE_CHECK(raise_generation());
    ABIDE_CHECK(ledger_.append("request_closed", by, at, {{"request", id.value}, {"how", how}}));
    return {};
  };
  ABIDE_CHECK(change(close));
  ABIDE_CHECK(checkpoint());  // an older copy of this store must not pass for the newest
  return {};
}

Result<std::vector<Request>> SqliteControlStore::requests() {
  std::vector<Request> all;
  ABIDE_CHECK(db_.read(
      [&](const Rows& row) -> Result<void> {
        all.push_back({RequestId{row.text(0)}, row.text(1), row.text(2), row.text(3),
                       row.instant(4), row.maybe_instant(5), row.text(6)});
        return {};
      },
      "SELECT id, kind, reference, by, received, closed, closing FROM requests ORDER BY rowid"));
  return all;
}

Result<std::pair<std::string, Sensitive<Value>>> SqliteControlStore::subject_of(
    const RequestId& id) {
  ABIDE_TRY(
      Rows rows,
      db_.query("SELECT seal, sealed FROM requests WHERE id = ? AND closed IS NULL", id.value));
  ABIDE_TRY(const bool found, rows.next());
  if (!found) {
    return Error{ErrorCode::not_found,
                 fmt::format("no request `{}` is open: it has ended, or never was", id.value),
                 "`abide request list --deploy …` shows when and how"};
  }
  ABIDE_TRY(Particulars about, particulars(rows.text(0), "request " + id.value, rows.bytes(1)));
  return std::pair{std::move(about.subject), Sensitive<Value>{std::move(about.key)}};
}

}  // namespace abide::engine::control
