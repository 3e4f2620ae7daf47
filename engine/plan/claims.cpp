// Ownership, plain and joint, as conditions for one person.
#include "engine/plan/claims.hpp"

#include <algorithm>

namespace abide::engine {
namespace {

using policy::Hop;
using policy::Model;
using policy::Ownership;

/// Rows that belong to somebody else by an owner that begins with `first`, or by any.
Result<Condition> others(const Model& model, TableId table, SubjectId subject,
                         const ValuesOf& values_of, const Hop* first) {
  Condition sum;
  for (const Ownership& owner : model.at(table).owners) {
    const bool begins = first == nullptr || (!owner.hops.empty() && owner.hops.front() == *first);
    if (owner.kind == Ownership::Kind::shared || !begins) {
      continue;
    }
    Condition target = of_its_kind(model, owner.subject);
    const FieldId key = model.at(owner.subject).identified_by.front();
    const std::string values = owner.subject == subject ? values_of(key) : "";
    if (!values.empty()) {
      target = target && !in_parameter(model, key, values);
    }
    ABIDE_TRY(Condition rows,
              along(model, table, owner.hops, target, Pointed::is_there, {}, owner.on_the_way));
    sum = sum || (owner.condition ? rows && holds(model, *owner.condition) : rows);
  }
  return sum;
}

}  // namespace

Condition of_its_kind(const Model& model, SubjectId subject) {
  Condition sum;
  bool known = false;
  for (const Ownership& owner : model.at(model.home_of(subject)).owners) {
    if (owner.subject == subject && owner.hops.empty()) {
      known = true;
      sum = sum || (owner.condition ? holds(model, *owner.condition) : Condition::always());
    }
  }
  return known ? sum : Condition::always();
}

Condition somebodys_own(const Model& model, TableId table) {
  Condition sum;
  for (const Ownership& owner : model.at(table).owners) {
    if (owner.hops.empty() && owner.kind != Ownership::Kind::shared) {
      sum = sum || (owner.condition ? holds(model, *owner.condition) : Condition::always());
    }
  }
  return sum;
}

bool is_joint(const Model& model, TableId table, const Ownership& owner) {
  TableId at = table;
  for (std::size_t i = 0; i <= owner.hops.size(); ++i) {
    const auto rest = std::span{owner.hops}.subspan(i);
    for (const Ownership& other : model.at(at).owners) {
      if (other.kind == Ownership::Kind::joint && other.subject == owner.subject &&
          std::ranges::equal(other.hops, rest)) {
        return true;
      }
    }
    at = i < owner.hops.size() ? owner.hops[i].table : at;
  }
  return false;
}

Result<Claims> claims_of(const Model& model, TableId table, SubjectId subject,
                         const ValuesOf& values_of, const LeftOut& left_out) {
  Claims claims;
  Condition joint;
  for (const Ownership& owner : model.at(table).owners) {
    if (owner.subject != subject || owner.kind == Ownership::Kind::shared) {
      continue;
    }
    ABIDE_TRY(const Condition rows, belonging(model, table, owner, values_of, left_out));
    if (!is_joint(model, table, owner)) {
      claims.whole = claims.whole || rows;
      continue;
    }
    joint = joint || rows;
    if (!owner.hops.empty() && !rows.is_never()) {
      claims.leaving.push_back({&owner, owner.kind == Ownership::Kind::joint, rows, {}});
    }
  }
  if (joint.is_never()) {
    return claims;
  }
  ABIDE_TRY(const Condition left, others(model, table, subject, values_of, nullptr));
  claims.whole = claims.whole || (joint && !left);
  for (Claims::Leaving& one : claims.leaving) {
    one.rows = one.rows && !claims.whole;
    ABIDE_TRY(const Condition by_same_step,
              others(model, table, subject, values_of, &one.owner->hops.front()));
    one.cut = one.rows && !by_same_step;
  }
  return claims;
}

Result<Condition> owned_by_others(const Model& model, TableId table, SubjectId subject,
                                  const ValuesOf& values_of) {
  return others(model, table, subject, values_of, nullptr);
}

Result<Condition> named_by(const Model& model, TableId table, const policy::Mention& mention,
                           const ValuesOf& values_of) {
  const Hop& hop = mention.hop;
  if (hop.to.size() == 1) {
    const std::string values = values_of(hop.to.front());
    return values.empty() ? Condition{}
                          : in_parameter(model, hop.from.front(), values, match_of(model, hop));
  }
  // Values of several columns belong together, so the rows themselves are asked.
  Condition theirs;
  for (const Ownership& owner : model.at(hop.table).owners) {
    if (owner.subject == mention.subject && owner.kind != Ownership::Kind::shared) {
      ABIDE_TRY(const Condition rows, belonging(model, hop.table, owner, values_of));
      theirs = theirs || rows;
    }
  }
  return along(model, table, {&hop, 1}, theirs);
}

}  // namespace abide::engine
