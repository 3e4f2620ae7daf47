// One walk over the entries: each against its leaf, its place and its spelling; the growing root
// against each checkpoint.
#include "engine/ledger/verify/verify.hpp"

#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "base/sqlite.hpp"
#include "engine/ledger/format.hpp"
#include "engine/ledger/verify/note.hpp"

namespace abide::ledger {
namespace {

using sqlite::Database;
using sqlite::Statement;

/// Complete subtrees by height; the writer keeps a list by size instead.
class Tree {
 public:
  void add(Digest hash) {
    std::size_t height = 0;
    for (; height < levels_.size() && levels_[height]; ++height) {
      hash = join(*levels_[height], hash);
      levels_[height].reset();
    }
    if (height == levels_.size()) {
      levels_.emplace_back();
    }
    levels_[height] = hash;
  }
  [[nodiscard]] Digest root() {
    std::optional<Digest> root;
    for (const auto& level : levels_) {
      if (level) {
        root = root ? join(*level, *root) : *level;
      }
    }
    return root ? *root : sha256({});
  }
  Digest leaf(std::string_view entry) {
    hasher_.update(std::span{&leaf_prefix, 1});
    hasher_.update(entry);
    return hasher_.finish();
  }
  /// The complete subtrees, largest first, as the stored head has them.
  [[nodiscard]] std::string subtrees() const {
    std::string bytes;
    for (auto level = levels_.rbegin(); level != levels_.rend(); ++level) {
      if (*level) {
        bytes.append((*level)->begin(), (*level)->end());
      }
    }
    return bytes;
  }

 private:
  Digest join(const Digest& left, const Digest& right) {
    hasher_.update(std::span{&node_prefix, 1});
    hasher_.update(left);
    hasher_.update(right);
    return hasher_.finish();
  }
  std::vector<std::optional<Digest>> levels_;
  Hasher hasher_;
};

Verdict bad(std::string reason, std::optional<std::uint64_t> seq = std::nullopt) {
  return {.ok = false,
          .entries = 0,
          .root = {},
          .checkpoints = 0,
          .bad_seq = seq,
          .reason = std::move(reason)};
}

std::string unreadable(const Error& error) {
  return fmt::format("the control store cannot be read: {}", error.message);
}

/// What is wrong with the text of entry `seq`, or empty. The text must be its own canonical form.
std::string fault_in(std::string_view entry, std::uint64_t seq) {
  const auto parsed = parse_json(entry);
  if (!parsed || !parsed->is_object()) {
    return "is not a JSON object";
  }
  const auto canonical = canonical_json(*parsed);
  if (!canonical || *canonical != entry) {
    return "is not in canonical form";
  }
  const auto number = parsed->find("seq");
  if (number == parsed->end() || *number != Json(seq)) {
    return "carries another place than its own";
  }
  for (const char* key : {"v", "at", "kind", "by"}) {
    if (!parsed->contains(key)) {
      return fmt::format("lacks `{}`", key);
    }
  }
  return "";
}

class Walk {
 public:
  Walk(sqlite3* db, std::string key) : db_(db), key_(std::move(key)) {}

  /// Signed heads by size. The last signed size before a fault narrows down where it is.
  std::optional<Verdict> expect(std::string_view note, std::string_view whose) {
    const auto head = verify::signed_head(note, key_);
    if (!head) {
      return bad(fmt::format("{} is damaged or not signed by the given key", whose));
    }
    const auto [known, fresh] = heads_.try_emplace(head->size, head->root);
    if (!fresh && known->second != head->root) {
      return bad(fmt::format("two checkpoints of size {} state different roots: the log was forked",
                             head->size));
    }
    ++checked_;
    return std::nullopt;
  }

  Verdict run() {
    const auto rows = sqlite::prepare(db_, "SELECT seq, leaf, entry FROM ledger ORDER BY seq");
    if (!rows) {
      return bad(unreadable(rows.error()));
    }
    std::uint64_t seq = 0;
    while (true) {
      if (auto fault = at_size(seq)) {
        return *fault;
      }
      const auto more = sqlite::step(db_, rows->get());
      if (!more) {
        return bad(unreadable(more.error()), seq);
      }
      if (!*more) {
        return finish(seq);
      }
      if (auto fault = entry(rows->get(), seq)) {
        return *fault;
      }
      ++seq;
    }
  }

