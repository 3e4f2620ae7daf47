// E1005: columns that must be emptied in rows that stay, and cannot be. Decided on the schema and
// the rules alone, with periods as plain numbers of days; the planner finds the rest on the rows.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "engine/catalogue/parts.hpp"

namespace abide::engine::catalogue {
namespace {

using policy::Rule;

std::int64_t days_of(const Period& period) {
  switch (period.unit) {
    case Period::Unit::days:
      return period.count;
    case Period::Unit::weeks:
      return 7 * period.count;
    case Period::Unit::months:
      return 30 * period.count;
    case Period::Unit::years:
      return 365 * period.count;
    case Period::Unit::seconds:
    case Period::Unit::minutes:
    case Period::Unit::hours:
      return 0;
  }
  return 0;
}

bool waits_for(const Rule& rule, EventId event) {
  return std::ranges::find(rule.anchor.events, event) != rule.anchor.events.end();
}

bool reaches(const Rule& rule, FieldId field) {
  return std::ranges::binary_search(rule.fields, field);
}

bool has_period(const Rule& rule) {
  return rule.kind == Rule::Kind::keep_at_most || rule.kind == Rule::Kind::erase_within;
}

/// The last day on which the column may still be there, counted from the event.
std::int64_t last_day(const policy::Model& model, const Rule& rule, FieldId field, EventId event) {
  const std::int64_t grace = days_of(model.calendar.grace);
  if (rule.kind == Rule::Kind::may_keep) {
    for (const Rule& other : model.rules) {
      if (other.kind == Rule::Kind::erase_within && waits_for(other, event) &&
          reaches(other, field)) {
        return std::max(grace, days_of(other.period));
      }
    }
  }
  return rule.kind == Rule::Kind::must_keep_for ? days_of(rule.period) + grace
         : has_period(rule)                     ? days_of(rule.period)
                                                : grace;
}

/// The day on which a sweep acts on it, counted from the event.
std::int64_t acting_day(const policy::Model& model, const Rule& rule) {
  if (rule.kind == Rule::Kind::must_keep_for) {
    return days_of(rule.period) + 1;
  }
  const std::int64_t early = days_of(model.calendar.lead) + days_of(model.calendar.sweep_every);
  return has_period(rule) ? std::max<std::int64_t>(0, days_of(rule.period) - early) : 0;
}

/// Some sentence keeps `other` in a row whose `field` has to go.
bool is_kept_longer(const policy::Model& model, FieldId other, FieldId field) {
  return std::ranges::any_of(model.rules, [&](const Rule& rule) {
    return rule.is_floor() && reaches(rule, other) && !reaches(rule, field);
  });
}

bool goes_in_time(const policy::Model& model, FieldId other, const Rule& rule, FieldId field,
                  EventId event) {
  const std::int64_t last = last_day(model, rule, field, event);
  return std::ranges::any_of(model.rules, [&](const Rule& own) {
    return own.is_ceiling() && own.kind != Rule::Kind::sever && reaches(own, other) &&
           waits_for(own, event) && own.anchor.end_of == rule.anchor.end_of &&
           acting_day(model, own) <= last;
  });
}

/// What keeps a row: content, more than an identifier.
bool is_content(const Pair& pair, FieldId field) {
  return pair.model.is_personal(field) && !pair.model.only_identifies(field);
}

/// A column of the row that stays after `field` has to go by `rule`.
std::optional<FieldId> outlived_by(const Pair& pair, FieldId field, const Rule& rule) {
  for (const FieldId other : pair.table.fields) {
    if (other == field || !is_content(pair, other)) {
      continue;
    }
    if (is_kept_longer(pair.model, other, field)) {
      return other;
    }
    for (const EventId event : rule.anchor.events) {
      if (!goes_in_time(pair.model, other, rule, field, event)) {
        return other;
      }
    }
  }
  return std::nullopt;
}

/// The column leads to the owner, rows of the table are kept, and the column itself is not.
bool severed_from_owner(const Pair& pair, const policy::Ownership& owner, FieldId field) {
  return owner.kind == policy::Ownership::Kind::sole && !owner.hops.empty() && !owner.backward &&
         std::ranges::find(owner.hops.front().from, field) != owner.hops.front().from.end() &&
         has_floor(pair.model, pair.id) && !has_floor(pair.model, owner.hops.front().table) &&
         std::ranges::none_of(pair.model.rules_of(field),
                              [&](RuleId id) { return pair.model.at(id).is_floor(); });
}

/// Why the column has to be emptied in rows that stay; empty when it never has to.
std::string reason_for(const Pair& pair, FieldId field) {
  for (const RuleId id : pair.model.rules_of(field)) {
    const Rule& rule = pair.model.at(id);
    const std::string& promise = pair.model.at(rule.promise).id;
    if (rule.kind == Rule::Kind::sever) {
      return fmt::format("{} severs it", promise);
    }
    const auto other = rule.is_ceiling() ? outlived_by(pair, field, rule) : std::nullopt;
    if (other) {
      return fmt::format("{} ends it while `{}` stays", promise, pair.model.at(*other).name);
    }
  }
  for (const policy::Ownership& owner : pair.table.owners) {
    if (severed_from_owner(pair, owner, field)) {
      return "rows that a sentence keeps are cut from their owner";
    }
    if (owner.kind == policy::Ownership::Kind::joint &&
        (std::ranges::find(owner.blanks, field) != owner.blanks.end() ||
         (!owner.hops.empty() && !owner.backward &&
          std::ranges::find(owner.hops.front().from, field) != owner.hops.front().from.end()))) {
      return "an owner who leaves has it blanked";
    }
  }
  for (const policy::Mention& mention : pair.table.mentions) {
    if (mention.on_erase == policy::Mention::OnErase::blank &&
        std::ranges::find(mention.hop.from, field) != mention.hop.from.end()) {
      return "an erasure blanks it in other people's rows";
    }
  }
  return "";
}

}  // namespace

void check_emptying(const Pair& pair, Gaps& gaps) {
  for (const FieldId field : pair.table.fields) {
    const Column& column = pair.model.at(field).column;
    if (find_column(pair.live, column) == nullptr || can_be_null(pair.live, column)) {
      continue;
    }
    const std::string reason = reason_for(pair, field);
    if (reason.empty()) {
      continue;
    }
    const bool in_key = std::ranges::find(pair.live.key, column) != pair.live.key.end();
    gaps.add({"E1005", pair.model.full_name(field),
              fmt::format("{}, and the column {}: it cannot be emptied in rows that stay", reason,
                          in_key ? "is part of the key" : "is NOT NULL"),
              in_key ? "key the table by a column that says nothing of a person"
                     : fmt::format("let the store take NULL in `{}`", column),
              0, std::nullopt, false});
  }
}

}  // namespace abide::engine::catalogue
