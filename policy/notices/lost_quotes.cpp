// E0901: a promise quotes what the notice does not say, or not there.
#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "policy/nearness.hpp"
#include "policy/notices/findings.hpp"
#include "policy/notices/nearest.hpp"

namespace abide::policy::notices {
namespace {

/// The nearest passage is sought for so many quotes: a notice that was written anew has no use for
/// more, and each costs a walk.
constexpr std::size_t most_sought = 20;

class Search {
 public:
  Search(const Sources& sources, const Reading& reading)
      : first_file_(static_cast<std::uint32_t>(sources.files.size())), reading_(reading) {}

  Diagnostic of(std::size_t promise) {
    quoted_ = &reading_.quoted[promise];
    const std::size_t notice = best_notice(promise);
    const ReadNotice& read = reading_.notices[notice];
    const Footing& footing = read.standing.footings[promise];
    part_ = &quoted_->parts[footing.missing];
    Diagnostic lost{.code = "E0901", .span = part_->span};
    const auto file = first_file_ + static_cast<std::uint32_t>(notice);
    if (!footing.has_section) {
      no_section(lost);
    } else if (footing.elsewhere) {
      another_place(lost, read, *footing.elsewhere);
    } else {
      lost.message =
          fmt::format("what `{}` quotes does not stand in {}", quoted_->promise,
                      quoted_->section ? fmt::format("the section `{}`", quoted_->section->text)
                                       : "the notice");
      lost.help =
          "quote the notice as it reads now and see whether what stands under it still holds, or "
          "put "
          "the sentence back";
      if (sought_++ < most_sought) add_nearest(lost, read, file);
      return lost;
    }
    if (footing.elsewhere) {
      lost.labels.push_back({read.notice.span_of(*footing.elsewhere, file), "it stands here"});
    }
    return lost;
  }

 private:
  /// The notice that has the section; of several the one in which more parts were found.
  [[nodiscard]] std::size_t best_notice(std::size_t promise) const {
    const auto rank = [&](const ReadNotice& read) {
      const Footing& footing = read.standing.footings[promise];
      return std::tuple{footing.has_section, footing.missing, footing.elsewhere.has_value()};
    };
    const auto best = std::ranges::max_element(reading_.notices, {}, rank);
    return static_cast<std::size_t>(best - reading_.notices.begin());
  }

  void no_section(Diagnostic& lost) const {
    std::vector<std::string> titles;
    for (const ReadNotice& read : reading_.notices) {
      for (const Section& section : read.notice.sections()) titles.push_back(section.title);
      add_short_lines(read.notice, titles);
    }
    lost.span = quoted_->section->span;
    lost.message = fmt::format("the notice has no section `{}`, from which `{}` quotes",
                               quoted_->section->text, quoted_->promise);
    lost.help = did_you_mean(quoted_->section->text, titles);
    if (lost.help.empty())
      lost.help = "name a line of the notice that stands alone, as it stands there";
  }
  /// In plain text what is misspelt here is a sentence there.
  static void add_short_lines(const Notice& notice, std::vector<std::string>& titles) {
    constexpr std::size_t most_words = 12;
    constexpr std::size_t most_titles = 2000;
    for (const Sentence& sentence : notice.sentences()) {
      if (titles.size() < most_titles && sentence.tokens.size() <= most_words)
        titles.push_back(notice.text_of(sentence.tokens));
    }
  }
  void another_place(Diagnostic& lost, const ReadNotice& read, Range place) const {
    const auto section = read.notice.section_at(place.first);
    const std::string where = section ? read.notice.sections()[*section].title : "";
    const bool here =
        !quoted_->section || read.notice.holds(title_key(quoted_->section->text), place);
    if (here) {
      lost.message = fmt::format(
          "the parts of what `{}` quotes stand in another order in the notice", quoted_->promise);
      lost.help = "quote them in the order of the notice";
      return;
    }
    lost.message = fmt::format(
        "what `{}` quotes stands {}, not in `{}`", quoted_->promise,
        where.empty() ? std::string{"before the first section"} : fmt::format("in `{}`", where),
        quoted_->section->text);
    lost.help = where.empty() ? "name no section, or the one that the sentence is meant for"
                              : fmt::format("say `in \"{}\"`", where);
  }
  void add_nearest(Diagnostic& lost, const ReadNotice& read, std::uint32_t file) const {
    const std::optional<Nearest> near = nearest_free(read);
    if (!near) {
      lost.notes.emplace_back("no passage of the notice has half of its words");
      return;
    }
    const auto section = read.notice.section_at(near->place.first);
    const std::string where = section ? read.notice.sections()[*section].title : "";
    const std::string_view what = is_taken(read, near->place)
                                      ? "quoted by another promise already, and nearest"
                                      : "the nearest passage";
    lost.labels.push_back({read.notice.span_of(near->place, file),
                           where.empty() || (quoted_->section && where == quoted_->section->text)
                               ? std::string{what}
                               : fmt::format("{}, in `{}`", what, where)});
    lost.notes.push_back(in_words(near->differences, "the quote", "the notice"));
  }

