// What follows from the sentences: a walk over every one of them for every question.
#include <algorithm>

#include "tests/oracle/spoken.hpp"

namespace abide::oracle {
namespace {

bool all_held(const std::set<std::string>& names, const States& states) {
  for (const std::string& name : names) {
    const auto at = states.find(name);
    if (at == states.end() || at->second != Known::held) return false;
  }
  return true;
}
bool all_may_hold(const std::set<std::string>& names, const States& states) {
  for (const std::string& name : names) {
    const auto at = states.find(name);
    if (at != states.end() && at->second == Known::not_held) return false;
  }
  return true;
}

}  // namespace

bool Spoken::lets(const Lets& one, const std::string& leaf, const std::string& to,
                  const std::string& purpose, const States& states) const {
  if (!one.leaves.contains(leaf) || !one.to.contains(to)) return false;
  if (one.rests) {
    const auto used = uses_.find(purpose);
    return slip_.hosts_serve_all || (used != uses_.end() && used->second.contains(leaf));
  }
  if (!one.purposes.empty() && !one.purposes.contains(purpose)) return false;
  return slip_.unknown_permits ? all_may_hold(one.when, states) : all_held(one.when, states);
}

bool Spoken::goes(const std::string& leaf, const std::string& to, const std::string& purpose,
                  const States& states) const {
  if (!purposes_.contains(purpose)) return false;
  const auto sent = [&](const std::string& against) {
    return std::ranges::any_of(lets_, [&](const Lets& one) {
      return (against.empty() || one.overrules.contains(against)) &&
             lets(one, leaf, to, purpose, states);
    });
  };
  if (!sent("")) return false;
  return std::ranges::none_of(forbids_, [&](const Forbids& one) {
    const bool there = one.to_all_but ? !one.to_but.contains(to) : one.to.contains(to);
    const bool for_it =
        one.for_all_but ? !one.for_but.contains(purpose) : one.purposes.contains(purpose);
    const bool ended = !one.unless.empty() && all_held(one.unless, states);
    return one.leaves.contains(leaf) && there && for_it && all_may_hold(one.when, states) &&
           !ended && (slip_.rulings_ignored || !sent(one.promise));
  });
}

bool Spoken::is_about(const Lasts& one, const Column& column) const {
  const bool here = one.in.empty() ? owned_.contains(column.table) : one.in.contains(column.table);
  return here && std::ranges::any_of(column.leaves, [&](const std::string& leaf) {
           return one.leaves.contains(leaf);
         });
}

/// Every leaf of the column that the sentence speaks of is erased within some time of the event.
bool Spoken::gives_way(const Lasts& one, const Column& column, const std::string& event) const {
  if (one.kind != Lasts::Kind::may_keep || slip_.may_keep_stands) return false;
  return std::ranges::all_of(column.leaves, [&](const std::string& leaf) {
    return !one.leaves.contains(leaf) || std::ranges::any_of(lasts_, [&](const Lasts& other) {
      return other.kind == Lasts::Kind::within && other.end_of.empty() && is_about(other, column) &&
             other.leaves.contains(leaf) && other.events.contains(event);
    });
  });
}

Day Spoken::counted(const Lasts& one, Day day) const {
  if (one.end_of == "financial_year")
    return last_of_year_ending(day, year_ends_month_, year_ends_day_);
  if (one.end_of == "tax_year") return last_of_year_ending(day, 4, 5);
  return one.end_of.empty() ? day : last_of_year_ending(day, 12, 31);
}

Day Spoken::floor(const Lasts& one, Day day) const {
  return after(counted(one, day), one.period, Falls::up);
}

Day Spoken::ceiling(const Lasts& one, Day day) const {
  const Falls down = slip_.rounds_up ? Falls::up : Falls::down;
  switch (one.kind) {
    case Lasts::Kind::term:
      return after(floor(one, day), grace_, down);
    case Lasts::Kind::at_most:
    case Lasts::Kind::within:
      return after(counted(one, day), one.period, down);
    case Lasts::Kind::may_keep:
    case Lasts::Kind::at_once:
    case Lasts::Kind::at_least:
      return after(counted(one, day), grace_, down);
  }
  return day;
}

Fate Spoken::fate(const std::string& column, const Days& happened, Day on) const {
  const Column& where = columns_.at(column);
  bool kept = false;
  bool past = false;
  for (const Lasts& one : lasts_) {
    if (!is_about(one, where)) continue;
    bool keeps = false;
    bool first = true;
    for (const std::string& event : one.events) {
      const auto day = happened.find(event);
      if (day == happened.end()) continue;
      const bool is_floor = one.kind == Lasts::Kind::term || one.kind == Lasts::Kind::at_least;
      if (is_floor && on <= floor(one, day->second) && (first || !slip_.first_floor)) keeps = true;
      first = false;
      const bool is_ceiling = one.kind != Lasts::Kind::at_least;
      if (is_ceiling && !gives_way(one, where, event) && on > ceiling(one, day->second))
        past = true;
    }
    kept = kept || (keeps && !slip_.floors_ignored);
  }
  return kept ? Fate::kept : past ? Fate::due : Fate::free;
}

std::vector<std::string> Spoken::columns() const {
  std::vector<std::string> names;
  for (const auto& [name, column] : columns_) names.push_back(name);
  return names;
}

}  // namespace abide::oracle
