// Reads the sentences into sets of names.
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

}  // namespace abide::oracle
