// RFC 6962 hashing; the checks of proofs follow RFC 9162, sections 2.1.3.2 and 2.1.4.2.
#include "engine/ledger/merkle.hpp"

#include <bit>

#include "engine/ledger/format.hpp"

namespace abide::ledger {
namespace {

/// The largest power of two smaller than `size`; `size` is two or more.
std::uint64_t split(std::uint64_t size) { return std::bit_floor(size - 1); }

void consistency_path(std::uint64_t old_size, std::uint64_t begin, std::uint64_t end, bool whole,
                      const SubtreeRoot& root_of, std::vector<Digest>& proof) {
  const std::uint64_t size = end - begin;
  if (old_size == size) {
    if (!whole) {
      proof.push_back(root_of(begin, end));
    }
    return;
  }
  const std::uint64_t left = split(size);
  if (old_size <= left) {
    consistency_path(old_size, begin, begin + left, whole, root_of, proof);
    proof.push_back(root_of(begin + left, end));
  } else {
    consistency_path(old_size - left, begin + left, end, false, root_of, proof);
    proof.push_back(root_of(begin, begin + left));
  }
}

}  // namespace

Digest leaf_hash(std::string_view entry) {
  thread_local Hasher hasher;
  hasher.update(std::span{&leaf_prefix, 1});
  hasher.update(entry);
  return hasher.finish();
}

Digest node_hash(const Digest& left, const Digest& right) {
  thread_local Hasher hasher;
  hasher.update(std::span{&node_prefix, 1});
  hasher.update(left);
  hasher.update(right);
  return hasher.finish();
}

std::optional<Frontier> Frontier::restore(std::uint64_t size, std::vector<Digest> subtrees) {
  if (static_cast<std::size_t>(std::popcount(size)) != subtrees.size()) {
    return std::nullopt;
  }
  Frontier frontier;
  frontier.size_ = size;
  frontier.subtrees_ = std::move(subtrees);
  return frontier;
}

void Frontier::append(const Digest& leaf) {
  subtrees_.push_back(leaf);
  // INVARIANT: one subtree for each bit set in size_, so every trailing one of the old size is a
  // merge.
  for (std::uint64_t merges = size_; (merges & 1U) != 0; merges >>= 1U) {
    const Digest right = subtrees_.back();
    subtrees_.pop_back();
    subtrees_.back() = node_hash(subtrees_.back(), right);
  }
  ++size_;
}

Digest Frontier::root() const {
  if (subtrees_.empty()) {
    return sha256({});
  }
  Digest root = subtrees_.back();
  for (auto left = subtrees_.rbegin() + 1; left != subtrees_.rend(); ++left) {
    root = node_hash(*left, root);
  }
  return root;
}

std::vector<Digest> inclusion_proof(std::uint64_t index, std::uint64_t size,
                                    const SubtreeRoot& root_of) {
  std::vector<Digest> downwards;
  std::uint64_t begin = 0;
  std::uint64_t end = size;
  while (end - begin > 1) {
    const std::uint64_t middle = begin + split(end - begin);
    if (index < middle) {
      downwards.push_back(root_of(middle, end));
      end = middle;
    } else {
      downwards.push_back(root_of(begin, middle));
      begin = middle;
    }
  }
  return {downwards.rbegin(), downwards.rend()};
}

bool verify_inclusion(const Digest& leaf, std::uint64_t index, std::uint64_t size,
                      std::span<const Digest> proof, const Digest& root) {
  if (index >= size) {
    return false;
  }
  std::uint64_t node = index;
  std::uint64_t last = size - 1;
  Digest hash = leaf;
  for (const Digest& sibling : proof) {
    if (last == 0) {
      return false;
    }
    if ((node & 1U) != 0 || node == last) {
      hash = node_hash(sibling, hash);
      while ((node & 1U) == 0 && node != 0) {
        node >>= 1U;
        last >>= 1U;
      }
    } else {
      hash = node_hash(hash, sibling);
    }
    node >>= 1U;
    last >>= 1U;
  }
  return last == 0 && hash == root;
}

std::vector<Digest> consistency_proof(std::uint64_t old_size, std::uint64_t size,
                                      const SubtreeRoot& root_of) {
  std::vector<Digest> proof;
  consistency_path(old_size, 0, size, true, root_of, proof);
  return proof;
}

bool verify_consistency(std::uint64_t old_size, const Digest& old_root, std::uint64_t size,
                        const Digest& root, std::span<const Digest> proof) {
  if (old_size == 0 || old_size > size) {
    return false;
  }
  if (old_size == size) {
    return proof.empty() && old_root == root;
  }
  // A whole power of two is its own first subtree and is left out of the proof.
  std::vector<Digest> path;
  if (std::has_single_bit(old_size)) {
    path.push_back(old_root);
  }
  path.insert(path.end(), proof.begin(), proof.end());
  if (path.empty()) {
    return false;
  }
  std::uint64_t node = old_size - 1;
  std::uint64_t last = size - 1;
  while ((node & 1U) != 0) {
    node >>= 1U;
    last >>= 1U;
  }
  Digest from_old = path.front();
  Digest from_new = path.front();
  for (const Digest& sibling : std::span{path}.subspan(1)) {
    if (last == 0) {
      return false;
    }
    if ((node & 1U) != 0 || node == last) {
      from_old = node_hash(sibling, from_old);
      from_new = node_hash(sibling, from_new);
      while ((node & 1U) == 0 && node != 0) {
        node >>= 1U;
        last >>= 1U;
      }
    } else {
      from_new = node_hash(from_new, sibling);
    }
    node >>= 1U;
    last >>= 1U;
  }
  return last == 0 && from_old == old_root && from_new == root;
}

}  // namespace abide::ledger
