// What may go where, from where and for what, in two versions: judged case by case, reported
// statement by statement. Internal to the comparison.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "policy/compare/traits.hpp"

namespace abide::policy::compare {

struct FlowChanges {
  std::vector<Change> changes;
  std::vector<std::string> not_told;
};
[[nodiscard]] FlowChanges compare_flows(const Named& before, const Named& after);

/// Sentences of one version by the promise or block under which people find them.
class Sentences {
 public:
  explicit Sentences(const Named& edition);
  /// Whether any promise of this version says so.
  [[nodiscard]] bool says(const std::string& sentence) const { return all_.contains(sentence); }
  /// Those under `what` that the other version does not have.
  [[nodiscard]] std::vector<std::string> missing_in(const Sentences& other,
                                                    const std::string& what) const;

  /// Where the first of these that this version has stands.
  [[nodiscard]] std::optional<Location> place_of(const std::vector<std::string>& sentences) const;

 private:
  std::map<std::string, std::vector<std::string>> by_what_;
  std::map<std::string, Location> all_;
};

/// Where a permission stands: its promise, its outlet, its purpose.
[[nodiscard]] std::string place_of(const Named& edition, const Permission& permission);
/// As written; of a purpose, what it uses.
[[nodiscard]] std::string sentence_in(const Named& edition, const Permission& permission);
/// `a, b, c and 4 more`
[[nodiscard]] std::string listed(const std::set<std::string>& names);

}  // namespace abide::policy::compare
