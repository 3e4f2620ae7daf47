// A window of the quote's length slides over the words; the best is then compared word by word.
#include "policy/notices/nearest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace abide::policy::notices {
namespace {

constexpr std::size_t most_compared = 1000;

/// A text's tokens from one to another, with the text they are in.
struct Passage {
  std::string_view text;
  const Tokens* tokens;
  Range range;
  [[nodiscard]] std::size_t size() const { return range.size(); }
  [[nodiscard]] Sign sign(std::size_t i) const { return tokens->signs[range.first + i]; }
  [[nodiscard]] std::string words(std::size_t first, std::size_t last) const {
    if (first >= last) return "";
    const std::uint32_t begin = tokens->places[range.first + first].begin;
    return std::string{text.substr(begin, tokens->places[range.first + last - 1].end - begin)};
  }
};

/// Where tokens of one passage go on being those of the other.
struct Match {
  std::size_t before;
  std::size_t after;
};

/// A longest common subsequence, in order.
std::vector<Match> matches_of(const Passage& before, const Passage& after) {
  const std::size_t columns = after.size() + 1;
  std::vector<std::uint16_t> common((before.size() + 1) * columns);
  for (std::size_t i = before.size(); i-- > 0;) {
    for (std::size_t j = after.size(); j-- > 0;) {
      const std::uint16_t skip =
          std::max(common[(i + 1) * columns + j], common[i * columns + j + 1]);
      common[i * columns + j] =
          before.sign(i) == after.sign(j)
              ? static_cast<std::uint16_t>(common[(i + 1) * columns + j + 1] + 1)
              : skip;
    }
  }
  std::vector<Match> matches;
  for (std::size_t i = 0, j = 0; i < before.size() && j < after.size();) {
    if (before.sign(i) == after.sign(j)) {
      matches.push_back({i++, j++});
    } else if (common[(i + 1) * columns + j] >= common[i * columns + j + 1]) {
      ++i;
    } else {
      ++j;
    }
  }
  return matches;
}

std::vector<Difference> gaps_of(const Passage& before, const Passage& after,
                                const std::vector<Match>& matches) {
  std::vector<Difference> gaps;
  std::size_t i = 0;
  std::size_t j = 0;
  const auto gap_to = [&](std::size_t to_before, std::size_t to_after) {
    if (i < to_before || j < to_after)
      gaps.push_back({before.words(i, to_before), after.words(j, to_after)});
  };
  for (const Match& match : matches) {
    gap_to(match.before, match.after);
    i = match.before + 1;
    j = match.after + 1;
  }
  gap_to(before.size(), after.size());
  return gaps;
}

/// How many words of the quote each window of the notice holds; the first of the best.
struct Window {
  Range place;
  std::size_t shared = 0;
};
Window best_window(const Notice& notice, Range among, const Passage& quote) {
  std::unordered_map<Sign, int> wanted;  // how many of each are still to come
  std::size_t words = 0;
  for (std::size_t i = 0; i < quote.size(); ++i) {
    if (quote.tokens->is_word(quote.range.first + i)) {
      ++wanted[quote.sign(i)];
      ++words;
    }
  }
  Window best{{among.first, among.first}, 0};
  std::size_t shared = 0;
  const auto& signs = notice.tokens().signs;
  const std::size_t width = quote.size();
  for (std::size_t i = among.first; i < among.last; ++i) {
    if (i >= among.first + width) {
      const auto left = wanted.find(signs[i - width]);
      if (left != wanted.end() && ++left->second > 0) --shared;
    }
    const auto came = wanted.find(signs[i]);
    if (came != wanted.end() && came->second-- > 0) ++shared;
    if (shared > best.shared) {
      best = {{i + 1 - std::min(width, i + 1 - among.first), i + 1}, shared};
    }
  }
  if (best.shared * 2 < words) best.shared = 0;
  return best;
}

/// The window, wider by half its length on either side but not beyond.
Range widened(Range window, Range among) {
  const std::size_t more = window.size() / 2 + 4;
  return {std::max(among.first, window.first - std::min(window.first, more)),
          std::min(among.last, window.last + more)};
}

/// From the first to the last token that both have, with as much before and after as the quote has
/// there that the passage lacks.
Range trimmed(const Passage& quote, const Passage& passage, const std::vector<Match>& matches) {
  const Match& first = matches.front();
  const Match& last = matches.back();
  const std::size_t before = std::min(first.before, first.after);
  const std::size_t after =
      std::min(quote.size() - last.before - 1, passage.size() - last.after - 1);
  return {passage.range.first + first.after - before, passage.range.first + last.after + 1 + after};
}

}  // namespace

std::vector<Difference> differences(std::string_view before, std::string_view after) {
  const Tokens old_tokens = tokens_of(before);
  const Tokens new_tokens = tokens_of(after);
  const Passage from{before, &old_tokens, {0, std::min(old_tokens.size(), most_compared)}};
  const Passage to{after, &new_tokens, {0, std::min(new_tokens.size(), most_compared)}};
  return gaps_of(from, to, matches_of(from, to));
}

std::string in_words(const std::vector<Difference>& differences, std::string_view before,
                     std::string_view after) {
  constexpr std::size_t most = 5;
  std::string text;
  for (std::size_t i = 0; i < differences.size() && i < most; ++i) {
    const Difference& one = differences[i];
    if (!text.empty()) text += "; ";
    if (one.notice.empty()) {
      text += fmt::format("{} has \"{}\", {} has not", before, one.quote, after);
    } else if (one.quote.empty()) {
      text += fmt::format("{} has \"{}\", {} has not", after, one.notice, before);
    } else {
      text += fmt::format("{} has \"{}\", {} \"{}\"", before, one.quote, after, one.notice);
    }
  }
  if (differences.size() > most) text += fmt::format("; and {} more", differences.size() - most);
  return text;
}

std::optional<Nearest> nearest(const Notice& notice, Range among, std::string_view quote) {
  const Tokens tokens = tokens_of(quote);
  const Passage wanted{quote, &tokens, {0, std::min(tokens.size(), most_compared)}};
  const Window window = best_window(notice, among, wanted);
  if (window.shared == 0) return std::nullopt;
  Passage passage{notice.source().text(), &notice.tokens(), widened(window.place, among)};
  passage.range.last = std::min(passage.range.last, passage.range.first + 2 * most_compared + 8);
  const auto rough = matches_of(wanted, passage);
  if (rough.empty()) return std::nullopt;
  passage.range = trimmed(wanted, passage, rough);
  return Nearest{passage.range, gaps_of(wanted, passage, matches_of(wanted, passage))};
}

}  // namespace abide::policy::notices
