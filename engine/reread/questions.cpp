// Counting and following links, with selectors of this folder's own making.
#include "engine/reread/questions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace abide::reread {

using policy::Hop;

SelectorPtr all_of(std::vector<SelectorPtr> parts) {
  if (std::ranges::any_of(parts, [](const SelectorPtr& part) { return part == nullptr; }))
    return nullptr;
  return parts.size() == 1 ? parts.front() : share({And{std::move(parts)}});
}

SelectorPtr any_of(std::vector<SelectorPtr> parts) {
  std::erase(parts, nullptr);
  if (parts.empty()) return nullptr;
  return parts.size() == 1 ? parts.front() : share({Or{std::move(parts)}});
}

SelectorPtr none_of(SelectorPtr part) {
  return part ? share({Not{std::move(part)}}) : share({All{}});
}

void cite(Residue& residue, const policy::Rule& law, const policy::Model& model) {
  residue.promise = model.at(law.promise).id;
  residue.sentence = law.sentence;
  residue.law = law.law.value_or("");
  residue.file = law.location.file;
  residue.line = law.location.line;
}

bool same_kind(const policy::Model& model, FieldId a, FieldId b) {
  const auto& of = model.at(b).categories;
  return std::ranges::any_of(model.at(a).categories, [&](CategoryId category) {
    return std::ranges::find(of, category) != of.end();
  });
}

bool leads(const Row& values, Match match) {
  return std::ranges::none_of(values, is_null) &&
         (values.size() != 1 || !leads_nowhere(values.front(), match));
}

TimeEncoding encoding_of(const policy::Field& field) {
  switch (field.clock.value_or(policy::ClockForm::iso)) {
    case policy::ClockForm::iso:
      return TimeEncoding::iso;
    case policy::ClockForm::date:
      return TimeEncoding::date;
    case policy::ClockForm::unix_seconds:
      return TimeEncoding::unix_seconds;
    case policy::ClockForm::unix_milliseconds:
      return TimeEncoding::unix_milliseconds;
  }
  return TimeEncoding::iso;
}

Connector* Questions::reader(TableId table) const {
  const auto at = input_.stores.find(input_.model.at(input_.model.at(table).store).name);
  return at == input_.stores.end() ? nullptr : at->second.connector;
}

void Questions::every_table(const std::function<Result<void>(TableId)>& ask) {
  const policy::Model& model = input_.model;
  look_.not_looked = input_.uncovered;
  for (std::uint32_t i = 0; i < model.tables.size(); ++i) {
    const policy::Store& store = model.at(model.tables[i].store);
    if (store.no_reach_because) continue;
    const auto reader = input_.stores.find(store.name);
    const bool bound = reader != input_.stores.end();
    if (!bound || reader->second.connector == nullptr) {
      look_.not_looked.push_back(
          {model.full_name(TableId{i}),
           bound ? reader->second.why_not : "the deployment does not say where it is"});
    } else if (auto asked = ask(TableId{i}); !asked) {
      look_.not_looked.push_back({model.full_name(TableId{i}), asked.error().message});
    } else {
      ++look_.tables;
    }
  }
}

Match Questions::match_of(FieldId field) const {
  for (const CategoryId id : input_.model.at(field).categories) {
    const std::string& name = input_.model.at(id).name;
    if (name.ends_with("email") || name.ends_with("address")) return Match::folded;
  }
  return Match::exact;
}

void Questions::note(TableId table, const Connector& connector, const Query& query) {
  note(input_.model.at(input_.model.at(table).store).name, connector, query);
}

void Questions::note(const std::string& store, const Connector& connector, const Query& query) {
  auto text = connector.text_of(query);
  Asked asked{store, text ? *text : "(this kind of store has no text form)"};
  if (std::ranges::find(look_.queries, asked) == look_.queries.end())
    look_.queries.push_back(std::move(asked));
}

Result<std::uint64_t> Questions::count(TableId table, SelectorPtr where) {
  if (!where) return std::uint64_t{0};
  Connector* connector = reader(table);
  Query query;
  query.table = input_.model.at(table).live_name;
  query.where = std::move(where);
  note(table, *connector, query);
  return connector->count(query);
}

Result<std::vector<std::uint64_t>> Questions::tally(TableId table,
                                                    std::span<const SelectorPtr> conditions) {
  if (conditions.empty()) return std::vector<std::uint64_t>{};
  Connector* connector = reader(table);
  Query query;
  query.table = input_.model.at(table).live_name;
  for (const FieldId field : input_.model.at(table).key)
    query.key.push_back(input_.model.at(field).column);
  for (const SelectorPtr& condition : conditions) {
    Query one = query;
    one.where = condition;
    note(table, *connector, one);
  }
  return connector->tally(query, conditions);
}

