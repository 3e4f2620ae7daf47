// Statements about time, compiled to Rules on columns (LANGUAGE 4.6).
#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "policy/resolve/context.hpp"

namespace abide::policy::resolving {
namespace {

/// A statement's own words, before its columns are looked up.
struct Draft {
  Rule rule;
  std::vector<SourceSpan> event_spans;
  const ast::Names* in = nullptr;
  SourceSpan span;
};

Anchor::EndOf end_of(const std::optional<ast::Name>& word) {
  if (!word) {
    return Anchor::EndOf::moment;
  }
  return word->text == "tax_year"         ? Anchor::EndOf::tax_year
         : word->text == "financial_year" ? Anchor::EndOf::financial_year
                                          : Anchor::EndOf::year;
}

void read_anchor(Context& context, Draft& draft, const ast::Names& events,
                 const std::optional<ast::Name>& period_word) {
  expect_events(context, events, draft.rule.anchor.events);
  draft.rule.anchor.end_of = end_of(period_word);
  for (const ast::Name& event : events) {
    draft.event_spans.push_back(event.span);
  }
}

struct Compile {
  Context& context;

  std::optional<Draft> operator()(const ast::MayKeep& s) const {
    Draft draft = begin(Rule::Kind::may_keep, s.span, s.in);
    draft.rule.categories = leaves_of(context, s.what, s.except);
    if (s.review) {
      draft.rule.review = s.review->period;
    }
    read_anchor(context, draft, s.until, std::nullopt);
    return draft;
  }
  std::optional<Draft> operator()(const ast::MustKeep& s) const {
    const auto kind = s.term == ast::MustKeep::Term::fixed ? Rule::Kind::must_keep_for
                                                           : Rule::Kind::must_keep_at_least;
    Draft draft = begin(kind, s.span, s.in);
    draft.rule.categories = leaves_of(context, s.what);
    draft.rule.period = s.period.period;
    draft.rule.law = s.law.text;
    read_anchor(context, draft, s.after.events, s.after.end_of);
    return draft;
  }
  std::optional<Draft> operator()(const ast::KeepAtMost& s) const {
    Draft draft = begin(Rule::Kind::keep_at_most, s.span, s.in);
    draft.rule.categories = leaves_of(context, s.what, s.except);
    draft.rule.period = s.period.period;
    set_law(draft, s.law);
    read_anchor(context, draft, s.after.events, s.after.end_of);
    return draft;
  }
  std::optional<Draft> operator()(const ast::Erase& s) const {
    const auto* within = std::get_if<ast::Within>(&s.promptness);
    const auto kind = within != nullptr                               ? Rule::Kind::erase_within
                      : std::holds_alternative<ast::At>(s.promptness) ? Rule::Kind::erase_at
                                                                      : Rule::Kind::erase_promptly;
    Draft draft = begin(kind, s.span, s.in);
    draft.rule.categories = leaves_of(context, s.what, s.except);
    if (within != nullptr) {
      draft.rule.period = within->period.period;
    }
    set_law(draft, s.law);
    read_anchor(context, draft, s.anchor.events, s.anchor.end_of);
    return draft;
  }
  std::optional<Draft> operator()(const ast::Sever& s) const {
    static const ast::Names nowhere;
    Draft draft = begin(Rule::Kind::sever, s.span, nowhere);
    const auto column = expect_column(context, s.column, Declares::yes);
    const auto from = expect_column(context, s.from, Declares::yes);
    if (!column || !from) {
      return std::nullopt;
    }
    draft.rule.fields = {*column};
    draft.rule.severed_from = *from;
    read_anchor(context, draft, s.at, std::nullopt);
    context.severs.push_back({.column = *column,
                              .from = *from,
                              .events = draft.rule.anchor.events,
                              .kept = leaves_of(context, s.what),
                              .other = leaves_of(context, s.from_what),
                              .span = s.span});
    return draft;
  }
  template <class Other>
  std::optional<Draft> operator()(const Other& /*other*/) const {
    return std::nullopt;
  }

 private:
  [[nodiscard]] Draft begin(Rule::Kind kind, SourceSpan span, const ast::Names& in) const {
    Draft draft;
    draft.rule.kind = kind;
    draft.rule.sentence = context.sentence(span);
    draft.rule.location = context.location(span);
    draft.in = &in;
    draft.span = span;
    return draft;
  }
  static void set_law(Draft& draft, const std::optional<ast::Name>& law) {
    if (law) {
      draft.rule.law = law->text;
    }
  }
};

/// Columns of the rule's leaves: in the tables named, or in every table that has an owner.
void find_fields(Context& context, Draft& draft) {
  const std::vector<TableId> tables = expect_tables(context, *draft.in);
  std::vector<FieldId>& fields = draft.rule.fields;
  for (const CategoryId leaf : draft.rule.categories) {
    for (const FieldId field : context.fields_of_leaf[leaf.value]) {
      const TableId table = context.model.at(field).table;
      const bool reached = draft.in->empty()
                               ? !context.model.at(table).unowned_because.has_value()
                               : std::binary_search(tables.begin(), tables.end(), table);
      if (reached) {
        fields.push_back(field);
      }
    }
  }
  std::sort(fields.begin(), fields.end());
  fields.erase(std::unique(fields.begin(), fields.end()), fields.end());
}

void add_rule(Context& context, Draft draft, PromiseId promise, PromiseId written_in) {
  draft.rule.promise = promise;
  if (draft.rule.kind == Rule::Kind::sever) {
    draft.rule.categories = context.model.at(draft.rule.fields.front()).categories;
  } else {
    find_fields(context, draft);
  }
  RuleScope scope;
  scope.names_tables = !draft.in->empty() || draft.rule.kind == Rule::Kind::sever;
  scope.written_in = written_in;
  if (context.promises[promise.value].ruling != nullptr) {
    scope.ruling = promise;
  }
  context.model.rules.push_back(std::move(draft.rule));
  context.scopes.push_back(scope);
  context.places.rules.push_back(draft.span);
  context.places.rule_events.push_back(std::move(draft.event_spans));
}

/// The promise's own statements, and once each those of every promise that it says `as`.
class Expand {
 public:
  explicit Expand(Context& context) : context_(context), seen_by_(context.promises.size()) {}
  void promise(PromiseId id) {
    std::vector<PromiseId> waiting{id};
    seen_by_[id.value] = id;
    while (!waiting.empty()) {
      const PromiseId from = waiting.back();
      waiting.pop_back();
      for (const ast::Statement& statement : context_.promises[from.value].list()) {
        if (const auto* as = std::get_if<ast::As>(&statement)) {
          follow(*as, id, waiting);
        } else if (auto draft = std::visit(Compile{context_}, statement)) {
          add_rule(context_, std::move(*draft), id, from);
        }
      }
    }
  }

 private:
  void follow(const ast::As& as, PromiseId id, std::vector<PromiseId>& waiting) {
    const Symbol* target = context_.symbols.find(Kind::promise, as.promise.text);
    if (target != nullptr && seen_by_[target->index] != id) {
      seen_by_[target->index] = id;
      waiting.push_back(PromiseId{target->index});
    }
  }
  Context& context_;
  std::vector<PromiseId> seen_by_;
};

}  // namespace

void compile_rules(Context& context) {
  Expand expand{context};
  for (std::uint32_t i = 0; i < context.promises.size(); ++i) {
    expand.promise(PromiseId{i});
  }
  yield_to_erasures(context);
}

}  // namespace abide::policy::resolving
