// What a row in which something of a person was found is: kept for a reason, somebody else's, or
// neither. Internal to this folder.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/reread/datings.hpp"
#include "engine/reread/wanted.hpp"

namespace abide::reread {

struct Verdict {
  Residue::Kind kind;
  std::string reason;
  const policy::Rule* law = nullptr;
  auto operator<=>(const Verdict&) const = default;
};

/// Keys of rows, and of whom something was found in each.
using Rows = std::map<Row, People>;

class Judge {
 public:
  Judge(const policy::Model& model, Questions& questions, Datings& datings)
      : model_(model), questions_(questions), datings_(datings) {}

  /// What excuses rows of a table that has a key for what was found in a column; rows that nothing
  /// excuses are left out.
  Result<std::map<Row, Verdict>> of(TableId table, const Column& column, const Rows& rows);

 private:
  Result<std::vector<std::pair<Verdict, SelectorPtr>>> verdicts(TableId table,
                                                                std::optional<FieldId> field,
                                                                SelectorPtr rows);
  [[nodiscard]] std::vector<FieldId> columns_kept_with(TableId table, FieldId field) const;

  const policy::Model& model_;
  Questions& questions_;
  Datings& datings_;
};

}  // namespace abide::reread
