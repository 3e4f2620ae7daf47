// What the deep look searches for: identifiers of people who are gone, without those that somebody
// has who is there. Internal to this folder.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "engine/reread/deep_look.hpp"
#include "engine/reread/needles.hpp"
#include "engine/reread/questions.hpp"

namespace abide::reread {

/// People by their place in the list that was given.
using People = std::set<std::size_t>;

struct Wanted {
  Needles texts{{}};
  std::vector<std::size_t> of_text;  ///< whose each text is
  /// Values that only a declared column can hold unmistakably, folded, by the column they were
  /// known from.
  std::map<FieldId, std::map<Value, People>> values;
};

/// Whether a value is told from others wherever it stands. Digits alone are not.
[[nodiscard]] bool stands_out(const Value& value);
/// Those of `rows` that belong to somebody who is there; nullptr when there can be none. Reads of
/// other stores what these rows lead to and no more.
Result<SelectorPtr> of_the_living(const policy::Model& model, Questions& questions, TableId table,
                                  const SelectorPtr& rows);

/// Whether the column says who somebody is, rather than which of their rows one hangs on.
[[nodiscard]] bool identifies(const policy::Model& model, FieldId field);
/// @param still  receives the people whose own row is there still
/// @param look  receives what could not be asked
[[nodiscard]] Wanted wanted_of(const Input& input, std::span<const Erased> people,
                               Questions& questions, People& still, Look& look);

}  // namespace abide::reread