SelectorPtr Questions::among(FieldId field, std::vector<Value> values, Match match) const {
  std::ranges::sort(values);
  const auto twins = std::ranges::unique(values);
  values.erase(twins.begin(), twins.end());
  Connector* connector = reader(input_.model.at(field).table);
  const std::size_t most =
      connector == nullptr ? 1 : std::max<std::size_t>(1, connector->capabilities().max_in);
  std::vector<SelectorPtr> lists;
  for (std::size_t i = 0; i < values.size(); i += most) {
    const auto end = std::min(values.size(), i + most);
    std::vector<Value> part(values.begin() + static_cast<std::ptrdiff_t>(i),
                            values.begin() + static_cast<std::ptrdiff_t>(end));
    lists.push_back(share({In{input_.model.at(field).column, std::move(part), match}}));
  }
  return any_of(std::move(lists));
}

/// The columns hold one of the tuples.
SelectorPtr Questions::one_of(std::span<const FieldId> columns, const std::vector<Row>& tuples,
                              Match match) const {
  std::vector<Value> values;
  std::vector<SelectorPtr> each;
  for (const Row& tuple : tuples) {
    std::vector<SelectorPtr> parts;
    for (std::size_t i = 0; i < columns.size() && columns.size() > 1; ++i)
      parts.push_back(among(columns[i], {tuple[i]}, match));
    if (columns.size() > 1) {
      each.push_back(all_of(std::move(parts)));
    } else {
      values.push_back(tuple.front());
    }
  }
  return columns.size() > 1 ? any_of(std::move(each))
                            : among(columns.front(), std::move(values), match);
}

SelectorPtr Questions::holding(const policy::Condition& condition) const {
  const Value held = std::visit([](const auto& value) { return Value{value}; }, condition.value);
  return among(condition.field, {held}, Match::exact);
}

/// Where owners of the table begin with the step, one of them must hold for the row.
SelectorPtr Questions::step_counts(TableId table, const Hop& hop) const {
  std::vector<SelectorPtr> ways;
  for (const policy::Ownership& owner : input_.model.at(table).owners) {
    if (owner.hops.empty() || owner.hops.front() != hop) continue;
    if (!owner.condition) return share({All{}});
    ways.push_back(holding(*owner.condition));
  }
  return ways.empty() ? share({All{}}) : any_of(std::move(ways));
}

Result<SelectorPtr> Questions::reaching(TableId table, std::span<const Hop> hops, FieldId key,
                                        std::vector<Value> values) {
  if (hops.empty() || hops.back().to != std::vector{key}) {
    return through(table, hops, among(key, std::move(values), Match::exact));
  }
  const Hop& last = hops.back();
  const TableId before = hops.size() == 1 ? table : hops[hops.size() - 2].table;
  const Match match = std::max(match_of(key), match_of(last.from.front()));
  return through(
      table, hops.first(hops.size() - 1),
      all_of({among(last.from.front(), std::move(values), match), step_counts(before, last)}));
}

SelectorPtr Questions::is_row(TableId table, const Row& key) const {
  const auto& columns = input_.model.at(table).key;
  std::vector<SelectorPtr> parts;
  for (std::size_t i = 0; i < columns.size() && i < key.size(); ++i) {
    parts.push_back(among(columns[i], {key[i]}, Match::exact));
  }
  return parts.empty() ? nullptr : all_of(std::move(parts));
}

SelectorPtr Questions::named(TableId table, Keep::Reason reason) const {
  std::vector<SelectorPtr> ways;
  for (const Keep& keep : input_.keeps) {
    if (keep.reason != reason || !keep.table || *keep.table != table) continue;
    if (!keep.row_key) return share({All{}});
    ways.push_back(is_row(table, keep.row_key->reveal()));
  }
  return any_of(std::move(ways));
}

