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

namespace abide::policy::resolving {

enum class Kind : std::uint32_t {
  category = 1U << 0U,
  subject = 1U << 1U,
  recipient = 1U << 2U,
  processor = 1U << 3U,
  controller = 1U << 4U,
  staff = 1U << 5U,
  purpose = 1U << 6U,
  transform = 1U << 7U,
  event = 1U << 8U,
  state = 1U << 9U,
  store = 1U << 10U,
  table = 1U << 11U,
  outlet = 1U << 12U,
  promise = 1U << 13U,
  ruling = 1U << 14U,
};
/// Several kinds at once: what a position allows.
struct Kinds {
  std::uint32_t bits = 0;
  Kinds() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): one kind is a set of kinds
  Kinds(Kind kind) : bits(static_cast<std::uint32_t>(kind)) {}
  friend Kinds operator|(Kinds a, Kinds b) {
    Kinds both;
    both.bits = a.bits | b.bits;
    return both;
  }
  [[nodiscard]] bool has(Kind kind) const { return (bits & static_cast<std::uint32_t>(kind)) != 0; }
};
inline Kinds operator|(Kind a, Kind b) { return Kinds{a} | Kinds{b}; }
/// Parties that data goes out to.
inline const Kinds outside = Kind::recipient | Kind::processor;
/// `a processor`, `an event`
[[nodiscard]] std::string_view with_article(Kind kind);
[[nodiscard]] std::string_view word_of(Kind kind);

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
