// After an erasure: what remains of one person, by every path and every identifier that was known
// before.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engine/reread/datings.hpp"

namespace abide::reread {
namespace {

using policy::Hop;
using policy::Model;

class SubjectLook {
 public:
  SubjectLook(const Input& input, const Reckoning& reckoning, const Person& person)
      : input_(input),
        person_(person),
        model_(input.model),
        questions_(input, look_),
        datings_(input, reckoning, questions_) {
    look_.what = "subject";
    look_.at = input.at;
  }
  Look take() {
    questions_.every_table([this](TableId id) { return table(id); });
    keep_person();
    return std::move(look_);
  }

 private:
  Result<void> table(TableId id);
  void keep_person();
  [[nodiscard]] SelectorPtr pointing(const Hop& hop) const;
  Result<void> found(TableId id, SelectorPtr where, Residue::Kind kind, std::string reason,
                     std::vector<std::string> fields, const policy::Rule* law = nullptr);
  [[nodiscard]] bool is_held() const;
  [[nodiscard]] bool is_others_own(FieldId field) const;
  [[nodiscard]] bool hangs_on_joint(const policy::Ownership& owner) const;
  Result<SelectorPtr> of_others(TableId id, const Hop& first);
  /// For a partial erasure: rows in which something that was asked for is there to go, and those
  /// in which the law keeps it.
  struct Scope {
    SelectorPtr free;
    SelectorPtr floored;
    const policy::Rule* law = nullptr;
  };
  Result<Scope> in_scope(TableId id);
  [[nodiscard]] SelectorPtr one_row(TableId id) const;

  const Input& input_;
  const Person& person_;
  const Model& model_;
  Look look_;
  Questions questions_;
  Datings datings_;
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
  if (law != nullptr) {
    residue.promise = model_.at(law->promise).id;
    residue.sentence = law->sentence;
    residue.law = law->law.value_or("");
    residue.file = law->location.file;
    residue.line = law->location.line;
  }
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

/// Rows that lead, by the same first step, to somebody else who is there.
Result<SelectorPtr> SubjectLook::of_others(TableId id, const Hop& first) {
  std::vector<SelectorPtr> ways;
  for (const policy::Ownership& owner : model_.at(id).owners) {
    const bool same_step = !owner.hops.empty() && owner.hops.front() == first;
    if (!same_step || owner.kind == policy::Ownership::Kind::shared) continue;
    const FieldId key = model_.at(owner.subject).identified_by.front();
    const auto own = person_.identity.find(key);
    const bool same_kind = owner.subject == person_.subject && own != person_.identity.end();
    const SelectorPtr other =
        same_kind ? none_of(questions_.among(key, own->second.reveal(), Match::exact))
                  : share({All{}});
    ABIDE_TRY(SelectorPtr way, questions_.through(id, owner.hops, other));
    const SelectorPtr held =
        owner.condition ? questions_.holding(*owner.condition) : share({All{}});
    ways.push_back(all_of({std::move(way), held}));
  }
  return any_of(std::move(ways));
}

Result<void> SubjectLook::table(TableId id) {
  ABIDE_TRY(const SelectorPtr hold, questions_.kept(id, Keep::Reason::hold));
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
    if (rows && hangs_on_joint(owner)) {
      ABIDE_TRY(const SelectorPtr stays, of_others(id, hop));
      rows = all_of({rows, none_of(stays)});
    }
    if (owner.kind == policy::Ownership::Kind::shared) {
      ABIDE_CHECK(
          found(id, rows, Residue::Kind::possible, "shared with them, and someone else's", {}));
      continue;
    }
    paths.insert(hop.from.begin(), hop.from.end());
    if (rows) mine.push_back(rows);
    ABIDE_CHECK(found(id, rows && hold ? all_of({rows, hold}) : nullptr, Residue::Kind::kept,
                      "a legal hold keeps them", {}));
    ABIDE_CHECK(found(id, rows ? all_of({rows, none_of(hold)}) : nullptr, Residue::Kind::remains,
                      "still leads to the person", {}));
    ABIDE_CHECK(found(id, all_of({theirs, scope.floored, none_of(hold)}), Residue::Kind::kept,
                      "the law asks that they be kept", {}, scope.law));
  }
  const SelectorPtr owned = any_of(mine);
  if (!person_.categories.empty() || person_.row_table || is_held()) {
    return {};
  }
  for (const policy::Mention& mention : model_.at(id).mentions) {
    if (mention.subject != person_.subject) continue;
    paths.insert(mention.hop.from.begin(), mention.hop.from.end());
    const bool allowed = mention.on_erase == policy::Mention::OnErase::keep;
    const SelectorPtr named = pointing(mention.hop);
    ABIDE_CHECK(found(id, allowed ? nullptr : all_of({named, none_of(owned), hold}),
                      Residue::Kind::kept, "a legal hold keeps them", {}));
    ABIDE_CHECK(found(id, named ? all_of({named, none_of(owned), none_of(hold)}) : nullptr,
                      allowed ? Residue::Kind::possible : Residue::Kind::remains,
                      "someone else's row that names them", {}));
  }
  for (const FieldId field : model_.at(id).fields) {
    if (!model_.only_identifies(field) || paths.contains(field) || is_others_own(field)) continue;
    for (const auto& [known, values] : person_.identity) {
      const bool same_kind =
          std::ranges::any_of(model_.at(known).categories, [&](CategoryId category) {
            return std::ranges::find(model_.at(field).categories, category) !=
                   model_.at(field).categories.end();
          });
      if (!same_kind || values.reveal().empty()) continue;
      const SelectorPtr holding =
          questions_.among(field, values.reveal(), questions_.match_of(field));
      ABIDE_CHECK(found(id, all_of({holding, none_of(owned), none_of(hold)}), Residue::Kind::linked,
                        "an identifier of theirs is still there", {model_.at(field).name}));
    }
  }
  return {};
}

/// Who somebody is stays as long as a hold keeps rows that are found through it alone.
void SubjectLook::keep_person() {
  const TableId home = model_.home_of(person_.subject);
  const auto of_home = [&](const Residue& one) {
    return one.store == model_.at(model_.at(home).store).name && one.table == model_.at(home).name;
  };
  const bool held = std::ranges::any_of(look_.residue, [&](const Residue& one) {
    return one.kind == Residue::Kind::kept && one.reason == "a legal hold keeps them" &&
           !of_home(one);
  });
  for (Residue& one : look_.residue) {
    if (held && of_home(one) && one.kind == Residue::Kind::remains) {
      one.kind = Residue::Kind::kept;
      one.reason = "a legal hold keeps what is found through them";
    }
  }
}

}  // namespace

Result<Look> look_for_subject(const Input& input, const Person& person) {
  ABIDE_TRY(const Reckoning reckoning, Reckoning::of(input.model.calendar, input.at));
  return SubjectLook{input, reckoning, person}.take();
}

}  // namespace abide::reread
