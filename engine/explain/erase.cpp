// From a Model to the story of an erasure. Says what the rules say; counts nothing.
#include "engine/explain/erase.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/explain/sentences.hpp"
#include "engine/plan/draft.hpp"
#include "engine/plan/paths.hpp"

namespace abide::engine {
namespace {

using policy::Mention;
using policy::Model;
using policy::Ownership;
using policy::Rule;

void add_why(const Model& model, RuleId id, std::vector<Why>& whys) {
  Why why = why_of(model, model.at(origin_of(model, id)));
  if (std::ranges::find(whys, why) == whys.end()) {
    whys.push_back(std::move(why));
  }
}

bool asked_by_people(const Model& model, const Rule& rule) {
  return std::ranges::any_of(rule.anchor.events, [&](EventId event) {
    const auto* told = std::get_if<policy::Told>(&model.at(event).source);
    return told != nullptr && told->by == policy::Told::By::requests;
  });
}

/// Columns that lead from a row of the table to the person, or that a sentence severs.
bool links(const Model& model, TableId table, SubjectId subject, FieldId field) {
  const bool path = std::ranges::any_of(model.at(table).owners, [&](const Ownership& owner) {
    return owner.subject == subject && owner.kind != Ownership::Kind::shared &&
           !owner.hops.empty() &&
           std::ranges::find(owner.hops.front().from, field) != owner.hops.front().from.end();
  });
  return path || std::ranges::any_of(model.rules_of(field), [&](RuleId id) {
           return model.at(id).kind == Rule::Kind::sever;
         });
}

/// @param cut  the column leads to the person from a row that stays
ErasePart part_of(const Model& model, FieldId field, bool cut) {
  ErasePart part;
  std::vector<std::string> terms;
  for (const RuleId id : model.rules_of(field)) {
    const Rule& rule = model.at(id);
    if (rule.is_floor()) {
      const std::string term = term_words(model, rule);
      if (std::ranges::find(terms, term) == terms.end()) {
        terms.push_back(term);
      }
      part.law = rule.law;
      add_why(model, id, part.why);
    }
  }
  if (!terms.empty()) {
    part.kind = ErasePart::Kind::kept;
    part.until = fmt::format("{}", fmt::join(terms, ", or "));
    return part;
  }
  part.kind = cut ? ErasePart::Kind::severed : ErasePart::Kind::goes;
  for (const RuleId id : model.rules_of(field)) {
    const Rule& rule = model.at(id);
    const bool behind =
        cut ? rule.kind == Rule::Kind::sever : rule.is_ceiling() && asked_by_people(model, rule);
    if (behind) {
      add_why(model, id, part.why);
    }
  }
  return part;
}

bool has_floor(const Model& model, FieldId field) {
  return std::ranges::any_of(model.rules_of(field),
                             [&](RuleId id) { return model.at(id).is_floor(); });
}

void add_parts(const Model& model, TableId table, SubjectId subject, EraseTable& told) {
  const policy::Table& meant = model.at(table);
  const bool stays =
      std::ranges::any_of(meant.fields, [&](FieldId field) { return has_floor(model, field); });
  told.kind = stays ? EraseTable::Kind::part_stays : EraseTable::Kind::goes;
  for (const FieldId field : meant.fields) {
    const bool cut = stays && links(model, table, subject, field);
    const bool named = !model.at(field).categories.empty() || cut;
    if (!named || std::ranges::find(meant.key, field) != meant.key.end()) {
      continue;  // what nobody classified goes with its row, and a key with the row it names
    }
    ErasePart part = part_of(model, field, cut);
    const auto like = std::ranges::find_if(told.parts, [&](const ErasePart& other) {
      return other.kind == part.kind && other.until == part.until && other.law == part.law &&
             other.why == part.why;
    });
    if (like == told.parts.end()) {
      part.fields.push_back(model.at(field).name);
      told.parts.push_back(std::move(part));
    } else {
      like->fields.push_back(model.at(field).name);
    }
  }
}

EraseTable blank(const Model& model, TableId table) {
  EraseTable told;
  told.store = model.at(model.at(table).store).name;
  told.table = model.at(table).name;
  return told;
}

EraseTable owned(const Model& model, TableId table, const Ownership& owner) {
  EraseTable told = blank(model, table);
  told.path = path_words(model, table, owner.hops);
  switch (owner.kind) {
    case Ownership::Kind::sole:
      add_parts(model, table, owner.subject, told);
      break;
    case Ownership::Kind::joint:
      told.kind = EraseTable::Kind::joint;
      told.words = owner.blanks.empty()
                       ? "goes with its last owner; until then the path to this one is emptied"
                       : fmt::format("goes with its last owner; until then {} are emptied",
                                     fmt::join(columns_of(model, owner.blanks), ", "));
      break;
    case Ownership::Kind::shared:
      told.kind = EraseTable::Kind::shared;
      told.words = "somebody else's, shared with them: in their copy, not in their erasure";
      break;
  }
  return told;
}

EraseTable named(const Model& model, TableId table, const Mention& mention) {
  EraseTable told = blank(model, table);
  told.kind = EraseTable::Kind::mention;
  told.path = path_words(model, table, {mention.hop});
  const std::string columns =
      fmt::format("{}", fmt::join(columns_of(model, mention.hop.from), ", "));
  switch (mention.on_erase) {
    case Mention::OnErase::remove:
      told.words = "somebody else's rows that name them go";
      break;
    case Mention::OnErase::blank:
      told.words =
          fmt::format("somebody else's rows that name them stay, and {} is emptied", columns);
      break;
    case Mention::OnErase::keep:
      told.words = fmt::format("somebody else's rows go on naming them in {}", columns);
      break;
  }
  return told;
}

void add_table(const Model& model, TableId table, SubjectId subject, EraseStory& story) {
  const policy::Table& meant = model.at(table);
  const policy::Store& store = model.at(meant.store);
  if (store.no_reach_because || meant.unowned_because) {
    EraseTable told = blank(model, table);
    told.kind = EraseTable::Kind::not_looked;
    told.words = store.no_reach_because ? *store.no_reach_because : *meant.unowned_because;
    story.tables.push_back(std::move(told));
    return;
  }
  for (const Ownership& owner : meant.owners) {
    if (owner.subject == subject) {
      story.tables.push_back(owned(model, table, owner));
    }
  }
  for (const Mention& mention : meant.mentions) {
    if (mention.subject == subject) {
      story.tables.push_back(named(model, table, mention));
    }
  }
}

}  // namespace

std::string term_words(const Model& model, const Rule& rule) {
  std::vector<std::string> events;
  for (const EventId event : rule.anchor.events) {
    events.push_back(model.at(event).name);
  }
  const std::string after = fmt::format("{}", fmt::join(events, " or "));
  const auto from = [&](std::string_view year) {
    return fmt::format("{} after the end of the {} of {}", to_string(rule.period), year, after);
  };
  switch (rule.anchor.end_of) {
    case policy::Anchor::EndOf::moment:
      return fmt::format("{} after {}", to_string(rule.period), after);
    case policy::Anchor::EndOf::tax_year:
      return from("tax year");
    case policy::Anchor::EndOf::financial_year:
      return from("financial year");
    case policy::Anchor::EndOf::year:
      return from("year");
  }
  return "";
}

EraseStory explain_erase(const Model& model, SubjectId subject) {
  EraseStory story;
  story.subject = model.at(subject).name;
  story.title = model.at(subject).title;
  const std::vector<TableId> tables = parents_first(model);
  for (auto table = tables.rbegin(); table != tables.rend(); ++table) {
    add_table(model, *table, subject, story);
  }
  // What a row leads through goes after it; what stays is cut first, what nobody looks at is last.
  const auto turn = [](const EraseTable& table) {
    using enum EraseTable::Kind;
    return table.kind == part_stays ? 0 : table.kind == not_looked ? 2 : 1;
  };
  std::ranges::stable_sort(story.tables, {}, turn);
  for (const policy::Store& store : model.stores) {
    if (store.backups_kept) {
      story.copies.push_back(
          fmt::format("backups of {} are kept {}", store.name, to_string(*store.backups_kept)));
    }
    if (store.history_kept) {
      story.copies.push_back(
          fmt::format("the history of {} is kept {}", store.name, to_string(*store.history_kept)));
    }
    if (store.logs_kept) {
      story.copies.push_back(
          fmt::format("logs of {} are kept {}", store.name, to_string(*store.logs_kept)));
    }
  }
  return story;
}

}  // namespace abide::engine
