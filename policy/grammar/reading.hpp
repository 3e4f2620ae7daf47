// Reading one lexeme each: past the blanks, with what is wrong inside it told on the spot. The
// state keeps where the last one ended. No grammar here.
#pragma once

#include <string_view>
#include <vector>

#include "policy/ast.hpp"
#include "policy/grammar/lexemes.hpp"
#include "policy/grammar/state.hpp"

namespace abide::policy::grammar {

using Iterator = const char*;

// Each moves `first` past what it reads and returns true, or leaves it where it is.

bool read_keyword(State& state, Iterator& first, std::string_view word);
bool read_sign(State& state, Iterator& first, char sign);
bool read_name(State& state, Iterator& first, Joining joining, ast::Name& name);
/// @param words  each in backticks, as messages show them
bool read_one_of(State& state, Iterator& first, Words words, ast::Name& name);
bool read_id(State& state, Iterator& first, ast::Name& id);
bool read_name_or_id(State& state, Iterator& first, ast::Name& name);
bool read_code(State& state, Iterator& first, ast::Name& code);
bool read_text(State& state, Iterator& first, ast::Text& text);
bool read_day(State& state, Iterator& first, ast::Day& day);
bool read_duration(State& state, Iterator& first, ast::Duration& duration);
bool read_number(State& state, Iterator& first, ast::Number& number);
bool read_value(State& state, Iterator& first, ast::Value& value);
/// Values with or without `,` and `and` between them, up to what cannot be one; perhaps none.
bool read_values(State& state, Iterator& first, std::vector<ast::Value>& list);
/// What joins the names of a list: a sign, a word, or either.
struct Joint {
  std::string_view sign;
  std::string_view word;
};
bool read_joint(State& state, Iterator& first, const Joint& joint);
/// `;`, or its absence told where the item plainly ends.
bool read_end(State& state, Iterator& first);
/// The `;` of a category without children, or its absence told; false where a block opens.
bool read_end_of_category(State& state, Iterator& first);
/// `abide 1;`, telling what is wrong with it; always true.
bool read_version(State& state, Iterator& first);

}  // namespace abide::policy::grammar
