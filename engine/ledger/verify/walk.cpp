#include "engine/ledger/verify/walk.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/ledger/format.hpp"

namespace abide::ledger::verify {

Verdict bad(std::string reason, std::optional<std::uint64_t> seq) {
  Verdict verdict;
  verdict.bad_seq = seq;
  verdict.reason = std::move(reason);
  return verdict;
}

void Tree::add(Digest hash) {
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

Digest Tree::root() {
  std::optional<Digest> root;
  for (const auto& level : levels_) {
    if (level) {
      root = root ? join(*level, *root) : *level;
    }
  }
  return root ? *root : sha256({});
}

Digest Tree::leaf(std::string_view entry) {
  hasher_.update(std::span{&leaf_prefix, 1});
  hasher_.update(entry);
  return hasher_.finish();
}

std::string Tree::subtrees() const {
  std::string bytes;
  for (auto level = levels_.rbegin(); level != levels_.rend(); ++level) {
    if (*level) {
      bytes.append((*level)->begin(), (*level)->end());
    }
  }
  return bytes;
}

Digest Tree::join(const Digest& left, const Digest& right) {
  hasher_.update(std::span{&node_prefix, 1});
  hasher_.update(left);
  hasher_.update(right);
  return hasher_.finish();
}

std::optional<Verdict> Walk::expect(std::string_view text, const std::string& whose) {
  auto note = read_note(text);
  if (!note || note->name != key_.name) {
    return bad(fmt::format("{} is damaged or of another log", whose));
  }
  const std::uint64_t size = note->size;
  heads_[size].push_back({std::move(*note), whose});
  return std::nullopt;
}

/// Compares the checkpoints of this size. The last good one narrows down where a fault is.
std::optional<Verdict> Walk::at_size() {
  const auto heads = heads_.find(size_);
  if (heads == heads_.end()) {
    return std::nullopt;
  }
  if (speak_of_others(heads->second)) {
    return bad(fmt::format("entries {} to {} are not those that {} speaks of, which is not signed "
                           "by the key in force",
                           good_size_, size_ - 1, heads->second.front().whose),
               good_size_);
  }
  for (const Expected& head : heads->second) {
    if (!is_signed(head.note, key_)) {
      return bad(fmt::format("{} is damaged or not signed by the key in force", head.whose));
    }
    if (head.note.root != heads->second.front().note.root) {
      return bad(fmt::format("two checkpoints of size {} state different roots: the log was forked",
                             size_));
    }
    ++checked_;
  }
  if (heads->second.front().note.root != tree_.root()) {
    return bad(fmt::format("entries {} to {} are not those that were signed", good_size_,
                           size_ == 0 ? 0 : size_ - 1),
               good_size_);
  }
  good_size_ = size_;
  return std::nullopt;
}

/// Whether the heads of this size are all of another key and of other entries: an entry that
/// replaced the key was changed into one that does not, sooner than each head was damaged.
bool Walk::speak_of_others(const std::vector<Expected>& heads) {
  return size_ > good_size_ && std::ranges::all_of(heads, [this](const Expected& head) {
           return signer_of(head.note, key_) == Signer::others && head.note.root != tree_.root();
         });
}

std::optional<Verdict> Walk::entry(std::string_view text, const Digest& leaf) {
  if (const std::string fault = fault_in(text); !fault.empty()) {
    return bad(fmt::format("entry {} {}", size_, fault), size_);
  }
  tree_.add(leaf);
  ++size_;
  return at_size();
}

/// What is wrong with the text of the next entry, or empty. Follows the key when it is replaced.
std::string Walk::fault_in(std::string_view text) {
  if (std::string fault = verify::fault_in(text, size_, reader_); !fault.empty()) {
    return fault;
  }
  return reader_.member("kind") == "\"key_rotated\"" ? follow_key() : "";
}

std::string Walk::follow_key() {
  const auto part = [this](const char* key) { return reader_.plain_text(key).value_or(""); };
  const auto next = read_key(part("new_key"));
  const auto by_old = from_base64(part("signed_by_old"));
  const auto by_new = from_base64(part("signed_by_new"));
  const std::string root = to_base64(tree_.root());
  if (!next || !by_old || !by_new || next->name != key_.name || part("old_key") != key_.text ||
      part("root") != root) {
    return "changes the key without citing the old one and the tree before it";
  }
  const std::string statement = fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n", rotation_title, key_.name,
                                            size_, root, key_.text, next->text);
  if (!is_signed(statement, *by_old, key_) || !is_signed(statement, *by_new, *next)) {
    return "changes the key without the signatures of both";
  }
  key_ = *next;
  ++rotations_;
  return "";
}

std::optional<Verdict> Walk::end() const {
  const std::uint64_t newest = heads_.empty() ? 0 : heads_.rbegin()->first;
  if (newest <= size_) {
    return std::nullopt;
  }
  return bad(fmt::format("the tail was cut: {} entries were signed, {} are there", newest, size_),
             size_);
}

Verdict Walk::sound() {
  Verdict verdict;
  verdict.ok = true;
  verdict.entries = size_;
  verdict.root = tree_.root();
  verdict.checkpoints = checked_;
  verdict.public_key = key_.text;
  verdict.rotations = rotations_;
  verdict.uncovered = size_ - good_size_;
  return verdict;
}

}  // namespace abide::ledger::verify
