// May this leaf go to that recipient for that purpose, under every answer to what is asked of the
// states: both versions' own decisions, exchanged case by case.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "policy/compare/flow_sides.hpp"
#include "policy/decision.hpp"

namespace abide::policy::compare {
namespace {

/// More states over one recipient and purpose are not tried one with another.
constexpr std::size_t most_states = 7;

std::string cases_text(const Cases& cases) {
  return fmt::format("{} to {} for {}{}{}", listed(cases.leaves), listed(cases.parties),
                     listed(cases.purposes), cases.whens.empty() ? "" : ", ",
                     fmt::join(cases.whens, "; or "));
}
std::string more(const Cases& cases) { return "more may go: " + cases_text(cases); }
std::string less(const Cases& cases) { return "less may go: " + cases_text(cases); }

/// What is known of each state, and how many are.
struct Answer {
  enum class Known { unknown, held, not_held };
  std::vector<std::pair<std::uint32_t, Known>> states;
  [[nodiscard]] std::size_t told() const {
    return static_cast<std::size_t>(std::ranges::count_if(
        states, [](const auto& one) { return one.second != Known::unknown; }));
  }
};

std::vector<Answer> answers_to(const std::set<std::uint32_t>& asked) {
  std::vector<Answer> all{{}};
  for (const std::uint32_t state : asked) {
    std::vector<Answer> longer;
    for (const Answer& one : all) {
      for (const auto known :
           {Answer::Known::unknown, Answer::Known::held, Answer::Known::not_held}) {
        longer.push_back(one);
        longer.back().states.emplace_back(state, known);
      }
    }
    all = std::move(longer);
  }
  std::ranges::stable_sort(all, {}, &Answer::told);  // the plainest case is the one that is told
  return all;
}

class Decider {
 public:
  Decider(const Named& before, const Named& after, const FlowDecisions& old_says,
          const FlowDecisions& new_says, Gathered& into)
      : before_(before),
        after_(after),
        old_says_(old_says),
        new_says_(new_says),
        old_sentences_(before),
        new_sentences_(after),
        sides_(before.names, after.names),
        into_(into) {}

  void run(std::set<std::string>& not_told) {
    const std::set<std::uint32_t> sent_to = receivers();
    for (const std::uint32_t to : sent_to) {
      for (std::uint32_t purpose = 0; purpose < sides_.purposes.size(); ++purpose) {
        if (!sides_.purposes.after(purpose)) continue;
        const auto asked = asked_over(to, purpose);
        if (asked.size() > most_states) {
          not_told.insert(
              fmt::format("what may go to `{}` for `{}`: {} states decide over it, more than {}",
                          sides_.recipients.name(to), sides_.purposes.name(purpose), asked.size(),
                          most_states));
          continue;
        }
        compare(to, purpose, answers_to(asked));
      }
    }
  }

 private:
  [[nodiscard]] std::set<std::uint32_t> receivers() const {
    std::set<std::uint32_t> all;
    for (const Permission& one : after_.model.flows.permissions) {
      if (one.act != Act::send && one.act != Act::host) continue;
      for (const RecipientId to : one.recipients) all.insert(sides_.recipients.of_after(to));
    }
    return all;
  }
  /// States that may decide here, in either version.
  [[nodiscard]] std::set<std::uint32_t> asked_over(std::uint32_t to, std::uint32_t purpose) const {
    std::set<std::uint32_t> asked;
    gather(before_.model, sides_.recipients.before(to), sides_.purposes.before(purpose), asked,
           [this](StateId state) { return sides_.states.of_before(state); });
    gather(after_.model, sides_.recipients.after(to), sides_.purposes.after(purpose), asked,
           [this](StateId state) { return sides_.states.of_after(state); });
    return asked;
  }
  template <class Place>
  static void gather(const Model& model, std::optional<RecipientId> to,
                     std::optional<PurposeId> purpose, std::set<std::uint32_t>& asked,
                     const Place& place) {
    if (!to || !purpose) return;
    const auto add = [&](const std::vector<StateId>& states) {
      for (const StateId state : states) asked.insert(place(state));
    };
    for (const Permission& one : model.flows.permissions) {
      const bool here =
          std::ranges::binary_search(one.recipients, *to) &&
          (one.purposes.empty() || std::ranges::binary_search(one.purposes, *purpose));
      if (here) add(one.when);
    }
    for (const Prohibition& one : model.flows.prohibitions) {
      const bool here = (one.act == Act::use || one.recipients.has(*to)) &&
                        (one.purposes.is_everything() || one.purposes.has(*purpose));
      if (!here) continue;
      add(one.when);
      add(one.unless);
    }
  }

