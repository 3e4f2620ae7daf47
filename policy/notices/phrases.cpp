// The nodes are all beginnings of phrases; steps from node to node lie in one flat table.
#include "policy/notices/phrases.hpp"

#include <algorithm>

namespace abide::policy::notices {
namespace {

std::uint64_t key_of(std::uint32_t node, Sign sign) {
  const std::uint64_t mixed = (sign ^ (std::uint64_t{node} * 0x9E3779B97F4A7C15U));
  return (mixed ^ (mixed >> 29U)) * 0xBF58476D1CE4E5B9U;
}

}  // namespace

Phrases::Phrases() : nodes_(1), steps_(4096) {}

std::size_t Phrases::slot_of(std::uint32_t node, Sign sign) const {
  const std::uint64_t key = key_of(node, sign);
  const std::size_t mask = steps_.size() - 1;
  std::size_t slot = static_cast<std::size_t>(key >> 20U) & mask;
  while (steps_[slot].to != 0) {
    const Node& there = nodes_[steps_[slot].to];
    if (steps_[slot].key == key && there.parent == node && there.sign == sign) break;
    slot = (slot + 1) & mask;
  }
  return slot;
}

std::uint32_t Phrases::step(std::uint32_t node, Sign sign) const {
  return steps_[slot_of(node, sign)].to;
}

void Phrases::widen() {
  steps_.assign(steps_.size() * 2, Step{});
  for (std::uint32_t i = 1; i < nodes_.size(); ++i) {
    const std::size_t slot = slot_of(nodes_[i].parent, nodes_[i].sign);
    steps_[slot] = {key_of(nodes_[i].parent, nodes_[i].sign), i};
  }
}

std::uint32_t Phrases::add(std::span<const Sign> phrase) {
  linked_ = false;
  std::uint32_t node = 0;
  for (const Sign sign : phrase) {
    std::size_t slot = slot_of(node, sign);
    if (steps_[slot].to == 0) {
      const auto made = static_cast<std::uint32_t>(nodes_.size());
      nodes_.push_back({.parent = node, .sign = sign, .depth = nodes_[node].depth + 1});
      steps_[slot] = {key_of(node, sign), made};
      if (nodes_.size() * 2 > steps_.size()) {
        widen();
        slot = slot_of(node, sign);
      }
    }
    node = steps_[slot].to;
  }
  if (node == 0) return phrases_++;
  if (nodes_[node].phrase == none) nodes_[node].phrase = phrases_++;
  return nodes_[node].phrase;
}

/// Nodes by their depth: a node's fail is shallower than the node.
void Phrases::link() {
  std::vector<std::uint32_t> order(nodes_.size() - 1);
  for (std::uint32_t i = 1; i < nodes_.size(); ++i) order[i - 1] = i;
  std::ranges::stable_sort(order, {}, [this](std::uint32_t i) { return nodes_[i].depth; });
  for (const std::uint32_t i : order) {
    Node& node = nodes_[i];
    node.fail = 0;
    if (node.parent != 0) {
      std::uint32_t from = nodes_[node.parent].fail;
      while (from != 0 && step(from, node.sign) == 0) from = nodes_[from].fail;
      node.fail = step(from, node.sign);
    }
    const Node& fail = nodes_[node.fail];
    node.shorter = fail.phrase != none ? node.fail : fail.shorter;
  }
  linked_ = true;
}

void Phrases::find_in(std::span<const Sign> text, const Found& found) {
  if (!linked_) link();
  std::uint32_t node = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::uint32_t next = step(node, text[i]);
    while (next == 0 && node != 0) {
      node = nodes_[node].fail;
      next = step(node, text[i]);
    }
    node = next;
    std::uint32_t ending = nodes_[node].phrase != none ? node : nodes_[node].shorter;
    for (; ending != none; ending = nodes_[ending].shorter) {
      found(nodes_[ending].phrase, {i + 1 - nodes_[ending].depth, i + 1});
    }
  }
}

}  // namespace abide::policy::notices
