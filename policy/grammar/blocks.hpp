// Where the items of a block begin and end, and how its braces are mended. No grammar here.
#pragma once

#include <string_view>

#include "policy/grammar/reading.hpp"

namespace abide::policy::grammar {

/// Items of a block up to its end, or of the whole file.
enum class Extent { block, file };
struct Bounds {
  Words starters;              ///< words that open an item
  Words stops = {};            ///< words that show the block to have ended without its `}`
  Words keys = {};             ///< keys of attributes, where they begin a line
  std::string_view last = "";  ///< the word of the clause that ends the block, if any
  Extent extent = Extent::block;
};
/// Whether the items end at `at`: at `}`, a wall, the end of the file, a stop word.
bool ends_items(const State& state, const char* at, const Bounds& bounds);

/// Opens and closes a block, telling of a brace that is missing and going on without it.
/// @return false where no block follows at all
bool open_block(State& state, Iterator& first, Iterator& opened);
void close_block(State& state, Iterator& first, Iterator opened, std::string_view what);

}  // namespace abide::policy::grammar
