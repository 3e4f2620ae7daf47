// After a sweep: whether what should be gone is gone.
#include <fmt/format.h>

#include <algorithm>

#include "engine/reread/datings.hpp"

namespace abide::reread {
namespace {

using policy::Model;
using policy::Rule;

class SweepLook {
 public:
  SweepLook(const Input& input, const Reckoning& reckoning)
      : input_(input),
        model_(input.model),
        reckoning_(reckoning),
        questions_(input, look_),
        datings_(input, reckoning, questions_) {
    look_.what = "sweep";
    look_.at = input.at;
  }
  Look take() {
    questions_.every_table([this](TableId id) { return table(id); });
    return std::move(look_);
  }

 private:
  Result<void> table(TableId id);
  /// One ceiling on one table, and the rows that it should have cleared.
  struct Ceiling {
    const Rule* rule;
    std::vector<FieldId> fields;
    SelectorPtr there;
  };
  Result<std::vector<Ceiling>> ceilings(TableId id);
  Result<void> explain(TableId id, const Ceiling& ceiling, std::uint64_t rows,
                       const SelectorPtr& kept);
  [[nodiscard]] bool is_restated(const Rule& rule) const;
  Residue residue(TableId id, Residue::Kind kind, std::uint64_t rows,
                  const std::vector<FieldId>& fields) const;

  const Input& input_;
  const Model& model_;
  const Reckoning& reckoning_;
  Look look_;
  Questions questions_;
  Datings datings_;
};

Residue SweepLook::residue(TableId id, Residue::Kind kind, std::uint64_t rows,
                           const std::vector<FieldId>& fields) const {
  Residue found;
  found.kind = kind;
  found.store = model_.at(model_.at(id).store).name;
  found.table = model_.at(id).name;
  for (const FieldId field : fields) found.fields.push_back(model_.at(field).name);
  found.rows = rows;
  return found;
}

/// Whether another promise holds the very same statement, written nearer below it: a promise that
/// says `as` another asks for nothing of its own.
bool SweepLook::is_restated(const Rule& rule) const {
  const auto written_above = [&](const Rule& one) {
    const policy::Location& place = model_.at(one.promise).location;
    return place.file == rule.location.file && place.line <= rule.location.line ? place.line : 0U;
  };
  return std::ranges::any_of(model_.rules, [&](const Rule& other) {
    return other.promise != rule.promise && other.location == rule.location &&
           other.kind == rule.kind && other.anchor == rule.anchor && other.period == rule.period &&
           other.fields == rule.fields && written_above(other) > written_above(rule);
  });
}

Result<std::vector<SweepLook::Ceiling>> SweepLook::ceilings(TableId id) {
  std::vector<Ceiling> found;
  for (const Rule& rule : model_.rules) {
    std::vector<FieldId> fields;
    std::vector<SelectorPtr> filled;
    for (const FieldId field : rule.fields) {
      if (model_.at(field).table == id) {
        fields.push_back(field);
        filled.push_back(none_of(share({IsNull{model_.at(field).column}})));
      }
    }
    if (fields.empty() || !rule.is_ceiling() || is_restated(rule)) continue;
    const bool apart = datings_.by_category(rule);
    for (std::size_t i = 0; i < (apart ? fields.size() : 1); ++i) {
      ABIDE_TRY(const SelectorPtr due,
                datings_.before(fields[i], rule, reckoning_.due_before(rule)));
      if (due && apart) found.push_back({&rule, {fields[i]}, all_of({due, filled[i]})});
      if (due && !apart) found.push_back({&rule, fields, all_of({due, any_of(filled)})});
    }
  }
  return found;
}

Result<void> SweepLook::explain(TableId id, const Ceiling& ceiling, std::uint64_t rows,
                                const SelectorPtr& kept) {
  const auto& [by_rule, fields, there] = ceiling;
  const Rule& rule = *by_rule;
  const Rule* law = nullptr;
  ABIDE_TRY(const SelectorPtr floors, datings_.floored(fields, &law));
  ABIDE_TRY(const std::uint64_t held, questions_.count(id, kept ? all_of({there, kept}) : nullptr));
  ABIDE_TRY(const std::uint64_t legal,
            questions_.count(id, floors ? all_of({there, none_of(kept), floors}) : nullptr));
  // What reads the same is told once, however many sentences ask for it.
  const auto add = [&](Residue::Kind kind, std::uint64_t count, std::string reason,
                       const Rule& by) {
    if (count == 0) return;
    Residue found = residue(id, kind, count, ceiling.fields);
    found.reason = std::move(reason);
    found.promise = model_.at(by.promise).id;
    found.sentence = by.sentence;
    found.law = by.law.value_or("");
    found.file = by.location.file;
    found.line = by.location.line;
    if (std::ranges::find(look_.residue, found) == look_.residue.end())
      look_.residue.push_back(std::move(found));
  };
  add(Residue::Kind::kept, held, "a hold, an open request or a restriction keeps them", rule);
  if (law != nullptr) add(Residue::Kind::kept, legal, "the law asks that they be kept", *law);
  const std::uint64_t left = rows - held - legal;
  if (left == 0) return {};
  ABIDE_TRY(const SelectorPtr late,
            datings_.before(fields.front(), rule, reckoning_.overdue_before(rule)));
  ABIDE_TRY(
      const std::uint64_t overdue,
      questions_.count(id, late ? all_of({there, late, none_of(kept), none_of(floors)}) : nullptr));
  add(Residue::Kind::overdue, overdue, "past the last permitted day", rule);
  add(Residue::Kind::due, left - std::min(left, overdue), "due; its last permitted day is not over",
      rule);
  return {};
}

Result<void> SweepLook::table(TableId id) {
  std::vector<SelectorPtr> ways;
  for (const auto reason : {Keep::Reason::hold, Keep::Reason::access, Keep::Reason::restriction}) {
    ABIDE_TRY(SelectorPtr way, questions_.kept(id, reason));
    ways.push_back(std::move(way));
  }
  const SelectorPtr kept = any_of(std::move(ways));
  ABIDE_TRY(const std::vector<Ceiling> all, ceilings(id));
  std::vector<SelectorPtr> asked;
  for (const Ceiling& one : all) asked.push_back(one.there);
  ABIDE_TRY(const auto counts, questions_.tally(id, asked));
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (counts[i] > 0) ABIDE_CHECK(explain(id, all[i], counts[i], kept));
  }
  return {};
}

}  // namespace

Result<Look> look_after_sweep(const Input& input) {
  ABIDE_TRY(const Reckoning reckoning, Reckoning::of(input.model.calendar, input.at));
  return SweepLook{input, reckoning}.take();
}

}  // namespace abide::reread
