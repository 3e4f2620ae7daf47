// Conditions nested deeper than SQLite's parser goes, against a judge that walks the tree row by
// row.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>

#include "connectors/sqlite/connector.hpp"
#include "tests/support/temp_store.hpp"

namespace abide::sqlite {
namespace {

/// Named as conditions are named that stand within others.
const std::string table = "t4";

/// A row of the one table: some columns NULL, references that lead nowhere among them.
struct Thing {
  std::int64_t id = 0;
  std::optional<std::int64_t> of, colour, x, y;
};

class Trees {
 public:
  explicit Trees(unsigned seed) : random_(seed) {}
  std::vector<Thing> things() {
    std::vector<Thing> all;
    for (std::int64_t id = 1; id <= 30; ++id)
      all.push_back({id, maybe(33), maybe(4), maybe(3), maybe(3)});
    return all;
  }
  /// @param levels  of And, Or and Not
  /// @param vias    one within the other at most
  SelectorPtr tree(int levels, int vias) {
    if (levels <= 0) return leaf(vias);
    if (pick(5) == 0) return share({Not{tree(levels - 1, vias)}});
    std::vector<SelectorPtr> parts{leaf(1), leaf(0)};
    parts.insert(parts.begin() + pick(3), tree(levels - 1, vias));
    if (pick(2) == 0) return share({And{std::move(parts)}});
    return share({Or{std::move(parts)}});
  }
  SelectorPtr chain(int vias) { return via(tree(2, vias - 1)); }

 private:
  int pick(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }
  std::optional<std::int64_t> maybe(int below) {
    return pick(6) == 0 ? std::nullopt : std::optional<std::int64_t>{pick(below)};
  }
  SelectorPtr via(SelectorPtr where) {
    if (pick(3) == 0) return share({Via{{"x", "y"}, table, {"y", "colour"}, where}});
    return share({pick(2) == 0 ? Via{{"of"}, table, {"id"}, std::move(where)}
                               : Via{{"id"}, table, {"of"}, std::move(where)}});
  }
  SelectorPtr leaf(int vias) {
    if (vias > 0) return via(pick(3) == 0 ? share({All{}}) : tree(1, vias - 1));
    if (pick(3) == 0) return share({IsNull{"colour"}});
    return share({In{pick(2) == 0 ? "colour" : "x", {Value{std::int64_t{pick(4)}}}}});
  }

  std::mt19937 random_;
};

/// Says of each row whether a condition is true of it.
class Judge {
 public:
  /// @param unknown_is_false  a twin that forgets that what is unknown is not true when denied
  explicit Judge(std::vector<Thing> things, bool unknown_is_false = false)
      : things_(std::move(things)), unknown_is_false_(unknown_is_false) {}
  std::vector<std::int64_t> chosen(const Selector& where, std::int64_t from, std::int64_t until) {
    std::vector<std::int64_t> ids;
    const std::vector<bool> holds = each(where);
    for (std::size_t i = 0; i < things_.size(); ++i)
      if (holds[i] && things_[i].id >= from && things_[i].id < until) ids.push_back(things_[i].id);
    return ids;
  }

