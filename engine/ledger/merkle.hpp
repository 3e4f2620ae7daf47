// The Merkle tree of RFC 6962: a frontier that grows by one leaf at a time, and proofs.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/digest.hpp"

namespace abide::ledger {

[[nodiscard]] Digest leaf_hash(std::string_view entry);
[[nodiscard]] Digest node_hash(const Digest& left, const Digest& right);

/// The complete subtrees of a growing tree, largest first: all that is needed to append and to say
/// the root. Memory grows with the logarithm of the number of leaves.
class Frontier {
 public:
  Frontier() = default;
  /// Restores a frontier; nullopt unless there is one subtree for each bit set in `size`.
  static std::optional<Frontier> restore(std::uint64_t size, std::vector<Digest> subtrees);

  void append(const Digest& leaf);
  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] Digest root() const;
  [[nodiscard]] const std::vector<Digest>& subtrees() const { return subtrees_; }
  bool operator==(const Frontier&) const = default;

 private:
  std::uint64_t size_ = 0;
  std::vector<Digest> subtrees_;
};

/// Root of the leaves [begin, end) of a stored tree.
using SubtreeRoot = std::function<Digest(std::uint64_t begin, std::uint64_t end)>;

/// Audit path of leaf `index` in the tree over `size` leaves (RFC 6962, 2.1.1), from the leaf
/// upwards.
/// @pre index < size
[[nodiscard]] std::vector<Digest> inclusion_proof(std::uint64_t index, std::uint64_t size,
                                                  const SubtreeRoot& root_of);
[[nodiscard]] bool verify_inclusion(const Digest& leaf, std::uint64_t index, std::uint64_t size,
                                    std::span<const Digest> proof, const Digest& root);

/// Proof that the tree over `size` leaves continues the one over `old_size` (RFC 6962, 2.1.2).
/// @pre 0 < old_size <= size
[[nodiscard]] std::vector<Digest> consistency_proof(std::uint64_t old_size, std::uint64_t size,
                                                    const SubtreeRoot& root_of);
[[nodiscard]] bool verify_consistency(std::uint64_t old_size, const Digest& old_root,
                                      std::uint64_t size, const Digest& root,
                                      std::span<const Digest> proof);

}  // namespace abide::ledger
