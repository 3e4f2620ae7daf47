// The engine's answers about flows and time against a reading of the sentences themselves. Traces
// are asked in batches, since a policy takes longer to compile than to ask: ABIDE_CASES counts
// traces, and a million take some minutes in a release build.
#include "tests/oracle/spoken.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <random>

#include "engine/retention.hpp"
#include "policy/decision.hpp"
#include "tests/properties/policy_maker.hpp"
#include "tests/properties/runner.hpp"

namespace abide::properties {
namespace {

using oracle::Day;
using oracle::Fate;
using oracle::Known;
using oracle::Slip;
using oracle::Spoken;

constexpr int traces_of_a_policy = 500;

Instant noon_of(Day day) { return oracle::midnight_utc(day) + std::chrono::hours{12}; }

/// One policy, asked both ways.
class Asked {
 public:
  Asked(const Made& made, const Slip& slip)
      : model_(made.checked.model()),
        spoken_(made.checked.sources, slip),
        decisions_(policy::FlowDecisions::of(model_)),
        reckoner_(engine::Reckoner::of(model_.calendar)) {}

  /// Empty where both say the same.
  std::string flow(std::mt19937_64& chance) {
    const auto one_of = [&](const auto& list) -> const auto& {
      return list[chance() % list.size()];
    };
    const std::string& leaf = one_of(all_leaves);
    const std::string& to = one_of(all_recipients);
    const std::string& purpose = one_of(all_purposes);
    oracle::States states;
    policy::KnownStates known;
    for (const std::string& name : all_states) {
      const auto is = static_cast<Known>(chance() % 3);
      states[name] = is;
      if (is == Known::held) known.hold(*decisions_->find_state(name));
      if (is == Known::not_held) known.not_hold(*decisions_->find_state(name));
    }
    const auto engine = decisions_->allows(to, purpose, leaf, known);
    const bool here = spoken_.goes(leaf, to, purpose, states);
    if (engine && *engine == here) return "";
    return fmt::format("{} to {} for {}, agreed {}, grown {}: the sentences say {}", leaf, to,
                       purpose, static_cast<int>(states["agreed"]),
                       static_cast<int>(states["grown"]), here);
  }

  std::string row(std::mt19937_64& chance) {
    const auto field = static_cast<std::uint32_t>(chance() % model_.fields.size());
    const std::string column = model_.full_name(FieldId{field});
    if (model_.fields[field].categories.empty()) return "";
    oracle::Days happened;
    Day last{2024, 1, 20};
    for (const std::string& event : all_events) {
      if (chance() % 3 == 0) continue;
      // Half of them end a month, where rounding shows.
      constexpr Day ends[] = {
          {2023, 12, 31}, {2024, 1, 31}, {2024, 2, 29}, {2024, 3, 31}, {2024, 8, 31}};
      last = chance() % 2 == 0 ? ends[chance() % std::size(ends)]
                               : later({2023, 12, 28}, chance() % 900);
      happened[event] = last;
    }
    constexpr int spans[] = {0,  1,  2,   19,  27,  28,  30,   31,   33,  58,
                             60, 61, 364, 366, 395, 730, 2190, 2557, 2920};
    const Day on =
        later(last, static_cast<std::uint64_t>(spans[chance() % std::size(spans)]) + chance() % 4);
    const Fate engine = fate(FieldId{field}, happened, on);
    const Fate here = spoken_.fate(column, happened, on);
    if (engine == here) return "";
    std::string days;
    for (const auto& [event, day] : happened)
      days += fmt::format(" {} {}-{}-{}", event, day.year, day.month, day.day);
    return fmt::format("{} on {}-{}-{},{}: the sentences say {}, the engine {}", column, on.year,
                       on.month, on.day, days, static_cast<int>(here), static_cast<int>(engine));
  }

