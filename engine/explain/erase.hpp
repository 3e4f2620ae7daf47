// What an erasure of one kind of person would do, table by table, read from the policy alone: what
// goes, what a sentence keeps and until when, how what stays is cut off, what nobody looks at.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/plan/plan.hpp"
#include "policy/model.hpp"

namespace abide::engine {

/// Columns of one table that fare alike.
struct ErasePart {
  enum class Kind {
    goes,     ///< with its row, or emptied in a row that stays
    kept,     ///< until `until`
    severed,  ///< emptied, so that no path leads from what is kept to the person
  } kind = Kind::goes;
  std::vector<std::string> fields;
  std::string until;  ///< kept: in words, `6 years after the end of the financial year of paid`
  std::optional<std::string> law;
  std::vector<Why> why;  ///< the sentences behind it
  bool operator==(const ErasePart&) const = default;
};

struct EraseTable {
  std::string store;
  std::string table;
  std::string path;  ///< how its rows are the person's, in words
  enum class Kind {
    goes,        ///< whole rows
    part_stays,  ///< rows stay for what is kept in them
    joint,       ///< goes with its last owner
    shared,      ///< somebody else's, in their copy alone
    mention,     ///< somebody else's rows that name the person
    not_looked,  ///< nobody's, or out of reach
  } kind = Kind::goes;
  std::string words;  ///< joint, shared, mention, not_looked: what becomes of them, or why not
  std::vector<ErasePart> parts;
  bool operator==(const EraseTable&) const = default;
};

struct EraseStory {
  std::string subject;
  std::string title;
  std::vector<EraseTable> tables;  ///< in the order in which they are erased
  /// Until when copies are out of reach: `backups of db are kept 30 days`.
  std::vector<std::string> copies;
};

[[nodiscard]] EraseStory explain_erase(const policy::Model& model, SubjectId subject);

/// `6 years after the end of the financial year of paid`, `30 days after closed or asked`.
[[nodiscard]] std::string term_words(const policy::Model& model, const policy::Rule& rule);

}  // namespace abide::engine
