// The regulator's thirty cells of one row.
#pragma once

#include <string>

#include "reports/record/parties.hpp"
#include "reports/record/record.hpp"

namespace abide::reports::record {

struct Ground {
  const Input& input;
  Fillers fillers;
  std::string home;  ///< country
  policy::RecordLaw law;
};

/// @pre what identifies the row, its receivers, terms, measures and adherence are there
void fill_cells(const Ground& ground, Activity& activity);

}  // namespace abide::reports::record
