// The header for C, over the one for C++. Nothing that is thrown leaves it.
#include <cstdlib>
#include <cstring>
#include <span>
#include <utility>

#include "include/abide/abide.h"
#include "include/abide/abide.hpp"

struct abide_policy {
  abide::Policy policy;
};

namespace {

/// A copy that C may free; null where there is no room.
char* copy_of(const std::string& text) {
  // NOLINTNEXTLINE(cppcoreguidelines-no-malloc): C frees it
  auto* const copy = static_cast<char*>(std::malloc(text.size() + 1));
  if (copy != nullptr) std::memcpy(copy, text.c_str(), text.size() + 1);
  return copy;
}

abide::Policy::States known(const abide::Policy& policy, std::span<const abide_state> told) {
  abide::Policy::States states;
  for (const abide_state& one : told) {
    const auto state = one.name == nullptr ? std::nullopt : policy.state(one.name);
    if (!state) continue;  // it stays unknown, and permits nothing
    one.holds != 0 ? states.hold(*state) : states.not_hold(*state);
  }
  return states;
}

std::span<const abide_state> listed(const abide_state* states, std::size_t count) {
  return states == nullptr ? std::span<const abide_state>{} : std::span{states, count};
}

std::string line_of(const abide::Reason& reason) {
  if (reason.promise.empty()) return reason.category + ": may not go, no promise sends it\n";
  return reason.category + (reason.allowed ? ": may go, " : ": may not go, ") + reason.promise +
         " says `" + reason.sentence + "`\n";
}

std::string words_of(const abide::Answer& answer) {
  if (!answer.unknown.empty()) return answer.unknown + "\n";
  std::string text;
  for (const abide::Reason& reason : answer.reasons) text += line_of(reason);
  return text;
}

bool any_null(const abide_policy* policy, const char* to, const char* purpose,
              const char* category) {
  return policy == nullptr || to == nullptr || purpose == nullptr || category == nullptr;
}

}  // namespace

abide_policy* abide_policy_load(const char* path, char** problem) try {
  if (problem != nullptr) *problem = nullptr;
  auto loaded = abide::Policy::load(path == nullptr ? "" : path);
  if (auto* const policy = std::get_if<abide::Policy>(&loaded))
    return new abide_policy{std::move(*policy)};
  if (problem != nullptr) *problem = copy_of(std::get<abide::Refusal>(loaded).text);
  return nullptr;
} catch (...) {
  return nullptr;
}

void abide_policy_free(abide_policy* policy) { delete policy; }

int abide_decide(const abide_policy* policy, const char* to, const char* purpose,
                 const char* category, const abide_state* states, size_t count) try {
  if (any_null(policy, to, purpose, category)) return 0;
  const bool may =
      policy->policy.allows(to, purpose, category, known(policy->policy, listed(states, count)));
  return may ? 1 : 0;
} catch (...) {
  return 0;
}

char* abide_why(const abide_policy* policy, const char* to, const char* purpose,
                const char* category, const abide_state* states, size_t count) try {
  if (any_null(policy, to, purpose, category))
    return copy_of("may not go: the question is not whole\n");
  return copy_of(words_of(
      policy->policy.why(to, purpose, category, known(policy->policy, listed(states, count)))));
} catch (...) {
  return nullptr;
}

// NOLINTNEXTLINE(cppcoreguidelines-no-malloc): copy_of made it
void abide_text_free(char* text) { std::free(text); }

const char* abide_version(void) { return abide::version().data(); }
