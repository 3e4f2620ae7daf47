// `never …`: which kind of name each clause takes depends on its verb.
#include <algorithm>

#include "policy/resolve/attributes.hpp"
#include "policy/resolve/vocabulary.hpp"

namespace abide::policy::resolving {
namespace {

/// Names that are parties, save some words that stand for many.
void expect_parties(Context& context, const ast::Names& names, Kinds kinds,
                    std::initializer_list<std::string_view> also) {
  for (const ast::Name& name : names) {
    if (std::find(also.begin(), also.end(), name.text) == also.end()) {
      expect(context, name, kinds);
    }
  }
}

/// `training`, `advertising` and `sale` need no declaration where they are forbidden.
void expect_forbidden_purposes(Context& context, const ast::Names& names) {
  for (const ast::Name& name : names) {
    const bool built_in =
        name.text == "training" || name.text == "advertising" || name.text == "sale";
    if (!built_in) {
      expect(context, name, Kind::purpose);
    }
  }
}

/// Names after `except`: like from like. Parties where the statement has a party clause and the
/// name is no category, or says `anyone` and the name is both; categories otherwise.
void check_except(Context& context, const ast::Names& names, bool party_clause, bool anyone) {
  const Kinds parties = Kind::subject | outside;
  for (const ast::Name& name : names) {
    const bool both_kinds = anyone && context.symbols.find(parties, name.text) != nullptr;
    const bool category =
        is_category_set(name.text) ||
        (context.symbols.find(Kind::category, name.text) != nullptr && !both_kinds);
    if (category || !party_clause) {
      leaves_of(context, {name});
    } else {
      expect_parties(context, {name}, parties, {"safeguarded", "undeclared"});
    }
  }
}

/// True when the clause names categories: `train on X`, `advertise with X`, `derive X from Y`.
bool names_categories(const std::string& verb, const std::string& word) {
  return word == "on" || (word == "with" && verb == "advertise") ||
         (word == "from" && verb == "derive");
}

void check_place_clause(Context& context, const ast::Never& never, const ast::Clause& clause) {
  if (never.verb.text == "include") {
    expect_all(context, clause.names, Kind::outlet);
  } else {
    expect_tables(context, clause.names);
  }
}

}  // namespace

void check_never(Context& context, const ast::Never& never) {
  bool anyone = false;
  bool party_clause = false;
  check_word(context, never.verb, never_verbs, "never");
  leaves_of(context, never.what);
  for (const ast::Clause& clause : never.clauses) {
    const std::string& word = clause.word.text;
    if (word == "when" || word == "unless") {
      expect_all(context, clause.names, Kind::state);
    } else if (word == "for") {
      expect_forbidden_purposes(context, clause.names);
    } else if (word == "in") {
      check_place_clause(context, never, clause);
    } else if (names_categories(never.verb.text, word)) {
      leaves_of(context, clause.names);
    } else if (word == "except") {
      check_except(context, clause.names, party_clause, anyone);
    } else {
      party_clause = true;
      anyone = anyone || std::ranges::any_of(clause.names, [](const ast::Name& name) {
                 return name.text == "anyone";
               });
      expect_parties(context, clause.names,
                     word == "from" ? Kind::subject | Kind::recipient : outside, {"anyone"});
    }
  }
}

}  // namespace abide::policy::resolving
