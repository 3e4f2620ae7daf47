// How statements about time are loosened: left out, longer, shorter where they keep, counted from
// fewer or later events, with more left out of them.
#include <algorithm>
#include <map>

#include "policy/loosen/edit.hpp"

namespace abide::policy::loosening {
namespace {

constexpr Period later{30, Period::Unit::days};

CategoryId top_of(const Model& model, CategoryId leaf) {
  CategoryId top = leaf;
  while (model.at(top).parent) top = *model.at(top).parent;
  return top;
}

/// How many columns with more than an identifier each of the categories has under one statement;
/// `name` groups the leaves.
template <class Name>
std::map<CategoryId, std::size_t> columns_by(const Model& model, const Rule& rule,
                                             const Name& name) {
  std::map<CategoryId, std::size_t> columns;
  for (const FieldId field : rule.fields) {
    if (model.only_identifies(field)) continue;  // no row stays for it
    for (const CategoryId leaf : model.at(field).categories) {
      if (std::ranges::binary_search(rule.categories, leaf)) ++columns[name(leaf)];
    }
  }
  return columns;
}

/// Of all that the statement covers the group that is most of it, or of its only group the leaf.
std::optional<std::string> most_of(const Desk& desk, SourceSpan span) {
  const auto rule = std::ranges::find_if(desk.model.rules, [&](const Rule& one) {
    return !one.fields.empty() && desk.is_of(one, span);
  });
  if (rule == desk.model.rules.end()) return std::nullopt;
  auto columns =
      columns_by(desk.model, *rule, [&](CategoryId leaf) { return top_of(desk.model, leaf); });
  if (columns.size() < 2) {
    columns = columns_by(desk.model, *rule, [](CategoryId leaf) { return leaf; });
  }
  if (columns.size() < 2) return std::nullopt;
  const auto most =
      std::ranges::max_element(columns, {}, [](const auto& counted) { return counted.second; });
  return desk.model.at(most->first).name;
}

class TimeOperators : public Operators {
 public:
  using Operators::Operators;

  void operator()(const ast::MayKeep& s) {
    leave_out();
    fewer_events(s, s.until, [](auto& copy) -> ast::Names& { return copy.until; });
    leave_more_out(s, s.review ? s.review->span : s.until.back().span);
  }
  void operator()(const ast::MustKeep& s) {
    leave_out();
    if (const auto shorter = half(s.period.period)) {
      add(s, "half as long", {rewritten(s.period, *shorter)},
          [&](auto& copy) { copy.period.period = *shorter; });
    }
    if (s.term == ast::MustKeep::Term::fixed) longer(s, s.period, &ast::MustKeep::period);
    if (s.after.end_of) {
      add(s, "counted from the event itself",
          {{from_start_to_start(start_of(s.after), s.after.events.front().span), ""}},
          [](auto& copy) { copy.after.end_of.reset(); });
    }
    fewer_events(s, s.after.events, [](auto& copy) -> ast::Names& { return copy.after.events; });
  }
  void operator()(const ast::KeepAtMost& s) {
    leave_out();
    longer(s, s.period, &ast::KeepAtMost::period);
    from_later(s, s.after, &ast::KeepAtMost::after);
    fewer_events(s, s.after.events, [](auto& copy) -> ast::Names& { return copy.after.events; });
    leave_more_out(s, s.after.events.back().span);
  }
  void operator()(const ast::Erase& s) {
    leave_out();
    if (const auto* within = std::get_if<ast::Within>(&s.promptness)) {
      const Period doubled = twice(within->period.period);
      add(s, "twice as long", {rewritten(within->period, doubled)},
          [&](auto& copy) { std::get<ast::Within>(copy.promptness).period.period = doubled; });
    } else {
      slower(s);
    }
    from_later(s, s.anchor, &ast::Erase::anchor);
    fewer_events(s, s.anchor.events, [](auto& copy) -> ast::Names& { return copy.anchor.events; });
    leave_more_out(s, s.anchor.events.back().span);
  }
  void operator()(const ast::Sever& s) {
    leave_out();
    fewer_events(s, s.at, [](auto& copy) -> ast::Names& { return copy.at; });
  }
  template <class Other>
  void operator()(const Other& /*other*/) {}

 private:
  template <class S>
  void longer(const S& s, const ast::Duration& period, ast::Duration S::*member) {
    const Period doubled = twice(period.period);
    add(s, "twice as long", {rewritten(period, doubled)},
        [&](auto& copy) { (copy.*member).period = doubled; });
  }
  /// `at E`, `promptly after E`: within a month instead.
  void slower(const ast::Erase& s) {
    const SourceSpan start = start_of(s.anchor);
    const std::string_view word = std::holds_alternative<ast::At>(s.promptness) ? "at" : "promptly";
    SourceSpan old = from_start_to_start(start, start);
    old.begin = static_cast<std::uint32_t>(desk().text(start.file).rfind(word, start.begin - 1));
    add(s, "within 30 days instead", {{old, "within " + to_string(later) + " of "}},
        [](auto& copy) { copy.promptness = ast::Within{{.span = {}, .period = later}}; });
  }
  /// What goes some time after an event goes after the end of its year.
  template <class S>
  void from_later(const S& s, const ast::Anchor& anchor, ast::Anchor S::*member) {
    if (anchor.end_of) return;
    const SourceSpan first = anchor.events.front().span;
    add(s, "counted from the end of the year",
        {{from_start_to_start(first, first), "end of year of "}}, [&](auto& copy) {
          (copy.*member).end_of = ast::Name{first, "year"};
        });
  }
  template <class S, class EventsOf>
  void fewer_events(const S& s, const ast::Names& events, const EventsOf& events_of) {
    for (std::size_t i = 0; events.size() > 1 && i < events.size(); ++i) {
      add(s, "no longer at `" + events[i].text + "`", {without(events, i)},
          [&](auto& copy) { events_of(copy) = less(events, i); });
    }
  }
  template <class S>
  void leave_more_out(const S& s, SourceSpan before) {
    const auto more = most_of(desk(), s.span);
    if (!more) return;
    const TextEdit edit = s.except.empty() ? TextEdit{after(before), " except " + *more}
                                           : with_one_more(s.except, *more);
    add(s, "`" + *more + "` left out of it", {edit},
        [&](auto& copy) { add_name(copy.except, *more); });
  }
  /// Where `end of …`, or without it the first event, begins.
  [[nodiscard]] SourceSpan start_of(const ast::Anchor& anchor) const {
    if (!anchor.end_of) return anchor.events.front().span;
    SourceSpan span = anchor.end_of->span;
    span.begin = static_cast<std::uint32_t>(desk().text(span.file).rfind("end", span.begin));
    return span;
  }
};

}  // namespace

Loosers loosers_of_time(const Desk& desk, const ast::Statement& statement) {
  TimeOperators operators{desk};
  std::visit(operators, statement);
  return std::move(operators).made();
}

}  // namespace abide::policy::loosening