 private:
  static Day later(Day day, std::uint64_t days) {
    for (std::uint64_t i = 0; i < days; ++i) day = oracle::next(day);
    return day;
  }
  /// By the cutoffs that the planner compares moments with.
  [[nodiscard]] Fate fate(FieldId field, const oracle::Days& happened, Day on) const {
    const Instant at = noon_of(on);
    bool kept = false;
    bool due = false;
    for (const RuleId id : model_.rules_of(field)) {
      const policy::Rule& rule = model_.at(id);
      for (const EventId event : rule.anchor.events) {
        const auto day = happened.find(model_.at(event).name);
        if (day == happened.end()) continue;
        const Instant anchor = noon_of(day->second);
        if (rule.is_floor() && anchor >= reckoner_->floor_cutoff(rule, at)) kept = true;
        if (rule.is_ceiling() && anchor < reckoner_->overdue_cutoff(rule, at)) due = true;
      }
    }
    return kept ? Fate::kept : due ? Fate::due : Fate::free;
  }

  const policy::Model& model_;
  Spoken spoken_;
  Result<policy::FlowDecisions> decisions_;
  Result<engine::Reckoner> reckoner_;
};

enum class About { flows, time };

std::string trace_all(Tape& tape, About about, const Slip& slip) {
  const Made made = any_policy(tape);
  std::mt19937_64 chance{tape.below(5040) * 5040 + tape.below(5040)};
  Asked asked{made, slip};
  for (int i = 0; i < traces_of_a_policy; ++i) {
    const std::string wrong = about == About::flows ? asked.flow(chance) : asked.row(chance);
    if (!wrong.empty()) return made.draft.text() + wrong;
  }
  return "";
}

/// As many policies as the traces asked for need.
void expect_traces(const std::string& name, About about) {
  constexpr int by_default = 40'000;
  const int policies = std::max(1, cases(by_default) / traces_of_a_policy);
  const char* given = std::getenv("ABIDE_SEED");
  const std::uint64_t seed =
      given == nullptr ? std::random_device{}() : std::strtoull(given, nullptr, 10);
  std::cout << fmt::format("{}: {} traces over {} policies, ABIDE_SEED={}\n", name,
                           policies * traces_of_a_policy, policies, seed);
  std::mt19937_64 chance{seed};
  for (int i = 0; i < policies; ++i) {
    std::vector<std::uint16_t> numbers(700);
    for (std::uint16_t& number : numbers) number = static_cast<std::uint16_t>(chance() % 5040);
    Tape tape{numbers};
    const std::string wrong = trace_all(tape, about, {});
    ASSERT_EQ(wrong, "") << "policy " << i;
  }
}

TEST(Spoken, flows_are_what_the_sentences_say) { expect_traces("flows", About::flows); }
TEST(Spoken, kept_due_and_free_are_what_the_sentences_say) { expect_traces("time", About::time); }

struct Wrong {
  const char* name;
  About about;
  Slip slip;
};
class Misread : public testing::TestWithParam<Wrong> {};
TEST_P(Misread, is_found_out) {
  const Wrong& wrong = GetParam();
  expect_fails(wrong.name, 400,
               [&](Tape& tape) { return trace_all(tape, wrong.about, wrong.slip); });
}
INSTANTIATE_TEST_SUITE_P(
    Spoken, Misread,
    testing::Values(Wrong{"unknown_permits", About::flows, {.unknown_permits = true}},
                    Wrong{"exceptions_ignored", About::time, {.exceptions_ignored = true}},
                    Wrong{"hosts_serve_all", About::flows, {.hosts_serve_all = true}},
                    Wrong{"rulings_ignored", About::flows, {.rulings_ignored = true}},
                    Wrong{"floors_ignored", About::time, {.floors_ignored = true}},
                    Wrong{"first_floor", About::time, {.first_floor = true}},
                    Wrong{"rounds_up", About::time, {.rounds_up = true}},
                    Wrong{"may_keep_stands", About::time, {.may_keep_stands = true}}),
    [](const auto& one) { return std::string{one.param.name}; });

}  // namespace
}  // namespace abide::properties
