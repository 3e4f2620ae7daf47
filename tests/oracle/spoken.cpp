// Sets of names, and a walk over every sentence for every question.
#include "tests/oracle/spoken.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace abide::oracle {
namespace {

namespace ast = policy::ast;

std::set<std::string> texts(const ast::Names& names) {
  std::set<std::string> all;
  for (const ast::Name& name : names) all.insert(name.text);
  return all;
}

constexpr int personal = 2;
constexpr int special = 3;

int mark_of(const std::string& word) {
  constexpr std::array words{"anonymous", "pseudonymous", "personal", "special"};
  for (int i = 0; i < 4; ++i)
    if (word == words.at(static_cast<std::size_t>(i))) return i;
  return -1;
}

bool all_held(const std::set<std::string>& names, const States& states) {
  for (const std::string& name : names) {
    const auto at = states.find(name);
    if (at == states.end() || at->second != Known::held) return false;
  }
  return true;
}
bool all_may_hold(const std::set<std::string>& names, const States& states) {
  for (const std::string& name : names) {
    const auto at = states.find(name);
    if (at != states.end() && at->second == Known::not_held) return false;
  }
  return true;
}

}  // namespace

Spoken::Spoken(const policy::Sources& sources, Slip slip) : slip_(slip) {
  for (const ast::File& file : sources.trees) {
    for (const ast::Declaration& one : file.declarations) {
      if (const auto* c = std::get_if<ast::Category>(&one)) category(*c, "", personal);
      if (const auto* s = std::get_if<ast::Store>(&one)) store(*s);
    }
  }
  for (const ast::File& file : sources.trees)
    for (const ast::Declaration& one : file.declarations)
      if (const auto* b = std::get_if<ast::Block>(&one)) block(*b);
  for (const ast::File& file : sources.trees) {
    for (const ast::Declaration& one : file.declarations) {
      if (const auto* p = std::get_if<ast::Promise>(&one))
        statements(p->id.text, {}, p->statements);
      if (const auto* r = std::get_if<ast::Ruling>(&one))
        statements(r->id.text, texts(r->between), r->statements);
    }
  }
}

void Spoken::category(const ast::Category& one, const std::string& above, int mark) {
  const std::string name = above.empty() ? one.name.text : above + "." + one.name.text;
  int raised = mark;
  for (const ast::Name& word : one.marks)
    if (const int own = mark_of(word.text); own >= 0)
      raised = above.empty() ? own : std::max(mark, own);
  for (const ast::Category& child : one.children) category(child, name, raised);
  if (!one.children.empty()) return;
  leaves_.push_back(name);
  below_["everything"].insert(name);
  if (raised > 0) below_["personal"].insert(name);
  if (raised == special) below_["special"].insert(name);
  for (std::string group = name;;) {
    below_[group].insert(name);
    const auto dot = group.rfind('.');
    if (dot == std::string::npos) break;
    group.resize(dot);
  }
}

void Spoken::store(const ast::Store& one) {
  for (const ast::StoreItem& item : one.items) {
    const auto* table = std::get_if<ast::Table>(&item);
    if (table == nullptr) continue;
    const std::string name = one.name.text + "." + table->name.text;
    tables_.insert(name);
    bool unowned = false;
    for (const ast::TableItem& part : table->items) {
      unowned = unowned || std::holds_alternative<ast::Unowned>(part);
      if (const auto* field = std::get_if<ast::Field>(&part); field && !field->categories.empty())
        columns_[name + "." + field->name.text] = {name, texts(field->categories)};
    }
    if (!unowned) owned_.insert(name);
  }
}

void Spoken::block(const ast::Block& one) {
  for (const auto& part : one.attributes) {
    const auto* attribute = std::get_if<ast::Attribute>(&part);
    if (attribute == nullptr || attribute->values.empty()) continue;
    const std::string& key = attribute->key.text;
    if (one.keyword.text == "policy" && key == "grace")
      grace_ = std::get<ast::Duration>(attribute->values.front()).period;
    if (one.keyword.text == "purpose" && key == "uses") {
      ast::Names names;
      for (const ast::Value& value : attribute->values)
        if (const auto* name = std::get_if<ast::Name>(&value); name && name->text != "and")
          names.push_back(*name);
      uses_[one.name.text] = leaves_of(names);
    }
    if (one.keyword.text == "policy" && key == "financial_year") {
      const auto* text = std::get_if<ast::Text>(&attribute->values.front());
      std::array<char, 16> month{};
      const bool read = text != nullptr && std::sscanf(text->text.c_str(), "%d %15s",
                                                       &year_ends_day_, month.data()) == 2;
      constexpr std::array months{"January",   "February", "March",    "April",
                                  "May",       "June",     "July",     "August",
                                  "September", "October",  "November", "December"};
      for (int i = 0; read && i < 12; ++i)
        if (std::string{month.data()} == months.at(static_cast<std::size_t>(i)))
          year_ends_month_ = i + 1;
    }
  }
  if (one.keyword.text == "purpose") purposes_.insert(one.name.text);
}