 private:
  static std::optional<std::int64_t> column(const Thing& thing, const Column& name) {
    if (name == "id") return thing.id;
    if (name == "of") return thing.of;
    if (name == "colour") return thing.colour;
    return name == "x" ? thing.x : thing.y;
  }
  std::vector<bool> each(const Selector& where) {
    std::vector<bool> holds(things_.size());
    if (const auto* via = std::get_if<Via>(&where.node)) {
      const std::vector<bool> there = each(*via->where);
      for (std::size_t i = 0; i < holds.size(); ++i)
        for (std::size_t j = 0; j < holds.size(); ++j)
          holds[i] = holds[i] || (there[j] && leads(things_[i], things_[j], *via));
      return holds;
    }
    if (const auto* no = std::get_if<Not>(&where.node)) {
      holds = each(*no->of);
      const auto* in = std::get_if<In>(&no->of->node);
      for (std::size_t i = 0; i < holds.size(); ++i) {
        const bool unknown = in != nullptr && !column(things_[i], in->column);
        holds[i] = !holds[i] && !(unknown_is_false_ && unknown);
      }
      return holds;
    }
    if (const auto* all = std::get_if<And>(&where.node)) {
      holds.assign(holds.size(), true);
      for (const auto& one : all->all) join(holds, each(*one), std::logical_and<>{});
    } else if (const auto* any = std::get_if<Or>(&where.node)) {
      for (const auto& one : any->any) join(holds, each(*one), std::logical_or<>{});
    } else {
      for (std::size_t i = 0; i < holds.size(); ++i) holds[i] = simple(things_[i], where);
    }
    return holds;
  }
  template <class How>
  static void join(std::vector<bool>& holds, const std::vector<bool>& more, How how) {
    std::transform(holds.begin(), holds.end(), more.begin(), holds.begin(), how);
  }
  static bool leads(const Thing& from, const Thing& to, const Via& via) {
    for (std::size_t i = 0; i < via.columns.size(); ++i) {
      const auto here = column(from, via.columns[i]);
      if (!here || here != column(to, via.target_columns[i])) return false;
    }
    return true;
  }
  static bool simple(const Thing& thing, const Selector& where) {
    if (const auto* null = std::get_if<IsNull>(&where.node)) return !column(thing, null->column);
    if (const auto* in = std::get_if<In>(&where.node)) {
      const auto value = column(thing, in->column);
      return value && Value{*value} == in->values.front();
    }
    return true;
  }

  std::vector<Thing> things_;
  bool unknown_is_false_;
};

std::string literal(std::optional<std::int64_t> value) {
  return value ? std::to_string(*value) : "NULL";
}

std::string sql_of(const std::vector<Thing>& things) {
  std::string sql =
      "CREATE TABLE t4 (id INTEGER PRIMARY KEY, of INTEGER, colour INTEGER, x INTEGER, "
      "y INTEGER);";
  for (const Thing& one : things)
    sql += fmt::format("INSERT INTO t4 VALUES ({}, {}, {}, {}, {});", one.id, literal(one.of),
                       literal(one.colour), literal(one.x), literal(one.y));
  return sql;
}

/// What the store answers; its error as a failure of the test.
std::vector<std::int64_t> answer(Connector& store, const SelectorPtr& where, KeyRange range) {
  std::vector<std::int64_t> ids;
  const Query query{
      .table = table, .columns = {"id"}, .key = {"id"}, .range = std::move(range), .where = where};
  const auto read = store.select(query, [&](std::span<const Row> page) -> Result<void> {
    for (const Row& row : page) ids.push_back(std::get<std::int64_t>(row.front()));
    return {};
  });
  EXPECT_TRUE(read.ok()) << read.error().message;
  return ids;
}

TEST(NestedConditions, select_the_rows_a_walk_of_the_tree_selects) {
  std::size_t some = 0;
  std::size_t twin_differs = 0;
  for (unsigned seed = 0; seed < 12; ++seed) {
    Trees trees{seed};
    const std::vector<Thing> things = trees.things();
    const testing_support::TempFolder folder;
    const testing_support::AppDatabase app{folder.file("app.sqlite"), sql_of(things)};
    auto store = SqliteConnector::open(folder.file("app.sqlite"), Access::read_write);
    ASSERT_TRUE(store.ok());
    for (const SelectorPtr& where :
         {trees.tree(40, 2), trees.chain(9), trees.tree(5, 5), trees.tree(12, 3)}) {
      const auto expected = Judge{things}.chosen(*where, 0, 99);
      ASSERT_EQ(answer(**store, where, {}), expected) << "seed " << seed;
      ASSERT_EQ(answer(**store, where, {Row{Value{std::int64_t{5}}}, Row{Value{std::int64_t{20}}}}),
                (Judge{things}.chosen(*where, 5, 20)))
          << "seed " << seed;
      some += expected.empty() || expected.size() == things.size() ? 0 : 1;
      twin_differs += Judge{things, true}.chosen(*where, 0, 99) == expected ? 0 : 1;
    }
  }
  EXPECT_GT(some, 8U);
  EXPECT_GT(twin_differs, 0U);
}

}  // namespace
}  // namespace abide::sqlite