  void compare(std::uint32_t to, std::uint32_t purpose, const std::vector<Answer>& answers) {
    std::set<std::uint32_t> found;
    for (const Answer& answer : answers) {
      const KnownStates old_states =
          known(answer, [this](std::uint32_t i) { return sides_.states.before(i); });
      const KnownStates new_states =
          known(answer, [this](std::uint32_t i) { return sides_.states.after(i); });
      for (std::uint32_t leaf = 0; leaf < sides_.leaves.size(); ++leaf) {
        const auto now = sides_.leaves.after(leaf);
        if (!now || !after_.model.at(*now).leaf || found.contains(leaf)) continue;
        if (!new_says_.allows(*sides_.recipients.after(to), *sides_.purposes.after(purpose), *now,
                              new_states) ||
            went_before(to, purpose, leaf, old_states))
          continue;
        found.insert(leaf);
        add(to, purpose, leaf, answer, old_states, new_states);
      }
    }
  }
  template <class Id>
  static KnownStates known(const Answer& answer, const Id& id_of) {
    KnownStates states;
    for (const auto& [state, is] : answer.states) {
      const std::optional<StateId> id = id_of(state);
      if (id && is == Answer::Known::held) states.hold(*id);
      if (id && is == Answer::Known::not_held) states.not_hold(*id);
    }
    return states;
  }
  [[nodiscard]] bool went_before(std::uint32_t to, std::uint32_t purpose, std::uint32_t leaf,
                                 const KnownStates& states) const {
    const auto recipient = sides_.recipients.before(to);
    const auto served = sides_.purposes.before(purpose);
    const auto what = sides_.leaves.before(leaf);
    return recipient && served && what && old_says_.allows(*recipient, *served, *what, states);
  }

  void add(std::uint32_t to, std::uint32_t purpose, std::uint32_t leaf, const Answer& answer,
           const KnownStates& old_states, const KnownStates& new_states) {
    Cases& cases = into_.of(blame(to, purpose, leaf, old_states, new_states));
    cases.leaves.insert(sides_.leaves.name(leaf));
    cases.parties.insert(sides_.recipients.name(to));
    cases.purposes.insert(sides_.purposes.name(purpose));
    std::vector<std::string> when;
    for (const auto& [state, is] : answer.states) {
      if (is == Answer::Known::unknown) continue;
      when.push_back(fmt::format("`{}` {}", sides_.states.name(state),
                                 is == Answer::Known::held ? "holds" : "does not hold"));
    }
    if (!when.empty()) cases.whens.insert(fmt::format("while {}", fmt::join(when, " and ")));
  }
  /// The sentence that made the difference: the one that sends it, where it is new; else the one
  /// that forbade it, where that is gone; else whatever sends it now.
  [[nodiscard]] Loosened blame(std::uint32_t to, std::uint32_t purpose, std::uint32_t leaf,
                               const KnownStates& old_states, const KnownStates& new_states) const {
    const FlowReason sends =
        explain_flow(after_.model, *sides_.recipients.after(to), *sides_.purposes.after(purpose),
                     *sides_.leaves.after(leaf), new_states)
            .front();
    Loosened made{.looser = more, .stricter = less};
    if (sends.promise && !old_sentences_.says(sends.sentence)) {
      made.what = after_.names.of(*sends.promise);
      made.before = old_sentences_.missing_in(new_sentences_, made.what);
      made.after = {sends.sentence};
      return placed(std::move(made));
    }
    const auto recipient = sides_.recipients.before(to);
    const auto served = sides_.purposes.before(purpose);
    const auto what = sides_.leaves.before(leaf);
    if (recipient && served && what) {
      const FlowReason refused =
          explain_flow(before_.model, *recipient, *served, *what, old_states).front();
      if (refused.promise && !new_sentences_.says(refused.sentence)) {
        made.what = before_.names.of(*refused.promise);
        made.before = {refused.sentence};
        made.after = new_sentences_.missing_in(old_sentences_, made.what);
        return placed(std::move(made));
      }
    }
    made.what = sends.promise ? after_.names.of(*sends.promise) : sides_.purposes.name(purpose);
    made.after = {sends.sentence};
    return placed(std::move(made));
  }
  [[nodiscard]] Loosened placed(Loosened made) const {
    made.was_at = old_sentences_.place_of(made.before);
    made.stands_at = new_sentences_.place_of(made.after);
    return made;
  }

  const Named& before_;
  const Named& after_;
  const FlowDecisions& old_says_;
  const FlowDecisions& new_says_;
  Sentences old_sentences_, new_sentences_;
  Sides sides_;
  Gathered& into_;
};

}  // namespace

void decide_looser(const Named& before, const Named& after, Gathered& into,
                   std::set<std::string>& not_told) {
  const auto old_says = FlowDecisions::of(before.model);
  const auto new_says = FlowDecisions::of(after.model);
  for (const auto* says : {&old_says, &new_says})
    if (!*says) not_told.insert("what may go where: " + says->error().message);
  if (old_says && new_says) Decider{before, after, *old_says, *new_says, into}.run(not_told);
}

}  // namespace abide::policy::compare
