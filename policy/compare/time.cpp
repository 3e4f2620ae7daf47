// A rule with several events is one bound for each: of several ceilings the first decides, of
// several floors the last. A bound is upheld by the other version where, counted from any start
// day, some bound on the same event falls no later (a ceiling), or no earlier (a floor). One
// direction, asked twice.
#include "policy/compare/time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "policy/checks/bounds.hpp"
#include "policy/compare/flows.hpp"
#include "policy/periods.hpp"

namespace abide::policy::compare {
namespace {

using checks::Bound;

/// One rule's bound on one column, counted from one event.
struct Term {
  std::string event;
  Bound bound;
  const Rule* rule;
};
/// Of one column.
struct Terms {
  std::vector<Term> floors, ceilings;
};

/// The terms of one version, by column.
class Book {
 public:
  Book(const Named& edition, const Calendar& calendar) : edition_(edition) {
    for (const Rule& rule : edition.model.rules) {
      for (const FieldId field : rule.fields) {
        Terms& terms = by_field_[edition.names.of(field)];
        for (const EventId event : rule.anchor.events) {
          const std::string& name = edition.names.of(event);
          if (rule.is_floor()) add(terms.floors, {name, checks::floor_of(rule), &rule});
          if (rule.is_ceiling())
            add(terms.ceilings, {name, checks::ceiling_of(rule, calendar), &rule});
        }
      }
    }
  }
  [[nodiscard]] const Terms& of(const std::string& field) const {
    static const Terms none;
    const auto at = by_field_.find(field);
    return at == by_field_.end() ? none : at->second;
  }
  [[nodiscard]] const Named& edition() const { return edition_; }

 private:
  /// The same bound on the same event is said once.
  static void add(std::vector<Term>& terms, Term term) {
    const bool known = std::ranges::any_of(
        terms, [&](const Term& one) { return one.event == term.event && one.bound == term.bound; });
    if (!known) terms.push_back(std::move(term));
  }
  const Named& edition_;
  std::map<std::string, Terms> by_field_;
};

/// Which of two bounds falls later, remembered: many columns have the same.
class Days {
 public:
  explicit Days(const Calendar& calendar) : calendar_(calendar) {}
  /// Whether `a` falls later than `b` from some start day.
  bool ever_later(const Bound& a, const Bound& b) {
    const bool below_a_day = !a.period.is_civil() && !b.period.is_civil() && !a.grace && !b.grace &&
                             a.end_of == b.end_of;
    if (below_a_day) return seconds_of(a.period) > seconds_of(b.period);
    const auto known = std::ranges::find_if(
        known_, [&](const auto& one) { return std::get<0>(one) == a && std::get<1>(one) == b; });
    if (known != known_.end()) return std::get<2>(*known);
    known_.emplace_back(a, b, checks::first_later(a, b, calendar_).has_value());
    return std::get<2>(known_.back());
  }

 private:
  const Calendar& calendar_;
  std::vector<std::tuple<Bound, Bound, bool>> known_;
};

/// What became looser under one sentence.
struct Loosened {
  const Rule* was = nullptr;  ///< a ceiling of the older version that is not upheld
  const Rule* is = nullptr;   ///< a floor of the newer version that is new
  std::string event;
  std::string counterpart;  ///< what the other version has instead; empty for nothing
  std::set<std::string> fields;
};

std::string text_of(const Term& term) {
  constexpr std::string_view year[] = {"", "the end of the tax year of ",
                                       "the end of the financial year of ",
                                       "the end of the year of "};
  const Rule& rule = *term.rule;
  const std::string from =
      fmt::format("{}`{}`", year[static_cast<std::size_t>(rule.anchor.end_of)], term.event);
  return rule.period.count == 0 ? "at " + from
                                : fmt::format("{} after {}", to_string(rule.period), from);
}

/// What `after` keeps that `before` does not, by columns and days, under one way of counting.
class Direction {
 public:
  Direction(const Book& before, const Book& after, std::vector<Days>& days)
      : before_(before), after_(after), days_(days) {}

  std::vector<Loosened> run() {
    const auto& names = after_.edition().names.fields;
    const std::set<std::string> now{names.begin(), names.end()};
    for (const std::string& field : before_.edition().names.fields)
      if (now.contains(field)) column(field);
    return std::move(found_);
  }

