// What was told about people, what was missed, and both unsealed for one planning.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/control/store.hpp"
#include "engine/control/wording.hpp"

namespace abide::engine::control {
namespace {

constexpr std::chrono::hours asked_again{24};

Result<void> check_told(const policy::Model& model, const ToldEvent& event) {
  const auto refused = [](std::string message, std::string help) {
    return Error{ErrorCode::refused, std::move(message), std::move(help)};
  };
  if (event.event.value >= model.events.size()) {
    return refused("the policy has no such event", "`abide check` lists its events");
  }
  const policy::Event& declared = model.at(event.event);
  if (!std::holds_alternative<policy::Told>(declared.source)) {
    return refused(fmt::format("`{}` is read from the store, nobody tells it", declared.name),
                   "tell only events that are `from app`, `from requests` or `from abide`");
  }
  if (declared.of && (!event.row || event.row->table != *declared.of)) {
    return refused(
        fmt::format("`{}` is about one row of `{}`", declared.name, model.full_name(*declared.of)),
        "say which row, by its key");
  }
  // What happens to the policy is about everybody.
  const bool of_the_policy = std::get<policy::Told>(declared.source).by == policy::Told::By::abide;
  if (!declared.of && !of_the_policy &&
      (!event.subject || std::holds_alternative<std::monostate>(event.subject_key.reveal()))) {
    return refused(fmt::format("`{}` is about a person", declared.name), "say whom it is about");
  }
  return {};
}

}  // namespace

Result<std::string> SqliteControlStore::reference(const policy::Model& model, SubjectId subject,
                                                  const Value& key) {
  return keys_.reference(about(model.at(subject).name, key));
}

Result<std::optional<std::string>> SqliteControlStore::known_reference(const policy::Model& model,
                                                                       SubjectId subject,
                                                                       const Value& key) {
  return keys_.known_reference(about(model.at(subject).name, key));
}

Result<void> SqliteControlStore::forget_reference(std::string_view reference) {
  return keys_.destroy_reference(reference);
}

Digest SqliteControlStore::keyed(std::string_view purpose, std::span<const Value> values) const {
  Hasher hasher{keys_.installation()};
  const Value first{std::string{purpose}};
  hash_key(hasher, std::span{&first, 1});
  hash_key(hasher, values);
  return hasher.finish();
}

Digest SqliteControlStore::about(std::string_view subject, const Value& key) const {
  const std::array<Value, 2> whom{Value{std::string{subject}}, as_identity(key)};
  return keyed("subject", whom);
}

Result<std::string> SqliteControlStore::add_event(const policy::Model& model,
                                                  const ToldEvent& event, const std::string& by,
                                                  Instant now) {
  ABIDE_CHECK(check_told(model, event));
  return change([&] { return insert_event(model, event, by, std::nullopt, now); });
}

Result<std::string> SqliteControlStore::insert_event(const policy::Model& model,
                                                     const ToldEvent& event, const std::string& by,
                                                     const std::optional<std::string>& request,
                                                     Instant written) {
  ABIDE_TRY(const std::string id, next_name("EVT", written));
  Particulars particulars;
  Json entry{
      {"event", id}, {"name", model.at(event.event).name}, {"happened", to_string(event.at)}};
  std::optional<Digest> whom;
  if (event.subject) {
    particulars.subject = model.at(*event.subject).name;
    particulars.key = event.subject_key.reveal();
    whom = about(particulars.subject, particulars.key);
    ABIDE_TRY(entry["subject"], reference(model, *event.subject, particulars.key));
  }
  if (event.row) {
    particulars.row_table = model.full_name(event.row->table);
    particulars.row = event.row->key.reveal();
    entry["table"] = particulars.row_table;
  }
  for (const CategoryId category : event.categories) {
    particulars.categories.push_back(model.at(category).name);
  }
  if (request) {
    entry["request"] = *request;
  }
  ABIDE_TRY(const Sealed sealed, seal_new("event " + id, to_text(particulars)));
  ABIDE_CHECK(db_.run("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)", id,
                      model.at(event.event).name, event.at, by, request, whom, sealed.id,
                      sealed.blob));
  ABIDE_CHECK(ledger_.append("event", by, written, entry));
  return id;
}

Result<std::pair<std::string, Particulars>> SqliteControlStore::told(const std::string& id) {
  std::optional<std::pair<std::string, Particulars>> told;
  const auto found = [&](const Rows& row) -> Result<void> {
    ABIDE_TRY(Particulars about, particulars(row.text(1), "event " + id, row.bytes(2)));
    told.emplace(row.text(0), std::move(about));
    return {};
  };
  ABIDE_CHECK(
      db_.read(found, "SELECT coalesce(request, ''), seal, sealed FROM events WHERE id = ?", id));
  if (!told) {
    return Error{ErrorCode::not_found, fmt::format("nothing told as `{}` counts", id),
                 "`abide event list --deploy …` shows what does; nothing was done"};
  }
  return std::move(*told);
}

Result<std::optional<std::pair<std::string, Sensitive<Value>>>> SqliteControlStore::told_of(
    const std::string& id) {
  using About = std::optional<std::pair<std::string, Sensitive<Value>>>;
  ABIDE_TRY(auto about, told(id));
  if (about.second.subject.empty()) {
    return About{};
  }
  return About{{about.second.subject, Sensitive<Value>{std::move(about.second.key)}}};
}

Result<void> SqliteControlStore::withdraw_event(const std::string& id, const std::string& reason,
                                                const std::string& by, Instant at) {
  const auto withdraw = [&]() -> Result<void> {
    ABIDE_TRY(const auto about, told(id));
    const std::string& request = about.first;
    if (!request.empty()) {
      return Error{ErrorCode::refused, fmt::format("`{}` was told by {}", id, request),
                   fmt::format("close the request, and it ends with it: `abide request close {} "
                               "--deploy … --how … --by …`; "
                               "nothing was done",
                               request)};
    }
    ABIDE_CHECK(check_words("reason", reason, by, about.second.key));
    ABIDE_CHECK(db_.read([this](const Rows& row) { return end_seal(row); },
                         "DELETE FROM events WHERE id = ? RETURNING seal", id));
    ABIDE_CHECK(raise_generation());
    ABIDE_CHECK(ledger_.append("event_withdrawn", by, at, {{"event", id}, {"reason", reason}}));
    return {};
  };
  ABIDE_CHECK(change(withdraw));
  ABIDE_CHECK(checkpoint());  // an older copy of this store must not pass for the newest
  return {};
}

Result<std::vector<EventRecord>> SqliteControlStore::events() {
  std::vector<EventRecord> all;
  ABIDE_CHECK(db_.read(
      [&](const Rows& row) -> Result<void> {
        EventRecord one{row.text(0), row.text(1), "", row.instant(2), row.text(3), row.text(4), {}};
        ABIDE_TRY(Particulars told, particulars(row.text(5), "event " + one.id, row.bytes(6)));
        if (!told.subject.empty()) {
          ABIDE_TRY(const std::string who, keys_.reference(about(told.subject, told.key)));
          one.about = fmt::format("{} {}", told.subject, who);
        }
        if (!told.row_table.empty()) {
          one.about += fmt::format("{}a row of {}", one.about.empty() ? "" : ", ", told.row_table);
        }
        one.categories = std::move(told.categories);
        all.push_back(std::move(one));
        return {};
      },
      "SELECT id, event, at, by, coalesce(request, ''), seal, sealed FROM events ORDER BY at, "
      "rowid"));
  return all;
}

Result<void> SqliteControlStore::forget_subject(const policy::Model& model, SubjectId subject,
                                                const Value& key) {
  return change([&] {
    return db_.read([this](const Rows& row) { return end_seal(row); },
                    "DELETE FROM events WHERE about = ? AND request IS NULL RETURNING seal",
                    about(model.at(subject).name, key));
  });
}

Result<void> SqliteControlStore::settle_subject(const policy::Model& model, SubjectId subject,
                                                const Value& key, const std::string& by,
                                                Instant at) {
  ABIDE_CHECK(forget_subject(model, subject, key));
  std::vector<RequestId> requests;
  ABIDE_CHECK(db_.read(
      [&](const Rows& row) -> Result<void> {
        requests.push_back(RequestId{row.text(0)});
        return {};
      },
      "SELECT DISTINCT request FROM events WHERE about = ?", about(model.at(subject).name, key)));
  for (const RequestId& id : requests) {
    ABIDE_CHECK(close_request(id, "no row leads to the person's own key any more", by, at));
  }
  return {};
}

Result<std::vector<Instant>> SqliteControlStore::first_missed(const policy::Model& model,
                                                              TableId table,
                                                              std::span<const Value> keys,
                                                              Instant now) {
  const std::string name = model.full_name(table);
  std::vector<Instant> first(keys.size(), now);
  std::vector<Digest> stale;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const std::array<Value, 2> row{Value{name}, keys[i]};
    const Digest digest = keyed("missed", row);
    ABIDE_TRY(Rows rows,
              db_.query("SELECT first, asked FROM missed WHERE table_name = ? AND digest = ?", name,
                        digest));
    ABIDE_TRY(const bool known, rows.next());
    if (known) {
      first[i] = rows.instant(0);
    }
    if (!known || rows.instant(1) + asked_again <= now) {
      stale.push_back(digest);
    }
  }
  if (stale.empty()) {
    return first;
  }
  const auto remember = [&]() -> Result<void> {
    for (const Digest& digest : stale) {
      ABIDE_CHECK(
          db_.run("INSERT INTO missed VALUES (?1, ?2, ?3, ?3) ON CONFLICT DO UPDATE SET "
                  "asked = max(asked, ?3)",
                  name, digest, now));
    }
    return {};
  };
  ABIDE_CHECK(change(remember));
  return first;
}

}  // namespace abide::engine::control
