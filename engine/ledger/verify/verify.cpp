// The ledger in its database file: what is stored beside the entries is checked with them.
#include "engine/ledger/verify/verify.hpp"

#include <fmt/format.h>

#include <cstring>

#include "base/sqlite.hpp"
#include "engine/ledger/format.hpp"
#include "engine/ledger/verify/walk.hpp"

namespace abide::ledger {
namespace {

using sqlite::Database;
using sqlite::Statement;
using verify::bad;
using verify::Walk;

Verdict unreadable(const Error& error, std::optional<std::uint64_t> seq = std::nullopt) {
  return bad(fmt::format("the control store cannot be read: {}", error.message), seq);
}

/// Hands every stored checkpoint to the walk.
std::optional<Verdict> expect_stored(sqlite3* db, Walk& walk) {
  const auto notes = sqlite::prepare(db, "SELECT note, size FROM ledger_checkpoints ORDER BY size");
  if (!notes) {
    return unreadable(notes.error());
  }
  while (true) {
    const auto more = sqlite::step(db, notes->get());
    if (!more) {
      return unreadable(more.error());
    }
    if (!*more) {
      return std::nullopt;
    }
    const auto size = sqlite3_column_int64(notes->get(), 1);
    if (auto fault = walk.expect(sqlite::bytes_at(notes->get(), 0),
                                 fmt::format("the stored checkpoint of size {}", size))) {
      return fault;
    }
  }
}

std::optional<Verdict> entry(sqlite3_stmt* row, Walk& walk) {
  const std::uint64_t seq = walk.size();
  if (static_cast<std::uint64_t>(sqlite3_column_int64(row, 0)) != seq) {
    return bad(fmt::format("entry {} is missing", seq), seq);
  }
  const std::string_view text = sqlite::bytes_at(row, 2);
  const Digest leaf = walk.tree().leaf(text);
  const std::string_view stored = sqlite::bytes_at(row, 1);
  if (stored.size() != leaf.size() || std::memcmp(stored.data(), leaf.data(), leaf.size()) != 0) {
    return bad(fmt::format("entry {} does not fit its leaf", seq), seq);
  }
  return walk.entry(text, leaf);
}

std::optional<Verdict> entries(sqlite3* db, Walk& walk) {
  const auto rows = sqlite::prepare(db, "SELECT seq, leaf, entry FROM ledger ORDER BY seq");
  if (!rows) {
    return unreadable(rows.error());
  }
  while (true) {
    const auto more = sqlite::step(db, rows->get());
    if (!more) {
      return unreadable(more.error(), walk.size());
    }
    if (!*more) {
      return walk.end();
    }
    if (auto fault = entry(rows->get(), walk)) {
      return fault;
    }
  }
}

std::optional<Verdict> head(sqlite3* db, Walk& walk) {
  const auto head =
      sqlite::prepare(db, "SELECT size, subtrees, version FROM ledger_head WHERE one = 1");
  if (!head) {
    return unreadable(head.error());
  }
  const auto row = sqlite::step(db, head->get());
  if (!row || !*row || sqlite3_column_int(head->get(), 2) != format_version ||
      static_cast<std::uint64_t>(sqlite3_column_int64(head->get(), 0)) != walk.size() ||
      sqlite::bytes_at(head->get(), 1) != walk.tree().subtrees()) {
    return bad("the stored head does not fit the entries", walk.size());
  }
  return std::nullopt;
}

}  // namespace

bool is_key(const std::string& text) { return verify::read_key(text).has_value(); }

Verdict verify_ledger(const std::string& path, const std::string& public_key,
                      const std::vector<std::string>& anchors) {
  const auto key = verify::read_key(public_key);
  if (!key) {
    return bad("the given public key is not of the form name+hash+key");
  }
  const auto opened = sqlite::open(path, SQLITE_OPEN_READONLY);
  if (!opened) {
    return bad(fmt::format("`{}` cannot be opened", path));
  }
  const Database& db = *opened;
  // One state of the file for the whole walk, while others go on writing.
  if (auto begun = sqlite::execute(db.get(), "BEGIN"); !begun) {
    return unreadable(begun.error());
  }
  Walk walk{*key};
  for (std::size_t i = 0; i < anchors.size(); ++i) {
    if (auto fault = walk.expect(anchors[i], fmt::format("anchor {}", i + 1))) {
      return *fault;
    }
  }
  std::optional<Verdict> fault = expect_stored(db.get(), walk);
  fault = fault ? fault : walk.begin();
  fault = fault ? fault : entries(db.get(), walk);
  fault = fault ? fault : head(db.get(), walk);
  return fault ? *fault : walk.sound();
}

}  // namespace abide::ledger
