// The forms of the language as an editor needs them: what may stand next in a line that nobody has
// finished, and what each name in it stands for. The grammar decides what a policy says; a test
// holds the two together.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/kinds.hpp"

namespace abide::policy::editing {

/// How a name in a slot is looked up.
enum class Lookup : std::uint8_t {
  nothing,       ///< it is a word of the language or free
  plain,         ///< as it is written
  place,         ///< a store, or a table by its full or its only name
  table,         ///< a table, in its own store also by its bare name
  column,        ///< `store.table.column`; naming it declares it
  known_column,  ///< the same, but it has to be declared
  own_column,    ///< of the table around; naming it declares it
  their_column,  ///< of the table named before in the same line
  link_target,   ///< a known column, bare for the table's own
  anything,      ///< whatever has that name
};

/// One kind of position for a name.
struct Slot {
  std::string_view name;
  Kinds kinds = {};
  Lookup lookup = Lookup::plain;
  std::string_view words = {};  ///< of the language that may stand there, separated by blanks
  enum class Words : std::uint8_t { open, closed };
  Words other_words = Words::open;  ///< closed: nothing else, but for a missing `s` at the end
};

/// One step of a form.
struct Step {
  enum class Op : std::uint8_t {
    word,    ///< this very word or sign
    slot,    ///< a name
    text,    ///< quoted
    number,  ///< digits
    date,
    time,
    fork,   ///< goes on at `first` and at `second`
    leave,  ///< `;`, or `{` where `opens` is a context
  };
  Op op = Op::word;
  std::string_view word = {};
  const Slot* slot = nullptr;
  bool declares = false;  ///< the name is a new one
  std::uint16_t first = 0;
  std::uint16_t second = 0;
  std::int16_t opens = -1;
};

/// The forms that begin with one word in one context; begins at step 0.
struct Program {
  std::string_view word;
  std::vector<Step> steps;
  std::vector<std::string> patterns;  ///< as people read them
};

/// What stands between two braces, or at the top of a file.
struct BlockForms {
  std::string_view name;
  std::vector<Program> programs;  ///< by word
  [[nodiscard]] const Program* find(std::string_view word) const;
};

/// Contexts by number; `file` is 0.
[[nodiscard]] std::span<const BlockForms> block_forms();
inline constexpr std::int16_t file_block = 0;
/// Every slot there is.
[[nodiscard]] std::span<const Slot> slots();

}  // namespace abide::policy::editing
