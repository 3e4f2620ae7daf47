// How rules fill the tree: each directive parses into a member of the node that its rule builds, so
// that a rule reads like its line of the EBNF and no attribute is assembled on the way.
#pragma once

#include <string>
#include <type_traits>
#include <utility>
#include <variant>

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

}  // namespace abide::policy::grammar
