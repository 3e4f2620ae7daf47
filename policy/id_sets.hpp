// Lists of ids that are sets: ascending, each id once.
#pragma once

#include <algorithm>
#include <iterator>
#include <vector>

namespace abide::policy {

template <class Id>
void make_set(std::vector<Id>& ids) {
  std::ranges::sort(ids);
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

/// What both sets have.
template <class Id>
[[nodiscard]] std::vector<Id> common_of(const std::vector<Id>& a, const std::vector<Id>& b) {
  std::vector<Id> both;
  std::ranges::set_intersection(a, b, std::back_inserter(both));
  return both;
}

/// Whether the two sets have anything in common.
template <class Id>
[[nodiscard]] bool share(const std::vector<Id>& a, const std::vector<Id>& b) {
  auto at = a.begin();
  auto other = b.begin();
  while (at != a.end() && other != b.end()) {
    if (*at == *other) {
      return true;
    }
    *at < *other ? ++at : ++other;
  }
  return false;
}

}  // namespace abide::policy
