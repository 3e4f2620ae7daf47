// Words of the language as X3 parsers: each skips blanks, reads one lexeme and keeps count of what
// was looked for in vain. The reading itself is in reading.cpp, free of templates.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "policy/ast.hpp"
#include "policy/grammar/reading.hpp"
#include "policy/grammar/state.hpp"
#include "policy/grammar/x3.hpp"

namespace abide::policy::grammar {

namespace x3 = boost::spirit::x3;

struct StateTag;
using Context = x3::context<StateTag, State>;
using Failure = x3::expectation_failure<Iterator>;
/// What a failure says when the fault has been told already.
inline constexpr const char* told = "(told)";

template <class C>
State& state_of(const C& context) {
  return x3::get<StateTag>(context);
}

// ── terminals ─────────────────────────────────────────────────────────────────────────────────

/// Base of all: `Derived::read(state, first, attribute)`, `Derived::describe()`.
struct Described {};
template <class Derived, class Attribute>
struct Terminal : x3::parser<Derived>, Described {
  using attribute_type = Attribute;
  static constexpr bool has_attribute = !std::is_same_v<Attribute, x3::unused_type>;
  template <class C, class RContext, class Held>
  bool parse(Iterator& first, const Iterator&, const C& context, const RContext&,
             Held& held) const {
    return this->derived().read(state_of(context), first, held);
  }
};

struct Keyword : Terminal<Keyword, x3::unused_type> {
  std::string_view quoted;  ///< in backticks, as messages show it
  constexpr explicit Keyword(std::string_view shown) : quoted(shown) {}
  template <class Held>
  bool read(State& state, Iterator& first, const Held&) const {
    if (read_keyword(state, first, quoted.substr(1, quoted.size() - 2))) {
      return true;
    }
    miss(state, skip_blanks(first, state.end), {quoted});
    return false;
  }
  [[nodiscard]] std::string describe() const { return std::string{quoted}; }
};

struct Sign : Terminal<Sign, x3::unused_type> {
  std::string_view quoted;
  constexpr explicit Sign(std::string_view shown) : quoted(shown) {}
  template <class Held>
  bool read(State& state, Iterator& first, const Held&) const {
    if (read_sign(state, first, quoted[1])) {
      return true;
    }
    miss(state, skip_blanks(first, state.end), {quoted});
    return false;
  }
  [[nodiscard]] std::string describe() const { return std::string{quoted}; }
};

/// `keyword("to")`: the word and no more, kept in backticks for messages.
template <std::size_t N>
struct Quoted {
  char text[N + 2] = {};
  constexpr Quoted(const char (&word)[N]) {  // NOLINT(google-explicit-constructor)
    text[0] = '`';
    for (std::size_t i = 0; i + 1 < N; ++i) {
      text[i + 1] = word[i];
    }
    text[N] = '`';
  }
};
template <Quoted word>
inline constexpr Keyword keyword{std::string_view{word.text}};

/// The word that opens an item; not missed, for then the item is another.
struct Lead : Terminal<Lead, x3::unused_type> {
  std::string_view word;
  constexpr explicit Lead(std::string_view first_word) : word(first_word) {}
  template <class Held>
  bool read(State& state, Iterator& first, const Held&) const {
    return read_keyword(state, first, word);
  }
  [[nodiscard]] std::string describe() const { return "`" + std::string{word} + "`"; }
};

/// Two words that only together mean something.
struct TwoWords : Terminal<TwoWords, x3::unused_type> {
  std::string_view one;
  std::string_view two;
  constexpr TwoWords(std::string_view first_word, std::string_view second_word)
      : one(first_word), two(second_word) {}
  template <class Held>
  bool read(State& state, Iterator& first, const Held&) const {
    Iterator at = first;
    if (!read_keyword(state, at, one) || !read_keyword(state, at, two)) {
      return false;
    }
    first = at;
    return true;
  }
  [[nodiscard]] std::string describe() const {
    return "`" + std::string{one} + " " + std::string{two} + "`";
  }
};

/// A terminal that is a reading function and a phrase.
template <class Attribute, bool (*Read)(State&, Iterator&, Attribute&)>
struct Lexeme : Terminal<Lexeme<Attribute, Read>, Attribute> {
  std::string_view phrase;
  constexpr explicit Lexeme(std::string_view shown) : phrase(shown) {}
  bool read(State& state, Iterator& first, Attribute& held) const {
    if (Read(state, first, held)) {
      return true;
    }
    miss(state, skip_blanks(first, state.end), {phrase});
    return false;
  }
  [[nodiscard]] std::string describe() const { return std::string{phrase}; }
};
using Text = Lexeme<ast::Text, read_text>;
using Day = Lexeme<ast::Day, read_day>;
using Duration = Lexeme<ast::Duration, read_duration>;
using ValueOf = Lexeme<ast::Value, read_value>;
using Id = Lexeme<ast::Name, read_id>;
using Code = Lexeme<ast::Name, read_code>;
using NameOrId = Lexeme<ast::Name, read_name_or_id>;

inline constexpr Text text{"a text in quotes"};
inline constexpr Day day{"a date such as 2026-05-08"};
inline constexpr Duration duration{"a period such as 30 days"};
inline constexpr ValueOf value{"a value"};
inline constexpr Id promise_id{"a promise's id such as CM-017"};
inline constexpr Id ruling_id{"a ruling's id such as CM-G01"};
inline constexpr Code code{"a code such as W0412"};

struct NameOf : Terminal<NameOf, ast::Name> {
  std::string_view phrase;
  Joining joining;
  constexpr NameOf(std::string_view shown, Joining how) : phrase(shown), joining(how) {}
  bool read(State& state, Iterator& first, ast::Name& name) const {
    if (read_name(state, first, joining, name)) {
      return true;
    }
    miss(state, skip_blanks(first, state.end), {phrase});
    return false;
  }
  [[nodiscard]] std::string describe() const { return std::string{phrase}; }
};
constexpr NameOf name(std::string_view phrase, Joining joining = Joining::guarded) {
  return {phrase, joining};
}

/// One of a few words; the phrase names them.
struct OneOf : Terminal<OneOf, ast::Name> {
  Words words;
  std::string_view phrase;
  constexpr OneOf(Words choices, std::string_view shown) : words(choices), phrase(shown) {}
  bool read(State& state, Iterator& first, ast::Name& name) const {
    if (read_one_of(state, first, words, name)) {
      return true;
    }
    miss(state, skip_blanks(first, state.end), {phrase});
    return false;
  }
  [[nodiscard]] std::string describe() const { return std::string{phrase}; }
};
template <std::size_t N>
constexpr OneOf one_of(const std::array<std::string_view, N>& words, std::string_view phrase) {
  return {Words{words}, phrase};
}

/// What `Each` reads, joined: `a, b and c`.
template <class Each>
struct ListOf : Terminal<ListOf<Each>, std::vector<typename Each::attribute_type>> {
  Each each;
  Joint joint;
  constexpr ListOf(Each item, Joint how) : each(item), joint(how) {}
  bool read(State& state, Iterator& first, std::vector<typename Each::attribute_type>& list) const {
    typename Each::attribute_type item;
    if (!each.read(state, first, item)) {
      return false;
    }
    list.push_back(std::move(item));
    while (read_joint(state, first, joint)) {
      typename Each::attribute_type next;
      if (!each.read(state, first, next)) {
        throw Failure{first, each.describe()};
      }
      list.push_back(std::move(next));
    }
    return true;
  }
  [[nodiscard]] std::string describe() const { return each.describe(); }
};
constexpr ListOf<NameOf> names(std::string_view phrase) {
  return {name(phrase), Joint{",", "and"}};
}
constexpr ListOf<NameOf> either(std::string_view phrase) { return {name(phrase), Joint{"", "or"}}; }
inline constexpr ListOf<Text> texts{text, Joint{",", ""}};
inline constexpr ListOf<Id> promise_ids{promise_id, Joint{",", "and"}};
inline constexpr ListOf<NameOrId> names_or_ids{NameOrId{"a name or a promise's id"},
                                               Joint{",", "and"}};

/// `value value, value and value`, perhaps none.
using ValuesOf = Lexeme<std::vector<ast::Value>, read_values>;
inline constexpr ValuesOf values{"a value"};

/// A terminal without an attribute that is a reading function and a phrase.
template <bool (*Read)(State&, Iterator&)>
struct Mark : Terminal<Mark<Read>, x3::unused_type> {
  std::string_view phrase;
  constexpr explicit Mark(std::string_view shown) : phrase(shown) {}
  template <class Held>
  bool read(State& state, Iterator& first, const Held&) const {
    return Read(state, first);
  }
  [[nodiscard]] std::string describe() const { return std::string{phrase}; }
};
inline constexpr Mark<read_end> semicolon{"`;`"};

}  // namespace abide::policy::grammar

namespace boost::spirit::x3 {
/// Messages show the phrase of a terminal, never its type.
template <class T>
struct get_info<
    T, typename boost::enable_if_c<std::is_base_of_v<abide::policy::grammar::Described, T>>::type> {
  using result_type = std::string;
  std::string operator()(const T& parser) const { return parser.describe(); }
};
/// What begins several ways is told by what was missed.
template <class Left, class Right>
struct get_info<sequence<Left, Right>> {
  using result_type = std::string;
  std::string operator()(const sequence<Left, Right>&) const { return ""; }
};
template <class Left, class Right>
struct get_info<alternative<Left, Right>> {
  using result_type = std::string;
  std::string operator()(const alternative<Left, Right>&) const { return ""; }
};
template <class Subject>
struct get_info<optional<Subject>> {
  using result_type = std::string;
  std::string operator()(const optional<Subject>&) const { return ""; }
};
}  // namespace boost::spirit::x3
