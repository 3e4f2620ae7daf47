// Scenarios as text, and facts as the engine takes them.
#include <fmt/format.h>

#include "tests/properties/scenario.hpp"

namespace abide::properties {
namespace {

using policy::Model;
using policy::Rule;

const char* word_of(Rule::Kind kind) {
  switch (kind) {
    case Rule::Kind::may_keep:
      return "may keep until";
    case Rule::Kind::must_keep_for:
      return "must keep for";
    case Rule::Kind::must_keep_at_least:
      return "must keep at least";
    case Rule::Kind::keep_at_most:
      return "keep at most";
    case Rule::Kind::erase_within:
      return "erase within";
    case Rule::Kind::erase_at:
      return "erase at";
    case Rule::Kind::erase_promptly:
      return "erase promptly after";
    case Rule::Kind::sever:
      return "sever at";
  }
  return "";
}

std::string names_of(const Model& model, const std::vector<FieldId>& fields) {
  std::string text;
  for (const FieldId field : fields) {
    text += (text.empty() ? "" : ", ") + model.full_name(field);
  }
  return text;
}

std::string show(const Model& model, const std::vector<policy::Hop>& hops) {
  std::string text;
  for (const policy::Hop& hop : hops) {
    text += fmt::format(" ({} -> {})", names_of(model, hop.from), names_of(model, hop.to));
  }
  return text;
}

std::string show(const Model& model, const policy::Rule& rule) {
  std::string events;
  for (const EventId event : rule.anchor.events) {
    events += (events.empty() ? "" : " or ") + model.at(event).name;
  }
  static constexpr const char* ends[] = {"", "end of tax_year of ", "end of financial_year of ",
                                         "end of year of "};
  return fmt::format("  {} {} after {}{}: {}\n", word_of(rule.kind), to_string(rule.period),
                     ends[static_cast<int>(rule.anchor.end_of)], events,
                     names_of(model, rule.fields));
}

std::string show(const Model& model, const policy::Table& table, TableId id) {
  std::string text =
      fmt::format("  table {} key ({})\n", model.full_name(id), names_of(model, table.key));
  for (const FieldId field : table.fields) {
    text += fmt::format("    {}", model.at(field).name);
    for (const CategoryId leaf : model.at(field).categories) text += ": " + model.at(leaf).name;
    if (model.at(field).links_to) text += " to " + model.full_name(*model.at(field).links_to);
    if (model.at(field).clock) {
      text += fmt::format(" clock {}", static_cast<int>(*model.at(field).clock));
    }
    text += "\n";
  }
  static constexpr const char* kinds[] = {"owned by", "owned jointly by", "shared with"};
  for (const policy::Ownership& owner : table.owners) {
    text += fmt::format("    {} {}{}", kinds[static_cast<int>(owner.kind)],
                        model.at(owner.subject).name, show(model, owner.hops));
    if (owner.condition) text += " when " + model.full_name(owner.condition->field);
    text += "\n";
  }
  for (const policy::Mention& mention : table.mentions) {
    text += fmt::format("    mentions {}{} on erase {}\n", model.at(mention.subject).name,
                        show(model, std::vector{mention.hop}), static_cast<int>(mention.on_erase));
  }
  for (const policy::Dating& dating : model.datings[id.value]) {
    text +=
        fmt::format("    dated by {}{}\n", model.at(dating.event).name, show(model, dating.hops));
  }
  return text;
}

std::string show(const Model& model, const oracle::Facts& facts) {
  std::string text;
  const auto key_of = [](const std::vector<oracle::Cell>& key) {
    std::string all;
    for (const auto& cell : key) all += " " + properties::show(cell);
    return all;
  };
  for (const oracle::ToldFact& told : facts.told) {
    text += fmt::format("  {} at {} about {}", model.at(told.event).name, to_string(told.at),
                        told.subject ? model.at(*told.subject).name : "-");
    text += " " + properties::show(told.key);
    if (told.row_table) {
      text += fmt::format(" row {}{}", model.full_name(*told.row_table), key_of(told.row_key));
    }
    for (const CategoryId id : told.categories) text += " of " + model.at(id).name;
    text += "\n";
  }
  static constexpr const char* reasons[] = {"hold", "access", "restriction"};
  for (const oracle::KeepFact& keep : facts.keeps) {
    text += fmt::format("  {} on ", reasons[static_cast<int>(keep.reason)]);
    text += keep.table ? model.full_name(*keep.table) + key_of(keep.row_key)
                       : model.at(*keep.subject).name + " " + properties::show(keep.key);
    text += "\n";
  }
  return text;
}

}  // namespace

Value value_of(const oracle::Cell& cell) {
  return std::visit([](const auto& held) { return Value{held}; }, cell);
}

std::string show(const Model& model, const oracle::Wish& wish) {
  std::string text = fmt::format("erase {}", model.at(wish.subject).name);
  for (const oracle::Cell& key : wish.keys) text += " " + show(key);
  for (const CategoryId id : wish.of) text += " of " + model.at(id).name;
  if (wish.row_table) {
    text += " row " + model.full_name(*wish.row_table);
    for (const oracle::Cell& key : wish.row_key) text += " " + show(key);
  }
  return text + "\n";
}

namespace {
/// As SQL writes a text.
std::string literal(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? "''" : std::string(1, c);
  return quoted + "'";
}
std::string shortened(const std::string& text) {
  constexpr std::size_t enough = 80;
  return text.size() <= enough ? text : text.substr(0, enough) + "…";
}
}  // namespace

std::string show(const oracle::Cell& cell) {
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return fmt::format("{}", *number);
  if (const auto* text = std::get_if<std::string>(&cell)) return literal(*text);
  return "NULL";
}

std::string show(const Model& model, const oracle::World& world) {
  std::string text;
  for (const auto& [table, rows] : world) {
    for (const oracle::Row& row : rows) {
      text += fmt::format("  {}:", model.full_name(table));
      for (const auto& [field, cell] : row) {
        text += fmt::format(" {}={}", model.at(field).name, shortened(show(cell)));
      }
      text += "\n";
    }
  }
  return text;
}

std::string show(const Scenario& scenario) {
  const Model& model = scenario.model;
  const policy::Calendar& calendar = model.calendar;
  std::string text = fmt::format("at {} zone {} grace {} lead {} every {} year ends {}-{}\n",
                                 to_string(scenario.at), calendar.zone, to_string(calendar.grace),
                                 to_string(calendar.lead), to_string(calendar.sweep_every),
                                 static_cast<unsigned>(calendar.financial_year_end.month()),
                                 static_cast<unsigned>(calendar.financial_year_end.day()));
  for (std::uint32_t i = 0; i < model.tables.size(); ++i) {
    text += show(model, model.tables[i], TableId{i});
  }
  for (const Rule& rule : model.rules) text += show(model, rule);
  for (const FieldId field : scenario.not_null) {
    text += fmt::format("  NOT NULL {}\n", model.full_name(field));
  }
  for (const StoreKey& key : scenario.keys) {
    text += fmt::format("  FOREIGN KEY {} -> {} on delete {}\n", names_of(model, key.columns),
                        names_of(model, key.target), static_cast<int>(key.on_delete));
  }
  return text + show(model, scenario.world) + show(model, scenario.facts);
}

engine::Register register_of(const oracle::Facts& facts) {
  engine::Register made;
  const auto row_key = [](TableId table, const std::vector<oracle::Cell>& key) {
    Row row;
    for (const auto& cell : key) row.push_back(value_of(cell));
    return engine::RowKey{table, Sensitive{std::move(row)}};
  };
  for (const oracle::ToldFact& told : facts.told) {
    engine::ToldEvent event{told.event, told.subject, Sensitive{value_of(told.key)},
                            told.at,    std::nullopt, told.categories};
    if (told.row_table) event.row = row_key(*told.row_table, told.row_key);
    made.events.push_back(std::move(event));
  }
  for (const oracle::KeepFact& fact : facts.keeps) {
    engine::Keep keep;
    keep.reason = static_cast<engine::Keep::Reason>(fact.reason);
    keep.id = "KEEP-1";
    if (fact.subject) {
      keep.subject = fact.subject;
      keep.subject_key = Sensitive{value_of(fact.key)};
    } else if (fact.row_key.empty()) {
      keep.table = fact.table;
    } else {
      keep.row = row_key(*fact.table, fact.row_key);
    }
    made.keeps.push_back(std::move(keep));
  }
  return made;
}

}  // namespace abide::properties
