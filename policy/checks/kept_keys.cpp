// E0612: what is to be severed is part of the table's key, which no store lets be empty.
#include <fmt/format.h>

#include <algorithm>

#include "policy/checks/checks.hpp"

namespace abide::policy::checks {

/// Whether a column that is no key may be NULL, the policy does not know: that is told of the live
/// store (E1005).
void check_kept_keys(Context& context) {
  const Model& model = context.model;
  for (const resolving::SeverClaim& claim : context.severs) {
    const Table& table = model.at(model.at(claim.column).table);
    if (std::ranges::find(table.key, claim.column) == table.key.end()) {
      continue;
    }
    auto& error = context.error(
        "E0612", claim.span,
        fmt::format("`{}` is part of the key of its table, and a key cannot be empty",
                    model.full_name(claim.column)),
        "give the table a key of its own that says nothing of the person, or sever the other side");
    error.labels.push_back({context.places.fields[claim.column.value], "the column"});
  }
}

}  // namespace abide::policy::checks
