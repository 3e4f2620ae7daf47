// The `never` verbs (LANGUAGE 4.5, the table of what each means).
#include <algorithm>

#include "policy/id_sets.hpp"
#include "policy/resolve/flows.hpp"

namespace abide::policy::resolving {
namespace {

/// Whether the policy has a route to it, or it sits where none is needed.
bool is_safeguarded(const Context& context, const Party& party) {
  const auto leads_there = [&](const Route& route) { return route.to == *party.recipient; };
  return std::ranges::any_of(context.routes, leads_there) ||
         context.laws.is_within(party.country, context.model.regimes);
}

/// What the clauses of one `never` say.
class Reader {
 public:
  Reader(Context& context, const ast::Never& never) : context_(context), verb_(never.verb.text) {
    for (const ast::Clause& clause : never.clauses) {
      read(clause);
    }
    leaves = leaves_of(context, never.what, except_);
    trained_on = leaves_of(context, trained_on_, except_);
    std::ranges::sort(when);
    std::ranges::sort(unless);
  }

  std::vector<CategoryId> leaves, made_of, trained_on;
  /// Who is named behind one word, or nobody in particular.
  struct People {
    Several<SubjectId> subjects{.all_but = true, .names = {}};
    Several<RecipientId> recipients{.all_but = true, .names = {}};
  };
  People from, to;
  Several<PurposeId> purposes{.all_but = true, .names = {}};
  Several<TableId> tables{.all_but = true, .names = {}};
  std::vector<OutletId> outlets;
  std::vector<StateId> when, unless;

 private:
  void read(const ast::Clause& clause) {
    const std::string& word = clause.word.text;
    if (word == "when" || word == "unless") {
      auto& states = word == "when" ? when : unless;
      for (const Symbol* state : expect_all(context_, clause.names, Kind::state)) {
        states.push_back(StateId{state->index});
      }
    } else if (word == "for") {
      read_purposes(clause.names);
    } else if (word == "in") {
      read_places(clause.names);
    } else if (word == "except") {
      read_except(clause.names);
    } else if (word == "on" || (word == "with" && verb_ == "advertise")) {
      trained_on_ = clause.names;
    } else if (word == "from" && verb_ == "derive") {
      made_of = leaves_of(context_, clause.names);
    } else {
      read_parties(clause.names, word == "from" ? from : to);
    }
  }
  void read_purposes(const ast::Names& names) {
    purposes.all_but = false;
    for (const ast::Name& name : names) {
      if (const Symbol* symbol = context_.symbols.find(Kind::purpose, name.text)) {
        purposes.names.push_back(PurposeId{symbol->index});
      }
    }
    std::ranges::sort(purposes.names);
  }
  void read_places(const ast::Names& names) {
    if (verb_ == "include") {
      for (const Symbol* outlet : expect_all(context_, names, Kind::outlet)) {
        outlets.push_back(OutletId{outlet->index});
      }
      return;
    }
    tables = {false, expect_tables(context_, names)};
  }
  void read_parties(const ast::Names& names, People& people) {
    named_ = &people;
    if (std::ranges::find(names, "anyone", &ast::Name::text) != names.end()) {
      anyone_ = true;  // whoever else is named is among them
      return;
    }
    people.subjects.all_but = people.recipients.all_but = false;
    for (const ast::Name& name : names) {
      if (const Symbol* symbol = context_.symbols.find(Kind::subject | outside, name.text)) {
        put(people, *symbol);
      }
    }
    sort(people);
  }
  void put(People& people, const Symbol& symbol) const {
    if (symbol.kind == Kind::subject) {
      people.subjects.names.push_back(SubjectId{symbol.index});
    } else {
      people.recipients.names.push_back(*context_.parties[symbol.index].recipient);
    }
  }
  /// As check_never reads it: categories, or parties where a party clause stands before.
  void read_except(const ast::Names& names) {
    for (const ast::Name& name : names) {
      const bool party = context_.symbols.find(Kind::subject | outside, name.text) != nullptr;
      const bool category =
          is_category_set(name.text) || context_.symbols.find(Kind::category, name.text) != nullptr;
      if (category && (!party || !anyone_)) {
        except_.push_back(name);
      } else if (named_ != nullptr && name.text == "safeguarded") {
        except_safeguarded();
      } else if (named_ != nullptr) {
        except_party(name);
      }
    }
    sort(from);
    sort(to);
  }
  void except_safeguarded() {
    for (const Party& party : context_.parties) {
      if (party.recipient && is_safeguarded(context_, party)) {
        leave_out(named_->recipients, *party.recipient);
      }
    }
  }
  void except_party(const ast::Name& name) {
    const Symbol* symbol = context_.symbols.find(Kind::subject | outside, name.text);
    if (symbol == nullptr) {
      return;  // `undeclared`: all that is told apart here is declared
    }
    if (symbol->kind == Kind::subject) {
      leave_out(named_->subjects, SubjectId{symbol->index});
    } else {
      leave_out(named_->recipients, *context_.parties[symbol->index].recipient);
    }
  }
  template <class Id>
  static void leave_out(Several<Id>& several, Id id) {
    if (several.all_but) {
      several.names.push_back(id);
    } else {
      std::erase(several.names, id);
    }
  }
  template <class Id>
  static void sort(Several<Id>& several) {
    make_set(several.names);
  }
  static void sort(People& people) {
    sort(people.subjects);
    sort(people.recipients);
  }

