// The judge: what a sweep or an erasure must leave behind, row by row, over tables in memory.
#pragma once

#include "tests/oracle/world.hpp"

namespace abide::oracle {

/// What becomes of every row in reach when everything that is due at `at` goes.
[[nodiscard]] Fates sweep(const policy::Model& model, const World& world, const Facts& facts,
                          Instant at, Twist twist = Twist::none);

/// Rows of the subject's own table that are people of that kind.
[[nodiscard]] Rows people_of(const policy::Model& model, const World& world, SubjectId subject);

/// What is asked of an erasure.
struct Wish {
  SubjectId subject;
  Cell asked;                  ///< the key they came with
  std::set<Cell> keys;         ///< the subject's own, of all its accounts
  std::vector<CategoryId> of;  ///< these leaves alone; empty is all
  std::optional<TableId> row_table;
  std::vector<Cell> row_key;
};
/// Columns of people's own rows by which they are known, less those that name somebody else.
[[nodiscard]] std::set<FieldId> identifying(const policy::Model& model, SubjectId subject);
/// Own keys of everyone who is the same person as the one with this key: accounts that share an
/// identifier are one person's.
[[nodiscard]] std::set<Cell> accounts_of(const policy::Model& model, const World& world,
                                         SubjectId subject, const Cell& key);
[[nodiscard]] Fates erase(const policy::Model& model, const World& world, const Facts& facts,
                          Instant at, const Wish& wish, Twist twist = Twist::none);

/// Whose a row is that a person is shown.
enum class Shown { theirs, joint, shared, naming };
/// Every row that they are shown; `of` and the row of the wish are left aside.
[[nodiscard]] std::map<Place, Shown> shown(const policy::Model& model, const World& world,
                                           const Wish& wish);

/// What a look afterwards finds.
struct Residue {
  bool may = false;   ///< something is there that it may well report
  bool must = false;  ///< something is there that it has to report
};
/// After a sweep: what some rule asks for and is still there; and what a clock of its own row
/// plainly asks for.
[[nodiscard]] Residue residue_of_sweep(const policy::Model& model, const World& world,
                                       const Facts& facts, Instant at);
/// After an erasure: rows that lead to what was the person's, and identifiers of anybody.
[[nodiscard]] Residue residue_of_person(const policy::Model& model, const World& before,
                                        const World& after, const Facts& facts, Instant at,
                                        const Wish& wish);

/// The world after it: rows gone, columns NULL.
[[nodiscard]] World carried_out(const World& world, const Fates& fates);

/// Columns whose content keeps a row: personal and more than an identifier; where there are none,
/// what is personal; where there is none, whatever has a category.
[[nodiscard]] std::vector<FieldId> content_of(const policy::Model& model, TableId table);
/// Whether the column says something of a person; in a table where none does, each that has a
/// category.
[[nodiscard]] bool is_of_a_person(const policy::Model& model, FieldId field);
class Lifetimes;
/// Takes out of `due` the clocks that a column which is not due counts from.
void keep_clocks(const policy::Model& model, const Lifetimes& life, TableId table,
                 std::set<FieldId>& due);
/// Whether the sweep can look at the table at all.
[[nodiscard]] bool in_reach(const policy::Model& model, TableId table);

}  // namespace abide::oracle