Result<std::vector<Hop>> Questions::enforced(TableId from, TableId to) {
  const policy::Model& model = input_.model;
  const policy::Table& child = model.at(from);
  std::vector<Hop> steps;
  Connector* connector = reader(from);
  if (child.store != model.at(to).store || connector == nullptr) return steps;
  if (!schemas_.contains(child.store)) {
    ABIDE_TRY(schemas_[child.store], connector->schema());
  }
  for (const LiveTable& live : schemas_[child.store].tables) {
    for (const ForeignKey& key : live.foreign_keys) {
      if (live.name != child.live_name || key.target_table != model.at(to).live_name) continue;
      Hop hop{{}, to, {}};
      for (const Column& name : key.columns) {
        if (const auto field = field_of(from, name)) hop.from.push_back(*field);
      }
      for (const Column& name : key.target_columns) {
        if (const auto field = field_of(to, name)) hop.to.push_back(*field);
      }
      const bool declared = hop.from.size() == key.columns.size() && !hop.from.empty() &&
                            hop.to.size() == hop.from.size();
      if (declared) steps.push_back(std::move(hop));
    }
  }
  return steps;
}

/// Rows that are, by this owner, those of the people with these keys.
Result<SelectorPtr> Questions::theirs(TableId table, const policy::Ownership& owner,
                                      std::vector<Value> keys) {
  const FieldId key = input_.model.at(owner.subject).identified_by.front();
  ABIDE_TRY(SelectorPtr rows, reaching(table, owner.hops, key, std::move(keys)));
  return rows && owner.condition ? all_of({rows, holding(*owner.condition)}) : rows;
}

/// Downwards from the table: rows named in it, and rows that what is named further down hangs on.
Result<SelectorPtr> Questions::named_or_below(TableId table, Keep::Reason reason,
                                              std::vector<TableId> seen) {
  std::vector<SelectorPtr> ways{named(table, reason)};
  seen.push_back(table);
  for (std::uint32_t i = 0; i < input_.model.tables.size(); ++i) {
    const TableId below{i};
    if (std::ranges::find(seen, below) != seen.end()) continue;
    ABIDE_TRY(std::vector<Hop> hops, enforced(below, table));
    for (const policy::Ownership& owner : input_.model.at(below).owners) {
      if (owner.kind != policy::Ownership::Kind::shared && !owner.hops.empty() &&
          owner.hops.front().table == table &&
          std::ranges::find(hops, owner.hops.front()) == hops.end())
        hops.push_back(owner.hops.front());
    }
    for (const Hop& hop : hops) {
      ABIDE_TRY(const SelectorPtr rows, named_or_below(below, reason, seen));
      const std::array back{Hop{hop.to, below, hop.from}};
      ABIDE_TRY(SelectorPtr pointed, through(table, back, all_of({rows, step_counts(below, hop)})));
      ways.push_back(std::move(pointed));
    }
  }
  return any_of(std::move(ways));
}

/// All rows of the people whom holds or requests of this kind are about.
Result<SelectorPtr> Questions::of_kept_people(TableId table, Keep::Reason reason) {
  std::map<SubjectId, std::vector<Value>> keys;
  for (const Keep& keep : input_.keeps) {
    if (keep.reason == reason && keep.subject && !keep.table) {
      keys[*keep.subject].push_back(keep.subject_key.reveal());
    }
  }
  std::vector<SelectorPtr> ways;
  for (const policy::Ownership& owner : input_.model.at(table).owners) {
    const auto of = keys.find(owner.subject);
    if (of == keys.end()) continue;
    ABIDE_TRY(SelectorPtr way, theirs(table, owner, of->second));
    ways.push_back(std::move(way));
  }
  return any_of(std::move(ways));
}

/// Whether the owner's leaving changes the row: its own link, or what they leave blank.
bool Questions::changes(TableId table, const policy::Ownership& owner) const {
  const auto& key = input_.model.at(table).key;
  const Hop& hop = owner.hops.front();
  const auto in = [](const std::vector<FieldId>& all, FieldId one) {
    return std::ranges::find(all, one) != all.end();
  };
  const bool by_own_key =
      std::ranges::all_of(hop.from, [&](FieldId field) { return in(key, field); });
  const auto& there = input_.model.at(hop.table).key;
  const bool to_key = !there.empty() &&
                      std::ranges::all_of(there, [&](FieldId field) { return in(hop.to, field); });
  return !owner.blanks.empty() || !by_own_key || to_key;
}

Result<std::set<Row>> Questions::ends(TableId table, const SelectorPtr& rows, const Hop& hop,
                                      SelectorPtr among) {
  ABIDE_TRY(const std::set<Row> from,
            values(table, hop.from, all_of({rows, step_counts(table, hop)})));
  if (from.empty()) return std::set<Row>{};
  const Match match = hop.to.size() == 1
                          ? std::max(match_of(hop.to.front()), match_of(hop.from.front()))
                          : Match::exact;
  const std::vector<Row> tuples{from.begin(), from.end()};
  return values(hop.table, input_.model.at(hop.table).key,
                all_of({one_of(hop.to, tuples, match), std::move(among)}));
}

