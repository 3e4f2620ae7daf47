// Ways are followed one by one, each answered by the store that holds its end.
#include "engine/reread/datings.hpp"

#include <algorithm>

namespace abide::reread {

using policy::Dating;
using policy::Hop;
using policy::Ownership;
using policy::Rule;

/// The way the policy names; where it is an owner's, that of every owner.
std::vector<Datings::Way> Datings::ways(TableId table, const Dating& dating) const {
  const auto& owners = model_.at(table).owners;
  const auto is_begun_by = [&](const Ownership& owner) {
    return owner.kind != Ownership::Kind::shared && !owner.hops.empty() &&
           owner.hops.size() <= dating.hops.size() &&
           std::ranges::equal(owner.hops, std::span{dating.hops}.first(owner.hops.size()));
  };
  const auto named = std::ranges::find_if(owners, is_begun_by);
  if (named == owners.end()) return {{dating.hops, true}};
  const auto beyond = std::span{dating.hops}.subspan(named->hops.size());
  const bool of_people = beyond.empty() && !model_.at(dating.event).of &&
                         std::holds_alternative<policy::Told>(model_.at(dating.event).source);
  std::vector<Way> all;
  for (const Ownership& owner : owners) {
    if (owner.kind == Ownership::Kind::shared || owner.hops.empty()) continue;
    // Of several kinds of people in one table the event is as much about one as about another.
    if (owner.hops.back().table != named->hops.back().table && !of_people) {
      all.push_back({{owner.hops.front()}, false, &owner});
      continue;
    }
    all.push_back({owner.hops, true, &owner});
    all.back().hops.insert(all.back().hops.end(), beyond.begin(), beyond.end());
  }
  return all;
}

/// Rows at the end of the way by which its owner's path counts.
SelectorPtr Datings::counting(const Way& way) const {
  std::vector<SelectorPtr> all{share({All{}})};
  if (way.owner == nullptr || way.hops.empty()) return all.front();
  for (const policy::Condition& condition : way.owner->on_the_way) {
    if (model_.at(condition.field).table == way.hops.back().table) {
      all.push_back(questions_.holding(condition));
    }
  }
  return all_of(std::move(all));
}

Result<SelectorPtr> Datings::agreed(TableId table, const std::vector<Way>& ways, Ask ask,
                                    const RowsOf& yes, const RowsOf& no) {
  std::vector<SelectorPtr> asking;
  std::vector<SelectorPtr> waiting;
  const bool one_end =
      ways.size() == 1 && std::ranges::all_of(ways.front().hops, [&](const Hop& h) {
        return h.to == model_.at(h.table).key;
      });
  for (const Way& way : ways) {
    if (way.dates) {
      ABIDE_TRY(SelectorPtr rows, yes(way));
      asking.push_back(std::move(rows));
    }
    if (ask == Ask::before && !one_end) {
      ABIDE_TRY(const SelectorPtr end, way.dates ? no(way) : Result<SelectorPtr>{counting(way)});
      ABIDE_TRY(SelectorPtr rows, questions_.through(table, way.hops, end));
      waiting.push_back(std::move(rows));
    }
  }
  const SelectorPtr wait = any_of(std::move(waiting));
  const SelectorPtr some = any_of(std::move(asking));
  return some && wait ? all_of({some, none_of(wait)}) : some;
}

std::optional<FieldId> Datings::key_of(TableId table, const Dating& dating, const Way& way) const {
  const bool absence = std::holds_alternative<policy::OnAbsence>(model_.at(dating.event).source);
  if (absence && !way.hops.empty()) return way.hops.back().to.front();
  const TableId end = way.hops.empty() ? table : way.hops.back().table;
  for (const policy::Subject& subject : model_.subjects) {
    const FieldId key = subject.identified_by.front();
    if (model_.at(key).table == end) return key;
  }
  return std::nullopt;
}

std::vector<const Told*> Datings::about(FieldId field, EventId event, Instant cutoff,
                                        Ask ask) const {
  const auto& leaves = model_.at(field).categories;
  std::vector<const Told*> found;
  for (const Told& one : input_.events) {
    const bool concerns =
        one.categories.empty() || std::ranges::any_of(one.categories, [&](CategoryId id) {
          return std::ranges::find(leaves, id) != leaves.end();
        });
    if (one.event == event && concerns && (one.at < cutoff) == (ask == Ask::before)) {
      found.push_back(&one);
    }
  }
  return found;
}

/// What was told of single rows: of these very ones, or of rows that date them.
Result<SelectorPtr> Datings::of_rows(TableId table, const Dating& dating,
                                     const std::vector<const Told*>& told, Ask ask) {
  const auto of = model_.at(dating.event).of;
  std::vector<SelectorPtr> very;
  std::vector<SelectorPtr> named;
  for (const Told* one : told) {
    if (!one->row_table) continue;
    if (of == one->row_table) {
      named.push_back(questions_.is_row(*of, one->row_key.reveal()));
    } else if (*one->row_table == table) {
      very.push_back(questions_.is_row(table, one->row_key.reveal()));
    }
  }
  if (const SelectorPtr these = any_of(std::move(named))) {
    const Way way{dating.hops, true};
    ABIDE_TRY(SelectorPtr through,
              agreed(
                  table, {way}, ask,
                  [&](const Way& w) { return questions_.through(table, w.hops, these); },
                  [&](const Way&) { return Result<SelectorPtr>{none_of(these)}; }));
    very.push_back(std::move(through));
  }
  return any_of(std::move(very));
}

Result<SelectorPtr> Datings::told(FieldId field, const Dating& dating, Instant cutoff, Ask ask) {
  const TableId table = model_.at(field).table;
  const policy::Event& event = model_.at(dating.event);
  const std::vector<const Told*> all = about(field, dating.event, cutoff, ask);
  const auto* source = std::get_if<policy::Told>(&event.source);
  const bool of_everything = source != nullptr && source->by == policy::Told::By::abide;
  const bool of_people = std::ranges::any_of(all, [](const Told* one) { return !one->row_table; });
  if (of_everything && of_people) return share({All{}});
  ABIDE_TRY(const SelectorPtr rows, of_rows(table, dating, all, ask));
  if (event.of || !of_people) return rows;
  const bool absence = std::holds_alternative<policy::OnAbsence>(event.source);
  const auto keys = [&](FieldId key) {
    std::vector<Value> values;
    for (const Told* one : all) {
      const bool same =
          absence || !one->subject || model_.home_of(*one->subject) == model_.at(key).table;
      if (!one->row_table && same) values.push_back(one->key.reveal());
    }
    return values;
  };
  ABIDE_TRY(const SelectorPtr people,
            agreed(
                table, ways(table, dating), ask,
                [&](const Way& way) -> Result<SelectorPtr> {
                  const auto key = key_of(table, dating, way);
                  return key ? questions_.reaching(table, way.hops, *key, keys(*key))
                             : Result<SelectorPtr>{SelectorPtr{}};
                },
                [&](const Way& way) -> Result<SelectorPtr> {
                  const auto key = key_of(table, dating, way);
                  return none_of(key ? questions_.among(*key, keys(*key), Match::exact) : nullptr);
                }));
  return any_of({rows, people});
}

Result<SelectorPtr> Datings::by_event(FieldId field, EventId event, Instant cutoff, Ask ask) {
  const TableId table = model_.at(field).table;
  const Dating* dating = model_.dating(table, event);
  if (dating == nullptr) return SelectorPtr{};
  const auto* source = std::get_if<policy::AtColumn>(&model_.at(event).source);
  if (source == nullptr) return told(field, *dating, cutoff, ask);
  const policy::Field& clock = model_.at(source->field);
  ABIDE_TRY(const Instant written, reckoning_.written(clock, cutoff));
  const SelectorPtr earlier = share({Before{clock.column, written, encoding_of(clock)}});
  const SelectorPtr later = all_of({none_of(share({IsNull{clock.column}})), none_of(earlier)});
  return agreed(
      table, ways(table, *dating), ask,
      [&](const Way& way) {
        return questions_.through(table, way.hops,
                                  all_of({ask == Ask::before ? earlier : later, counting(way)}));
      },
      [&](const Way& way) {
        return Result<SelectorPtr>{all_of({none_of(earlier), counting(way)})};
      });
}

Result<SelectorPtr> Datings::before(FieldId field, const Rule& rule, Instant cutoff) {
  std::vector<SelectorPtr> ways;
  for (const EventId event : rule.anchor.events) {
    ABIDE_TRY(SelectorPtr way, by_event(field, event, cutoff, Ask::before));
    ways.push_back(std::move(way));
  }
  return any_of(std::move(ways));
}

Result<SelectorPtr> Datings::not_before(FieldId field, const Rule& rule, Instant cutoff) {
  std::vector<SelectorPtr> ways;
  for (const EventId event : rule.anchor.events) {
    ABIDE_TRY(SelectorPtr way, by_event(field, event, cutoff, Ask::not_before));
    ways.push_back(std::move(way));
  }
  return any_of(std::move(ways));
}

Result<SelectorPtr> Datings::floored(const std::vector<FieldId>& fields, const Rule** law) {
  std::vector<SelectorPtr> ways;
  for (const Rule& rule : model_.rules) {
    for (const FieldId field : fields) {
      if (!rule.is_floor() || std::ranges::find(rule.fields, field) == rule.fields.end()) continue;
      ABIDE_TRY(SelectorPtr way, not_before(field, rule, reckoning_.free_before(rule)));
      if (std::ranges::none_of(ways, [&](const auto& one) { return same(one, way); })) {
        ways.push_back(std::move(way));
      }
      *law = &rule;
    }
  }
  return any_of(std::move(ways));
}

bool Datings::by_category(const Rule& rule) const {
  return std::ranges::any_of(input_.events, [&](const Told& one) {
    const auto& events = rule.anchor.events;
    return !one.categories.empty() && std::ranges::find(events, one.event) != events.end();
  });
}

}  // namespace abide::reread
