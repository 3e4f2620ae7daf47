// Which rows an event dates before a moment, or not: by a column, or by what was told, of the row
// itself or of what it hangs on. Knows no rule and no cutoff of its own.
#pragma once

#include <functional>
#include <vector>

#include "engine/reread/questions.hpp"
#include "engine/reread/reckoning.hpp"

namespace abide::reread {

class Datings {
 public:
  Datings(const Input& input, const Reckoning& reckoning, Questions& questions)
      : input_(input), model_(input.model), reckoning_(reckoning), questions_(questions) {}

  /// Rows in which everything that dates the column by some event of the rule lies before the
  /// cutoff: a row of several people waits for the last.
  Result<SelectorPtr> before(FieldId field, const policy::Rule& rule, Instant cutoff);
  /// Rows in which something that dates it does not. What cannot be read does not either.
  Result<SelectorPtr> not_before(FieldId field, const policy::Rule& rule, Instant cutoff);
  /// Rows in which a floor still keeps one of the columns.
  /// @param law  receives the last such rule, and is left alone where there is none
  Result<SelectorPtr> floored(const std::vector<FieldId>& fields, const policy::Rule** law);
  /// Whether something was told of some categories of the event alone, so that columns of one table
  /// are dated differently.
  [[nodiscard]] bool by_category(const policy::Rule& rule) const;

 private:
  /// One way to what dates a row.
  struct Way {
    std::vector<policy::Hop> hops;
    bool dates = true;  ///< false: of an owner whom the event cannot be about, and who waits
    const policy::Ownership* owner = nullptr;  ///< by whom it leads; none where it is nobody's
  };
  using RowsOf = std::function<Result<SelectorPtr>(const Way&)>;
  enum class Ask { before, not_before };
  Result<SelectorPtr> by_event(FieldId field, EventId event, Instant cutoff, Ask ask);
  Result<SelectorPtr> told(FieldId field, const policy::Dating& dating, Instant cutoff, Ask ask);
  Result<SelectorPtr> of_rows(TableId table, const policy::Dating& dating,
                              const std::vector<const Told*>& told, Ask ask);
  /// `yes` by some way, and for a ceiling `no` by none.
  Result<SelectorPtr> agreed(TableId table, const std::vector<Way>& ways, Ask ask,
                             const RowsOf& yes, const RowsOf& no);
  [[nodiscard]] std::vector<Way> ways(TableId table, const policy::Dating& dating) const;
  [[nodiscard]] SelectorPtr counting(const Way& way) const;
  [[nodiscard]] std::optional<FieldId> key_of(TableId table, const policy::Dating& dating,
                                              const Way& way) const;
  [[nodiscard]] std::vector<const Told*> about(FieldId field, EventId event, Instant cutoff,
                                               Ask ask) const;

  const Input& input_;
  const policy::Model& model_;
  const Reckoning& reckoning_;
  Questions& questions_;
};

}  // namespace abide::reread
