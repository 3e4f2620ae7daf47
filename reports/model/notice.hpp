// A privacy notice for the public, made from the policy (Articles 13 and 14), and what the law's
// list asks for and the policy does not say. What is missing is for whoever answers for the notice,
// and stands in no public text.
#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "reports/document.hpp"
#include "reports/model/ground.hpp"

namespace abide::reports::notice {

/// Something that a notice is asked to tell and the policy does not say.
struct Lack {
  std::string what;
  /// `asked by UK GDPR Art 13(2)(d)`, or that it is believed to be; empty where no law is known.
  std::string asked;
  std::string remedy;   ///< where in the policy it would stand, or who has to write it
  bool if_any = false;  ///< only where there is such a thing
};
/// A citation that a person has to confirm, or a ruling that nobody has decided.
struct Open {
  std::string what;
  std::string who;
};
struct Notice {
  Document document;
  std::vector<Lack> lacks;
  std::vector<Open> open;
};

[[nodiscard]] Notice notice_of(const Ground& ground);
[[nodiscard]] std::vector<Lack> lacks_of(const Ground& ground);
[[nodiscard]] std::vector<Open> open_of(const Ground& ground);
/// The document with what is missing, for programs.
[[nodiscard]] Json json_of(const Notice& notice);

}  // namespace abide::reports::notice
