// One walk over the entries: each against its leaf, its place and its spelling; the growing root
// against each checkpoint.
#include "engine/ledger/verify/verify.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cstring>
#include <map>

#include "base/sqlite.hpp"
#include "engine/ledger/format.hpp"
#include "engine/ledger/verify/entry.hpp"
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
  Verdict verdict;
  verdict.bad_seq = seq;
  verdict.reason = std::move(reason);
  return verdict;
}

std::string unreadable(const Error& error) {
  return fmt::format("the control store cannot be read: {}", error.message);
}

class Walk {
 public:
  Walk(sqlite3* db, verify::Key key) : db_(db), key_(std::move(key)) {}

  /// A checkpoint, to be compared when the walk has come to its size, under the key then in force.
  std::optional<Verdict> expect(std::string_view text, std::string whose) {
    auto note = verify::read_note(text);
    if (!note || note->name != key_.name) {
      return bad(fmt::format("{} is damaged or of another log", whose));
    }
    const std::uint64_t size = note->size;
    heads_[size].push_back({std::move(*note), std::move(whose)});
    return std::nullopt;
  }

  Verdict run() {
    const auto rows = sqlite::prepare(db_, "SELECT seq, leaf, entry FROM ledger ORDER BY seq");
    if (!rows) {
      return bad(unreadable(rows.error()));
    }
    for (std::uint64_t seq = 0;; ++seq) {
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
    }
  }

 private:
  struct Expected {
    verify::Note note;
    std::string whose;
  };

  /// Compares the checkpoints of this size. The last good one narrows down where a fault is.
  std::optional<Verdict> at_size(std::uint64_t size) {
    const auto heads = heads_.find(size);
    if (heads == heads_.end()) {
      return std::nullopt;
    }
    for (const Expected& head : heads->second) {
      if (!verify::is_signed(head.note, key_)) {
        return bad(fmt::format("{} is damaged or not signed by the key in force", head.whose));
      }
      if (head.note.root != heads->second.front().note.root) {
        return bad(
            fmt::format("two checkpoints of size {} state different roots: the log was "
                        "forked",
                        size));
      }
      ++checked_;
    }
    if (heads->second.front().note.root != tree_.root()) {
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
    const std::string_view text = sqlite::bytes_at(row, 2);
    const Digest leaf = tree_.leaf(text);
    const std::string_view stored = sqlite::bytes_at(row, 1);
    if (stored.size() != leaf.size() || std::memcmp(stored.data(), leaf.data(), leaf.size()) != 0) {
      return bad(fmt::format("entry {} does not fit its leaf", seq), seq);
    }
    if (const std::string fault = fault_in(text, seq); !fault.empty()) {
      return bad(fmt::format("entry {} {}", seq, fault), seq);
    }
    tree_.add(leaf);
    return std::nullopt;
  }

  /// What is wrong with the text of entry `seq`, or empty. Follows the key when it is replaced.
  std::string fault_in(std::string_view text, std::uint64_t seq) {
    if (!reader_.read(text)) {
      return "is not a JSON object in canonical form";
    }
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), seq).ptr;
    if (reader_.member("seq") != std::string_view{digits.data(), end}) {
      return "carries another place than its own";
    }
    if (reader_.member("v") != version_text_) {
      return "is of a version this verifier does not know";
    }
    for (const char* key : {"at", "kind", "by"}) {
      if (!reader_.member(key).starts_with('"')) {
        return fmt::format("lacks `{}`", key);
      }
    }
    return reader_.member("kind") == "\"key_rotated\"" ? follow_key(seq) : "";
  }

  std::string follow_key(std::uint64_t seq) {
    const auto part = [this](const char* key) { return reader_.plain_text(key).value_or(""); };
    const auto next = verify::read_key(part("new_key"));
    const auto by_old = from_base64(part("signed_by_old"));
    const auto by_new = from_base64(part("signed_by_new"));
    const std::string root = to_base64(tree_.root());
    if (!next || !by_old || !by_new || next->name != key_.name || part("old_key") != key_.text ||
        part("root") != root) {
      return "changes the key without citing the old one and the tree before it";
    }
    const std::string statement = fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n", rotation_title, key_.name,
                                              seq, root, key_.text, next->text);
    if (!verify::is_signed(statement, *by_old, key_) ||
        !verify::is_signed(statement, *by_new, *next)) {
      return "changes the key without the signatures of both";
    }
    key_ = *next;
    ++rotations_;
    return "";
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
    Verdict verdict;
    verdict.ok = true;
    verdict.entries = size;
    verdict.root = tree_.root();
    verdict.checkpoints = checked_;
    verdict.public_key = key_.text;
    verdict.rotations = rotations_;
    verdict.uncovered = size - good_size_;
    return verdict;
  }

  sqlite3* db_;
  verify::Key key_;
  const std::string version_text_ = std::to_string(format_version);
  verify::EntryReader reader_;
  Tree tree_;
  std::map<std::uint64_t, std::vector<Expected>> heads_;
  std::uint64_t good_size_ = 0;
  std::uint64_t checked_ = 0;
  std::uint64_t rotations_ = 0;
};

/// Hands every stored checkpoint to the walk.
std::optional<Verdict> expect_stored(sqlite3* db, Walk& walk) {
  const auto notes = sqlite::prepare(db, "SELECT note, size FROM ledger_checkpoints ORDER BY size");
  if (!notes) {
    return bad(unreadable(notes.error()));
  }
  while (true) {
    const auto more = sqlite::step(db, notes->get());
    if (!more) {
      return bad(unreadable(more.error()));
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

}  // namespace

bool is_key(const std::string& text) { return verify::read_key(text).has_value(); }

Verdict verify_ledger(const std::string& path, const std::string& public_key,
                      const std::vector<std::string>& anchors) {
  const auto key = verify::read_key(public_key);
  if (!key) {
    return bad("the given public key is not of the form name+hash+key");
  }
  sqlite3* raw = nullptr;
  const int opened =
      sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nullptr);
  const Database db{raw};
  if (opened != SQLITE_OK) {
    return bad(fmt::format("`{}` cannot be opened", path));
  }
  // One state of the file for the whole walk, while others go on writing.
  if (auto begun = sqlite::execute(db.get(), "BEGIN"); !begun) {
    return bad(unreadable(begun.error()));
  }
  Walk walk{db.get(), *key};
  for (std::size_t i = 0; i < anchors.size(); ++i) {
    if (auto fault = walk.expect(anchors[i], fmt::format("anchor {}", i + 1))) {
      return *fault;
    }
  }
  if (auto fault = expect_stored(db.get(), walk)) {
    return *fault;
  }
  return walk.run();
}

}  // namespace abide::ledger
