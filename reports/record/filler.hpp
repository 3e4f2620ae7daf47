// How one row's cells are filled; only the two sources that do it include this.
#pragma once

#include <string>
#include <vector>

#include "reports/record/cells.hpp"
#include "reports/words.hpp"

namespace abide::reports::record {

/// Fills one row, a group of columns at a time. Borrows all that it is given.
class Filler {
 public:
  Filler(const Ground& ground, Activity& activity)
      : model_(ground.input.model),
        said_(ground.input.said),
        ground_(ground),
        row_(activity),
        purpose_(activity.purpose ? &*activity.purpose : nullptr) {}

  void fill();

 private:
  void what();
  void recipients();
  void retention();
  void basis();
  void rights();
  void sources();
  void impact();
  void special();
  void adherence();

  /// Each once.
  void say(Column column, std::string words);
  void leave(Column column, std::string who, std::string why) {
    row_.at(column).blanks.push_back({std::move(who), std::move(why), Blank::Need::must});
  }
  /// A blank that stays one where there is no such thing.
  void leave_if_any(Column column, std::string who, std::string why) {
    row_.at(column).blanks.push_back({std::move(who), std::move(why), Blank::Need::if_any});
  }
  /// What the purpose says under a key, or a blank.
  void say_or_leave(Column column, const std::string& words, const std::string& who,
                    const std::string& key);
  [[nodiscard]] bool has_basis(std::string_view basis) const;
  [[nodiscard]] bool is_special() const;
  /// Titles of the row's data that the names mean.
  [[nodiscard]] std::vector<std::string> titles_meant(const std::vector<std::string>& names) const;
  [[nodiscard]] std::string people(const std::string& name) const;
  [[nodiscard]] std::string owner() const { return owner_of(ground_.fillers, purpose_); }
  [[nodiscard]] const std::string& officer() const { return ground_.fillers.officer; }

  const policy::Model& model_;
  const policy::Disclosure& said_;
  const Ground& ground_;
  Activity& row_;
  const policy::Purpose* purpose_;
};

}  // namespace abide::reports::record
