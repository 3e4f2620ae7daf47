// The schedule as a document and as a table.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "reports/model/schedule.hpp"
#include "reports/words.hpp"

namespace abide::reports::schedule {
namespace {

using policy::Model;

std::vector<std::string> whose_words(const Model& model, const Line& line) {
  std::vector<std::string> titles;
  for (const SubjectId id : line.people) titles.push_back(title_of(model.at(id)));
  if (!titles.empty()) return titles;
  if (line.table && model.at(*line.table).unowned_because)
    return {"nobody's: " + *model.at(*line.table).unowned_because};
  return line.leaves.empty() ? titles : std::vector<std::string>{"the policy does not say"};
}

std::string where_words(const Model& model, const Line& line) {
  if (line.table) {
    const policy::Table& table = model.at(*line.table);
    return table.title.empty() ? model.full_name(*line.table)
                               : fmt::format("{} ({})", model.full_name(*line.table), table.title);
  }
  return line.store ? model.at(*line.store).name : "kept in no declared store";
}

/// What stands where a rule is missing.
std::vector<std::string> most_words(const Line& line) {
  if (!line.at_most.empty()) return line.at_most;
  if (!line.store) return {"not kept"};
  return {"the policy names no end"};
}

std::string store_title(const Model& model, StoreId id) {
  const policy::Store& store = model.at(id);
  return store.title.empty() ? store.name : fmt::format("{} ({})", store.title, store.name);
}

/// A cell of the table, one thing each.
std::vector<GridCell> cells_of(const Model& model, const Line& line) {
  return {line.leaves.empty() ? GridCell{"Whatever passes through it"}
                              : group_lines(model, line.leaves),
          whose_words(model, line),
          {where_words(model, line)},
          line.from,
          line.at_least,
          most_words(line),
          line.laws,
          line.at_end,
          line.copies};
}

/// What people read holds fewer columns, and more in each.
GridRow row_of(const Model& model, const Line& line) {
  const std::vector<GridCell> cells = cells_of(model, line);
  GridCell what = cells[0];
  what.push_back(fmt::format("Of: {}", fmt::join(cells[1], ", ")));
  what.push_back(fmt::format("In: {}", cells[2].front()));
  GridCell least = cells[4];
  for (const std::string& law : cells[6]) least.push_back("Law: " + law);
  GridCell end = cells[7];
  for (const std::string& copy : cells[8]) end.push_back("Copies: " + copy);
  return {{std::move(what), cells[3], std::move(least), cells[5], std::move(end)}, line.promises};
}

const std::vector<std::string>& names() {
  static const std::vector<std::string> all{"What", "Counted from", "At least", "At most",
                                            "At the end"};
  return all;
}

std::string id_of(const Model& model, const std::optional<StoreId>& store) {
  return store ? "store-" + model.at(*store).name : "unkept";
}

}  // namespace

Document document_of(const Ground& ground) {
  const Model& model = ground.model;
  Document document{"Retention schedule: " + title_of(model), {}, {}};
  document.lead.emplace_back(Passage{
      "Every kind of personal data, where it lies, how long it is kept, and which sentence says "
      "so. "
      "It is what the policy declares; that it is done is shown by the record of processing and by "
      "the evidence of the sweeps."});
  document.lead.emplace_back(Passage{
      "Of several ends the first that comes counts; a term that must be kept goes before all of "
      "them, and so does a legal hold. A row goes as a whole once nothing in it is kept any more; "
      "until then the columns whose time is over are emptied. Days are counted in " +
      model.calendar.zone + ", whole."});
  for (const Line& line : lines_of(ground)) {
    const std::string id = id_of(model, line.store);
    auto section = std::ranges::find(document.sections, id, &Section::id);
    if (section == document.sections.end()) {
      section = document.sections.insert(
          section,
          {id, line.store ? store_title(model, *line.store) : "Collected and not kept", {}});
      if (line.store && model.at(*line.store).no_reach_because)
        section->blocks.emplace_back(
            Passage{"Out of Abide's reach: " + *model.at(*line.store).no_reach_because + "."});
      section->blocks.emplace_back(Grid{"", names(), {}});
    }
    std::get<Grid>(section->blocks.back()).rows.push_back(row_of(model, line));
  }
  return document;
}

record::RecordTable table_of(const Ground& ground) {
  record::RecordTable table{"retention", "", {}, {}};
  for (const char* const name : {"What", "About whom", "Where", "Counted from", "At least",
                                 "At most", "Law", "At the end", "Copies", "Promises"})
    table.columns.push_back({"", "", name});
  for (const Line& line : lines_of(ground)) {
    std::vector<std::string> cells;
    for (const GridCell& cell : cells_of(ground.model, line))
      cells.push_back(fmt::format("{}", fmt::join(cell, "; ")));
    cells.push_back(fmt::format("{}", fmt::join(line.promises, ", ")));
    table.rows.push_back(std::move(cells));
  }
  return table;
}

}  // namespace abide::reports::schedule
