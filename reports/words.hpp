// How reports name things: titles, lists, the policy's words with blanks between them.
#pragma once

#include <string>
#include <vector>

namespace abide::reports {

/// What people call a thing of the policy: its title, or its name where it has none.
template <class Thing>
[[nodiscard]] std::string title_of(const Thing& thing) {
  return thing.title.empty() ? thing.name : thing.title;
}

/// `a, b and c`
[[nodiscard]] std::string joined(const std::vector<std::string>& parts);
/// `legitimate interests`
[[nodiscard]] std::string spaced(std::string name);
/// Adds what is not there yet; keeps the order.
void add_once(std::vector<std::string>& to, std::string words);
void add_once(std::vector<std::string>& to, const std::vector<std::string>& more);
/// The same with its first letter small, unless the first word is written in capitals or holds one
/// further on (`IP address`, `PostHog event`).
[[nodiscard]] std::string within_sentence(std::string words);

}  // namespace abide::reports
