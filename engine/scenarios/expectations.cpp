// What is expected, and what of it nothing judges yet.
#include <fmt/format.h>

#include <algorithm>

#include "engine/scenarios/judge.hpp"
#include "engine/scenarios/plan_words.hpp"
#include "engine/scenarios/play.hpp"

namespace abide::engine::scenarios {

Result<void> Play::pass_over(const std::string& why) {
  if (result_.why.find(why) == std::string::npos) {
    result_.why += (result_.why.empty() ? "" : "; ") + why;
  }
  --result_.judged;
  return {};
}

/// Tonight's sweep, once. What the re-read sees otherwise than the run is a failure of its own.
Result<void> Play::swept() {
  if (!clean_) ABIDE_CHECK(world_->sweep());
  clean_ = true;
  const auto& all = world_->disagreements();
  for (; disagreements_told_ < all.size(); ++disagreements_told_) {
    fail({{},
          {},
          "",
          "the re-read finds nothing that should be gone",
          all[disagreements_told_],
          {}});
  }
  return {};
}

Result<void> Play::operator()(const policy::ExpectRows& rows) {
  const policy::Store& store = model_.at(model_.at(rows.table).store);
  if (!in_reach(model_, rows.table)) {
    return pass_over(fmt::format("no sweep reaches the store `{}`{}", store.name,
                                 store.no_reach_because ? ": " + *store.no_reach_because : ""));
  }
  if (!begun_) return fault("the test names no day", "say when: `on 2026-03-01 expect …`");
  std::optional<Person> who;
  if (rows.who) {
    ABIDE_TRY(who, person(*rows.who, rows.table));
  }
  ABIDE_CHECK(swept());
  ABIDE_TRY(const auto wrong, judge(model_, *world_, rows, who));
  if (wrong) fail(*wrong);
  return {};
}

Result<void> Play::operator()(const policy::ExpectPlan& expected) {
  ABIDE_TRY(const auto words, read_plan_words(model_, expected.text));
  const Person* erased = asked_erasure_ ? &*asked_erasure_ : nullptr;
  ABIDE_TRY(const Planned planned, world_->plan(erased));
  ABIDE_TRY(const std::vector<Deed> deeds, world_->deeds_of(planned));
  const auto wrong = differences(model_, words, deeds, planned.plan);
  if (wrong.empty()) return {};
  Failure failure;
  failure.expected = fmt::format(
      "the plan of {} to do just that",
      erased == nullptr ? "tonight's sweep" : fmt::format("{}'s erasure", erased->name));
  failure.found = fmt::format("{}", fmt::join(wrong, "; "));
  for (const Deed& deed : deeds) {
    failure.because.push_back(words_of(model_, deed));
    for (const Why& why : deed.why) failure.because.push_back("  " + words_of(why));
  }
  for (const Step& step : planned.plan.steps) {
    if (!step.blocked.empty()) {
      failure.because.push_back(
          fmt::format("{}.{} is blocked: {}", step.store, step.table, step.blocked));
    }
  }
  fail(std::move(failure));
  return {};
}

Result<void> Play::operator()(const policy::ExpectError& expected) {
  if (std::ranges::find(bench_.codes, expected.code) != bench_.codes.end()) return {};
  ABIDE_TRY(const Planned planned, world_->plan(nullptr));
  std::vector<std::string> found;
  for (const Gap& gap : planned.plan.gaps) {
    if (gap.code == expected.code) return {};
    found.push_back(fmt::format("{} at {}: {}", gap.code, gap.place, gap.reason));
  }
  fail({{},
        {},
        "",
        fmt::format("{} from the check or as a gap", expected.code),
        found.empty() ? "neither a finding nor a gap" : "other gaps alone",
        found});
  return {};
}

}  // namespace abide::engine::scenarios
