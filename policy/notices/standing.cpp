// Quotes become phrases of words and marks; what is found is judged by the section it lies in.
#include "policy/notices/standing.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "policy/notices/phrases.hpp"

namespace abide::policy::notices {
namespace {

/// A phrase as one part of one promise.
struct Use {
  std::uint32_t promise;
  std::uint32_t part;
};

/// What is known of one promise while the notice is walked over.
struct Progress {
  std::size_t next = 0;  ///< the first part that was not found yet
  std::size_t end = 0;   ///< where the part before it ends
  Sign section = 0;      ///< 0: none is named
  struct Part {
    std::optional<Range> elsewhere = {};
    std::size_t noted = 0;  ///< sentences before this one are noted
  };
  std::vector<Part> parts;
};

class Walk {
 public:
  Walk(const Notice& notice, std::span<const Quoted> quoted)
      : notice_(notice), ends_(notice.tokens().size() + 1), progress_(quoted.size()) {
    standing_.footings.resize(quoted.size());
    for (std::uint32_t i = 0; i < quoted.size(); ++i) {
      if (quoted[i].section) progress_[i].section = title_key(quoted[i].section->text);
      progress_[i].parts.resize(quoted[i].parts.size());
      for (std::uint32_t part = 0; part < quoted[i].parts.size(); ++part) {
        const Tokens tokens = tokens_of(quoted[i].parts[part].text);
        const std::uint32_t phrase = phrases_.add(tokens.signs);
        if (uses_.size() <= phrase) uses_.resize(phrase + std::size_t{1});
        uses_[phrase].push_back({i, part});
      }
    }
  }

  Standing run() {
    phrases_.find_in(notice_.tokens().signs, [this](std::uint32_t phrase, Range place) {
      for (const Use& use : uses_[phrase]) found(use, place);
    });
    for (std::size_t i = 0; i < progress_.size(); ++i) conclude(i);
    standing_.covered.resize(notice_.tokens().size());
    std::int64_t open = 0;
    for (std::size_t i = 0; i < standing_.covered.size(); ++i) {
      open += ends_[i];
      standing_.covered[i] = open > 0;
    }
    return std::move(standing_);
  }

 private:
  void found(const Use& use, Range place) {
    Progress& progress = progress_[use.promise];
    std::optional<Range>& elsewhere = progress.parts[use.part].elsewhere;
    if (progress.section != 0 && !notice_.holds(progress.section, place)) {
      if (!elsewhere) elsewhere = place;
      return;
    }
    ++ends_[place.first];
    --ends_[place.last];
    note_sentences(standing_.footings[use.promise].sentences, progress.parts[use.part].noted,
                   place);
    if (use.part == progress.next && place.first >= progress.end) {
      ++progress.next;
      progress.end = place.last;
    } else if (use.part >= progress.next && !elsewhere) {
      elsewhere = place;
    }
  }
  /// Places of one part come in order, so that each sentence is noted once.
  void note_sentences(std::vector<std::size_t>& sentences, std::size_t& noted, Range place) const {
    const auto& all = notice_.sentences();
    std::size_t at = std::max(noted, notice_.sentence_from(place.first));
    for (; at < all.size() && all[at].tokens.first < place.last; ++at) sentences.push_back(at);
    noted = at;
  }
  void conclude(std::size_t i) {
    Footing& footing = standing_.footings[i];
    const Progress& progress = progress_[i];
    std::ranges::sort(footing.sentences);
    const auto twice = std::ranges::unique(footing.sentences);
    footing.sentences.erase(twice.begin(), twice.end());
    footing.stands = progress.next == progress.parts.size();
    footing.has_section = progress.section == 0 || notice_.has_section(progress.section);
    if (footing.stands) return;
    footing.missing = progress.next;
    footing.elsewhere = progress.parts[progress.next].elsewhere;
  }

  const Notice& notice_;
  Phrases phrases_ = {};
  std::vector<std::vector<Use>> uses_ = {};
  std::vector<std::int64_t> ends_;  ///< by token: quotes that begin, less those that ended before
  std::vector<Progress> progress_;
  Standing standing_ = {};
};

/// Words that only join what is quoted. None of them changes what a sentence promises.
bool is_joining(std::string_view word) {
  static constexpr std::array<std::string_view, 14> words{
      "also",    "additionally", "and",      "but", "finally", "further",    "furthermore",
      "however", "including",    "moreover", "or",  "plus",    "separately", "then"};
  std::string small{word};
  for (char& c : small) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  return std::ranges::find(words, std::string_view{small}) != words.end();
}

bool joins_only(const Notice& notice, Range run) {
  for (std::size_t i = run.first; i < run.last; ++i) {
    const Place place = notice.tokens().places[i];
    if (place.kind == TokenKind::word &&
        !is_joining(notice.source().text().substr(place.begin, place.end - place.begin))) {
      return false;
    }
  }
  return true;
}

}  // namespace

Standing stand_in(const Notice& notice, std::span<const Quoted> quoted) {
  return Walk{notice, quoted}.run();
}

std::vector<Range> bare_words_of(const Notice& notice, const Standing& standing,
                                 const Sentence& sentence) {
  std::vector<Range> runs;
  if (sentence.heading) return runs;
  std::size_t i = sentence.tokens.first;
  while (i < sentence.tokens.last) {
    if (!notice.tokens().is_word(i) || standing.covered[i]) {
      ++i;
      continue;
    }
    Range run{i, i + 1};
    for (++i; i < sentence.tokens.last && !standing.covered[i]; ++i) {
      if (notice.tokens().is_word(i)) run.last = i + 1;
    }
    if (!joins_only(notice, run)) runs.push_back(run);
  }
  return runs;
}

Share share_of(const Notice& notice, const Standing& standing) {
  Share share;
  for (const Sentence& sentence : notice.sentences()) {
    if (sentence.heading) {
      share.headings += notice.words_in(sentence.tokens);
      continue;
    }
    for (std::size_t i = sentence.tokens.first; i < sentence.tokens.last; ++i) {
      if (!notice.tokens().is_word(i)) continue;
      ++share.words;
      share.quoted += standing.covered[i] ? 1 : 0;
    }
    share.bare += bare_words_of(notice, standing, sentence).empty() ? 0 : 1;
  }
  return share;
}

}  // namespace abide::policy::notices
