// Rows as they are now against what was said of them.
#include "engine/scenarios/judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace abide::engine::scenarios {
namespace {

using Ending = policy::ExpectRows::Outcome;
using policy::Model;
using policy::Ownership;
using policy::Rule;

/// One row, as it was given and as it is.
struct Seen {
  const Record& given;
  std::optional<Row> now;
  [[nodiscard]] const Value& at(FieldId field) const {
    static const Value none;
    const auto cell = given.cells.find(field);
    return cell == given.cells.end()
               ? none
               : (*now)[static_cast<std::size_t>(std::distance(given.cells.begin(), cell))];
  }
};

/// Columns by which the row can lead to a person: what `severed` speaks of and `kept` does not.
std::set<FieldId> links_of(const Model& model, World& world, const Record& row,
                           const std::optional<Person>& who) {
  std::set<FieldId> links;
  for (const Rule& rule : model.rules) {
    for (const FieldId field : rule.fields) {
      if (rule.kind == Rule::Kind::sever && model.at(field).table == row.table) links.insert(field);
    }
  }
  if (who) {
    for (const auto& path : paths_to(model, world.fixture().records(), row, *who)) {
      links.insert(path.begin(), path.end());
    }
    return links;
  }
  for (const Ownership& owner : model.at(row.table).owners) {
    if (!owner.hops.empty()) {
      links.insert(owner.hops.front().from.begin(), owner.hops.front().from.end());
    }
  }
  return links;
}

/// Columns that must be as they were for the row to be called kept: those that the law keeps, and
/// where there are none, all but the links.
std::set<FieldId> kept_columns(const Model& model, World& world, const Record& row) {
  std::set<FieldId> floored;
  for (const auto& [field, value] : row.cells) {
    for (const RuleId rule : model.rules_of(field)) {
      if (model.at(rule).is_floor()) floored.insert(field);
    }
  }
  if (!floored.empty()) return floored;
  std::set<FieldId> links = links_of(model, world, row, std::nullopt);
  for (const Ownership& owner : model.at(row.table).owners) {
    links.insert(owner.blanks.begin(), owner.blanks.end());
  }
  for (const policy::Mention& mention : model.at(row.table).mentions) {
    links.insert(mention.hop.from.begin(), mention.hop.from.end());
  }
  std::set<FieldId> rest;
  for (const auto& [field, value] : row.cells) {
    if (!links.contains(field)) rest.insert(field);
  }
  return rest;
}

std::string names(const Model& model, const std::vector<FieldId>& fields) {
  std::vector<std::string> list;
  for (const FieldId field : fields) list.push_back(fmt::format("`{}`", model.at(field).name));
  return fmt::format("{}", fmt::join(list, ", "));
}

/// What is wrong with one row; empty when it is as expected.
std::string wrong_with(const Model& model, World& world, const Seen& row, Ending outcome,
                       const std::optional<Person>& who) {
  const bool gone = outcome == Ending::erased || outcome == Ending::absent;
  if (gone) return row.now ? "it is still there" : "";
  if (!row.now) return "it is gone";
  std::vector<FieldId> wrong;
  if (outcome == Ending::kept) {
    for (const FieldId field : kept_columns(model, world, row.given)) {
      if (row.at(field) != row.given.at(field)) wrong.push_back(field);
    }
    return wrong.empty() ? "" : fmt::format("it is there, but {} changed", names(model, wrong));
  }
  bool led = false;
  for (const FieldId field : links_of(model, world, row.given, who)) {
    led = led || !is_null(row.given.at(field));
    if (!is_null(row.at(field))) wrong.push_back(field);
  }
  if (!led) return "nothing that the test gave in it led to anybody";
  return wrong.empty()
             ? ""
             : fmt::format("it is there, and {} still says whose it is", names(model, wrong));
}

std::string expected_words(const Model& model, const policy::ExpectRows& expected,
                           const Record& row, const std::optional<Person>& who) {
  const std::string name =
      fmt::format("the row of {} with {}", model.full_name(row.table), name_of(model, row));
  switch (expected.outcome) {
    case Ending::erased:
    case Ending::absent:
      return name + " is gone";
    case Ending::kept:
      return name + " is there as it was given, less what says whose it is";
    case Ending::severed:
      return fmt::format("{} is there and no longer leads to {}", name,
                         who ? who->name : "anybody");
  }
  return name;
}

void explain_deeds(World& world, const Record& row, Failure& failure) {
  const Model& model = world.model();
  for (const Deed& deed : world.deeds()) {
    if (deed.table != row.table || deed.key != key_of(model, row)) continue;
    const std::string what = deed.operation == Operation::remove
                                 ? "deleted"
                                 : fmt::format("emptied of {}", fmt::join(deed.columns, ", "));
    failure.because.push_back(
        fmt::format("{} on {}{}", what, abide::to_string(deed.day),
                    deed.why.empty() ? ", to cut the path to somebody who goes" : ", by"));
    for (const Why& why : deed.why) failure.because.push_back("  " + words_of(why));
  }
}

/// What one plan says of the table: what keeps its rows, blocks its steps or is not covered.
void explain_by(const Plan& plan, const std::string& table, Failure& failure) {
  for (const Kept& kept : plan.kept) {
    if (kept.store + "." + kept.table != table) continue;
    failure.because.push_back(fmt::format("{}, until {}", kept.reason, kept.until));
    for (const Why& why : kept.why) failure.because.push_back("  " + words_of(why));
  }
  for (const Step& step : plan.steps) {
    if (!step.blocked.empty() && step.store + "." + step.table == table) {
      failure.because.push_back("a step on it could not be done: " + step.blocked);
    }
  }
  for (const Gap& gap : plan.gaps) {
    if (gap.place == table || gap.place.starts_with(table + ".")) {
      failure.because.push_back(fmt::format("{} at {}: {}", gap.code, gap.place, gap.reason));
    }
  }
}

/// Why the table was left alone; where no plan says anything, what may end its rows.
void explain_stay(World& world, const Record& row, Failure& failure) {
  const Model& model = world.model();
  const std::string table = model.full_name(row.table);
  const std::size_t before = failure.because.size();
  for (const Plan* plan : world.plans()) explain_by(*plan, table, failure);
  if (failure.because.size() > before) return;
  failure.because.push_back("no sentence asks for it yet; what may end it:");
  std::set<std::string> said;
  for (const FieldId field : model.at(row.table).fields) {
    for (const RuleId id : model.rules_of(field)) {
      const Rule& rule = model.at(id);
      const std::string words = words_of(
          Why{model.at(rule.promise).id, rule.sentence, rule.location.file, rule.location.line});
      if (rule.is_ceiling() && said.insert(words).second) failure.because.push_back("  " + words);
    }
  }
}

}  // namespace

