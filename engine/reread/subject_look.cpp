// After an erasure: what remains of one person, by every path and every identifier that was known
// before.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "engine/reread/datings.hpp"

namespace abide::reread {
namespace {

using policy::Hop;
using policy::Model;

/// The person's own open requests do not stand against their erasure.
Input without_own_requests(Input input, const Person& person) {
  const auto own = person.identity.find(input.model.at(person.subject).identified_by.front());
  std::erase_if(input.keeps, [&](const Keep& keep) {
    const bool theirs = own != person.identity.end() && keep.subject &&
                        input.model.at(*keep.subject).identified_by.front() == own->first &&
                        std::ranges::find(own->second.reveal(), keep.subject_key.reveal()) !=
                            own->second.reveal().end();
    return theirs && keep.reason != Keep::Reason::hold;
  });
  return input;
}

class SubjectLook {
 public:
  SubjectLook(const Input& input, const Reckoning& reckoning, const Person& person)
      : input_(without_own_requests(input, person)),
        person_(person),
        model_(input.model),
        questions_(input_, look_),
        datings_(input_, reckoning, questions_) {
    look_.what = "subject";
    look_.at = input.at;
  }
  Look take() {
    if (is_whole() && !input_.keeps.empty()) {
      for (std::uint32_t i = 0; i < model_.tables.size(); ++i) {
        // What does not answer is written down when it is looked at.
        if (questions_.reader(TableId{i}) != nullptr) static_cast<void>(find_sought(TableId{i}));
      }
      if (!from_.empty()) hold_person();
      while (!from_.empty()) {
        const auto from = std::exchange(from_, {});
        for (const auto& [id, rows] : from) follow(id, rows);
      }
    }
    questions_.every_table([this](TableId id) { return table(id); });
    return std::move(look_);
  }

 private:
  Result<void> table(TableId id);
  [[nodiscard]] bool is_whole() const { return person_.categories.empty() && !person_.row_table; }
  Result<SelectorPtr> kept(TableId id);
  Result<void> find_sought(TableId id);
  void hold_person();
  void follow(TableId id, const SelectorPtr& rows);
  void hold(TableId id, const std::set<Row>& keys);
  [[nodiscard]] bool goes_with_them(const policy::Mention& mention) const;
  Result<SelectorPtr> leads(TableId id, std::vector<TableId> seen);
  Result<SelectorPtr> only_floored(TableId id, const policy::Rule** law);
  Result<SelectorPtr> kept_behind(TableId id, const policy::Ownership& owner,
                                  const policy::Rule** law);
  [[nodiscard]] SelectorPtr pointing(const Hop& hop) const;
  Result<SelectorPtr> look_alikes(TableId id, const Hop& hop);
  Result<void> found(TableId id, SelectorPtr where, Residue::Kind kind, std::string reason,
                     std::vector<std::string> fields, const policy::Rule* law = nullptr);
  [[nodiscard]] bool is_held() const;
  [[nodiscard]] bool is_others_own(FieldId field) const;
  [[nodiscard]] bool hangs_on_joint(const policy::Ownership& owner) const;
  Result<SelectorPtr> of_others(TableId id, const Hop* by);
  [[nodiscard]] SelectorPtr of_its_kind(SubjectId kind) const;
  /// For a partial erasure: rows in which something that was asked for is there to go, and those
  /// in which the law keeps it.
  struct Scope {
    SelectorPtr free;
    SelectorPtr floored;
    const policy::Rule* law = nullptr;
  };
  Result<Scope> in_scope(TableId id);
  [[nodiscard]] SelectorPtr one_row(TableId id) const;

