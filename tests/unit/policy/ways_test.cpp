// The shortest ways from one thing to another, against a judge that counts steps by a table of
// distances; and what each step says of itself.
#include "policy/ways.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>

#include "tests/support/policy_text.hpp"

namespace abide::policy {
namespace {

constexpr std::size_t tables = 5;
constexpr std::size_t recipients = 2;
constexpr std::size_t never = 1000;

/// Tables of one category each, links between them, and who gets which category.
struct World {
  std::array<std::array<bool, tables>, tables> links{};
  std::array<std::array<bool, recipients>, tables> sent{};
};
World any_world(unsigned seed) {
  std::mt19937 random{seed};
  std::bernoulli_distribution few{0.2};
  World world;
  for (std::size_t i = 0; i < tables; ++i) {
    for (std::size_t j = 0; j < tables; ++j) world.links[i][j] = i < j && few(random);
    for (std::size_t k = 0; k < recipients; ++k) world.sent[i][k] = few(random);
  }
  return world;
}
std::string text_of(const World& world) {
  std::string text =
      "abide 1;\npolicy p \"P\" { regime uk_gdpr; }\nsubject who { identified by db.t0.id; }\n"
      "recipient r0 \"R\" { country GB; }\nrecipient r1 \"R\" { country GB; }\n";
  std::string store = "store db kind sqlite {\n";
  std::string promise = "promise INT-001 {\n  never sell personal;\n";
  for (std::size_t i = 0; i < tables; ++i) {
    text += fmt::format("category c{};\n", i);
    store += fmt::format("  table t{0} {{ key id; field held: c{0}; {1}", i,
                         i == 0 ? "owned by who through id; " : "unowned because \"x\"; ");
    for (std::size_t j = 0; j < tables; ++j) {
      if (world.links[i][j]) store += fmt::format("link to{0} to t{0}.id; ", j);
    }
    store += "}\n";
    for (std::size_t k = 0; k < recipients; ++k) {
      if (world.sent[i][k]) promise += fmt::format("  send c{} to r{};\n", i, k);
    }
  }
  return text + store + "}\n" + promise + "}\n";
}

// ── the judge ─────────────────────────────────────────────────────────────────────────────────

enum class Links { both_ways, as_written };
/// Steps from a table, or its category, to a recipient.
std::size_t judged(const World& world, std::size_t from, std::size_t to, bool category,
                   Links links) {
  std::array<std::array<std::size_t, tables>, tables> far{};
  for (std::size_t i = 0; i < tables; ++i) {
    for (std::size_t j = 0; j < tables; ++j) {
      const bool joined = world.links[i][j] || (links == Links::both_ways && world.links[j][i]);
      far[i][j] = i == j ? 0 : joined ? 1 : never;
    }
  }
  for (std::size_t by = 0; by < tables; ++by)
    for (std::size_t i = 0; i < tables; ++i)
      for (std::size_t j = 0; j < tables; ++j)
        far[i][j] = std::min(far[i][j], far[i][by] + far[by][j]);
  std::size_t best = never;
  for (std::size_t at = 0; at < tables; ++at) {
    if (world.sent[at][to]) best = std::min(best, far[from][at] + 2);
  }
  if (category) best = world.sent[from][to] ? 1 : best + 1;
  return std::min(best, never);
}

std::size_t told(const Model& model, const std::string& from, const std::string& to,
                 By by = By::everything) {
  const auto begin = stations_named(model, from);
  const auto end = stations_named(model, to);
  EXPECT_TRUE(begin.ok() && end.ok()) << from << " " << to;
  const auto ways = shortest_ways(model, *begin, *end, by);
  for (const Way& way : ways) {
    EXPECT_EQ(way.size(), ways.front().size());
    EXPECT_EQ(name_of(model, way.front().from), from);
    EXPECT_EQ(name_of(model, way.back().to), to);
    for (std::size_t i = 1; i < way.size(); ++i) EXPECT_EQ(way[i].from, way[i - 1].to);
  }
  return ways.empty() ? never : ways.front().size();
}

/// Pairs of a world on which the judge says otherwise.
int differing(unsigned seed, Links links) {
  const World world = any_world(seed);
  const test::Checked checked = test::check_policy(text_of(world));
  EXPECT_TRUE(checked.result.model.has_value()) << checked.text();
  int differ = 0;
  for (std::size_t i = 0; i < tables; ++i) {
    for (std::size_t k = 0; k < recipients; ++k) {
      for (const bool category : {false, true}) {
        const std::string from = category ? fmt::format("c{}", i) : fmt::format("db.t{}", i);
        differ += told(checked.model(), from, fmt::format("r{}", k)) !=
                          judged(world, i, k, category, links)
                      ? 1
                      : 0;
      }
    }
  }
  return differ;
}

TEST(Ways, are_as_short_as_the_judge_says) {
  for (unsigned seed = 0; seed < 60; ++seed)
    EXPECT_EQ(differing(seed, Links::both_ways), 0) << "seed " << seed;
}
TEST(Ways, a_judge_that_follows_links_one_way_differs) {
  int differ = 0;
  for (unsigned seed = 0; seed < 60; ++seed) differ += differing(seed, Links::as_written);
  EXPECT_GT(differ, 0);
}

TEST(Ways, by_flows_alone_take_the_data_itself_and_no_other) {
  for (unsigned seed = 0; seed < 60; ++seed) {
    const World world = any_world(seed);
    const test::Checked checked = test::check_policy(text_of(world));
    ASSERT_TRUE(checked.result.model.has_value()) << checked.text();
    for (std::size_t i = 0; i < tables; ++i) {
      for (std::size_t k = 0; k < recipients; ++k) {
        const std::string to = fmt::format("r{}", k);
        const bool sent = world.sent[i][k];
        EXPECT_EQ(told(checked.model(), fmt::format("c{}", i), to, By::flows), sent ? 1 : never);
        EXPECT_EQ(told(checked.model(), fmt::format("db.t{}", i), to, By::flows), sent ? 2 : never);
      }
    }
  }
}

TEST(Ways, say_what_makes_each_step_and_what_ends_it) {
  const test::Checked checked =
      test::Shop{.more =
                     "processor parcels \"Parcel service\" { country GB; agreement dpa; }\n"
                     "purpose shipping \"Shipping\" { basis contract; uses contact; }\n"
                     "promise INT-002 { send contact.email to parcels for shipping; }\n"}
          .check();
  ASSERT_TRUE(checked.result.model.has_value()) << checked.text();
  const Model& model = checked.model();
  const auto ways =
      shortest_ways(model, *stations_named(model, "db.orders"), *stations_named(model, "parcels"));
  ASSERT_EQ(ways.size(), 1U);
  ASSERT_EQ(ways.front().size(), 3U);
  EXPECT_EQ(ways.front()[0].words, "db.orders.user_id = db.users.id, by whose rows they are");
  ASSERT_FALSE(ways.front()[0].cuts.empty());
  EXPECT_EQ(ways.front()[0].cuts.front().promise, "INT-001");
  EXPECT_EQ(ways.front()[1].words, "holds it in db.users.email");
  EXPECT_EQ(ways.front()[2].promise, "INT-002");
  EXPECT_EQ(ways.front()[2].sentence, "send contact.email to parcels for shipping");
}
TEST(Ways, lead_through_no_person_and_no_store) {
  const test::Checked checked =
      test::Shop{
          .tables = "table logs { key id; unowned because \"counters\"; field n: receipts; }",
          .more = "event logged at db.logs.logged_at;",
          .statements = "keep receipts in db.logs at most 1 year after logged;"}
          .check();
  const Model model = checked.result.model.value_or(Model{});
  ASSERT_FALSE(model.tables.empty()) << checked.text();
  EXPECT_TRUE(
      shortest_ways(model, *stations_named(model, "db.orders"), *stations_named(model, "db.logs"))
          .empty());
  EXPECT_EQ(shortest_ways(model, *stations_named(model, "db"), *stations_named(model, "db.logs"))
                .front()
                .size(),
            1U);
  EXPECT_EQ(
      shortest_ways(model, *stations_named(model, "customer"), *stations_named(model, "db.orders"))
          .front()
          .front()
          .words,
      "has rows in");
}
TEST(Ways, of_a_thing_to_itself_have_no_step_and_of_an_unknown_one_say_what_is_near) {
  const test::Checked checked = test::Shop{}.check();
  const Model& model = checked.model();
  const auto orders = *stations_named(model, "orders");
  ASSERT_EQ(shortest_ways(model, orders, orders).size(), 1U);
  EXPECT_TRUE(shortest_ways(model, orders, orders).front().empty());
  const auto unknown = stations_named(model, "db.order");
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(unknown.error().help, "did you mean `db.orders`?");
  EXPECT_EQ(stations_named(model, "contact")->size(), 2U);
}

}  // namespace
}  // namespace abide::policy
