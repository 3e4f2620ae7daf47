// The decision over a flow: on a policy, and against a judge that asks sentence by sentence.
#include "policy/decision.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "tests/support/policy_text.hpp"

namespace abide::policy {
namespace {

const char* const world =
    "category clip; category words;\n"
    "processor post { country GB; agreement dpa; } recipient press { country GB; }\n"
    "purpose care { basis contract; uses contact, text, clip; }\n"
    "purpose study { basis contract; uses text; }\n"
    "state agreed from app; state grown from app; staff dpo \"D\" {}\n"
    "promise P-1 { host contact with post; send text to post for care; }\n"
    "promise P-2 { send clip to press for care when agreed; never share clip unless agreed; }\n"
    "promise P-3 { send text to press for study; never send text to press when grown; }\n"
    "promise P-4 \"We tell the press nothing of you.\" { never send contact to press; }\n"
    "ruling P-G1 between P-4 \"Is the address meant?\" { send contact.email to press for care; "
    "decide by dpo before 2030-01-01; }\n"
    "promise P-5 { attest \"x\" by dpo every 1 year; }\n";

class Decision : public testing::Test {
 protected:
  Decision() : checked_(test::Shop{.more = world}.check()) {}
  bool allows(const std::string& to, const std::string& purpose, const std::string& what,
              const std::vector<std::string>& held = {},
              const std::vector<std::string>& not_held = {}) {
    EXPECT_TRUE(checked_.result.model.has_value()) << checked_.text();
    const auto made = FlowDecisions::of(checked_.model());
    KnownStates known;
    for (const std::string& name : held) known.hold(*made->find_state(name));
    for (const std::string& name : not_held) known.not_hold(*made->find_state(name));
    return made->allows(to, purpose, what, known).value();
  }
  test::Checked checked_;
};

TEST_F(Decision, nothing_goes_that_no_promise_sends) {
  EXPECT_TRUE(allows("post", "care", "text"));
  EXPECT_FALSE(allows("post", "study", "text"));
  EXPECT_FALSE(allows("press", "care", "text"));
}
TEST_F(Decision, what_rests_with_somebody_serves_every_purpose_that_uses_it) {
  EXPECT_TRUE(allows("post", "care", "contact"));
  EXPECT_TRUE(allows("post", "care", "contact.email"));
  EXPECT_FALSE(allows("post", "study", "contact"));
}
TEST_F(Decision, what_is_unknown_permits_nothing_and_ends_nothing) {
  EXPECT_FALSE(allows("press", "care", "clip"));
  EXPECT_TRUE(allows("press", "care", "clip", {"agreed"}));
  EXPECT_FALSE(allows("press", "care", "clip", {}, {"agreed"}));
  EXPECT_FALSE(allows("press", "study", "text"));
  EXPECT_FALSE(allows("press", "study", "text", {"grown"}));
  EXPECT_TRUE(allows("press", "study", "text", {}, {"grown"}));
}
TEST_F(Decision, a_rulings_own_sending_holds_against_what_it_names) {
  EXPECT_TRUE(allows("press", "care", "contact.email"));
  EXPECT_FALSE(allows("press", "care", "contact"));
}
TEST_F(Decision, each_leaf_has_its_reason) {
  const auto made = FlowDecisions::of(checked_.model());
  const auto reasons =
      explain_flow(checked_.model(), *made->find_recipient("press"), *made->find_purpose("care"),
                   *made->find_category("contact"), {});
  ASSERT_EQ(reasons.size(), 2U);
  EXPECT_FALSE(reasons[0].allowed);
  EXPECT_FALSE(reasons[0].promise);
  EXPECT_TRUE(reasons[1].allowed);
  EXPECT_EQ(checked_.model().at(*reasons[1].promise).id, "P-G1");
  EXPECT_EQ(made->allows("prss", "care", "contact", {}), std::nullopt);
}
TEST_F(Decision, a_leaf_that_waits_for_a_state_says_for_which) {
  const auto made = FlowDecisions::of(checked_.model());
  const auto of_clip = [&](const KnownStates& known, const char* purpose) {
    return explain_flow(checked_.model(), *made->find_recipient("press"),
                        *made->find_purpose(purpose), *made->find_category("clip"), known)
        .front();
  };
  const FlowReason waits = of_clip({}, "care");
  EXPECT_FALSE(waits.allowed);
  ASSERT_TRUE(waits.condition);
  EXPECT_EQ(checked_.model().at(*waits.condition->promise).id, "P-2");
  EXPECT_EQ(waits.condition->sentence, "send clip to press for care when agreed");
  EXPECT_EQ(waits.condition->states, std::vector{*made->find_state("agreed")});
  EXPECT_FALSE(of_clip({}, "study").condition);
  KnownStates agreed;
  agreed.hold(*made->find_state("agreed"));
  EXPECT_FALSE(of_clip(agreed, "care").condition);
}
TEST_F(Decision, too_many_states_over_one_way_out_are_refused) {
  std::string more =
      "recipient press { country GB; } purpose care { basis contract; uses text; }\n"
      "promise P-1 { send text to press for care; }\n";
  for (int i = 0; i < 13; ++i) {
    const std::string state = "s" + std::to_string(i);
    more += "state " + state + " from app;\npromise N-" + std::to_string(i) +
            " { never send text to press when " + state + "; }\n";
  }
  const test::Checked shop = test::Shop{.more = more}.check();
  const auto made = FlowDecisions::of(shop.model());
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().message, "too many states decide over what goes to `press` for `care`");
}

// ── against a judge ───────────────────────────────────────────────────────────────────────────

constexpr std::uint32_t leaves = 70;  // over a word of bits
constexpr std::uint32_t parties = 3;
constexpr std::uint32_t purposes = 3;
constexpr std::uint32_t states = 3;
constexpr std::uint32_t promises = 4;  // the last is a ruling between the first two

template <class Id>
std::vector<Id> some(std::uint32_t most, std::uint32_t at_least = 0) {
  std::vector<Id> ids;
  for (std::uint32_t i = 0; i < most; ++i) {
    if (*rc::gen::element(0, 1, 2) == 0 || i < at_least) ids.push_back(Id{i});
  }
  return ids;
}
template <class Id>
Several<Id> several(std::uint32_t most) {
  return {*rc::gen::arbitrary<bool>(), some<Id>(most)};
}

Model any_model() {
  Model model;
  model.categories.resize(leaves);
  for (std::uint32_t i = 0; i < leaves; ++i) model.categories[i].name = std::to_string(i);
  for (std::uint32_t i = 0; i < parties; ++i) model.recipients.push_back(std::to_string(i));
  for (std::uint32_t i = 0; i < purposes; ++i) {
    model.flows.purposes.push_back(std::to_string(i));
    model.flows.permissions.push_back(
        {.act = Act::use, .leaves = some<CategoryId>(leaves), .purposes = {PurposeId{i}}});
  }
  for (std::uint32_t i = 0; i < states; ++i) model.flows.states.push_back(std::to_string(i));
  model.promises.resize(promises);
  model.promises.back().between = {PromiseId{0}, PromiseId{1}};
  for (int i = *rc::gen::element(0, 1, 2, 3, 4, 5); i > 0; --i) {
    Permission made{.act = *rc::gen::element(Act::send, Act::host),
                    .promise = PromiseId{*rc::gen::element<std::uint32_t>(0, 1, 2, promises - 1)},
                    .leaves = some<CategoryId>(leaves),
                    .recipients = some<RecipientId>(parties, 1)};
    if (made.act == Act::send) {
      made.purposes = some<PurposeId>(purposes);
      made.when = some<StateId>(states);
    }
    model.flows.permissions.push_back(made);
  }
  for (int i = *rc::gen::element(0, 1, 2, 3); i > 0; --i) {
    model.flows.prohibitions.push_back(
        {.act = *rc::gen::element(Act::send, Act::use, Act::store),
         .promise = PromiseId{*rc::gen::element<std::uint32_t>(0, 1, 2, promises - 1)},
         .leaves = some<CategoryId>(leaves),
         .recipients = several<RecipientId>(parties),
         .purposes = several<PurposeId>(purposes),
         .when = some<StateId>(states),
         .unless = some<StateId>(states)});
  }
  return model;
}

template <class Id>
bool lists(const std::vector<Id>& list, std::uint32_t one) {
  for (const Id id : list) {
    if (id.value == one) return true;
  }
  return false;
}
template <class Id>
bool says(const Several<Id>& several, std::uint32_t one) {
  return several.all_but ? !lists(several.names, one) : lists(several.names, one);
}
enum class Known { unknown, held, not_held };

struct Judge {
  const Model& model;
  std::uint32_t to, purpose;
  std::vector<Known> known;

