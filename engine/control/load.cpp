// The register: everything open, unsealed for one planning and resolved against the Model at hand.
#include <fmt/format.h>

#include "engine/control/store.hpp"

namespace abide::engine::control {
namespace {

/// A hold or request that the policy no longer understands would silently keep nothing.
Error lost(const std::string& id, const Error& why) {
  return {why.code, fmt::format("{} cannot be honoured: {}", id, why.message),
          why.code == ErrorCode::changed
              ? "declare it again, or release or close it; nothing was run"
              : "restore the keys file that belongs to this control store; nothing was run"};
}

std::optional<Keep::Reason> reason_of(const std::string& kind) {
  if (kind == "access" || kind == "portability") {
    return Keep::Reason::access;
  }
  return kind == "restriction" ? std::optional{Keep::Reason::restriction} : std::nullopt;
}

}  // namespace

Result<Register> SqliteControlStore::load_register(const policy::Model& model) {
  Register loaded;
  ABIDE_TRY(loaded.generation, generation());
  ABIDE_CHECK(load_keeps(model, loaded));
  ABIDE_CHECK(load_requests(model, loaded));
  ABIDE_CHECK(load_events(model, loaded));
  return loaded;
}

Result<void> SqliteControlStore::load_keeps(const policy::Model& model, Register& into) {
  return db_.read(
      [&](const Rows& row) -> Result<void> {
        const std::string id = row.text(0);
        auto about = particulars(row.text(1), "hold " + id, row.bytes(2));
        const auto resolved = about ? resolve(model, *about) : Result<Resolved>{about.error()};
        if (!resolved) {
          return lost(id, resolved.error());
        }
        into.keeps.push_back({Keep::Reason::hold, id, resolved->subject,
                              Sensitive<Value>{std::move(about->key)}, resolved->row,
                              resolved->table});
        return {};
      },
      "SELECT id, seal, sealed FROM holds WHERE released IS NULL ORDER BY rowid");
}

Result<void> SqliteControlStore::load_requests(const policy::Model& model, Register& into) {
  return db_.read(
      [&](const Rows& row) -> Result<void> {
        const std::string id = row.text(0);
        const auto reason = reason_of(row.text(1));
        if (!reason) {
          return {};
        }
        auto about = particulars(row.text(2), "request " + id, row.bytes(3));
        const auto resolved = about ? resolve(model, *about) : Result<Resolved>{about.error()};
        if (!resolved) {
          return lost(id, resolved.error());
        }
        into.keeps.push_back({*reason, id, resolved->subject,
                              Sensitive<Value>{std::move(about->key)}, std::nullopt, std::nullopt});
        return {};
      },
      "SELECT id, kind, seal, sealed FROM requests WHERE closed IS NULL ORDER BY rowid");
}

Result<void> SqliteControlStore::load_events(const policy::Model& model, Register& into) {
  return db_.read(
      [&](const Rows& row) -> Result<void> {
        const std::string id = row.text(0);
        const auto event = model.find_event(row.text(1));
        ABIDE_TRY(Particulars about, particulars(row.text(3), "event " + id, row.bytes(4)));
        auto resolved = resolve(model, about);
        if (!event || !resolved) {
          const std::string missing =
              event ? resolved.error().message
                    : fmt::format("the policy no longer declares the event `{}`", row.text(1));
          if (!row.is_null(5)) {
            return lost(row.text(5), Error{ErrorCode::changed, missing, ""});
          }
          into.unresolved.push_back(fmt::format("{}: {}", id, missing));
          return {};
        }
        if (resolved->row) {
          into.rows.push_back({id, *resolved->row});
        }
        into.events.push_back({*event, resolved->subject, Sensitive<Value>{std::move(about.key)},
                               row.instant(2), std::move(resolved->row),
                               std::move(resolved->categories)});
        return {};
      },
      "SELECT id, event, at, seal, sealed, request FROM events ORDER BY at, rowid");
}

}  // namespace abide::engine::control
