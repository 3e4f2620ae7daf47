// W0405: personal data that no statement ever lets go.
#include <fmt/format.h>

#include "policy/checks/checks.hpp"

namespace abide::policy::checks {
namespace {

std::vector<bool> fields_with_ceiling(const Model& model) {
  std::vector<bool> bounded(model.fields.size());
  for (const Rule& rule : model.rules) {
    if (!rule.is_ceiling() || rule.kind == Rule::Kind::sever) {
      continue;
    }
    for (const FieldId field : rule.fields) {
      bounded[field.value] = true;
    }
  }
  return bounded;
}

}  // namespace

void check_no_ceiling(Context& context) {
  const Model& model = context.model;
  const std::vector<bool> bounded = fields_with_ceiling(model);
  for (std::uint32_t i = 0; i < model.tables.size(); ++i) {
    const Table& table = model.tables[i];
    if (model.at(table.store).kind == "browser") {
      continue;  // the person's own device keeps it, and we cannot reach it
    }
    std::vector<FieldId> open;
    for (const FieldId field : table.fields) {
      if (model.is_personal(field) && !bounded[field.value]) {
        open.push_back(field);
      }
    }
    if (open.empty()) {
      continue;
    }
    const std::string name = model.full_name(TableId{i});
    std::vector<std::string> things{name};
    std::vector<std::string> columns;
    for (const FieldId field : open) {
      things.push_back(model.full_name(field));
      columns.push_back(fmt::format("`{}`", model.at(field).name));
    }
    auto& warning = context.warn(
        "W0405", context.places.tables[i],
        fmt::format("nothing says when {} of `{}` {} to go", fmt::join(columns, ", "), name,
                    open.size() == 1 ? "has" : "have"),
        std::move(things),
        "say `keep … at most PERIOD after EVENT`, or `may keep … until EVENT review every PERIOD`");
    for (const FieldId field : open) {
      warning.labels.push_back({context.places.fields[field.value], ""});
    }
  }
}

}  // namespace abide::policy::checks
