// Whether what an erasure kept apart from its person leads back to them all the same.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/reread/look.hpp"

namespace abide::reread {

/// Rows that were cut from their person and kept.
struct KeptApart {
  TableId table;
  Sensitive<std::vector<Row>> keys;  ///< those that are looked at
  std::uint64_t rows = 0;            ///< how many there are
};

/// Reads the rows and adds to `into`, as `linked`, what leads back: an identifier of the person in
/// a text, unless the law keeps that column; the MD5, SHA-1, SHA-256 or SHA-512 of one, in
/// hexadecimal or base64; a value, or a moment to the second, that a row naming the person holds
/// too and no other row of that table. Rows beyond `keys` are listed as not looked at.
///
/// Values in columns of few rows or of which less than half are distinct join nobody, nor do short
/// or very long ones, nor days. Rows that belong to somebody else as well are not looked at. A way
/// over a third table is not followed. What does not answer is listed as not looked at.
void look_for_joins(const Input& input, const Person& person, std::span<const KeptApart> kept,
                    Look& into);

}  // namespace abide::reread
