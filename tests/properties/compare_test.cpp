// The laws of the comparison, over random policies and the same changed a little. What a policy
// lets happen is asked of the reference that reads sentences, which shares nothing with the
// comparison.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "policy/compare/comparison.hpp"
#include "tests/oracle/spoken.hpp"
#include "tests/properties/policy_maker.hpp"
#include "tests/properties/runner.hpp"

namespace abide::properties {
namespace {

using oracle::Day;
using oracle::Fate;
using oracle::Known;
using oracle::Spoken;
using policy::compare::Change;
using policy::compare::compare;
using policy::compare::Comparison;
using policy::compare::Judgement;
using policy::compare::Part;

std::string shown(const Comparison& comparison) {
  std::string text;
  for (const Change& one : comparison.changes) {
    text += fmt::format("{} {} {}\n", word_of(one.judgement), word_of(one.part), one.what);
    for (const std::string& sentence : one.before) text += "  - " + sentence + "\n";
    for (const std::string& sentence : one.after) text += "  + " + sentence + "\n";
    for (const std::string& why : one.why) text += "  = " + why + "\n";
  }
  for (const std::string& one : comparison.not_told) text += "not told: " + one + "\n";
  return text;
}
std::string both(const Made& before, const Made& after) {
  return before.draft.text() + "\n── and then ──\n" + after.draft.text();
}

// ── a policy and itself ───────────────────────────────────────────────────────────────────────

/// Empty for the same; `other` makes the second of the first.
template <class Other>
std::string is_empty(Tape& tape, const Other& other) {
  const Made made = any_policy(tape);
  const test::Checked again = other(tape, made);
  if (!again.result.model) return "does not compile:\n" + again.text();
  const Comparison found = compare(made.edition(), {again.model(), again.sources});
  return found.is_empty()
             ? ""
             : made.draft.text() + "\n" + again.sources.files[0].text().data() + shown(found);
}

TEST(Laws, nothing_changes_from_a_policy_to_itself) {
  expect_holds("a policy and itself", 100, [](Tape& tape) {
    return is_empty(tape,
                    [](Tape&, const Made& made) { return test::check_policy(made.draft.text()); });
  });
}
TEST(Laws, order_layout_and_other_names_change_nothing) {
  expect_holds("told otherwise", 150, [](Tape& tape) {
    return is_empty(tape, [](Tape& t, const Made& made) { return told_otherwise(t, made.draft); });
  });
}
TEST(Laws, a_changed_policy_is_not_the_same) {
  expect_fails("a policy and itself", 60, [](Tape& tape) {
    return is_empty(tape, [](Tape& t, const Made& made) {
      return test::check_policy(changed(t, made).draft.text());
    });
  });
}

// ── exchanged ─────────────────────────────────────────────────────────────────────────────────

Change exchanged(Change one) {
  std::swap(one.before, one.after);
  std::swap(one.was_at, one.stands_at);
  if (one.judgement != Judgement::sideways)
    one.judgement = one.judgement == Judgement::looser ? Judgement::stricter : Judgement::looser;
  return one;
}
/// What is told of a change apart from its words.
std::string key_of(Change one) {
  std::ranges::sort(one.before);
  std::ranges::sort(one.after);
  std::string key = fmt::format("{} {} {}", word_of(one.judgement), word_of(one.part), one.what);
  for (const std::string& sentence : one.before) key += "\n- " + sentence;
  for (const std::string& sentence : one.after) key += "\n+ " + sentence;
  return key;
}
template <class Turn>
std::vector<std::string> keys(const Comparison& comparison, const Turn& turn) {
  std::vector<std::string> all;
  for (const Change& one : comparison.changes) all.push_back(key_of(turn(one)));
  std::ranges::sort(all);
  return all;
}

template <class Turn>
std::string is_mirrored(Tape& tape, const Turn& turn) {
  const Made a = any_policy(tape);
  const Made b = changed(tape, a);
  const Comparison forth = compare(a.edition(), b.edition());
  const Comparison back = compare(b.edition(), a.edition());
  const auto as_it_is = [](const Change& one) { return one; };
  return keys(forth, as_it_is) == keys(back, turn)
             ? ""
             : both(a, b) + "\n" + shown(forth) + "── back ──\n" + shown(back);
}

TEST(Laws, back_is_forth_with_stricter_for_looser) {
  expect_holds("exchanged", 150, [](Tape& tape) { return is_mirrored(tape, exchanged); });
}
TEST(Laws, a_mirror_that_keeps_the_judgement_is_found_out) {
  expect_fails("exchanged", 60, [](Tape& tape) {
    return is_mirrored(tape, [](Change one) {
      std::swap(one.before, one.after);
      return one;
    });
  });
}

// ── what is let happen ────────────────────────────────────────────────────────────────────────

/// The first case that `wider` lets happen and `narrower` does not; empty for none.
std::string flow_beyond(const Spoken& narrower, const Spoken& wider) {
  constexpr Known knowns[] = {Known::unknown, Known::held, Known::not_held};
  for (const std::string& to : all_recipients)
    for (const std::string& purpose : all_purposes)
      for (const std::string& leaf : all_leaves)
        for (const Known agreed : knowns)
          for (const Known grown : knowns) {
            const oracle::States states{{"agreed", agreed}, {"grown", grown}};
            if (wider.goes(leaf, to, purpose, states) && !narrower.goes(leaf, to, purpose, states))
              return fmt::format("{} to {} for {}, agreed {}, grown {}", leaf, to, purpose,
                                 static_cast<int>(agreed), static_cast<int>(grown));
          }
  return "";
}

Day later(Day day, int days) {
  for (int i = 0; i < days; ++i) day = oracle::next(day);
  return day;
}

/// A row that may still be there by `wider` and must be gone by `narrower`, of some that are tried.
std::string row_beyond(const Spoken& narrower, const Spoken& wider, std::uint64_t seed) {
  std::mt19937_64 chance{seed};
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(chance() % n); };
  constexpr int rows = 150;
  const auto columns = wider.columns();
  for (int i = 0; i < rows; ++i) {
    oracle::Days happened;
    std::vector<Day> days;
    for (const std::string& event : all_events) {
      if (below(3) == 0) continue;
      const Day day = later({2024, 1, 28}, static_cast<int>(below(800)));
      happened[event] = day;
      days.push_back(day);
    }
    if (days.empty()) continue;
    const std::string& column = columns[below(columns.size())];
    constexpr int spans[] = {0,  1,  19, 20, 21, 27,  28,  29,  30,  31,   32,
                             33, 58, 61, 62, 64, 365, 370, 398, 731, 2195, 2558};
    const Day on = later(days[below(days.size())],
                         spans[below(std::size(spans))] + static_cast<int>(below(3)));
    if (wider.fate(column, happened, on) != Fate::due &&
        narrower.fate(column, happened, on) == Fate::due)
      return fmt::format("{} on {}-{}-{}", column, on.year, on.month, on.day);
  }
  return "";
}

using Doctor = void (*)(Comparison&);
void leave_it(Comparison&) {}
template <Part part>
void forget(Comparison& found) {
  std::erase_if(found.changes, [](const Change& one) {
    return one.part == part && one.judgement != Judgement::sideways;
  });
}

/// Where nothing is looser, sideways or untold, nothing is let happen that was not before; where
/// nothing is stricter, the other way round.
std::string is_sound(Tape& tape, Doctor doctor) {
  const Made a = any_policy(tape);
  const Made b = changed(tape, a);
  Comparison found = compare(a.edition(), b.edition());
  doctor(found);
  if (found.has(Judgement::sideways) || !found.not_told.empty()) return "";
  const Spoken before{a.checked.sources};
  const Spoken after{b.checked.sources};
  const std::uint64_t seed = tape.below(5000);
  const auto beyond = [&](const Spoken& narrower, const Spoken& wider) {
    const std::string flow = flow_beyond(narrower, wider);
    return flow.empty() ? row_beyond(narrower, wider, seed) : flow;
  };
  const std::string looser = found.has(Judgement::looser) ? "" : beyond(before, after);
  const std::string stricter = found.has(Judgement::stricter) ? "" : beyond(after, before);
  if (looser.empty() && stricter.empty()) return "";
  return fmt::format("{}\n{}not looser, yet: {}\nnot stricter, yet: {}", both(a, b), shown(found),
                     looser, stricter);
}

TEST(Laws, what_is_only_stricter_lets_nothing_more_happen) {
  expect_holds("soundness", 400, [](Tape& tape) { return is_sound(tape, leave_it); });
}
TEST(Laws, a_comparison_without_flows_is_found_out) {
  expect_fails("soundness", 300, [](Tape& tape) { return is_sound(tape, forget<Part::flows>); });
}
TEST(Laws, a_comparison_without_time_is_found_out) {
  expect_fails("soundness", 400, [](Tape& tape) { return is_sound(tape, forget<Part::time>); });
}

}  // namespace
}  // namespace abide::properties