  bool permits(const Permission& p, std::uint32_t leaf) const {
    if (p.act != Act::send && p.act != Act::host) return false;
    if (!lists(p.recipients, to) || !lists(p.leaves, leaf)) return false;
    for (const StateId state : p.when) {
      if (known[state.value] != Known::held) return false;
    }
    if (p.act == Act::send) return p.purposes.empty() || lists(p.purposes, purpose);
    for (const Permission& used : model.flows.permissions) {
      if (used.act == Act::use && lists(used.purposes, purpose)) return lists(used.leaves, leaf);
    }
    return false;
  }
  bool forbids(const Prohibition& n, std::uint32_t leaf) const {
    if (n.act == Act::store || !lists(n.leaves, leaf)) return false;
    if (n.act == Act::send && !says(n.recipients, to)) return false;
    if (!says(n.purposes, purpose) && !(n.purposes.all_but && n.purposes.names.empty())) {
      return false;
    }
    for (const StateId state : n.when) {
      if (known[state.value] == Known::not_held) return false;
    }
    bool ended = !n.unless.empty();
    for (const StateId state : n.unless) ended = ended && known[state.value] == Known::held;
    return !ended;
  }
  bool goes(std::uint32_t leaf, bool rulings = true) const {
    bool sent = false;
    for (const Permission& p : model.flows.permissions) sent = sent || permits(p, leaf);
    if (!sent) return false;
    for (const Prohibition& n : model.flows.prohibitions) {
      if (!forbids(n, leaf)) continue;
      bool overruled = false;
      for (const Permission& p : model.flows.permissions) {
        overruled = overruled || (rulings && p.promise && p.promise->value == promises - 1 &&
                                  n.promise.value < 2 && permits(p, leaf));
      }
      if (!overruled) return false;
    }
    return true;
  }
};

void ask(const Model& model, bool rulings) {
  const auto made = FlowDecisions::of(model);
  RC_ASSERT(made.ok());
  for (int asked = 0; asked < 6; ++asked) {
    Judge judge{model,
                *rc::gen::element<std::uint32_t>(0, 1, 2),
                *rc::gen::element<std::uint32_t>(0, 1, 2),
                {}};
    KnownStates known;
    for (std::uint32_t i = 0; i < states; ++i) {
      judge.known.push_back(*rc::gen::element(Known::unknown, Known::held, Known::not_held));
      if (judge.known.back() == Known::held) known.hold(StateId{i});
      if (judge.known.back() == Known::not_held) known.not_hold(StateId{i});
    }
    for (std::uint32_t leaf = 0; leaf < leaves; ++leaf) {
      const RecipientId to{judge.to};
      const PurposeId purpose{judge.purpose};
      const CategoryId what{leaf};
      RC_ASSERT(made->allows(to, purpose, what, known) == judge.goes(leaf, rulings));
      RC_ASSERT(explain_flow(model, to, purpose, what, known).front().allowed ==
                judge.goes(leaf, rulings));
    }
  }
}
bool agrees(bool rulings, const char* name) {
  // Some cases at once, since the first ones that are tried are small and seldom hold a ruling.
  constexpr int at_once = 12;
  return rc::check(name, [&] {
    for (int i = 0; i < at_once; ++i) ask(any_model(), rulings);
  });
}
TEST(DecisionProperty, is_what_the_sentences_say_one_by_one) {
  EXPECT_TRUE(agrees(true, "sentences"));
}
TEST(DecisionProperty, a_judge_without_rulings_is_found_out) {
  EXPECT_FALSE(agrees(false, "without rulings"));
}

}  // namespace
}  // namespace abide::policy