Result<std::optional<Failure>> judge(const Model& model, World& world,
                                     const policy::ExpectRows& expected,
                                     const std::optional<Person>& who) {
  const std::vector<Record>& records = world.fixture().records();
  std::vector<std::size_t> rows;
  if (who) {
    rows = rows_of(model, records, expected.table, *who);
  } else {
    for (std::size_t i = 0; i < records.size(); ++i) {
      if (records[i].table == expected.table) rows.push_back(i);
    }
  }
  if (rows.empty() && expected.outcome != Ending::absent) {
    Failure failure;
    failure.expected = fmt::format("something of {}", model.full_name(expected.table));
    failure.found = fmt::format("the test gives no row of it{}",
                                who ? " that belongs to " + who->name : std::string{});
    return std::optional{failure};
  }
  for (const std::size_t index : rows) {
    const Record& row = records[index];
    ABIDE_TRY(std::optional<Row> now, world.read(row));
    const Seen seen{row, std::move(now)};
    const std::string wrong = wrong_with(model, world, seen, expected.outcome, who);
    if (wrong.empty()) continue;
    Failure failure;
    failure.expected = expected_words(model, expected, row, who);
    failure.found = wrong;
    explain_deeds(world, row, failure);
    if (seen.now) explain_stay(world, row, failure);
    return std::optional{failure};
  }
  return std::optional<Failure>{};
}

}  // namespace abide::engine::scenarios
