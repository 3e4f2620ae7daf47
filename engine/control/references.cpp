// Of whom the ledger can still tell, and since when it has not: the age of the keys behind
// references. Also which severed rows and told events are still needed.
#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "engine/control/store.hpp"

namespace abide::engine::control {
namespace {

/// How far note_needed() has read the ledger, in `kept`.
constexpr std::string_view read_until = "own_ledger_read";
constexpr std::size_t reference_digits = 16;

bool is_hex_digit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

/// Every run of exactly as many hexadecimal digits as a reference has.
std::vector<std::string> possible_references(std::string_view text) {
  std::vector<std::string> found;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t from = i;
    while (i < text.size() && is_hex_digit(text[i])) ++i;
    if (i - from == reference_digits) {
      found.emplace_back(text.substr(from, reference_digits));
    }
    i += i == from ? 1 : 0;
  }
  return found;
}

}  // namespace

Result<std::map<std::string, Instant>> SqliteControlStore::spoken_of_from(
    std::uint64_t from, const std::set<std::string>& known) {
  std::map<std::string, Instant> last;
  const auto take = [&](std::uint64_t /*seq*/, std::string_view entry) -> Result<void> {
    for (std::string& reference : possible_references(entry)) {
      if (!known.contains(reference)) {
        continue;
      }
      ABIDE_TRY(const Json json, parse_json(entry));
      const auto at = parse_instant(json.value("at", ""));
      auto& moment = last[std::move(reference)];
      moment = at ? std::max(moment, *at) : moment;
    }
    return {};
  };
  ABIDE_CHECK(ledger_.read(from, take));
  return last;
}

Result<void> SqliteControlStore::speak_of_open(Instant now) {
  ABIDE_CHECK(db_.run(
      "UPDATE spoken_of SET last = max(last, ?1) WHERE reference IN (SELECT reference FROM "
      "requests WHERE closed IS NULL) OR EXISTS (SELECT 1 FROM holds WHERE released IS NULL AND "
      "instr(what, spoken_of.reference) > 0)",
      now));
  std::vector<Digest> told;
  ABIDE_CHECK(db_.read(
      [&](const Rows& row) -> Result<void> {
        const Bytes bytes = row.bytes(0);
        if (Digest digest{}; bytes.size() == digest.size()) {
          std::ranges::copy(bytes, digest.begin());
          told.push_back(digest);
        }
        return {};
      },
      "SELECT DISTINCT about FROM events WHERE about IS NOT NULL"));
  for (const Digest& about : told) {
    ABIDE_TRY(const auto reference, keys_.known_reference(about));
    if (reference) {
      ABIDE_CHECK(db_.run("UPDATE spoken_of SET last = max(last, ?1) WHERE reference = ?2", now,
                          *reference));
    }
  }
  return {};
}

Result<void> SqliteControlStore::note_spoken_of(Instant now) {
  ABIDE_TRY(const auto known, keys_.references());
  ABIDE_TRY(const std::string until, kept(read_until));
  std::uint64_t from = 0;  // unreadable: read again from the beginning
  std::from_chars(until.data(), until.data() + until.size(), from);
  ABIDE_TRY(const auto last, spoken_of_from(from, known));
  for (const auto& [reference, at] : last) {
    ABIDE_CHECK(
        db_.run("INSERT INTO spoken_of VALUES (?1, ?2) ON CONFLICT DO UPDATE SET last = "
                "max(last, ?2)",
                reference, at));
  }
  // Nobody has written about these yet.
  for (const std::string& reference : known) {
    ABIDE_CHECK(
        db_.run("INSERT INTO spoken_of VALUES (?, ?) ON CONFLICT DO NOTHING", reference, now));
  }
  ABIDE_CHECK(speak_of_open(now));
  return keep(read_until, std::to_string(ledger_.head().size()));
}

Result<void> SqliteControlStore::note_needed(Instant now) {
  return change([&]() -> Result<void> {
    for (const auto& [table, row] : asked_) {
      ABIDE_CHECK(db_.run("UPDATE severed SET asked = ? WHERE table_name = ? AND digest = ?", now,
                          table, row));
    }
    asked_.clear();
    ABIDE_CHECK(db_.run("UPDATE severed SET asked = ? WHERE asked IS NULL", now));
    return note_spoken_of(now);
  });
}

Result<void> SqliteControlStore::note_presence(const std::string& event, Presence presence,
                                               Instant now) {
  return change([&] {
    return db_.run(presence == Presence::there
                       ? "UPDATE events SET needed = ? WHERE id = ?"
                       : "UPDATE events SET needed = ? WHERE id = ? AND needed IS NULL",
                   now, event);
  });
}

Result<std::uint64_t> SqliteControlStore::end_references(const OwnTerm& term) {
  std::vector<std::string> gone;
  ABIDE_CHECK(db_.read(
      [&](const Rows& row) -> Result<void> {
        gone.push_back(row.text(0));
        return {};
      },
      "SELECT reference FROM spoken_of WHERE last < ?", term.before));
  if (term.table == "control.spoken_of") {
    ABIDE_CHECK(db_.run("DELETE FROM spoken_of WHERE last < ?", term.before));
    return gone.size();
  }
  ABIDE_TRY(const auto known, keys_.references());
  std::uint64_t destroyed = 0;
  for (const std::string& reference : gone) {
    ABIDE_CHECK(keys_.destroy_reference(reference));
    destroyed += known.contains(reference) ? 1 : 0;
  }
  return destroyed;
}

}  // namespace abide::engine::control
