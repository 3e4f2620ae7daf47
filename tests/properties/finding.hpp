// A policy and its rows written out, for cases in which the engine and the oracle once differed.
#pragma once

#include <gtest/gtest.h>

#include "engine/identity/identity.hpp"
#include "tests/properties/reading.hpp"
#include "tests/properties/verdict.hpp"
#include "tests/support/model_builder.hpp"

namespace abide::properties {

using oracle::Cell;
using policy::Mention;
using policy::Ownership;
using policy::Rule;

inline const std::vector<std::string> to_member{"p -> s0.member.id"};

/// A policy and its rows, written out.
class Finding : public testing::Test {
 protected:
  Finding() {
    policy_.store("s0").table("s0.member").key("id").owned_by("member");
    policy_.field("email", {"account.email"}).identifier("account.email");
    policy_.subject("member", {"s0.member.id"});
    policy_.calendar().zone = "UTC";
    scenario_.at = *parse_instant("2026-06-15T12:00:00Z");
  }

  void row(const std::string& table, const std::map<std::string, Cell>& cells) {
    rows_.emplace_back(table, cells);
  }
  /// The row with this number, in the order of row(), goes.
  void goes(std::size_t number) { expected_[number].goes = true; }
  void emptied(std::size_t number, const std::string& column) {
    expected_[number].emptied.insert(policy_.id_of(rows_[number].first + "." + column));
  }

  std::string erase(std::int64_t member) {
    const auto expected = settle();
    Stage stage{scenario_};
    const auto identity =
        engine::resolve_identity(scenario_.model, stage.stores(), policy_.subject_of("member"),
                                 {Value{member}}, engine::Sharing::same_person);
    if (!identity.ok()) return identity.error().message;
    const engine::EraseRequest erase{*identity, "member M-1", {}, std::nullopt};
    return carried_out_as(scenario_, stage, expected,
                          [&] { return stage.plan_erase(scenario_.at, scenario_.facts, erase); });
  }
  std::string sweep() {
    const auto expected = settle();
    Stage stage{scenario_};
    return carried_out_as(scenario_, stage, expected,
                          [&] { return stage.plan_sweep(scenario_.at, scenario_.facts); });
  }
  /// Rows that the look after a sweep misses, with the rows as they are.
  std::uint64_t missed_by_sweep() {
    scenario_.world = {};
    (void)settle();
    const Stage stage{scenario_};
    const engine::Stores readers = stage.readers();
    const auto look = reread::look_after_sweep(input_of(scenario_, readers));
    return look.ok() ? look->failures() : 1000;
  }
  /// The same after the erasure of the person with these keys.
  std::uint64_t missed_of(std::vector<Value> keys) {
    scenario_.world = {};
    (void)settle();
    const Stage stage{scenario_};
    const engine::Stores readers = stage.readers();
    reread::Person person{policy_.subject_of("member"),
                          {{policy_.id_of("s0.member.id"), Sensitive{std::move(keys)}}},
                          {},
                          std::nullopt,
                          {}};
    for (const auto& [column, values] : known_) {
      person.identity.emplace(policy_.id_of(column), Sensitive{values});
    }
    const auto look = reread::look_for_subject(input_of(scenario_, readers), person);
    return look.ok() ? look->failures() : 1000;
  }
  void held(std::int64_t member) {
    oracle::KeepFact keep;
    keep.subject = policy_.subject_of("member");
    keep.key = Cell{member};
    scenario_.facts.keeps.push_back(keep);
  }
  void told(const std::string& event, const std::string& table, std::int64_t key) {
    oracle::ToldFact fact;
    fact.event = policy_.event_of(event);
    fact.at = *parse_instant("2026-06-01T12:00:00Z");
    fact.row_table = policy_.table_of(table);
    fact.row_key = {Cell{key}};
    scenario_.facts.told.push_back(fact);
  }

  test::ModelBuilder policy_;
  Scenario scenario_;
  std::map<std::string, std::vector<Value>> known_;  ///< what else was known of the person

 private:
  oracle::World settle() {
    scenario_.model = policy_.build();
    const policy::Model& model = scenario_.model;
    for (std::uint32_t i = 0; i < model.tables.size(); ++i) scenario_.world[TableId{i}];
    oracle::Fates fates;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const auto& [table, cells] = rows_[i];
      oracle::Row made;
      for (const FieldId field : model.at(policy_.table_of(table)).fields) made[field] = Cell{};
      for (const auto& [column, cell] : cells) made[policy_.id_of(table + "." + column)] = cell;
      oracle::Rows& rows = scenario_.world[policy_.table_of(table)];
      fates[{policy_.table_of(table), rows.size()}] = expected_[i];
      rows.push_back(std::move(made));
    }
    return oracle::carried_out(scenario_.world, fates);
  }

  std::vector<std::pair<std::string, std::map<std::string, Cell>>> rows_;
  std::map<std::size_t, oracle::Fate> expected_;
};

inline const Cell one{std::int64_t{1}};
inline const Cell two{std::int64_t{2}};
inline const Cell text{std::string{"text"}};

}  // namespace abide::properties
