// What of each cell a person is shown: their own whole, other people by a name that means nothing
// elsewhere, credentials not at all, and free text that may name others once somebody has read it.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/digest.hpp"
#include "engine/access/access.hpp"
#include "engine/access/known_words.hpp"

namespace abide::engine::access {

struct Judged {
  enum class As {
    whole,
    masked,    ///< `text` stands for somebody else
    withheld,  ///< a credential
    waiting,   ///< until somebody has read it
  } as = As::whole;
  std::string text = {};
  std::string why = {};  ///< in words, unless it is whole
};

/// Judges the cells of one part. Borrows everything but the key.
class Cells {
 public:
  /// @param key  of this pack alone: under it the same person reads the same, and nowhere else
  /// @param words  what the person and others are called
  Cells(const policy::Model& model, const Part& part, const Identity& identity,
        const KnownWords& words, std::span<const std::uint8_t> key);
  /// @pre `place` is one of the part's fields
  [[nodiscard]] Judged judge(std::size_t place, const Value& value) const;
  /// The text's own name: of this place and this content, 16 hexadecimal digits.
  [[nodiscard]] std::string name_of(std::span<const Value> row, std::size_t place) const;

 private:
  /// What a column is to people.
  struct Meaning {
    bool is_secret = false;
    bool identifies = false;
    bool is_of_a_person = false;  ///< says something of somebody, and not who
    bool is_moment = false;
    std::vector<FieldId> leads_to;  ///< identifying columns that it points at
  };
  [[nodiscard]] Meaning meaning_of(FieldId field) const;
  [[nodiscard]] bool is_theirs(const Value& value, FieldId field) const;
  [[nodiscard]] std::string why_read_first(const Meaning& meaning, const Value& value) const;
  [[nodiscard]] std::string stand_in(const Value& value) const;

  const policy::Model& model_;
  const Part& part_;
  const Identity& identity_;
  Bytes key_;
  std::vector<Meaning> meanings_;
  const KnownWords& words_;
};

}  // namespace abide::engine::access
