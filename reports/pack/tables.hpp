// One table of a pack: its rows as CSV, as JSON and, as far as there is room, on the page.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "reports/html.hpp"
#include "reports/pack/pack.hpp"

namespace abide::reports {

/// What the parts of a pack write to while they are read.
struct Sinks {
  NewFile* withheld = nullptr;
  NewFile* review = nullptr;      ///< of a draft alone
  NewFile* long_texts = nullptr;  ///< the same: texts of which the review has the beginning
  std::set<CategoryId> found = {};
  engine::access::KnownWords words = {};  ///< what the person and others are called
  std::set<CategoryId> portable = {};     ///< what the person may take elsewhere
};

/// A column's words for people.
[[nodiscard]] std::string title_of(const policy::Model& model, FieldId field);
[[nodiscard]] std::string title_of(const policy::Model& model, TableId table);

/// Writes the parts, which are of one table, and their section of the page.
Result<PackReport::Table> write_table(const PackInput& input,
                                      std::span<const engine::access::Part> parts,
                                      NewFolder& folder, Sinks& sinks, Page& page,
                                      PackReport& report);

}  // namespace abide::reports