Spoken::Names Spoken::leaves_of(const ast::Names& names) const {
  Names all;
  for (const ast::Name& name : names)
    if (const auto at = below_.find(name.text); at != below_.end())
      all.insert(at->second.begin(), at->second.end());
  return all;
}

Spoken::Names Spoken::tables_of(const ast::Names& names) const {
  Names all;
  for (const ast::Name& name : names) {
    for (const std::string& table : tables_) {
      const bool here = table == name.text || table.starts_with(name.text + ".") ||
                        table.ends_with("." + name.text);
      if (here) all.insert(table);
    }
  }
  return all;
}

// ── what is said ──────────────────────────────────────────────────────────────────────────────

void Spoken::statements(const std::string& promise, const Names& between,
                        const ast::Statements& all) {
  for (const ast::Statement& one : all) {
    if (const auto* s = std::get_if<ast::Send>(&one)) send(between, *s);
    if (const auto* n = std::get_if<ast::Never>(&one)) never(promise, *n);
    if (const auto* h = std::get_if<ast::Host>(&one))
      lets_.push_back({leaves_of(h->what), texts(h->with), {}, {}, between, true});
    if (const auto* u = std::get_if<ast::UseOnly>(&one)) {
      Forbids made;
      made.promise = promise;
      made.leaves = leaves_of(u->what);
      made.for_but = texts(u->purposes);
      forbids_.push_back(made);
    }
    if (const auto* c = std::get_if<ast::Confine>(&one)) {
      Forbids made;
      made.promise = promise;
      made.leaves = leaves_of(c->what);
      forbids_.push_back(made);
    }
    time(one);
  }
}

void Spoken::send(const Names& between, const ast::Send& one) {
  lets_.push_back(
      {leaves_of(one.what), texts(one.to), texts(one.purposes), texts(one.when), between, false});
}

void Spoken::never(const std::string& promise, const ast::Never& one) {
  const std::string& verb = one.verb.text;
  if (verb != "send" && verb != "share" && verb != "use") return;
  Forbids made;
  made.promise = promise;
  made.leaves = leaves_of(one.what);
  bool anyone = verb == "use";
  for (const ast::Clause& clause : one.clauses) {
    const std::string& word = clause.word.text;
    const Names names = texts(clause.names);
    if (word == "to" || word == "with") {
      anyone = names.contains("anyone");
      made.to_all_but = anyone;
      if (!anyone) made.to = names;
    } else if (word == "for") {
      made.for_all_but = false;
      made.purposes = names;
    } else if (word == "when") {
      made.when = names;
    } else if (word == "unless") {
      made.unless = names;
    } else if (word == "except" && !slip_.exceptions_ignored) {
      for (const ast::Name& name : clause.names) {
        const auto category = below_.find(name.text);
        if (category == below_.end()) {
          made.to_but.insert(name.text);
        } else {
          for (const std::string& leaf : category->second) made.leaves.erase(leaf);
        }
      }
    }
  }
  forbids_.push_back(made);
}

void Spoken::time(const ast::Statement& one) {
  Lasts made;
  const auto about = [&](const ast::Names& what, const ast::Names& in, const ast::Names& except) {
    made.leaves = leaves_of(what);
    if (!slip_.exceptions_ignored)
      for (const std::string& leaf : leaves_of(except)) made.leaves.erase(leaf);
    made.in = tables_of(in);
  };
  const auto from = [&](const ast::Anchor& anchor) {
    made.events = texts(anchor.events);
    if (anchor.end_of) made.end_of = anchor.end_of->text;
  };
  if (const auto* may = std::get_if<ast::MayKeep>(&one)) {
    about(may->what, may->in, may->except);
    made.events = texts(may->until);
  } else if (const auto* must = std::get_if<ast::MustKeep>(&one)) {
    about(must->what, must->in, {});
    from(must->after);
    made.kind =
        must->term == ast::MustKeep::Term::fixed ? Lasts::Kind::term : Lasts::Kind::at_least;
    made.period = must->period.period;
  } else if (const auto* most = std::get_if<ast::KeepAtMost>(&one)) {
    about(most->what, most->in, most->except);
    from(most->after);
    made.kind = Lasts::Kind::at_most;
    made.period = most->period.period;
  } else if (const auto* erase = std::get_if<ast::Erase>(&one)) {
    about(erase->what, erase->in, erase->except);
    from(erase->anchor);
    const auto* within = std::get_if<ast::Within>(&erase->promptness);
    made.kind = within != nullptr ? Lasts::Kind::within : Lasts::Kind::at_once;
    if (within != nullptr) made.period = within->period.period;
  } else {
    return;
  }
  lasts_.push_back(std::move(made));
}

