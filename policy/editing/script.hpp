// A text as an editor sees it: its items with their names, as far as they read, whatever state
// somebody has left it in. No name is looked up here.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "policy/editing/walk.hpp"
#include "policy/source.hpp"

namespace abide::policy::editing {

inline constexpr std::uint32_t no_item = ~std::uint32_t{0};

/// A declaration, an attribute, a statement, a step: from its first word to its `;` or `}`.
struct Item {
  SourceSpan span = {};
  SourceSpan word = {};            ///< the first
  SourceSpan name = {};            ///< what it declares, or the text that names it; may be empty
  std::uint32_t parent = no_item;  ///< the item whose block it stands in
  std::int16_t context = 0;        ///< that block's number among block_forms()
  std::optional<std::uint32_t> opened = {};  ///< where its `{` stands
  std::optional<std::uint32_t> closed = {};  ///< where its `}` stands
  bool whole = false;                        ///< it reads to its `;` or `{`
};

/// A name in its position.
struct NameUse {
  SourceSpan span = {};
  const Slot* slot = nullptr;
  std::uint32_t item = no_item;
  bool declares = false;
};

struct Script {
  std::vector<Item> items;     ///< by place
  std::vector<NameUse> names;  ///< by place
  std::vector<layout::Piece> pieces;
};

/// Linear in the text; never fails. A line that cannot be read has the names before the fault.
/// @param file  what the spans carry
[[nodiscard]] Script read_script(std::string_view text, std::uint32_t file = 0);

/// What may stand at a place.
struct Expected {
  std::vector<const Step*> steps;      ///< inside of a line
  const BlockForms* begins = nullptr;  ///< at the beginning of one: what its block may hold
  SourceSpan typed = {};               ///< the word that is being typed, up to the place
  std::vector<NameUse> names;          ///< of the line, before the place
  std::vector<std::uint32_t> around;   ///< items of the script whose blocks hold the place
  Script script;                       ///< of the text up to there
};
/// Nothing at all inside of a quoted text or a comment, or behind what cannot be read.
[[nodiscard]] Expected expected_at(std::string_view text, std::uint32_t offset);

}  // namespace abide::policy::editing
