// Sentences that read alike are paired first, in order; of the rest, those that share most words.
#include "policy/notices/changes.hpp"

#include <algorithm>
#include <iterator>
#include <unordered_map>

#include "policy/notices/standing.hpp"

namespace abide::policy::notices {
namespace {

Sign sign_of_sentence(const Notice& notice, const Sentence& sentence) {
  Sign sign = sentence.heading ? 3 : 2;
  for (std::size_t i = sentence.tokens.first; i < sentence.tokens.last; ++i) {
    sign = (sign ^ notice.tokens().signs[i]) * 0x9E3779B97F4A7C15U;
    sign ^= sign >> 31U;
  }
  return sign;
}

std::vector<Sign> sorted_words(const Notice& notice, std::size_t sentence) {
  std::vector<Sign> words;
  const Range range = notice.sentences()[sentence].tokens;
  for (std::size_t i = range.first; i < range.last; ++i) {
    if (notice.tokens().is_word(i)) words.push_back(notice.tokens().signs[i]);
  }
  std::ranges::sort(words);
  return words;
}

/// A sentence that has no counterpart yet.
struct Loose {
  std::size_t sentence;
  std::vector<Sign> words;
  bool heading;
};

std::size_t shared(const std::vector<Sign>& a, const std::vector<Sign>& b) {
  std::vector<Sign> both;
  std::ranges::set_intersection(a, b, std::back_inserter(both));
  return both.size();
}

class Comparison {
 public:
  Comparison(const Notice& before, const Notice& after) : before_(before), after_(after) {}

  std::vector<Change> run() {
    pair_alike();
    pair_reworded();
    std::vector<Change> all = std::move(changes_);
    for (const Loose& one : added_) all.push_back({Change::Kind::added, {}, one.sentence});
    std::ranges::stable_sort(all, {}, [](const Change& one) { return *one.after; });
    for (const Loose& one : gone_) all.push_back({Change::Kind::gone, one.sentence, {}});
    return all;
  }

 private:
  void pair_alike() {
    std::unordered_map<Sign, std::vector<std::size_t>> waiting;
    const auto& old = before_.sentences();
    for (std::size_t i = old.size(); i-- > 0;)
      waiting[sign_of_sentence(before_, old[i])].push_back(i);
    for (std::size_t i = 0; i < after_.sentences().size(); ++i) {
      const Sentence& sentence = after_.sentences()[i];
      const auto same = waiting.find(sign_of_sentence(after_, sentence));
      if (same == waiting.end() || same->second.empty()) {
        added_.push_back({i, sorted_words(after_, i), sentence.heading});
        continue;
      }
      const std::size_t partner = same->second.back();
      same->second.pop_back();
      if (!sentence.heading &&
          title_key(section_of(before_, partner)) != title_key(section_of(after_, i))) {
        changes_.push_back({Change::Kind::moved, partner, i});
      }
    }
    for (const auto& [sign, left] : waiting) {
      for (const std::size_t i : left)
        gone_.push_back({i, sorted_words(before_, i), old[i].heading});
    }
    std::ranges::sort(gone_, {}, &Loose::sentence);
  }

  void pair_reworded() {
    constexpr std::size_t most_pairs = 250'000;
    if (added_.size() * gone_.size() > most_pairs) return;
    std::vector<Loose> left;
    for (Loose& one : added_) {
      const auto partner = most_like(one);
      if (partner == gone_.end()) {
        left.push_back(std::move(one));
        continue;
      }
      changes_.push_back(
          {Change::Kind::reworded, partner->sentence, one.sentence,
           differences(before_.text_of(before_.sentences()[partner->sentence].tokens),
                       after_.text_of(after_.sentences()[one.sentence].tokens))});
      gone_.erase(partner);
    }
    added_ = std::move(left);
  }
  std::vector<Loose>::iterator most_like(const Loose& one) {
    auto best = gone_.end();
    std::size_t most = 0;
    for (auto at = gone_.begin(); at != gone_.end(); ++at) {
      if (at->heading != one.heading) continue;
      const std::size_t both = shared(at->words, one.words);
      // Of the words of the two together, twice the shared ones are at least half.
      if (both > most && both * 4 >= at->words.size() + one.words.size()) {
        best = at;
        most = both;
      }
    }
    return best;
  }

  const Notice& before_;
  const Notice& after_;
  std::vector<Change> changes_ = {};
  std::vector<Loose> added_ = {}, gone_ = {};
};

}  // namespace

std::vector<Change> changes(const Notice& before, const Notice& after) {
  return Comparison{before, after}.run();
}

std::vector<Lost> lost_footing(const Notice& before, const Notice& after,
                               std::span<const Quoted> quoted) {
  Standing was = stand_in(before, quoted);
  const Standing is = stand_in(after, quoted);
  std::vector<Lost> lost;
  for (std::size_t i = 0; i < quoted.size(); ++i) {
    if (was.footings[i].stands && !is.footings[i].stands)
      lost.push_back({i, std::move(was.footings[i].sentences)});
  }
  return lost;
}

std::string section_of(const Notice& notice, std::size_t sentence) {
  const auto section = notice.sentences()[sentence].section;
  return section ? notice.sections()[*section].title : "";
}

}  // namespace abide::policy::notices
