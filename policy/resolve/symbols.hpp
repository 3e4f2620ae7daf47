// What every name of a policy stands for, and where it was declared.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "policy/ast.hpp"
#include "policy/diagnostics.hpp"
#include "policy/kinds.hpp"

namespace abide::policy::resolving {

struct Symbol {
  Kind kind = Kind::category;
  std::uint32_t index = 0;  ///< among the things of its kind, in the order declared
  SourceSpan span;          ///< empty for what is built in
  bool used = false;
};

/// Names among which the nearest to a misspelt one is sought; quick over many.
class NearNames {
 public:
  void add(std::string name);
  [[nodiscard]] bool empty() const { return names_.empty(); }
  void sort();
  /// Within two edits (policy::nearest), else the only name of which it is the last part, or empty.
  [[nodiscard]] std::string find(std::string_view name) const;

 private:
  [[nodiscard]] std::string only_one_ending_in(std::string_view name) const;
  struct Entry {
    std::string name;
    std::uint64_t letters = 0;  ///< which letters occur: two edits change at most four
  };
  std::vector<Entry> names_;
};

/// Names may mean one thing of each group: parties (subject, recipient, processor, controller),
/// promises with rulings, and every other kind alone.
class Symbols {
 public:
  /// Adds a name, or returns the symbol of the same group that has it already.
  const Symbol* add(Kind kind, const std::string& name, std::uint32_t index, SourceSpan span);
  /// The thing of one of the kinds, or nullptr.
  [[nodiscard]] Symbol* find(Kinds kinds, std::string_view name);
  /// The thing of any kind, or nullptr.
  [[nodiscard]] const Symbol* find_any(std::string_view name) const;
  /// The nearest declared name of the kinds, or of any kind, or empty. Gives up after a few hundred
  /// calls, so that a text full of faults stays quick to check.
  [[nodiscard]] std::string suggest(Kinds kinds, std::string_view name);
  /// From here on nothing counts as used: tests and waivers alone are no use.
  void freeze_use() { frozen_ = true; }
  void mark_used(Symbol& symbol) const { symbol.used = symbol.used || !frozen_; }
  /// All of one kind in no particular order.
  [[nodiscard]] std::vector<std::pair<std::string, Symbol>> all(Kind kind) const;

 private:
  [[nodiscard]] const NearNames& names_of(Kinds kinds);
  std::unordered_map<std::string, std::vector<Symbol>> symbols_;
  std::unordered_map<std::uint32_t, NearNames> candidates_;
  int suggestions_left_ = 300;
  bool frozen_ = false;
};

}  // namespace abide::policy::resolving
