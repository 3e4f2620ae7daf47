// The public header: it answers as the policy's own decision does, fails closed, and gives out each
// policy whole while it is replaced.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "include/abide/abide.h"
#include "policy/compile.hpp"
#include "policy/decision.hpp"
#include "tests/docs/shell.hpp"

namespace abide {
namespace {

using test::Shell;

std::string example(const std::string& name) {
  return std::string{ABIDE_SOURCE_DIR} + "/docs/examples/" + name + "/" + name + ".policy";
}
Policy loaded(const std::string& path) {
  auto policy = Policy::load(path);
  if (auto* const refusal = std::get_if<Refusal>(&policy)) throw std::runtime_error(refusal->text);
  return std::get<Policy>(std::move(policy));
}

/// A shop that lets one of two categories go, and the other not.
std::string shop(const std::string& goes, const std::string& more = "") {
  return "abide 1;\npolicy shop { regime uk_gdpr; }\ncategory email;\ncategory orders;\n" + more +
         "purpose delivery { basis contract; uses email, orders; }\n"
         "recipient parcels { country GB; agreement dpa; }\nstate asked from app;\n"
         "promise A-1 {\n    send " +
         goes + " to parcels for delivery when asked;\n}\n";
}

// ── the same answers ──────────────────────────────────────────────────────────────────────────

enum class Told { nothing, all_hold, none_holds };

/// How often the header answers otherwise than the decision itself, over everything that a policy
/// can be asked with the states told so.
/// @param shift  asks for the recipient so many further on, which has to be noticed
int differences(const policy::Model& model, const Policy& asked, Told told, std::size_t shift) {
  const auto decisions = policy::FlowDecisions::of(model);
  policy::KnownStates known;
  Policy::States states;
  for (std::uint32_t i = 0; i < model.flows.states.size() && told != Told::nothing; ++i) {
    const auto state = *asked.state(model.flows.states[i]);
    told == Told::all_hold ? known.hold(StateId{i}) : known.not_hold(StateId{i});
    told == Told::all_hold ? states.hold(state) : states.not_hold(state);
  }
  int wrong = 0;
  for (std::size_t r = 0; r < model.recipients.size(); ++r) {
    const std::string& to = model.recipients[(r + shift) % model.recipients.size()];
    for (const std::string& purpose : model.flows.purposes) {
      for (const policy::Category& category : model.categories) {
        const bool right = *decisions->allows(model.recipients[r], purpose, category.name, known);
        const bool by_id = asked.allows(*asked.recipient(to), *asked.purpose(purpose),
                                        *asked.category(category.name), states);
        const Answer why = asked.why(to, purpose, category.name, states);
        wrong += asked.allows(to, purpose, category.name, states) != right ? 1 : 0;
        wrong += by_id != right || why.allowed != right || !why.unknown.empty() ? 1 : 0;
      }
    }
  }
  return wrong;
}
int differences(const std::string& path, std::size_t shift = 0) {
  const policy::Reader reader = [](const std::string& name) -> Result<std::string> {
    return test::read_text(name);
  };
  const auto compiled = policy::compile(path, reader);
  const Policy asked = loaded(path);
  int wrong = 0;
  for (const Told told : {Told::nothing, Told::all_hold, Told::none_holds}) {
    wrong += differences(*compiled->model, asked, told, shift);
  }
  return wrong;
}
TEST(Guard, AnswersAsTheDecisionDoes) {
  EXPECT_EQ(differences(example("interview-studio")), 0);
  EXPECT_EQ(differences(example("career-mentor")), 0);
}
TEST(Guard, AnswersOfAnotherRecipientAreNoticed) {
  EXPECT_GT(differences(example("interview-studio"), 1), 0);
  EXPECT_GT(differences(example("career-mentor"), 1), 0);
}
TEST(Guard, SaysWhichPromiseDecides) {
  const Policy policy = loaded(example("interview-studio"));
  const Answer forbidden = policy.why("anthropic", "service", "account.email");
  EXPECT_FALSE(forbidden.allowed);
  const Answer sent = policy.why("anthropic", "service", "usage.answers");
  EXPECT_TRUE(sent.allowed);
  ASSERT_EQ(sent.reasons.size(), 1U);
  EXPECT_EQ(sent.reasons[0].promise, "IS-023");
  EXPECT_EQ(sent.reasons[0].category, "usage.answers");
  EXPECT_NE(sent.reasons[0].sentence.find("only send usage.answers"), std::string::npos);
}

// ── what is not known ─────────────────────────────────────────────────────────────────────────

TEST(Guard, PermitsNothingByANameThatIsMisspelt) {
  const Shell shell;
  shell.write("shop.policy", shop("email"));
  const Policy policy = loaded(shell.folder() / "shop.policy");
  Policy::States states;
  states.hold(*policy.state("asked"));
  EXPECT_TRUE(policy.allows("parcels", "delivery", "email", states));
  EXPECT_FALSE(policy.allows("parcel", "delivery", "email", states));
  EXPECT_FALSE(policy.allows("parcels", "deliver", "email", states));
  EXPECT_FALSE(policy.allows("parcels", "delivery", "emails", states));
  EXPECT_EQ(policy.recipient("parcel"), std::nullopt);
  EXPECT_EQ(policy.purpose("deliver"), std::nullopt);
  EXPECT_EQ(policy.category("emails"), std::nullopt);
  EXPECT_EQ(policy.state("aksed"), std::nullopt);
  const Answer why = policy.why("parcels", "deliver", "email");
  EXPECT_FALSE(why.allowed);
  EXPECT_EQ(why.unknown, "the policy declares no purpose `deliver`; did you mean `delivery`?");
}
TEST(Guard, NeedsAllOfSeveral) {
  const Shell shell;
  shell.write("shop.policy", shop("email"));
  const Policy policy = loaded(shell.folder() / "shop.policy");
  Policy::States states;
  states.hold(*policy.state("asked"));
  EXPECT_TRUE(policy.allows_all("parcels", "delivery", {"email", "email"}, states));
  EXPECT_FALSE(policy.allows_all("parcels", "delivery", {"email", "orders"}, states));
  const std::vector<Policy::Category> ids{*policy.category("email"), *policy.category("orders")};
  EXPECT_FALSE(
      policy.allows_all(*policy.recipient("parcels"), *policy.purpose("delivery"), ids, states));
  EXPECT_TRUE(policy.allows_all("parcels", "delivery", std::vector<std::string>{}, states));
}
TEST(Guard, TakesAStateForUnknownUntilItIsTold) {
  const Shell shell;
  shell.write("shop.policy", shop("email"));
  const Policy policy = loaded(shell.folder() / "shop.policy");
  Policy::States states;
  EXPECT_FALSE(policy.allows("parcels", "delivery", "email", states));
  states.not_hold(*policy.state("asked"));
  EXPECT_FALSE(policy.allows("parcels", "delivery", "email", states));
  const Policy::States before = states;
  states.hold(*policy.state("asked"));
  EXPECT_TRUE(policy.allows("parcels", "delivery", "email", states));
  EXPECT_FALSE(policy.allows("parcels", "delivery", "email", before)) << "a copy is one of its own";
}
TEST(Guard, PermitsNothingByWhatAnotherPolicyNamed) {
  const Shell shell;
  shell.write("shop.policy", shop("email"));
  shell.write("other.policy", shop("email", "category voice;\n"));
  const Policy policy = loaded(shell.folder() / "shop.policy");
  const Policy other = loaded(shell.folder() / "other.policy");
  Policy::States states;
  states.hold(*policy.state("asked"));
  const auto to = *policy.recipient("parcels");
  const auto purpose = *policy.purpose("delivery");
  const auto email = *policy.category("email");
  EXPECT_TRUE(policy.allows(to, purpose, email, states));
  EXPECT_FALSE(other.allows("parcels", "delivery", "email", states)) << "told of another policy";
  Policy::States others;
  others.hold(*other.state("asked"));
  EXPECT_TRUE(other.allows("parcels", "delivery", "email", others));
  EXPECT_FALSE(other.allows(to, *other.purpose("delivery"), *other.category("email"), others));
  EXPECT_FALSE(
      other.allows(*other.recipient("parcels"), purpose, *other.category("email"), others));
  EXPECT_FALSE(
      other.allows(*other.recipient("parcels"), *other.purpose("delivery"), email, others));
}

// ── loading, and loading again ────────────────────────────────────────────────────────────────

TEST(Guard, SaysWhyAPolicyIsNotLoaded) {
  const Shell shell;
  const auto absent = Guard::open(shell.folder() / "none.policy");
  ASSERT_TRUE(std::holds_alternative<Refusal>(absent));
  EXPECT_EQ(std::get<Refusal>(absent).why, Refusal::Why::unreadable);
  EXPECT_NE(std::get<Refusal>(absent).text.find("none.policy"), std::string::npos);
  shell.write("shop.policy", shop("emial"));
  const auto faulty = Guard::open(shell.folder() / "shop.policy");
  ASSERT_TRUE(std::holds_alternative<Refusal>(faulty));
  EXPECT_EQ(std::get<Refusal>(faulty).why, Refusal::Why::faulty);
  const std::string& text = std::get<Refusal>(faulty).text;
  EXPECT_NE(text.find("error[E0201]"), std::string::npos) << text;
  EXPECT_NE(text.find("shop.policy:9:10"), std::string::npos) << text;
  EXPECT_NE(text.find("did you mean `email`?"), std::string::npos) << text;
}
TEST(Guard, ReplacesThePolicyWholeOrNotAtAll) {
  const Shell shell;
  shell.write("shop.policy", shop("email"));
  auto opened = Guard::open(shell.folder() / "shop.policy");
  Guard& guard = std::get<Guard>(opened);
  const Policy before = guard.policy();
  Policy::States states;
  states.hold(*before.state("asked"));
  const auto to = *before.recipient("parcels");
  const auto purpose = *before.purpose("delivery");
  const auto orders = *before.category("orders");

  shell.write("shop.policy", shop("orders"));
  EXPECT_EQ(guard.policy().allows(to, purpose, orders, states), false) << "read only when told to";
  EXPECT_EQ(guard.reload(), std::nullopt);
  EXPECT_TRUE(guard.policy().allows(to, purpose, orders, states)) << "the names are the same";
  EXPECT_FALSE(before.allows(to, purpose, orders, states)) << "who has one keeps it";

  shell.write("shop.policy", shop("emial"));
  const auto refusal = guard.reload();
  ASSERT_TRUE(refusal.has_value());
  EXPECT_EQ(refusal->why, Refusal::Why::faulty);
  EXPECT_TRUE(guard.policy().allows(to, purpose, orders, states)) << "the one before stays";
}
TEST(Guard, GivesOutOnePolicyWhileAnotherIsLoaded) {
  const Shell shell;
  const std::string path = shell.folder() / "shop.policy";
  shell.write("shop.policy", shop("email"));
  auto opened = Guard::open(path);
  Guard& guard = std::get<Guard>(opened);
  Policy::States states;
  states.hold(*guard.policy().state("asked"));
  std::atomic<bool> over{false};
  std::atomic<int> torn{0};
  std::atomic<int> asked{0};
  const auto ask = [&] {
    while (!over) {
      const Policy policy = guard.policy();
      const bool email = policy.allows("parcels", "delivery", "email", states);
      const bool orders = policy.allows("parcels", "delivery", "orders", states);
      torn += email == orders ? 1 : 0;
      ++asked;
    }
  };
  std::thread one{ask};
  std::thread two{ask};
  for (int i = 0; i < 40; ++i) {
    shell.write("next.policy", shop(i % 2 == 0 ? "orders" : "email"));
    std::filesystem::rename(shell.folder() / "next.policy", path);
    EXPECT_EQ(guard.reload(), std::nullopt);
  }
  over = true;
  one.join();
  two.join();
  EXPECT_EQ(torn, 0);
  EXPECT_GT(asked, 40);
}

TEST(Guard, KnowsItsVersion) { EXPECT_FALSE(version().empty()); }

}  // namespace
}  // namespace abide