Result<std::vector<Hop>> Questions::steps_from(TableId table, bool of_person) {
  std::vector<Hop> hops;
  for (std::uint32_t to = 0; to < input_.model.tables.size(); ++to) {
    ABIDE_TRY(const std::vector<Hop> bound, enforced(table, TableId{to}));
    hops.insert(hops.end(), bound.begin(), bound.end());
  }
  for (const policy::Ownership& owner : input_.model.at(table).owners) {
    const bool leads = owner.kind != policy::Ownership::Kind::shared && !owner.hops.empty();
    if (leads && (!of_person || changes(table, owner))) hops.push_back(owner.hops.front());
  }
  return hops;
}

/// Keys of rows that must stay since rows of kept people hang on them, from row to row.
Result<void> Questions::hang(Keep::Reason reason) {
  auto& all = hung_on_[reason];
  std::vector<std::pair<TableId, SelectorPtr>> from;
  const auto add = [&](TableId table, const std::set<Row>& keys) {
    std::vector<Row> added;
    for (const Row& key : keys) {
      if (all[table].insert(key).second) added.push_back(key);
    }
    if (!added.empty()) {
      from.emplace_back(table, one_of(input_.model.at(table).key, added, Match::exact));
    }
  };
  for (std::uint32_t i = 0; i < input_.model.tables.size(); ++i) {
    ABIDE_TRY(const SelectorPtr rows, of_kept_people(TableId{i}, reason));
    if (!rows || reader(TableId{i}) == nullptr) continue;
    ABIDE_TRY(const std::vector<Hop> hops, steps_from(TableId{i}, true));
    for (const Hop& hop : hops) {
      ABIDE_TRY(const SelectorPtr theirs, of_kept_people(hop.table, reason));
      ABIDE_TRY(const std::set<Row> keys, ends(TableId{i}, rows, hop, none_of(theirs)));
      add(hop.table, keys);
    }
  }
  while (!from.empty()) {
    const auto [table, rows] = from.back();
    from.pop_back();
    ABIDE_TRY(const std::vector<Hop> hops, steps_from(table, false));
    for (const Hop& hop : hops) {
      ABIDE_TRY(const std::set<Row> keys, ends(table, rows, hop, share({All{}})));
      add(hop.table, keys);
    }
  }
  return {};
}

std::optional<FieldId> Questions::field_of(TableId table, const Column& column) const {
  for (const FieldId field : input_.model.at(table).fields) {
    if (input_.model.at(field).column == column) return field;
  }
  return std::nullopt;
}

Result<SelectorPtr> Questions::kept(TableId table) {
  std::vector<SelectorPtr> all;
  for (const auto reason : {Keep::Reason::hold, Keep::Reason::access, Keep::Reason::restriction}) {
    ABIDE_TRY(SelectorPtr one, kept(table, reason));
    all.push_back(std::move(one));
  }
  return any_of(std::move(all));
}

Result<SelectorPtr> Questions::kept(TableId table, Keep::Reason reason) {
  if (std::ranges::none_of(input_.keeps, [&](const Keep& keep) { return keep.reason == reason; }))
    return SelectorPtr{};
  if (!hung_on_.contains(reason)) {
    ABIDE_CHECK(hang(reason));
  }
  ABIDE_TRY(SelectorPtr held, named_or_below(table, reason, {}));
  ABIDE_TRY(SelectorPtr theirs, of_kept_people(table, reason));
  SelectorPtr hung;
  if (const auto at = hung_on_[reason].find(table);
      at != hung_on_[reason].end() && !at->second.empty()) {
    const std::vector<Row> keys{at->second.begin(), at->second.end()};
    hung = one_of(input_.model.at(table).key, keys, Match::exact);
  }
  return any_of({std::move(held), std::move(theirs), std::move(hung)});
}

Result<std::set<Row>> Questions::values(TableId table, std::span<const FieldId> columns,
                                        SelectorPtr where) {
  std::set<Row> found;
  Connector* connector = reader(table);
  if (!where || connector == nullptr || columns.empty()) return found;
  Query query;
  query.table = input_.model.at(table).live_name;
  for (const FieldId field : columns) query.columns.push_back(input_.model.at(field).column);
  query.where = std::move(where);
  note(table, *connector, query);
  ABIDE_CHECK(connector->select(query, [&](std::span<const Row> page) -> Result<void> {
    for (const Row& row : page) {
      if (leads(row, Match::exact)) found.insert(row);
    }
    return {};
  }));
  return found;
}

}  // namespace abide::reread