 private:
  std::optional<Verdict> at_size(std::uint64_t size) {
    const auto head = heads_.find(size);
    if (head == heads_.end()) {
      return std::nullopt;
    }
    if (head->second != tree_.root()) {
      return bad(fmt::format("entries {} to {} are not those that were signed", good_size_,
                             size == 0 ? 0 : size - 1),
                 good_size_);
    }
    good_size_ = size;
    return std::nullopt;
  }

  std::optional<Verdict> entry(sqlite3_stmt* row, std::uint64_t seq) {
    const auto found = static_cast<std::uint64_t>(sqlite3_column_int64(row, 0));
    if (found != seq) {
      return bad(fmt::format("entry {} is missing", seq), seq);
    }
    const std::string text{sqlite::bytes_at(row, 2)};
    const Digest leaf = tree_.leaf(text);
    const std::string_view stored = sqlite::bytes_at(row, 1);
    if (!std::equal(stored.begin(), stored.end(), leaf.begin(), leaf.end(),
                    [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; })) {
      return bad(fmt::format("entry {} does not fit its leaf", seq), seq);
    }
    if (const std::string fault = fault_in(text, seq); !fault.empty()) {
      return bad(fmt::format("entry {} {}", seq, fault), seq);
    }
    tree_.add(leaf);
    return std::nullopt;
  }

  Verdict finish(std::uint64_t size) {
    if (!heads_.empty() && heads_.rbegin()->first > size) {
      return bad(fmt::format("the tail was cut: {} entries were signed, {} are there",
                             heads_.rbegin()->first, size),
                 size);
    }
    const auto head =
        sqlite::prepare(db_, "SELECT size, subtrees, version FROM ledger_head WHERE one = 1");
    if (!head) {
      return bad(unreadable(head.error()));
    }
    const auto row = sqlite::step(db_, head->get());
    if (!row || !*row || sqlite3_column_int(head->get(), 2) != format_version ||
        static_cast<std::uint64_t>(sqlite3_column_int64(head->get(), 0)) != size ||
        sqlite::bytes_at(head->get(), 1) != tree_.subtrees()) {
      return bad("the stored head does not fit the entries", size);
    }
    return {.ok = true,
            .entries = size,
            .root = tree_.root(),
            .checkpoints = checked_,
            .bad_seq = std::nullopt,
            .reason = ""};
  }

  sqlite3* db_;
  std::string key_;
  Tree tree_;
  std::map<std::uint64_t, Digest> heads_;
  std::uint64_t good_size_ = 0;
  std::uint64_t checked_ = 0;
};

}  // namespace

Verdict verify_ledger(const std::string& path, const std::string& public_key,
                      const std::vector<std::string>& anchors) {
  sqlite3* raw = nullptr;
  const int opened =
      sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nullptr);
  const Database db{raw};
  if (opened != SQLITE_OK) {
    return bad(fmt::format("`{}` cannot be opened", path));
  }
  Walk walk{db.get(), public_key};
  for (std::size_t i = 0; i < anchors.size(); ++i) {
    if (auto fault = walk.expect(anchors[i], fmt::format("anchor {}", i + 1))) {
      return *fault;
    }
  }
  const auto notes =
      sqlite::prepare(db.get(), "SELECT note, size FROM ledger_checkpoints ORDER BY size");
  if (!notes) {
    return bad(unreadable(notes.error()));
  }
  while (true) {
    const auto more = sqlite::step(db.get(), notes->get());
    if (!more) {
      return bad(unreadable(more.error()));
    }
    if (!*more) {
      return walk.run();
    }
    const auto size = sqlite3_column_int64(notes->get(), 1);
    if (auto fault = walk.expect(sqlite::bytes_at(notes->get(), 0),
                                 fmt::format("the stored checkpoint of size {}", size))) {
      return *fault;
    }
  }
}

}  // namespace abide::ledger
