// Who is meant: from one identifier to every identifier of the same person, over all stores.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/sensitive.hpp"
#include "engine/stores.hpp"
#include "policy/model.hpp"

namespace abide::engine {

/// The identifiers of one subject, by the column they were found in. Sealed until an erasure
/// closes.
struct Identity {
  SubjectId subject;
  std::map<FieldId, Sensitive<std::vector<Value>>> values;  ///< sorted, each once
  /// How many values of a column were left out, since other people have them too.
  std::map<FieldId, std::size_t> left_out;
  /// Values of the subject's own key.
  [[nodiscard]] const std::vector<Value>& keys(const policy::Model& model) const {
    return values.at(model.at(subject).identified_by.front()).reveal();
  }
};

/// What to do when one value leads to several accounts: refuse, take them for one person, or take
/// the one asked for and leave out the values that it shares.
enum class Sharing { refuse, same_person, apart };

/// The columns a person can be named by: those the subject is `identified by`, then the others of
/// its own table that hold nothing but identifiers, their own: not what names somebody else.
[[nodiscard]] std::vector<FieldId> identifying_columns(const policy::Model& model,
                                                       SubjectId subject);
/// Says in which columns nobody has the value, and not the value.
[[nodiscard]] Error nobody_has_it(const policy::Model& model, SubjectId subject);

/// The least set of identifiers that holds the given one and, for every row that belongs to the
/// subject by the ones held, the identifiers in it.
///
/// @param value  a value of any of the identifying columns; text from people, so numbers are tried
/// too
/// @error not_found  nobody has it
/// @error refused    it leads to more than one person, or an identifier found on the way does (and
/// sharing is refused)
[[nodiscard]] Result<Identity> resolve_identity(const policy::Model& model, Stores& stores,
                                                SubjectId subject,
                                                const Sensitive<std::string>& value,
                                                Sharing sharing);

/// The same, from the subject's own keys.
[[nodiscard]] Result<Identity> resolve_identity(const policy::Model& model, Stores& stores,
                                                SubjectId subject, std::vector<Value> keys,
                                                Sharing sharing);
/// Own keys of everyone whom the value identifies.
[[nodiscard]] Result<std::vector<Value>> find_subjects(const policy::Model& model, Stores& stores,
                                                       SubjectId subject,
                                                       const Sensitive<std::string>& value);

}  // namespace abide::engine