  /// In its section, else anywhere: first among what no promise quotes yet, since what another one
  /// quotes is most likely not what this one lost.
  [[nodiscard]] std::optional<Nearest> nearest_free(const ReadNotice& read) const {
    const Range all{0, read.notice.tokens().size()};
    std::vector<Range> places;
    if (quoted_->section) {
      const Sign title = title_key(quoted_->section->text);
      for (const Section& section : read.notice.sections()) {
        if (title_key(section.title) == title) places.push_back(section.tokens);
      }
    }
    places.push_back(all);
    for (const Range& place : places) {
      if (auto near = nearest_among(read, free_runs(read, place))) return near;
    }
    for (const Range& place : places) {
      if (auto near = nearest(read.notice, place, part_->text)) return near;
    }
    return std::nullopt;
  }
  /// The one with the fewest differences.
  [[nodiscard]] std::optional<Nearest> nearest_among(const ReadNotice& read,
                                                     const std::vector<Range>& runs) const {
    std::optional<Nearest> best;
    for (const Range& run : runs) {
      auto near = nearest(read.notice, run, part_->text);
      if (near && (!best || near->differences.size() < best->differences.size()))
        best = std::move(near);
    }
    return best;
  }
  /// Runs of tokens under no quote.
  static std::vector<Range> free_runs(const ReadNotice& read, Range place) {
    constexpr std::size_t most_runs = 200;
    std::vector<Range> runs;
    for (std::size_t i = place.first; i < place.last && runs.size() < most_runs;) {
      const std::size_t begin = i;
      while (i < place.last && !read.standing.covered[i]) ++i;
      if (i > begin) runs.push_back({begin, i});
      if (i == begin) ++i;
    }
    return runs;
  }
  /// Whether more than half of it is under other quotes.
  static bool is_taken(const ReadNotice& read, Range place) {
    std::size_t taken = 0;
    for (std::size_t i = place.first; i < place.last; ++i)
      taken += read.standing.covered[i] ? 1 : 0;
    return taken * 2 > place.size();
  }

  std::uint32_t first_file_;
  const Reading& reading_;
  const Quoted* quoted_ = nullptr;
  const ast::Text* part_ = nullptr;
  std::size_t sought_ = 0;
};

}  // namespace

void find_lost_quotes(const Sources& sources, const Reading& reading,
                      std::vector<Finding>& findings) {
  Search search{sources, reading};
  for (std::size_t i = 0; i < reading.quoted.size(); ++i) {
    const bool stands = std::ranges::any_of(
        reading.notices, [i](const ReadNotice& one) { return one.standing.footings[i].stands; });
    if (!stands) findings.push_back({search.of(i)});
  }
}

}  // namespace abide::policy::notices
