// W0607: a column in which people are identified leads to somebody of another kind, and nothing
// says whether it holds the person's own identifier or that one's.
#include <fmt/format.h>

#include <algorithm>

#include "policy/checks/checks.hpp"

namespace abide::policy::checks {
namespace {

bool is_among(const std::vector<FieldId>& fields, FieldId field) {
  return std::ranges::find(fields, field) != fields.end();
}

/// A person of another kind whom the column leads to by what identifies them.
std::optional<SubjectId> somebody_else(const Model& model, FieldId field) {
  for (const FieldId target : model.points_at(field)) {
    for (std::uint32_t i = 0; i < model.subjects.size(); ++i) {
      const SubjectId other{i};
      const TableId table = model.at(target).table;
      const bool is_theirs = !model.at(other).identified_by.empty() &&
                             model.home_of(other) == table && table != model.at(field).table;
      if (is_theirs &&
          (is_among(model.at(other).identified_by, target) || model.only_identifies(target))) {
        return other;
      }
    }
  }
  return std::nullopt;
}

void check_column(Context& context, SubjectId id, FieldId field) {
  const Model& model = context.model;
  const Subject& subject = model.at(id);
  const bool is_taken_for_theirs = model.only_identifies(field) &&
                                   !is_among(subject.identified_by, field) &&
                                   !model.names_another(field);
  const auto other = is_taken_for_theirs ? somebody_else(model, field) : std::nullopt;
  if (!other) {
    return;
  }
  const std::string name = model.full_name(field);
  auto& warning = context.warn(
      "W0607", context.places.fields[field.value],
      fmt::format("`{}` identifies a `{}`, and leads to a `{}`: whose identifier it is nobody said",
                  name, subject.name, model.at(*other).name),
      {name},
      fmt::format("add it to what `{0}` is `identified by` if it is theirs; if it is the `{1}`'s, "
                  "say in the table `mentions {1} through {2} …`",
                  subject.name, model.at(*other).name, model.at(field).name));
  warning.labels.push_back({context.places.subjects[id.value], "people are found by it as well"});
}

}  // namespace

void check_whose_identifiers(Context& context) {
  const Model& model = context.model;
  for (std::uint32_t i = 0; i < model.subjects.size(); ++i) {
    if (model.subjects[i].identified_by.empty()) {
      continue;
    }
    for (const FieldId field : model.at(model.home_of(SubjectId{i})).fields) {
      check_column(context, SubjectId{i}, field);
    }
  }
}

}  // namespace abide::policy::checks
