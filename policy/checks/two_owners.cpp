// W0604: two plain owners of one table: each row would die with either.
#include <fmt/format.h>

#include "policy/checks/checks.hpp"

namespace abide::policy::checks {

void check_two_owners(Context& context) {
  const Model& model = context.model;
  for (std::uint32_t i = 0; i < model.tables.size(); ++i) {
    std::optional<SourceSpan> first;
    const auto& owners = model.tables[i].owners;
    for (std::size_t owner = 0; owner < owners.size(); ++owner) {
      const SourceSpan place = context.places.owners[i][owner];
      const bool plain =
          owners[owner].kind == Ownership::Kind::sole && !owners[owner].condition.has_value();
      if (!plain || first == place) {
        continue;  // one statement with several paths is one owner
      }
      if (!first) {
        first = place;
        continue;
      }
      const std::string name = model.full_name(TableId{i});
      auto& warning = context.warn(
          "W0604", place, fmt::format("`{}` has two owners, and its rows die with either", name),
          {name},
          "say `owned jointly by` in both, `shared with` in one, or `when COLUMN is VALUE`");
      warning.labels.push_back({*first, "the other owner"});
      break;
    }
  }
}

}  // namespace abide::policy::checks
