// Words of the language beside those of Fideslang; what one has no word for is empty.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "policy/model.hpp"

namespace abide::reports::fideslang {

using WordPair = std::pair<std::string_view, std::string_view>;  ///< ours, theirs
inline constexpr std::array bases{WordPair{"consent", "Consent"},
                                  WordPair{"contract", "Contract"},
                                  WordPair{"legal_obligation", "Legal obligations"},
                                  WordPair{"vital_interests", "Vital interests"},
                                  WordPair{"public_task", "Public interest"},
                                  WordPair{"legitimate_interests", "Legitimate interests"}};
inline constexpr std::array rights{WordPair{"access", "Access"},
                                   WordPair{"rectification", "Rectification"},
                                   WordPair{"erasure", "Erasure"},
                                   WordPair{"portability", "Portability"},
                                   WordPair{"restriction", "Restrict Processing"},
                                   WordPair{"withdrawal", "Withdraw Consent"},
                                   WordPair{"objection", "Object"}};

template <class Pairs>
[[nodiscard]] std::string theirs_of(const Pairs& pairs, std::string_view ours) {
  for (const auto& [one, other] : pairs)
    if (one == ours) return std::string{other};
  return "";
}
template <class Pairs>
[[nodiscard]] std::string ours_of(const Pairs& pairs, std::string_view theirs) {
  for (const auto& [one, other] : pairs)
    if (other == theirs) return std::string{one};
  return "";
}

[[nodiscard]] inline std::string basis_to_fides(std::string_view word) {
  return theirs_of(bases, word);
}
[[nodiscard]] inline std::string right_to_fides(std::string_view word) {
  return theirs_of(rights, word);
}
/// Of the terms that Fideslang suggests for transfers the nearest.
[[nodiscard]] inline std::string safeguard_to_fides(std::string_view word) {
  if (word == "adequacy") return "Adequacy Decision";
  if (word == "addendum") return "SCCs";
  if (word == "bcr") return "BCRs";
  return word.empty() ? "" : "Other";
}
[[nodiscard]] inline std::string_view mark_to_word(policy::Mark mark) {
  switch (mark) {
    case policy::Mark::anonymous:
      return "anonymous";
    case policy::Mark::pseudonymous:
      return "pseudonymous";
    case policy::Mark::personal:
      return "personal";
    case policy::Mark::special:
      return "special";
  }
  return "";
}

}  // namespace abide::reports::fideslang
