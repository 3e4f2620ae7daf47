// How rules fill the tree: each directive parses into a member of the node that its rule builds, so
// that a rule reads like its line of the EBNF and no attribute is assembled on the way.
#pragma once

#include <string>
#include <type_traits>
#include <utility>
#include <variant>

#include "policy/grammar/blocks.hpp"
#include "policy/grammar/terminals.hpp"

namespace abide::policy::grammar {

/// A parser without an attribute of its own: it fills the node of the rule around it.
template <class Derived>
struct Filling : x3::parser<Derived>, Described {
  using attribute_type = x3::unused_type;
  static constexpr bool has_attribute = false;
};

/// `into(&Send::to, names(…))`: what the subject reads becomes that member.
template <class Node, class Member, class Subject>
struct Into : Filling<Into<Node, Member, Subject>> {
  Member Node::*member;
  Subject subject;
  constexpr Into(Member Node::*which, Subject what) : member(which), subject(what) {}
  template <class C, class Held>
  bool parse(Iterator& first, const Iterator& last, const C& context, Node& node, Held&) const {
    if constexpr (std::is_same_v<Member, typename Subject::attribute_type>) {
      return subject.parse(first, last, context, x3::unused, node.*member);
    } else {
      typename Subject::attribute_type held;
      if (!subject.parse(first, last, context, x3::unused, held)) {
        return false;
      }
      node.*member = std::move(held);
      return true;
    }
  }
  [[nodiscard]] std::string describe() const { return x3::what(subject); }
};
template <class Node, class Member, class Subject>
constexpr Into<Node, Member, Subject> into(Member Node::*member, const Subject& subject) {
  return {member, subject};
}

/// `push(&Never::clauses, clause)`: one more at the end of that member.
template <class Node, class Item, class Subject>
struct Push : Filling<Push<Node, Item, Subject>> {
  std::vector<Item> Node::*member;
  Subject subject;
  constexpr Push(std::vector<Item> Node::*which, Subject what) : member(which), subject(what) {}
  template <class C, class Held>
  bool parse(Iterator& first, const Iterator& last, const C& context, Node& node, Held&) const {
    Item item;
    if (!subject.parse(first, last, context, x3::unused, item)) {
      return false;
    }
    (node.*member).push_back(std::move(item));
    return true;
  }
  [[nodiscard]] std::string describe() const { return x3::what(subject); }
};
template <class Node, class Item, class Subject>
constexpr Push<Node, Item, Subject> push(std::vector<Item> Node::*member, const Subject& subject) {
  return {member, subject};
}

/// `self(text)`: what the subject reads is the node itself.
template <class Subject>
struct Self : Filling<Self<Subject>> {
  Subject subject;
  constexpr explicit Self(Subject what) : subject(what) {}
  template <class C, class Node, class Held>
  bool parse(Iterator& first, const Iterator& last, const C& context, Node& node, Held&) const {
    return subject.parse(first, last, context, x3::unused, node);
  }
  [[nodiscard]] std::string describe() const { return x3::what(subject); }
};
template <class Subject>
constexpr Self<Subject> self(const Subject& subject) {
  return Self<Subject>{subject};
}

/// `note(&Send::extent, only)`: reads nothing and sets that member.
template <class Node, class Member>
struct Note : Filling<Note<Node, Member>> {
  Member Node::*member;
  Member held;
  constexpr Note(Member Node::*which, Member what) : member(which), held(what) {}
  template <class C, class Held>
  bool parse(Iterator&, const Iterator&, const C&, Node& node, Held&) const {
    node.*member = held;
    return true;
  }
  [[nodiscard]] std::string describe() const { return ""; }
};
template <class Node, class Member>
constexpr Note<Node, Member> note(Member Node::*member, std::type_identity_t<Member> held) {
  return {member, held};
}

/// Several ways to go on, so that `>` can stand before them: a message lists what was missed.
template <class Subject>
struct Choice : Filling<Choice<Subject>> {
  Subject subject;
  constexpr explicit Choice(Subject what) : subject(what) {}
  template <class C, class Node, class Held>
  bool parse(Iterator& first, const Iterator& last, const C& context, Node& node, Held&) const {
    return subject.parse(first, last, context, node, x3::unused);
  }
  [[nodiscard]] std::string describe() const { return ""; }
};
template <class Subject>
constexpr Choice<Subject> choice(const Subject& subject) {
  return Choice<Subject>{subject};
}

/// `opens<Collect>("collect", collect)`: when that word comes next, the item is one of these.
template <class Node, class Subject>
struct Opens : Filling<Opens<Node, Subject>> {
  std::string_view word;
  Subject subject;
  constexpr Opens(std::string_view first_word, Subject what) : word(first_word), subject(what) {}
  template <class C, class Variant, class Held>
  bool parse(Iterator& first, const Iterator& last, const C& context, Variant& item, Held&) const {
    Iterator look = first;
    if (!lex_keyword(look, last, word)) {
      return false;
    }
    const bool read =
        subject.parse(first, last, context, x3::unused, item.template emplace<Node>());
    return read || (item = Variant{}, false);
  }
  [[nodiscard]] std::string describe() const { return "`" + std::string{word} + "`"; }
};
template <class Subject>
constexpr auto opens(std::string_view word, const Subject& subject) {
  return Opens<typename Subject::attribute_type, Subject>{word, subject};
}
/// As `opens`, whatever the word is.
template <class Subject>
struct Otherwise : Filling<Otherwise<Subject>> {
  Subject subject;
  constexpr explicit Otherwise(Subject what) : subject(what) {}
  template <class C, class Variant, class Held>
  bool parse(Iterator& first, const Iterator& last, const C& context, Variant& item, Held&) const {
    using Node = typename Subject::attribute_type;
    const bool read =
        subject.parse(first, last, context, x3::unused, item.template emplace<Node>());
    return read || (item = Variant{}, false);
  }
  [[nodiscard]] std::string describe() const { return x3::what(subject); }
};
template <class Subject>
constexpr Otherwise<Subject> otherwise(const Subject& subject) {
  return Otherwise<Subject>{subject};
}
/// No item begins here: told as ``unknown statement `fro` ``.
struct Unknown : Filling<Unknown> {
  std::string_view what;
  constexpr explicit Unknown(std::string_view kind) : what(kind) {}
  template <class C, class Node, class Held>
  bool parse(Iterator& first, const Iterator&, const C& context, const Node&, Held&) const {
    tell_unknown(state_of(context), first, what);
    throw Failure{first, told};
  }
  [[nodiscard]] std::string describe() const { return "a " + std::string{what}; }
};
constexpr Unknown unknown(std::string_view what) { return Unknown{what}; }

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
/// A failed item is told and marked; reading goes on behind it.
struct RecoversItem {
  template <class C>
  x3::error_handler_result on_error(Iterator& first, const Iterator&, const Failure& failure,
                                    const C& context) {
    State& state = state_of(context);
    if (failure.which() != told) {
      tell_expected(state, failure.where(), failure.which());
    }
    first = resume_item(state, state.item_start, failure.where());
    state.item_failed = true;
    return x3::error_handler_result::accept;
  }
};
/// The same for a declaration: reading goes on at the next.
struct RecoversDeclaration {
  template <class C>
  x3::error_handler_result on_error(Iterator& first, const Iterator&, const Failure& failure,
                                    const C& context) {
    State& state = state_of(context);
    if (failure.which() != told) {
      tell_expected(state, failure.where(), failure.which());
    }
    first = resume_declaration(state, state.item_start, failure.where());
    state.item_failed = true;
    return x3::error_handler_result::accept;
  }
};

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
