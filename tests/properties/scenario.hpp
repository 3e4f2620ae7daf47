// One random case: a small policy, the schema and rows of its stores, what was told about people,
// and a moment.
#pragma once

#include <string>
#include <vector>

#include "engine/register.hpp"
#include "policy/model.hpp"
#include "tests/oracle/reference.hpp"
#include "tests/properties/tape.hpp"

namespace abide::properties {

/// A foreign key that the store itself enforces.
struct StoreKey {
  TableId child;
  std::vector<FieldId> columns;
  TableId parent;
  std::vector<FieldId> target;
  enum class OnDelete { nothing, cascade, set_null } on_delete = OnDelete::nothing;
};

struct Scenario {
  policy::Model model;
  std::set<FieldId> not_null;  ///< columns the store refuses to empty
  std::vector<StoreKey> keys;
  oracle::World world;
  oracle::Facts facts;
  Instant at;
};

/// How wild scenarios may be.
struct Shape {
  int tables = 5;
  int stores = 3;
  int rows = 5;
  std::size_t ways = 4;         ///< from one table to its subjects
  bool store_keys = false;      ///< foreign keys in the stores
  bool not_null = false;        ///< columns that cannot be emptied
  bool dark_paths = false;      ///< paths that no planner follows
  bool far_floors = false;      ///< floors dated by another row than the one they keep
  bool mentions = false;        ///< rows that name someone else's person
  bool swept = false;           ///< these take rows with them only where their table comes first
  bool blanks = false;          ///< addresses of nothing, on both sides of a reference
  bool kinds_together = false;  ///< two kinds of people in one table, told apart by a value
};

[[nodiscard]] Scenario make_scenario(Tape& tape, const Shape& shape);

/// The model alone, and the rows and facts for a model that is there.
[[nodiscard]] policy::Model make_model(Tape& tape, const Shape& shape);
void make_history(Tape& tape, const Shape& shape, Scenario& scenario);
/// What a person asks to be erased: mostly everything.
[[nodiscard]] oracle::Wish make_wish(Tape& tape, const Scenario& scenario);

/// The facts as the engine takes them.
[[nodiscard]] engine::Register register_of(const oracle::Facts& facts);
[[nodiscard]] Value value_of(const oracle::Cell& cell);

/// For people, when a case fails.
[[nodiscard]] std::string show(const Scenario& scenario);
[[nodiscard]] std::string show(const policy::Model& model, const oracle::Wish& wish);
[[nodiscard]] std::string show(const oracle::Cell& cell);
[[nodiscard]] std::string show(const policy::Model& model, const oracle::World& world);

}  // namespace abide::properties