// ── what follows ──────────────────────────────────────────────────────────────────────────────

bool Spoken::lets(const Lets& one, const std::string& leaf, const std::string& to,
                  const std::string& purpose, const States& states) const {
  if (!one.leaves.contains(leaf) || !one.to.contains(to)) return false;
  if (one.rests) {
    const auto used = uses_.find(purpose);
    return slip_.hosts_serve_all || (used != uses_.end() && used->second.contains(leaf));
  }
  if (!one.purposes.empty() && !one.purposes.contains(purpose)) return false;
  return slip_.unknown_permits ? all_may_hold(one.when, states) : all_held(one.when, states);
}

bool Spoken::goes(const std::string& leaf, const std::string& to, const std::string& purpose,
                  const States& states) const {
  if (!purposes_.contains(purpose)) return false;
  const auto sent = [&](const std::string& against) {
    return std::ranges::any_of(lets_, [&](const Lets& one) {
      return (against.empty() || one.overrules.contains(against)) &&
             lets(one, leaf, to, purpose, states);
    });
  };
  if (!sent("")) return false;
  return std::ranges::none_of(forbids_, [&](const Forbids& one) {
    const bool there = one.to_all_but ? !one.to_but.contains(to) : one.to.contains(to);
    const bool for_it =
        one.for_all_but ? !one.for_but.contains(purpose) : one.purposes.contains(purpose);
    const bool ended = !one.unless.empty() && all_held(one.unless, states);
    return one.leaves.contains(leaf) && there && for_it && all_may_hold(one.when, states) &&
           !ended && (slip_.rulings_ignored || !sent(one.promise));
  });
}

bool Spoken::is_about(const Lasts& one, const Column& column) const {
  const bool here = one.in.empty() ? owned_.contains(column.table) : one.in.contains(column.table);
  return here && std::ranges::any_of(column.leaves, [&](const std::string& leaf) {
           return one.leaves.contains(leaf);
         });
}

/// Every leaf of the column that the sentence speaks of is erased within some time of the event.
bool Spoken::gives_way(const Lasts& one, const Column& column, const std::string& event) const {
  if (one.kind != Lasts::Kind::may_keep || slip_.may_keep_stands) return false;
  return std::ranges::all_of(column.leaves, [&](const std::string& leaf) {
    return !one.leaves.contains(leaf) || std::ranges::any_of(lasts_, [&](const Lasts& other) {
      return other.kind == Lasts::Kind::within && other.end_of.empty() && is_about(other, column) &&
             other.leaves.contains(leaf) && other.events.contains(event);
    });
  });
}

Day Spoken::counted(const Lasts& one, Day day) const {
  if (one.end_of == "financial_year")
    return last_of_year_ending(day, year_ends_month_, year_ends_day_);
  if (one.end_of == "tax_year") return last_of_year_ending(day, 4, 5);
  return one.end_of.empty() ? day : last_of_year_ending(day, 12, 31);
}

Day Spoken::floor(const Lasts& one, Day day) const {
  return after(counted(one, day), one.period, Falls::up);
}

Day Spoken::ceiling(const Lasts& one, Day day) const {
  const Falls down = slip_.rounds_up ? Falls::up : Falls::down;
  switch (one.kind) {
    case Lasts::Kind::term:
      return after(floor(one, day), grace_, down);
    case Lasts::Kind::at_most:
    case Lasts::Kind::within:
      return after(counted(one, day), one.period, down);
    case Lasts::Kind::may_keep:
    case Lasts::Kind::at_once:
    case Lasts::Kind::at_least:
      return after(counted(one, day), grace_, down);
  }
  return day;
}

Fate Spoken::fate(const std::string& column, const Days& happened, Day on) const {
  const Column& where = columns_.at(column);
  bool kept = false;
  bool past = false;
  for (const Lasts& one : lasts_) {
    if (!is_about(one, where)) continue;
    bool keeps = false;
    bool first = true;
    for (const std::string& event : one.events) {
      const auto day = happened.find(event);
      if (day == happened.end()) continue;
      const bool is_floor = one.kind == Lasts::Kind::term || one.kind == Lasts::Kind::at_least;
      if (is_floor && on <= floor(one, day->second) && (first || !slip_.first_floor)) keeps = true;
      first = false;
      const bool is_ceiling = one.kind != Lasts::Kind::at_least;
      if (is_ceiling && !gives_way(one, where, event) && on > ceiling(one, day->second))
        past = true;
    }
    kept = kept || (keeps && !slip_.floors_ignored);
  }
  return kept ? Fate::kept : past ? Fate::due : Fate::free;
}

std::vector<std::string> Spoken::columns() const {
  std::vector<std::string> names;
  for (const auto& [name, column] : columns_) names.push_back(name);
  return names;
}

}  // namespace abide::oracle
