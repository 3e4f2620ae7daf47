// The deep look: one reading of every table for all people erased lately, whatever the policy says
// of the column, for what paths do not find.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "engine/reread/look.hpp"

namespace abide::reread {

/// A person who is gone, as they were known.
struct Erased {
  std::string who;  ///< for people: the kind of person and their reference
  Person person;
};

/// Told before each table, every hundred thousand rows, and at the end.
struct DeepProgress {
  std::string_view store;
  std::string_view table;
  std::uint64_t tables_done = 0;
  std::uint64_t tables = 0;
  std::uint64_t rows = 0;  ///< read so far, of all tables
};

/// Searches every column of every table of every store in reach for the text identifiers of all
/// `people` (eight bytes or more, whatever case, percent-encoded too), and the columns that the
/// policy declares to point at people or to identify them for the shorter and the numeric ones.
///
/// What is found in a row that the law, a hold or a request keeps is `kept`; in a row of somebody
/// who is there, `possible`: a namesake, or a text that mentions them; anywhere else it `remains`.
/// An identifier that somebody who is there has by now is theirs, and is not searched for.
/// Reads each table once for all people, besides asking columns of identifiers which are somebody's
/// by now; with memory for one page, the findings of some pages and the keys that rows of another
/// store hang on. What does not answer is listed as not looked at.
/// @error not_found  the policy's time zone is not known here
[[nodiscard]] Result<Look> look_deep(const Input& input, std::span<const Erased> people,
                                     const std::function<void(const DeepProgress&)>& progress = {});

}  // namespace abide::reread
