// The tree against its definition, written here a second time by recursion over the leaves.
#include "engine/ledger/merkle.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>

namespace abide::ledger {
namespace {

/// RFC 6962, 2.1, word for word and slow.
Digest defined_root(const std::vector<std::string>& entries, std::size_t begin, std::size_t end) {
  if (begin == end) {
    return sha256({});
  }
  if (end - begin == 1) {
    return sha256(as_bytes(std::string(1, '\0') + entries[begin]));
  }
  std::size_t left = 1;
  while (left * 2 < end - begin) {
    left *= 2;
  }
  std::string node(1, '\1');
  for (const Digest& half :
       {defined_root(entries, begin, begin + left), defined_root(entries, begin + left, end)}) {
    node.append(half.begin(), half.end());
  }
  return sha256(as_bytes(node));
}

struct Tree {
  std::vector<std::string> entries;
  SubtreeRoot root_of = [this](std::uint64_t begin, std::uint64_t end) {
    return defined_root(entries, begin, end);
  };
  explicit Tree(std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) {
      entries.push_back("entry " + std::to_string(i));
    }
  }
  [[nodiscard]] Digest root(std::size_t size) const { return defined_root(entries, 0, size); }
};

TEST(Merkle, the_empty_tree_and_the_published_roots) {
  EXPECT_EQ(to_hex(Frontier{}.root()),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  Frontier
      frontier;  // the first leaf of the test vectors of Certificate Transparency is the empty text
  frontier.append(leaf_hash(""));
  EXPECT_EQ(to_hex(frontier.root()),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
}

TEST(Merkle, the_frontier_agrees_with_the_definition_at_every_size) {
  const Tree tree{70};
  Frontier frontier;
  for (std::size_t size = 0; size < 70; ++size) {
    EXPECT_EQ(frontier.root(), tree.root(size)) << size;
    const auto restored = Frontier::restore(size, frontier.subtrees());
    EXPECT_EQ(restored, frontier);
    EXPECT_FALSE(Frontier::restore(size ^ 1U, frontier.subtrees()));
    frontier.append(leaf_hash(tree.entries[size]));
  }
}

TEST(Merkle, every_inclusion_and_consistency_proof_of_small_trees_holds) {
  const Tree tree{35};
  for (std::size_t size = 1; size <= 35; ++size) {
    for (std::size_t i = 0; i < size; ++i) {
      const auto proof = inclusion_proof(i, size, tree.root_of);
      EXPECT_TRUE(verify_inclusion(leaf_hash(tree.entries[i]), i, size, proof, tree.root(size)));
      EXPECT_FALSE(verify_inclusion(leaf_hash("other"), i, size, proof, tree.root(size)));
      const auto grown = consistency_proof(i + 1, size, tree.root_of);
      EXPECT_TRUE(verify_consistency(i + 1, tree.root(i + 1), size, tree.root(size), grown));
      EXPECT_FALSE(verify_consistency(i + 1, leaf_hash("other"), size, tree.root(size), grown));
    }
  }
}

TEST(Merkle, a_proof_with_any_byte_changed_or_any_part_missing_fails) {
  EXPECT_TRUE(rc::check("no forged proof is accepted", [] {
    const auto size = *rc::gen::inRange<std::size_t>(2, 60);
    const auto index = *rc::gen::inRange<std::size_t>(0, size);
    const Tree tree{size};
    auto inclusion = inclusion_proof(index, size, tree.root_of);
    auto consistency = consistency_proof(index + 1, size, tree.root_of);
    const auto spoil = [](std::vector<Digest>& proof) {
      if (proof.empty() || *rc::gen::arbitrary<bool>()) {
        proof.push_back(Digest{});
      } else if (*rc::gen::arbitrary<bool>()) {
        proof.erase(proof.begin() + *rc::gen::inRange<std::ptrdiff_t>(
                                        0, static_cast<std::ptrdiff_t>(proof.size())));
      } else {
        proof[*rc::gen::inRange<std::size_t>(0, proof.size())]
             [*rc::gen::inRange<std::size_t>(0, 32)] ^= 1U;
      }
    };
    spoil(inclusion);
    spoil(consistency);
    RC_ASSERT(
        !verify_inclusion(leaf_hash(tree.entries[index]), index, size, inclusion, tree.root(size)));
    RC_ASSERT(
        !verify_consistency(index + 1, tree.root(index + 1), size, tree.root(size), consistency));
  }));
}

TEST(Merkle, a_rewritten_prefix_is_no_continuation) {
  const Tree honest{20};
  Tree forged{33};
  forged.entries[7] = "rewritten";
  const auto proof = consistency_proof(20, 33, forged.root_of);
  EXPECT_FALSE(verify_consistency(20, honest.root(20), 33, forged.root(33), proof));
}

}  // namespace
}  // namespace abide::ledger
