// Directives that hold a fault where it is: headers, blocks and their items, and the handlers of
// rules that go on behind a failed item.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "policy/grammar/blocks.hpp"
#include "policy/grammar/directives.hpp"

namespace abide::policy::grammar {

/// The parts between a declaration's first word and its block: a fault there does not lose the
/// block.
template <class Subject>
struct Header : Filling<Header<Subject>> {
  Subject subject;
  constexpr explicit Header(Subject what) : subject(what) {}
  template <class C, class Node, class Held>
  bool parse(Iterator& first, const Iterator& last, const C& context, Node& node, Held&) const {
    State& state = state_of(context);
    try {
      if (subject.parse(first, last, context, node, x3::unused)) {
        return true;
      }
      tell_expected(state, first, "");
      first = resume_header(state, first);
    } catch (const Failure& failure) {
      tell_expected(state, failure.where(), failure.which());
      first = resume_header(state, failure.where());
    }
    return true;
  }
  [[nodiscard]] std::string describe() const { return ""; }
};
template <class Subject>
constexpr Header<Subject> header(const Subject& subject) {
  return Header<Subject>{subject};
}
/// The clause that ends a block: a fault there is told unless the statement before it failed, and
/// does not lose the block.
template <class Subject>
struct LastClause : Filling<LastClause<Subject>> {
  Subject subject;
  constexpr explicit LastClause(Subject what) : subject(what) {}
  template <class C, class Node, class Held>
  bool parse(Iterator& first, const Iterator& last, const C& context, Node& node, Held&) const {
    State& state = state_of(context);
    const Iterator start = skip_blanks(first, last);
    try {
      if (subject.parse(first, last, context, node, x3::unused)) {
        return true;
      }
      if (node.statements.empty() || node.statements.back().index() != 0) {
        tell_expected(state, start, x3::what(subject));
      }
    } catch (const Failure& failure) {
      tell_expected(state, failure.where(), failure.which());
      first = resume_item(state, start, failure.where());
    }
    return true;
  }
  [[nodiscard]] std::string describe() const { return x3::what(subject); }
};
template <class Subject>
constexpr LastClause<Subject> last_clause(const Subject& subject) {
  return LastClause<Subject>{subject};
}

/// How an item that failed is marked.
template <class... Others>
void mark_broken(std::variant<ast::Broken, Others...>& item, SourceSpan span) {
  item = ast::Broken{span};
}
inline void mark_broken(ast::Category& category, SourceSpan span) {
  category.span = span;
  category.broken = true;
}
inline void mark_broken(ast::Step& step, SourceSpan span) {
  step.span = span;
  step.form = ast::Broken{span};
}

/// Items up to the end of the block; one that failed is kept, marked as broken.
template <class Node, class Item, class Subject>
struct Items : Filling<Items<Node, Item, Subject>> {
  std::vector<Item> Node::*member;
  Subject subject;
  const Bounds* bounds;
  constexpr Items(std::vector<Item> Node::*which, Subject what, const Bounds* within)
      : member(which), subject(what), bounds(within) {}
  template <class C, class Held>
  bool parse(Iterator& first, const Iterator& last, const C& context, Node& node, Held&) const {
    State& state = state_of(context);
    const Words outer = std::exchange(state.starters, bounds->starters);
    const Words outer_keys = std::exchange(state.keys, bounds->keys);
    while (true) {
      first = skip_blanks(first, last);
      if (ends_items(state, first, *bounds)) {
        break;
      }
      const Iterator start = first;
      state.item_start = start;
      state.item_failed = false;
      Item& item = (node.*member).emplace_back();
      subject.parse(first, last, context, x3::unused, item);
      if (std::exchange(state.item_failed, false)) {
        mark_broken(item, span_of(state, start, first));
      }
    }
    state.starters = outer;
    state.keys = outer_keys;
    return true;
  }
  [[nodiscard]] std::string describe() const { return x3::what(subject); }
};
template <class Node, class Item, class Subject>
constexpr Items<Node, Item, Subject> items(std::vector<Item> Node::*member, const Subject& subject,
                                           const Bounds& bounds) {
  return {member, subject, &bounds};
}

/// `{ … }`. A missing `}` is told with the place of its `{`, and does not lose the declaration.
template <class Subject>
struct Braced : Filling<Braced<Subject>> {
  std::string_view what;
  Subject subject;
  constexpr Braced(std::string_view kind, Subject inner) : what(kind), subject(inner) {}
  template <class C, class Node, class Held>
  bool parse(Iterator& first, const Iterator& last, const C& context, Node& node, Held&) const {
    State& state = state_of(context);
    Iterator opened = first;
    if (!open_block(state, first, opened)) {
      throw Failure{first, told};
    }
    ++state.depth;
    subject.parse(first, last, context, node, x3::unused);
    --state.depth;
    close_block(state, first, opened, what);
    return true;
  }
  [[nodiscard]] std::string describe() const { return "`{`"; }
};
template <class Subject>
constexpr Braced<Subject> braced(std::string_view what, const Subject& subject) {
  return {what, subject};
}

// ── handlers of rules ─────────────────────────────────────────────────────────────────────────

/// Gives each node its place.
struct Spanned {
  template <class Node, class C>
  void on_success(const Iterator& first, const Iterator& last, Node& node, const C& context) {
    const State& state = state_of(context);
    node.span = span_of(state, skip_blanks(first, last), last);
  }
};
/// What failed is told and marked; reading goes on where `resume` says.
template <auto resume>
struct Recovers {
  template <class C>
  x3::error_handler_result on_error(Iterator& first, const Iterator&, const Failure& failure,
                                    const C& context) {
    State& state = state_of(context);
    if (failure.which() != told) {
      tell_expected(state, failure.where(), failure.which());
    }
    first = resume(state, state.item_start, failure.where());
    state.item_failed = true;
    return x3::error_handler_result::accept;
  }
};
/// Behind the failed item, or at the next declaration.
using RecoversItem = Recovers<&resume_item>;
using RecoversDeclaration = Recovers<&resume_declaration>;

/// Tags of rules: a node with its place, or without.
template <class Node>
struct Placed : Spanned {};
template <class Node>
struct Plain {};
template <class Node>
using NodeRule = x3::rule<Placed<Node>, Node>;
template <class Node>
using PartRule = x3::rule<Plain<Node>, Node>;

}  // namespace abide::policy::grammar
