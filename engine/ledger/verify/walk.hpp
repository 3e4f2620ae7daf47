// The walk over a ledger's entries, wherever they are kept: each for itself and in its place, the
// growing root against each checkpoint. Shares only format.hpp with the writer.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ledger/verify/entry.hpp"
#include "engine/ledger/verify/note.hpp"
#include "engine/ledger/verify/verify.hpp"

namespace abide::ledger::verify {

[[nodiscard]] Verdict bad(std::string reason, std::optional<std::uint64_t> seq = std::nullopt);

/// Complete subtrees by height; the writer keeps a list by size instead.
class Tree {
 public:
  void add(Digest hash);
  [[nodiscard]] Digest root();
  Digest leaf(std::string_view entry);
  Digest join(const Digest& left, const Digest& right);
  /// The complete subtrees, largest first, as the stored head has them.
  [[nodiscard]] std::string subtrees() const;

 private:
  std::vector<std::optional<Digest>> levels_;
  Hasher hasher_;
};

/// Takes every checkpoint first, then the entries in order. What a call returns is the damage it
/// found, and ends the walk.
class Walk {
 public:
  explicit Walk(Key key) : key_(std::move(key)) {}
  /// A checkpoint, to be compared when the walk has come to its size, under the key then in force.
  std::optional<Verdict> expect(std::string_view text, const std::string& whose);
  /// Once, before the first entry.
  std::optional<Verdict> begin() { return at_size(); }
  std::optional<Verdict> entry(std::string_view text) { return entry(text, tree_.leaf(text)); }
  std::optional<Verdict> entry(std::string_view text, const Digest& leaf);
  /// Once, after the last: whether a checkpoint speaks of more.
  [[nodiscard]] std::optional<Verdict> end() const;
  /// After all that without damage.
  [[nodiscard]] Verdict sound();

  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] Tree& tree() { return tree_; }

 private:
  struct Expected {
    Note note;
    std::string whose;
  };
  std::optional<Verdict> at_size();
  bool speak_of_others(const std::vector<Expected>& heads);
  std::string fault_in(std::string_view text);
  std::string follow_key();

  Key key_;
  EntryReader reader_;
  Tree tree_;
  std::map<std::uint64_t, std::vector<Expected>> heads_;
  std::uint64_t size_ = 0;
  std::uint64_t good_size_ = 0;
  std::uint64_t checked_ = 0;
  std::uint64_t rotations_ = 0;
};

}  // namespace abide::ledger::verify