  const Input input_;
  const Person& person_;
  const Model& model_;
  Look look_;
  Questions questions_;
  Datings datings_;
  std::map<TableId, std::set<Row>> hung_on_;  ///< keys of rows that kept ones hang on
  std::vector<std::pair<TableId, SelectorPtr>> from_;
};

/// Rows whose column points at one of the person's rows as they were known.
SelectorPtr SubjectLook::pointing(const Hop& hop) const {
  std::vector<SelectorPtr> parts;
  for (std::size_t i = 0; i < hop.to.size(); ++i) {
    const auto known = person_.identity.find(hop.to[i]);
    if (known == person_.identity.end()) return nullptr;
    parts.push_back(questions_.among(
        hop.from[i], known->second.reveal(),
        std::max(questions_.match_of(hop.to[i]), questions_.match_of(hop.from[i]))));
  }
  return all_of(std::move(parts));
}

/// Values of several columns were kept one by one: rows that hold some of each, and point at a row
/// which is there and leads to somebody else.
Result<SelectorPtr> SubjectLook::look_alikes(TableId id, const Hop& hop) {
  if (hop.to.size() < 2) return SelectorPtr{};
  ABIDE_TRY(const SelectorPtr onward, leads(hop.table, {id}));
  return questions_.through(id, std::span{&hop, 1}, none_of(onward));
}

/// Every row, or the one that was asked for.
SelectorPtr SubjectLook::one_row(TableId id) const {
  if (!person_.row_table) return share({All{}});
  return *person_.row_table == id ? questions_.is_row(id, person_.row_key.reveal()) : nullptr;
}

Result<SubjectLook::Scope> SubjectLook::in_scope(TableId id) {
  Scope scope{one_row(id), nullptr, nullptr};
  if (person_.categories.empty() && !person_.row_table) return scope;
  if (person_.categories.empty()) {
    ABIDE_TRY(const SelectorPtr floors, datings_.floored(model_.at(id).fields, &scope.law));
    scope.floored = floors ? all_of({scope.free, floors}) : nullptr;
    scope.free = all_of({scope.free, none_of(floors)});
    return scope;
  }
  std::vector<SelectorPtr> free;
  std::vector<SelectorPtr> kept;
  for (const FieldId field : model_.at(id).fields) {
    const bool asked = std::ranges::any_of(model_.at(field).categories, [&](CategoryId one) {
      return std::ranges::find(person_.categories, one) != person_.categories.end();
    });
    if (!asked) continue;
    const SelectorPtr filled = none_of(share({IsNull{model_.at(field).column}}));
    ABIDE_TRY(const SelectorPtr floors, datings_.floored({field}, &scope.law));
    free.push_back(all_of({filled, none_of(floors)}));
    if (floors) kept.push_back(all_of({filled, floors}));
  }
  scope.floored = all_of({any_of(std::move(kept)), scope.free});
  scope.free = all_of({any_of(std::move(free)), scope.free});
  return scope;
}

Result<void> SubjectLook::found(TableId id, SelectorPtr where, Residue::Kind kind,
                                std::string reason, std::vector<std::string> fields,
                                const policy::Rule* law) {
  ABIDE_TRY(const std::uint64_t rows, questions_.count(id, std::move(where)));
  if (rows == 0) return {};
  Residue residue;
  residue.kind = kind;
  residue.store = model_.at(model_.at(id).store).name;
  residue.table = model_.at(id).name;
  residue.fields = std::move(fields);
  residue.rows = rows;
  residue.reason = std::move(reason);
  if (law != nullptr) cite(residue, *law, model_);
  look_.residue.push_back(std::move(residue));
  return {};
}

/// Whether a legal hold is on the person: then nothing that names them had to change either.
bool SubjectLook::is_held() const {
  const auto own = person_.identity.find(model_.at(person_.subject).identified_by.front());
  return own != person_.identity.end() && std::ranges::any_of(input_.keeps, [&](const Keep& keep) {
           return keep.reason == Keep::Reason::hold && keep.subject && !keep.table &&
                  *keep.subject == person_.subject &&
                  std::ranges::find(own->second.reveal(), keep.subject_key.reveal()) !=
                      own->second.reveal().end();
         });
}

/// Whether another kind of people is told apart by the column: then it says who they are.
bool SubjectLook::is_others_own(FieldId field) const {
  const auto identifies = [&](const policy::Subject& subject) {
    return std::ranges::find(subject.identified_by, field) != subject.identified_by.end();
  };
  return std::ranges::any_of(model_.subjects, identifies) &&
         !identifies(model_.at(person_.subject));
}

/// Whether a row on the way to the person is one of several people's.
bool SubjectLook::hangs_on_joint(const policy::Ownership& owner) const {
  for (std::size_t i = 0; i < owner.hops.size(); ++i) {
    const auto onward = std::span{owner.hops}.subspan(i + 1);
    const bool joint = std::ranges::any_of(
        model_.at(owner.hops[i].table).owners, [&](const policy::Ownership& other) {
          return other.kind == policy::Ownership::Kind::joint && other.subject == owner.subject &&
                 std::ranges::equal(other.hops, onward);
        });
    if (joint) return true;
  }
  return false;
}

/// Rows that lead to somebody else who is there.
/// @param by  by this first step alone, unless it is null
Result<SelectorPtr> SubjectLook::of_others(TableId id, const Hop* by) {
  std::vector<SelectorPtr> ways;
  for (const policy::Ownership& owner : model_.at(id).owners) {
    const bool asked = by == nullptr || (!owner.hops.empty() && owner.hops.front() == *by);
    if (!asked || owner.kind == policy::Ownership::Kind::shared) continue;
    const FieldId key = model_.at(owner.subject).identified_by.front();
    const auto own = person_.identity.find(key);
    const bool same_kind = owner.subject == person_.subject && own != person_.identity.end();
    const SelectorPtr other =
        same_kind ? none_of(questions_.among(key, own->second.reveal(), Match::exact))
                  : share({All{}});
    ABIDE_TRY(SelectorPtr way,
              questions_.through(id, owner.hops, all_of({other, of_its_kind(owner.subject)})));
    const SelectorPtr held =
        owner.condition ? questions_.holding(*owner.condition) : share({All{}});
    ways.push_back(all_of({std::move(way), held}));
  }
  return any_of(std::move(ways));
}

/// Rows of the kind's own table that are people of that kind, where it holds others as well.
SelectorPtr SubjectLook::of_its_kind(SubjectId kind) const {
  std::vector<SelectorPtr> ways;
  for (const policy::Ownership& owner : model_.at(model_.home_of(kind)).owners) {
    if (owner.subject != kind || !owner.hops.empty()) continue;
    if (!owner.condition) return share({All{}});
    ways.push_back(questions_.holding(*owner.condition));
  }
  return ways.empty() ? share({All{}}) : any_of(std::move(ways));
}

/// Rows that holds and other people's requests keep, and those that must stay since such rows hang
/// on them.
Result<SelectorPtr> SubjectLook::kept(TableId id) {
  ABIDE_TRY(SelectorPtr named, questions_.kept(id));
  std::vector<SelectorPtr> all{std::move(named)};
  if (const auto hung = hung_on_.find(id); hung != hung_on_.end()) {
    const std::vector<Row> keys{hung->second.begin(), hung->second.end()};
    all.push_back(questions_.one_of(model_.at(id).key, keys, Match::exact));
  }
  return any_of(std::move(all));
}

/// Where what hangs begins: kept rows that the erasure would have changed, since they are the
/// person's, name them, or hang on a row that names them.
Result<void> SubjectLook::find_sought(TableId id) {
  ABIDE_TRY(const SelectorPtr held, kept(id));
  std::vector<SelectorPtr> naming;
  for (const policy::Mention& mention : model_.at(id).mentions) {
    if (!goes_with_them(mention)) continue;
    ABIDE_TRY(const SelectorPtr alike, look_alikes(id, mention.hop));
    naming.push_back(all_of({pointing(mention.hop), none_of(alike)}));
  }
  const SelectorPtr named = any_of(std::move(naming));
  std::vector<SelectorPtr> sought{named};
  const FieldId key = model_.at(person_.subject).identified_by.front();
  for (const policy::Ownership& owner : model_.at(id).owners) {
    if (owner.kind == policy::Ownership::Kind::shared) continue;
    const Hop own{{key}, id, {key}};
    const Hop& hop = owner.hops.empty() ? own : owner.hops.front();
    if (owner.subject == person_.subject) {
      const SelectorPtr counts =
          owner.condition ? questions_.holding(*owner.condition) : share({All{}});
      ABIDE_TRY(const SelectorPtr alike, look_alikes(id, hop));
      sought.push_back(all_of({pointing(hop), none_of(alike), counts}));
    }
    if (owner.hops.empty()) continue;
    for (const policy::Mention& mention : model_.at(hop.table).mentions) {
      if (!goes_with_them(mention)) continue;
      ABIDE_TRY(SelectorPtr way, questions_.through(id, std::span{&hop, 1}, pointing(mention.hop)));
      sought.push_back(std::move(way));
    }
  }
  // What names a person who is on hold stays with them.
  const SelectorPtr rows = any_of(
      {held ? all_of({held, any_of(std::move(sought))}) : nullptr, is_held() ? named : nullptr});
  if (!rows) return {};
  ABIDE_TRY(const std::uint64_t count, questions_.count(id, rows));
  if (count == 0) return {};
  from_.emplace_back(id, rows);
  return {};
}

/// Whether the link is cut when its person goes.
bool SubjectLook::goes_with_them(const policy::Mention& mention) const {
  return mention.subject == person_.subject && mention.on_erase != policy::Mention::OnErase::keep;
}

/// Who somebody is stays whole as long as anything of theirs is kept.
void SubjectLook::hold_person() {
  const FieldId key = model_.at(person_.subject).identified_by.front();
  const auto own = person_.identity.find(key);
  if (own == person_.identity.end()) return;
  const TableId home = model_.home_of(person_.subject);
  const auto keys = questions_.values(home, model_.at(home).key,
                                      questions_.among(key, own->second.reveal(), Match::exact));
  if (keys) hold(home, *keys);
}

/// Rows that must stay; where they are new to that, they are followed.
void SubjectLook::hold(TableId id, const std::set<Row>& keys) {
  std::vector<Row> added;
  for (const Row& key : keys) {
    if (hung_on_[id].insert(key).second) added.push_back(key);
  }
  if (!added.empty()) {
    from_.emplace_back(id, questions_.one_of(model_.at(id).key, added, Match::exact));
  }
}

/// One step further: to owners, to what the store binds the rows to, to what of the person they
/// name.
void SubjectLook::follow(TableId id, const SelectorPtr& rows) {
  const auto followed = [&]() -> Result<void> {
    ABIDE_TRY(std::vector<Hop> hops, questions_.steps_from(id, false));
    for (const policy::Mention& mention : model_.at(id).mentions) {
      if (goes_with_them(mention)) hops.push_back(mention.hop);
    }
    for (const Hop& hop : hops) {
      ABIDE_TRY(const std::set<Row> keys, questions_.ends(id, rows, hop, share({All{}})));
      hold(hop.table, keys);
    }
    return {};
  }();
  static_cast<void>(followed);  // what is not known to be kept is told as left over
}

/// Rows that lead to the person as things are now, and not by what was known of rows before.
Result<SelectorPtr> SubjectLook::leads(TableId id, std::vector<TableId> seen) {
  if (std::ranges::find(seen, id) != seen.end()) return share({All{}});
  seen.push_back(id);
  std::vector<SelectorPtr> ways;
  for (const policy::Ownership& owner : model_.at(id).owners) {
    if (owner.subject != person_.subject || owner.kind == policy::Ownership::Kind::shared) continue;
    const FieldId key = model_.at(owner.subject).identified_by.front();
    const Hop own{{key}, id, {key}};
    const Hop& hop = owner.hops.empty() ? own : owner.hops.front();
    SelectorPtr cut;
    if (owner.hops.size() > 1) {
      ABIDE_TRY(const SelectorPtr onward, leads(hop.table, seen));
      ABIDE_TRY(cut, questions_.through(id, std::span{&hop, 1}, none_of(onward)));
    }
    ways.push_back(all_of({pointing(hop), none_of(cut)}));
  }
  return any_of(std::move(ways));
}

/// Rows of which the law keeps whatever they still hold of a person.
Result<SelectorPtr> SubjectLook::only_floored(TableId id, const policy::Rule** law) {
  const auto& fields = model_.at(id).fields;
  const bool nobodys =
      std::ranges::none_of(fields, [this](FieldId field) { return model_.is_personal(field); });
  std::set<FieldId> pointers;
  for (const policy::Ownership& owner : model_.at(id).owners) {
    if (!owner.hops.empty()) {
      pointers.insert(owner.hops.front().from.begin(), owner.hops.front().from.end());
    }
  }
  std::vector<SelectorPtr> free;
  for (const FieldId field : fields) {
    const bool content =
        !model_.at(field).categories.empty() && (nobodys || model_.is_personal(field));
    if (!content || pointers.contains(field)) continue;
    ABIDE_TRY(const SelectorPtr floors, datings_.floored({field}, law));
    free.push_back(all_of({none_of(share({IsNull{model_.at(field).column}})), none_of(floors)}));
  }
  ABIDE_TRY(const SelectorPtr some, datings_.floored(fields, law));
  return all_of({some, none_of(any_of(std::move(free)))});
}

/// Rows that hang on a row of the person's which was severed, and that the law keeps with it.
Result<SelectorPtr> SubjectLook::kept_behind(TableId id, const policy::Ownership& owner,
                                             const policy::Rule** law) {
  if (owner.hops.size() < 2) return SelectorPtr{};
  const std::span<const Hop> first{&owner.hops.front(), 1};
  ABIDE_TRY(const SelectorPtr onward, leads(first.front().table, {id}));
  ABIDE_TRY(const SelectorPtr severed, questions_.through(id, first, none_of(onward)));
  ABIDE_TRY(const SelectorPtr floors, only_floored(id, law));
  return all_of({severed, floors});
}

Result<void> SubjectLook::table(TableId id) {
  const bool whole = is_whole();
  ABIDE_TRY(const SelectorPtr hold, kept(id));
  ABIDE_TRY(const Scope scope, in_scope(id));
  std::set<FieldId> paths;
  std::vector<SelectorPtr> mine;
  for (const policy::Ownership& owner : model_.at(id).owners) {
    if (owner.subject != person_.subject) continue;
    const FieldId key = model_.at(owner.subject).identified_by.front();
    const Hop own{{key}, id, {key}};
    const Hop& hop = owner.hops.empty() ? own : owner.hops.front();
    const SelectorPtr held =
        owner.condition ? questions_.holding(*owner.condition) : share({All{}});
    // Values of several columns were kept one by one: what points at a row that is there and not
    // theirs may only look alike.
    SelectorPtr there;
    if (hop.to.size() > 1) {
      ABIDE_TRY(there, questions_.through(id, std::span{&hop, 1}, share({All{}})));
    }
    const SelectorPtr theirs = all_of({pointing(hop), held, none_of(there)});
    SelectorPtr rows = all_of({theirs, scope.free});
    const bool joint = owner.kind == policy::Ownership::Kind::joint;
    if (rows && (hangs_on_joint(owner) || (joint && owner.backward))) {
      // A row that is not joint itself and hangs on one that is stays with it, link and all; and
      // one that others' rows point at has no link that could be cut.
      const bool has_link = joint && !owner.backward;
      ABIDE_TRY(const SelectorPtr stays, of_others(id, has_link ? &hop : nullptr));
      rows = all_of({rows, none_of(stays)});
    }
    paths.insert(hop.from.begin(), hop.from.end());
    if (owner.kind == policy::Ownership::Kind::shared) {
      ABIDE_CHECK(
          found(id, rows, Residue::Kind::possible, "shared with them, and someone else's", {}));
      continue;
    }
    if (rows) mine.push_back(rows);
    const policy::Rule* law = nullptr;
    SelectorPtr behind;
    if (whole && rows) {
      ABIDE_TRY(behind, kept_behind(id, owner, &law));
    }
    ABIDE_CHECK(found(id, all_of({rows, behind, none_of(hold)}), Residue::Kind::kept,
                      "the law asks that they be kept", {}, law));
    ABIDE_CHECK(found(id, rows && hold ? all_of({rows, hold}) : nullptr, Residue::Kind::kept,
                      kept_by_others, {}));
    ABIDE_CHECK(found(id, rows ? all_of({rows, none_of(hold), none_of(behind)}) : nullptr,
                      Residue::Kind::remains, "still leads to the person", {}));
    ABIDE_CHECK(found(id, all_of({theirs, scope.floored, none_of(hold)}), Residue::Kind::kept,
                      "the law asks that they be kept", {}, scope.law));
  }
  const SelectorPtr owned = any_of(mine);
  if (!whole || is_held()) {
    return {};
  }
  for (const policy::Mention& mention : model_.at(id).mentions) {
    if (mention.subject != person_.subject) continue;
    paths.insert(mention.hop.from.begin(), mention.hop.from.end());
    const bool allowed = mention.on_erase == policy::Mention::OnErase::keep;
    const SelectorPtr named = pointing(mention.hop);
    ABIDE_CHECK(found(id, allowed ? nullptr : all_of({named, none_of(owned), hold}),
                      Residue::Kind::kept, kept_by_others, {}));
    ABIDE_CHECK(found(id, named ? all_of({named, none_of(owned), none_of(hold)}) : nullptr,
                      allowed ? Residue::Kind::possible : Residue::Kind::remains,
                      "someone else's row that names them", {}));
  }
  for (const FieldId field : model_.at(id).fields) {
    if (!model_.only_identifies(field) || paths.contains(field) || is_others_own(field)) continue;
    for (const auto& [known, values] : person_.identity) {
      if (!same_kind(model_, known, field) || values.reveal().empty()) continue;
      const SelectorPtr holding =
          questions_.among(field, values.reveal(), questions_.match_of(field));
      ABIDE_CHECK(found(id, all_of({holding, none_of(owned), none_of(hold)}), Residue::Kind::linked,
                        "an identifier of theirs is still there", {model_.at(field).name}));
    }
  }
  return {};
}

}  // namespace

Result<Look> look_for_subject(const Input& input, const Person& person) {
  ABIDE_TRY(const Reckoning reckoning, Reckoning::of(input.model.calendar, input.at));
  return SubjectLook{input, reckoning, person}.take();
}

}  // namespace abide::reread
