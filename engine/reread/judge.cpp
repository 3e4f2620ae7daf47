// One question for each reason that excuses rows, in the order in which reasons count.
#include "engine/reread/judge.hpp"

#include <algorithm>

namespace abide::reread {

/// The columns whose keeping excuses this one: itself, and for a link that nobody promised to cut
/// whatever its row says.
std::vector<FieldId> Judge::columns_kept_with(TableId table, FieldId field) const {
  const auto severs = [&](const policy::Rule& rule) {
    return rule.kind == policy::Rule::Kind::sever &&
           std::ranges::find(rule.fields, field) != rule.fields.end();
  };
  const bool link = model_.at(field).categories.empty();
  return link && std::ranges::none_of(model_.rules, severs) ? model_.at(table).fields
                                                            : std::vector{field};
}

/// What rows are, in the order in which it is asked: the first that holds counts.
Result<std::vector<std::pair<Verdict, SelectorPtr>>> Judge::verdicts(TableId table,
                                                                     std::optional<FieldId> field,
                                                                     SelectorPtr rows) {
  std::vector<std::pair<Verdict, SelectorPtr>> all;
  ABIDE_TRY(const SelectorPtr held, questions_.kept(table));
  all.emplace_back(Verdict{Residue::Kind::kept, kept_by_others}, all_of({rows, held}));
  if (field) {
    const policy::Rule* law = nullptr;
    ABIDE_TRY(const SelectorPtr floored, datings_.floored(columns_kept_with(table, *field), &law));
    all.emplace_back(Verdict{Residue::Kind::kept, "the law asks that they be kept", law},
                     all_of({rows, floored}));
  }
  ABIDE_TRY(const SelectorPtr living, of_the_living(model_, questions_, table, rows));
  all.emplace_back(Verdict{Residue::Kind::possible,
                           "in a row of somebody else: a namesake, or a text that names them"},
                   all_of({rows, living}));
  return all;
}

/// @return what excuses each row; a row that nothing excuses is not there
Result<std::map<Row, Verdict>> Judge::of(TableId table, const Column& column, const Rows& rows) {
  const auto& key = model_.at(table).key;
  std::vector<Row> keys;
  for (const auto& [row, people] : rows) keys.push_back(row);
  ABIDE_TRY(const auto reasons, verdicts(table, questions_.field_of(table, column),
                                         questions_.one_of(key, keys, Match::exact)));
  std::map<Row, Verdict> all;
  for (const auto& [verdict, excused] : reasons) {
    ABIDE_TRY(const std::set<Row> these, questions_.values(table, key, excused));
    for (const Row& row : these) all.emplace(row, verdict);
  }
  return all;
}

}  // namespace abide::reread
