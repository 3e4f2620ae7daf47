#include "policy/nearness.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <bit>
#include <utility>

#include "policy/diagnostics.hpp"

namespace abide::policy {

std::uint64_t letters_of(std::string_view word) {
  std::uint64_t letters = 0;
  for (const char c : word) {
    letters |= std::uint64_t{1} << (static_cast<unsigned char>(c) & 0x3FU);
  }
  return letters;
}

std::size_t edits_between(std::string_view a, std::string_view b, std::size_t most) {
  const std::size_t in_length = a.size() < b.size() ? b.size() - a.size() : a.size() - b.size();
  const auto in_letters = static_cast<std::size_t>(std::popcount(letters_of(a) ^ letters_of(b)));
  if (in_length > most || (in_letters + 1) / 2 > most) return most + 1;
  // Row `i` of the table is what `a[0, i)` costs; a swap looks back at the last but one.
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> above(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  std::size_t least_above = 0;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before.swap(above);
    above.swap(row);
    row[0] = i;
    std::size_t least = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
      least = std::min(least, row[j]);
    }
    if (std::min(least, std::exchange(least_above, least)) > most) return most + 1;
  }
  return std::min(row[b.size()], most + 1);
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
  std::vector<std::string> rest = candidates;
  std::vector<std::string> near;
  for (std::string one = nearest(word, rest); !one.empty(); one = nearest(word, rest)) {
    if (!near.empty() && edits_between(word, one) > edits_between(word, near.front())) break;
    std::erase(rest, one);
    near.push_back(std::move(one));
  }
  return near.empty() ? "" : fmt::format("did you mean `{}`?", fmt::join(near, "` or `"));
}

}  // namespace abide::policy