  Context& context_;
  const std::string& verb_;
  ast::Names except_, trained_on_;
  People* named_ = nullptr;  ///< by the party clause before `except`
  bool anyone_ = false;
};

class Forbid {
 public:
  Forbid(Context& context, PromiseId promise, const ast::Never& never)
      : context_(context), never_(never), said_(context, never) {
    made_.promise = promise;
    made_.sentence = context.sentence(never.span);
    made_.location = context.location(never.span);
    made_.leaves = said_.leaves;
    made_.purposes = said_.purposes;
    made_.tables = said_.tables;
    made_.made_of = said_.made_of;
    made_.when = said_.when;
    made_.unless = said_.unless;
  }
  void run() {
    const std::string& verb = never_.verb.text;
    if (verb == "process") {
      add(Act::collect);
      add(Act::store);
      add(Act::send);
    } else if (verb == "share") {
      add(Act::send);
    } else if (verb == "include") {
      for (const OutletId outlet : said_.outlets) {
        made_.outlet = outlet;
        add(Act::include);
      }
    } else if (verb == "sell" || verb == "train" || verb == "advertise") {
      for_built_in(verb);
    } else if (verb == "derive") {
      add(Act::generate);
    } else {
      add(verb == "collect" ? Act::collect
          : verb == "store" ? Act::store
          : verb == "set"   ? Act::set
          : verb == "use"   ? Act::use
                            : Act::send);
    }
  }

 private:
  /// `sell`, `train on` and `advertise with` are uses for purposes of their own names, met only
  /// where a policy declares such a purpose.
  void for_built_in(const std::string& verb) {
    const std::string purpose = verb == "sell"    ? "sale"
                                : verb == "train" ? "training"
                                                  : "advertising";
    const Symbol* symbol = context_.symbols.find(Kind::purpose, purpose);
    if (symbol == nullptr) {
      return;
    }
    if (verb != "sell") {
      made_.leaves = said_.trained_on;
    }
    made_.purposes = {false, {PurposeId{symbol->index}}};
    add(Act::use);
  }
  void add(Act act) {
    const bool of_some =
        !said_.from.subjects.is_everything() || !said_.from.recipients.is_everything();
    if (of_some && act != Act::collect) {
      return;  // whose data goes or lies somewhere is not seen: only its collecting is
    }
    made_.act = act;
    // Data is collected from somebody; everything else goes to somebody, or stays.
    const Reader::People& people = act == Act::collect ? said_.from : said_.to;
    made_.subjects = people.subjects;
    made_.recipients = people.recipients;
    context_.model.flows.prohibitions.push_back(made_);
    context_.places.prohibitions.push_back(never_.span);
  }
  Context& context_;
  const ast::Never& never_;
  Reader said_;
  Prohibition made_;
};

}  // namespace

void forbid(Context& context, PromiseId promise, const ast::Never& never) {
  Forbid{context, promise, never}.run();
}

}  // namespace abide::policy::resolving