 private:
  void column(const std::string& field) {
    const Terms& old = before_.of(field);
    const Terms& now = after_.of(field);
    for (const Term& ceiling : old.ceilings)
      if (!upheld(ceiling, now.ceilings,
                  [this](const Bound& held, const Bound& was) { return !ever_later(held, was); }))
        of(ceiling, now.ceilings, true).fields.insert(field);
    for (const Term& floor : now.floors)
      if (!upheld(floor, old.floors,
                  [this](const Bound& held, const Bound& is) { return !ever_later(is, held); }))
        of(floor, old.floors, false).fields.insert(field);
  }
  /// By either version's calendar: which of them counts is told apart.
  bool ever_later(const Bound& a, const Bound& b) {
    return std::ranges::any_of(days_, [&](Days& one) { return one.ever_later(a, b); });
  }
  template <class Holds>
  static bool upheld(const Term& term, const std::vector<Term>& others, const Holds& holds) {
    return std::ranges::any_of(others, [&](const Term& other) {
      return other.event == term.event && holds(other.bound, term.bound);
    });
  }
  Loosened& of(const Term& term, const std::vector<Term>& others, bool ceiling) {
    std::string counterpart;
    for (const Term& other : others)
      if (other.event == term.event && counterpart.empty()) counterpart = text_of(other);
    const auto known = std::ranges::find_if(found_, [&](const Loosened& one) {
      return (ceiling ? one.was : one.is) == term.rule && one.event == term.event &&
             one.counterpart == counterpart;
    });
    if (known != found_.end()) return *known;
    found_.push_back({ceiling ? term.rule : nullptr,
                      ceiling ? nullptr : term.rule,
                      term.event,
                      std::move(counterpart),
                      {}});
    return found_.back();
  }

  const Book& before_;
  const Book& after_;
  std::vector<Days>& days_;
  std::vector<Loosened> found_;
};

/// @param own  when the sentence itself has it
std::string in_words(const Loosened& one, const std::string& own, bool is_looser) {
  const bool ceiling = one.was != nullptr;
  const bool severs = ceiling && one.was->kind == Rule::Kind::sever;
  const std::string must = severs    ? "has its link cut"
                           : ceiling ? "has to be gone"
                                     : "has to be kept";
  const std::string fields = listed(one.fields);
  if (one.counterpart.empty()) {
    // A ceiling that only the older version has, or a floor that only the newer one has, loosens.
    return fmt::format("{}{} {}: {}", ceiling == is_looser ? "no longer " : "now ", must, own,
                       fields);
  }
  // The sentence is the older version's where a ceiling loosens or a floor does not.
  const bool own_is_old = ceiling == is_looser;
  return fmt::format("{} {}, {} before: {}", must, own_is_old ? one.counterpart : own,
                     own_is_old ? own : one.counterpart, fields);
}

class Comparer {
 public:
  Comparer(const Named& before, const Named& after)
      : before_(before),
        after_(after),
        // One grace for both: what a changed grace does is told once.
        old_book_(before, before.model.calendar),
        new_book_(after, before.model.calendar),
        old_book_by_new_(before, after.model.calendar),
        new_book_by_new_(after, after.model.calendar),
        old_sentences_(before),
        new_sentences_(after) {}

  std::vector<Change> run() {
    std::vector<Days> days{Days{before_.model.calendar}, Days{after_.model.calendar}};
    for (const Loosened& one : Direction{old_book_, new_book_, days}.run()) add(one, true);
    for (const Loosened& one : Direction{new_book_by_new_, old_book_by_new_, days}.run())
      add(one, false);
    return std::move(changes_);
  }

 private:
  void add(const Loosened& one, bool is_looser) {
    const Rule& rule = one.was != nullptr ? *one.was : *one.is;
    // The sentence stands in the version that had the ceiling, or has the floor.
    const bool in_old = (one.was != nullptr) == is_looser;
    const std::string& what = (in_old ? before_ : after_).names.of(rule.promise);
    const Sentences& here = in_old ? old_sentences_ : new_sentences_;
    const Sentences& there = in_old ? new_sentences_ : old_sentences_;
    const auto instead = there.missing_in(here, what);
    Change change{Part::time,
                  is_looser ? Judgement::looser : Judgement::stricter,
                  what,
                  in_old ? std::vector{rule.sentence} : instead,
                  in_old ? instead : std::vector{rule.sentence},
                  {},
                  {},
                  {}};
    (in_old ? change.was_at : change.stands_at) = rule.location;
    (in_old ? change.stands_at : change.was_at) = there.place_of(instead);
    const Term own{one.event, {}, &rule};
    change.why = {in_words(one, text_of(own), is_looser)};
    changes_.push_back(std::move(change));
  }

  const Named& before_;
  const Named& after_;
  Book old_book_, new_book_, old_book_by_new_, new_book_by_new_;
  Sentences old_sentences_, new_sentences_;
  std::vector<Change> changes_;
};

}  // namespace

std::vector<Change> compare_time(const Named& before, const Named& after) {
  return Comparer{before, after}.run();
}

}  // namespace abide::policy::compare
