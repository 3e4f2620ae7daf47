// A plan written and read again is the same plan; a plan edited anywhere is refused.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "engine/plan/plan.hpp"
#include "tests/support/plan_generator.hpp"

namespace abide::engine {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): generators

std::string text_of(const Plan& plan) { return *canonical_json(to_json(plan)); }
Result<Plan> read(std::string_view text) {
  ABIDE_TRY(const Json json, parse_json(text));
  return plan_from_json(json);
}

/// A plan small enough to spoil each of its bytes.
Plan small_plan() {
  Plan plan;
  plan.kind = "sweep";
  plan.policy = "studio";
  plan.at = *parse_instant("2026-11-01T02:00:00Z");
  plan.salt = Bytes(16, 3);
  Step step;
  step.store = "db";
  step.table = step.live_table = "answers";
  step.key = {"id"};
  step.where = share({And{{share({Before{"closed_at", plan.at}}),
                           share({In{"id", {std::int64_t{-7}, 1.5, Bytes{1, 2}, false}}})}}});
  step.why = {{"IS-051", "erase `answers` within 30 days", "studio.policy", 12}};
  step.due = "closed before 2026-10-02";
  step.rows = 20;
  step.ranges = {{{std::nullopt, Row{std::int64_t{20}}}, 20, sha256(as_bytes("x"))}};
  plan.steps = {step};
  Gap gap;
  gap.code = "E1001";
  gap.place = "db.users.nickname";
  plan.gaps = {gap};
  plan.findings = {"a stand-in: sqlite"};
  return plan;
}

RC_GTEST_PROP(PlanJson, a_plan_written_and_read_is_the_same, ()) {
  const Plan plan = *any_plan();
  const auto again = read(text_of(plan));
  RC_ASSERT(again.ok());
  RC_ASSERT(*again == plan);
  RC_ASSERT(text_of(*again) == text_of(plan));
}

RC_GTEST_PROP(PlanJson, values_and_parameters_come_back_exactly, ()) {
  const auto values = *rc::gen::container<std::vector<Value>>(any_value());
  Parameters parameters;
  parameters["db.users.email"] = Sensitive{values};
  const auto text = canonical_json(to_json(parameters));
  RC_ASSERT(text.ok());
  const auto again = parameters_from_json(*parse_json(*text));
  RC_ASSERT(again.ok());
  RC_ASSERT(*again == parameters);
}

TEST(PlanJson, numbers_without_end_and_the_smallest_come_back) {
  for (const double number :
       {std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity(), -0.0,
        std::numeric_limits<double>::denorm_min(), std::numeric_limits<double>::max(), 0.1}) {
    const auto again = value_from_json(to_json(Value{number}));
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(std::get<double>(*again), number);
    EXPECT_EQ(std::signbit(std::get<double>(*again)), std::signbit(number));
  }
  const auto nan = value_from_json(to_json(Value{std::numeric_limits<double>::quiet_NaN()}));
  ASSERT_TRUE(nan.ok());
  EXPECT_TRUE(std::isnan(std::get<double>(*nan)));
  for (const auto whole : {std::numeric_limits<std::int64_t>::min(), std::int64_t{-1},
                           std::numeric_limits<std::int64_t>::max()}) {
    EXPECT_EQ(*value_from_json(to_json(Value{whole})), Value{whole});
  }
}

/// What `reader` makes of every one-byte edit of a plan: the edits it took for another plan.
template <class Reader>
int edits_taken_for_another_plan(const Plan& plan, Reader reader) {
  const std::string text = text_of(plan);
  int taken = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (const char other : {static_cast<char>(text[at] ^ 1), static_cast<char>(text[at] ^ 32),
                             static_cast<char>(text[at] ^ 128), ' ', '0', '9', '"', 'e'}) {
      std::string edited = text;
      edited[at] = other;
      const Result<Plan> again = reader(edited);
      taken += again.ok() && *again != plan ? 1 : 0;
    }
  }
  return taken;
}

TEST(PlanJson, a_plan_edited_by_one_byte_is_refused_or_says_the_same) {
  EXPECT_EQ(edits_taken_for_another_plan(small_plan(), read), 0);
}

TEST(PlanJson, broken_twin_that_compares_no_digest_takes_edits) {
  const auto trusting = [](const std::string& text) -> Result<Plan> {
    ABIDE_TRY(const Json json, parse_json(text));
    Plan plan = small_plan();
    if (json.is_object() && json.contains("policy") && json["policy"].is_string()) {
      plan.policy = json["policy"].get<std::string>();
    }
    return plan;
  };
  EXPECT_GT(edits_taken_for_another_plan(small_plan(), trusting), 20);
}

TEST(PlanJson, what_is_cut_or_of_another_version_or_no_plan_is_refused) {
  const std::string text = text_of(small_plan());
  for (std::size_t size = 0; size < text.size(); ++size) {
    EXPECT_FALSE(read(std::string_view{text}.substr(0, size)).ok()) << size;
  }
  Json json = to_json(small_plan());
  json["version"] = plan_version + 1;
  EXPECT_EQ(plan_from_json(json).error().code, ErrorCode::unsupported);
  for (const char* other : {"{}", "[]", "null", "{\"version\":1}", "{\"version\":-1}", "7"}) {
    EXPECT_EQ(plan_from_json(*parse_json(other)).error().code, ErrorCode::corrupt) << other;
  }
  json = to_json(small_plan());
  json["more"] = 1;
  EXPECT_FALSE(plan_from_json(json).ok());
}

TEST(PlanJson, an_approval_binds_the_steps_and_not_the_words) {
  const Plan plan = small_plan();
  const auto digest_after = [&](auto change) {
    Plan other = plan;
    change(other);
    return *plan_digest(other);
  };
  const std::string digest = *plan_digest(plan);
  EXPECT_EQ(digest, digest_after([](Plan& p) { p.findings.clear(); }));
  EXPECT_EQ(digest, digest_after([](Plan& p) { p.steps[0].why[0].sentence = "other words"; }));
  EXPECT_EQ(digest, digest_after([](Plan& p) { p.steps[0].why[0].line = 99; }));
  EXPECT_EQ(digest, digest_after([](Plan& p) { p.steps[0].due = "in other words"; }));
  EXPECT_NE(digest, digest_after([](Plan& p) { p.steps[0].rows = 21; }));
  EXPECT_NE(digest, digest_after([](Plan& p) { p.steps[0].ranges[0].digest[0] ^= 1; }));
  EXPECT_NE(digest, digest_after([](Plan& p) { p.steps[0].ranges[0].keys.until.reset(); }));
  EXPECT_NE(digest, digest_after([](Plan& p) { p.steps[0].where = share({All{}}); }));
  EXPECT_NE(digest, digest_after([](Plan& p) { p.at += std::chrono::seconds{1}; }));
  EXPECT_NE(digest, digest_after([](Plan& p) { p.policy_digest = "00"; }));
  EXPECT_NE(digest, digest_after([](Plan& p) { p.gaps.clear(); }));
  EXPECT_NE(digest, digest_after([](Plan& p) { p.steps.clear(); }));
}

}  // namespace
}  // namespace abide::engine
