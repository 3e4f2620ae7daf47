// W0405: personal data that no statement ever lets go.
#include <fmt/format.h>

#include <algorithm>

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

/// Columns that `may keep … until` keeps, of which none says `review every`, and that no term ends.
std::vector<bool> fields_without_review(const Model& model) {
  std::vector<bool> open(model.fields.size());
  for (const Rule& rule : model.rules) {
    if (rule.kind == Rule::Kind::may_keep && !rule.review) {
      for (const FieldId field : rule.fields) {
        open[field.value] = true;
      }
    }
  }
  for (const Rule& rule : model.rules) {
    const bool looked_at =
        rule.kind == Rule::Kind::may_keep
            ? rule.review.has_value()
            : rule.kind == Rule::Kind::keep_at_most || rule.kind == Rule::Kind::must_keep_for;
    for (std::size_t i = 0; looked_at && i < rule.fields.size(); ++i) {
      open[rule.fields[i].value] = false;
    }
  }
  return open;
}

/// "Until you delete it" may be for ever: people are told how such a time is arrived at, and
/// somebody has to look at it again. Asked of policies that restate a notice.
void check_reviews(Context& context) {
  if (!context.has_notice) {
    return;
  }
  const Model& model = context.model;
  const std::vector<bool> open = fields_without_review(model);
  for (std::uint32_t i = 0; i < model.rules.size(); ++i) {
    const Rule& rule = model.rules[i];
    const auto first = std::ranges::find_if(
        rule.fields, [&](FieldId field) { return open[field.value] && model.is_personal(field); });
    if (rule.kind != Rule::Kind::may_keep || first == rule.fields.end() ||
        context.scopes[i].written_in != rule.promise) {
      continue;
    }
    context.warn("W0405", context.places.rules[i],
                 fmt::format("`{}` is kept until something happens, and nothing says when somebody "
                             "looks at it again",
                             model.full_name(*first)),
                 {model.at(rule.promise).id, model.full_name(model.at(*first).table),
                  model.full_name(*first)},
                 "say `review every PERIOD`, or `keep … at most PERIOD after EVENT` besides");
  }
}

}  // namespace

void check_no_ceiling(Context& context) {
  check_reviews(context);
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
