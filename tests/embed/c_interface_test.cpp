// The header for C answers as the one for C++ does, and fails closed.
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "include/abide/abide.h"
#include "include/abide/abide.hpp"
#include "tests/docs/shell.hpp"

namespace abide {
namespace {

using Loaded = std::unique_ptr<abide_policy, decltype(&abide_policy_free)>;
using Text = std::unique_ptr<char, decltype(&abide_text_free)>;

Loaded load(const std::string& path) {
  return {abide_policy_load(path.c_str(), nullptr), abide_policy_free};
}
std::string example() {
  return std::string{ABIDE_SOURCE_DIR} + "/docs/examples/career-mentor/career-mentor.policy";
}

/// What is asked of the policy by either header, with one state told.
struct Question {
  const char *to, *purpose, *category, *state;
  int holds;
};
const Question questions[] = {
    {"openai", "interview_practice", "interview.answers", "voice_mode_on", 1},
    {"speech_vendor", "voice_analysis", "voice.live_audio", "voice_mode_on", 1},
    {"speech_vendor", "voice_analysis", "voice.live_audio", "voice_mode_on", 0},
    {"stripe", "payment", "account.user_id", "voice_mode_on", 0},
    {"stripe", "payment", "account", "no_such_state", 1},
};

TEST(InC, AnswersAsInCxx) {
  const Loaded policy = load(example());
  ASSERT_NE(policy, nullptr);
  const auto same = std::get<Policy>(Policy::load(example()));
  int may = 0;
  for (const Question& one : questions) {
    Policy::States states;
    if (const auto state = same.state(one.state))
      one.holds != 0 ? states.hold(*state) : states.not_hold(*state);
    const abide_state told{one.state, one.holds};
    const int answer = abide_decide(policy.get(), one.to, one.purpose, one.category, &told, 1);
    EXPECT_EQ(answer != 0, same.allows(one.to, one.purpose, one.category, states)) << one.category;
    may += answer;
  }
  EXPECT_GT(may, 0) << "else nothing is told apart";
  EXPECT_LT(may, static_cast<int>(std::size(questions)));
}

TEST(InC, SaysWhy) {
  const Loaded policy = load(example());
  ASSERT_NE(policy, nullptr);
  const Text why{abide_why(policy.get(), "stripe", "payment", "account.user_id", nullptr, 0),
                 abide_text_free};
  EXPECT_NE(std::string{why.get()}.find("account.user_id: may "), std::string::npos) << why.get();
  const Text unknown{abide_why(policy.get(), "strip", "payment", "account", nullptr, 0),
                     abide_text_free};
  EXPECT_NE(std::string{unknown.get()}.find("did you mean `stripe`?"), std::string::npos)
      << unknown.get();
}

TEST(InC, FailsClosed) {
  const Loaded policy = load(example());
  EXPECT_EQ(abide_decide(nullptr, "stripe", "payment", "account", nullptr, 0), 0);
  EXPECT_EQ(abide_decide(policy.get(), nullptr, "payment", "account", nullptr, 0), 0);
  EXPECT_EQ(abide_decide(policy.get(), "strip", "payment", "account", nullptr, 0), 0);
  EXPECT_EQ(abide_decide(policy.get(), "stripe", "payment", "account", nullptr, 7), 0);
  char* text = nullptr;
  EXPECT_EQ(abide_policy_load("/no/such.policy", &text), nullptr);
  ASSERT_NE(text, nullptr);
  EXPECT_NE(std::string{text}.find("error: "), std::string::npos);
  abide_text_free(text);
  EXPECT_EQ(abide_policy_load(nullptr, nullptr), nullptr);
  abide_policy_free(nullptr);
  abide_text_free(nullptr);
  EXPECT_EQ(abide_version(), version());
}

}  // namespace
}  // namespace abide
