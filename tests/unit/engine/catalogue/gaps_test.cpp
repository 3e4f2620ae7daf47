// Gaps that the schema alone shows and that no small database does: a store that does not answer,
// a view, an event that nothing takes in.
#include <gtest/gtest.h>

#include "engine/catalogue/catalogue.hpp"
#include "tests/support/model_builder.hpp"

namespace abide::engine {
namespace {

policy::Model shop() {
  return test::ModelBuilder{}
      .identifier("account.id")
      .table("db.users")
      .key("id")
      .field("id", {"account.id"})
      .subject("customer", {"db.users.id"})
      .owned_by("customer")
      .event_told("left", policy::Told::By::app)
      .rule(policy::Rule::Kind::erase_within, "P-1", Period{30, Period::Unit::days}, {"left"},
            {"db.users.id"})
      .build();
}
LiveTable users() {
  LiveTable table;
  table.name = "users";
  table.columns = {{.name = "id", .type = "INTEGER", .nullable = false, .unique = true}};
  table.key = {"id"};
  return table;
}
LiveStore answering(const LiveTable& table) { return {.schema = LiveSchema{{table}}, .error = {}}; }

/// Codes and places of the gaps.
std::string told(const LiveStore& store, const std::vector<policy::Point>& points) {
  policy::Deployment deployment;
  deployment.points = points;
  std::string all;
  for (const Gap& gap : reconcile(shop(), deployment, Catalogue{{store}}, Date{})) {
    all += (all.empty() ? "" : ", ") + gap.code + " " + gap.place;
  }
  return all;
}
const std::vector<policy::Point> events{{.name = "events", .on = {}}};

TEST(Gaps, of_a_schema_that_fits_are_none) { EXPECT_EQ(told(answering(users()), events), ""); }
TEST(Gaps, of_a_store_that_does_not_answer) {
  const LiveStore silent{.schema = {}, .error = Error{ErrorCode::unavailable, "no such file", ""}};
  EXPECT_EQ(told(silent, events), "E1007 db");
}
TEST(Gaps, of_a_view_where_rows_may_be_hidden) {
  LiveTable view = users();
  view.is_view = true;
  EXPECT_EQ(told(answering(view), events), "E1008 db.users");
}
TEST(Gaps, of_an_event_that_nothing_takes_in) {
  EXPECT_EQ(told(answering(users()), {}), "E1009 left");
}

}  // namespace
}  // namespace abide::engine
