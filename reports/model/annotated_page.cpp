// The story as a page: sentences on the left, what keeps them on the right; under each other where
// there is little room.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "reports/document.hpp"
#include "reports/html.hpp"
#include "reports/model/annotated.hpp"

namespace abide::reports::annotated {
namespace {

constexpr std::string_view annotated_style = R"(
body { max-width: 76rem; } p, li { max-width: none; } .pair { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 6fr); gap: 0 1.6rem; border-top: 1px solid #d0d0d0; padding: .7rem 0; }
.pair > p { margin: 0; font-family: Georgia, "Times New Roman", serif; font-size: 1.05rem; } .pair h3 { margin: 0; } .keeps { display: flex; flex-direction: column; gap: .7rem; }
article { border-left: 4px solid #1d5b8f; padding: .1rem 0 .1rem .8rem; font-size: .92rem; } article.ruling { border-color: #7a5600; } article h3 { margin: 0; font-size: .95rem; display: flex; flex-wrap: wrap; gap: .2rem .6rem; align-items: baseline; }
article:target { background: #fff6df; } .mode { font-weight: 400; border: 1px solid currentColor; border-radius: .8rem; padding: 0 .5rem; font-size: .8rem; color: #1b1b1b; } .mode.none { border-style: dashed; }
article ul { margin: .3rem 0; padding-left: 1.1rem; } article li { padding: .1rem 0; } article code, .aside code { font-size: .85rem; overflow-wrap: anywhere; background: #f2f2f2; padding: 0 .2rem; }
.aside { margin: .3rem 0 0; font-size: .85rem; color: #3d3d3d; max-width: none; } .bare { border-left: 4px dashed #a3231f; padding-left: .8rem; font-size: .9rem; } .finding { margin: .3rem 0 0; font-size: .88rem; border: 1px solid #8a6100; border-radius: .2rem; padding: .2rem .5rem; background: #fffaf0; max-width: none; }
.finding.error { border-color: #a3231f; background: #fdf1f0; } .question { margin: .2rem 0; }
@media (max-width: 44rem) { .pair { grid-template-columns: minmax(0, 1fr); gap: .6rem; } .keeps { padding-left: .4rem; } }
@media print { .pair { break-inside: avoid; } article { break-inside: avoid; } }
)";

std::string link_to(const std::string& id) {
  return fmt::format("<a href=\"#{0}\">{0}</a>", escaped(id));
}
std::string links_to(const std::vector<std::string>& ids) {
  std::vector<std::string> links;
  for (const std::string& id : ids) links.push_back(link_to(id));
  return fmt::format("{}", fmt::join(links, ", "));
}

std::string shown(const std::vector<Finding>& findings) {
  std::string text;
  for (const Finding& one : findings)
    text += fmt::format("<p class=\"finding {0}\"><strong>{0} {1}</strong>: {2}{3}</p>\n",
                        escaped(one.severity), escaped(one.code), escaped(one.words),
                        one.help.empty() ? "" : ". " + escaped(one.help));
  return text;
}

std::string statements_of(const Card& card) {
  std::string text;
  for (const std::string& one : card.statements)
    text += fmt::format("<li><code>{}</code></li>\n", escaped(one));
  return text.empty() ? "" : "<ul>\n" + text + "</ul>\n";
}

std::string aside(const char* what, const std::string& html) {
  return html.empty() ? "" : fmt::format("<p class=\"aside\">{}: {}</p>\n", what, html);
}

/// @param quoted  whether its words stand beside it already
enum class Beside { its_words, nothing };
std::string shown(const Card& card, Beside beside) {
  std::string text = fmt::format(
      "<article id=\"{0}\"{1}><h3><a href=\"#{0}\">{0}</a><span "
      "class=\"mode{2}\">{3}</span></h3>\n",
      escaped(card.id), card.is_ruling ? " class=\"ruling\"" : "",
      card.mode.empty() && !card.is_ruling ? " none" : "",
      card.is_ruling      ? escaped(card.decision)
      : card.mode.empty() ? "nothing keeps it"
                          : escaped(card.mode));
  if (beside == Beside::nothing && !card.quote.empty())
    text += fmt::format("<p class=\"question\">{}</p>\n", escaped(card.quote));
  text += statements_of(card);
  if (card.is_ruling) {
    text += aside("Between", links_to(card.ruled));
  } else {
    text += aside("As", links_to(card.restates));
    text +=
        aside("Its control does not see", escaped(fmt::format("{}", fmt::join(card.unseen, "; "))));
    text += aside("Ruled about by", links_to(card.ruled));
  }
  return text + shown(card.findings) + "</article>\n";
}

std::string beside_of(const Story& story, const Sentence& sentence) {
  std::string text;
  for (const std::size_t card : sentence.cards) text += shown(story.cards[card], Beside::its_words);
  if (!sentence.goes_on.empty())
    text +=
        fmt::format("<p class=\"aside\">Belongs to {} as well.</p>\n", links_to(sentence.goes_on));
  if (!sentence.unquoted.empty()) {
    const bool whole = sentence.cards.empty() && sentence.goes_on.empty();
    text += whole
                ? "<p class=\"bare\">No promise quotes this sentence.</p>\n"
                : fmt::format("<p class=\"bare\">No promise quotes: “{}”</p>\n",
                              escaped(fmt::format("{}", fmt::join(sentence.unquoted, "” and “"))));
  }
  return text + shown(sentence.findings);
}

std::string shown(const Story& story, const Sentence& sentence) {
  const std::string beside = beside_of(story, sentence);
  if (sentence.heading && beside.empty())
    return fmt::format("<h3>{}</h3>\n", escaped(sentence.text));
  return fmt::format("<div class=\"pair\">{}<div class=\"keeps\">{}</div></div>\n",
                     sentence.heading ? fmt::format("<h3>{}</h3>", escaped(sentence.text))
                                      : fmt::format("<p>{}</p>", escaped(sentence.text)),
                     beside);
}

struct Chapter {
  std::string id;
  std::string title;
  std::string body;
};

Chapter chapter_of(const Story& story, const char* id, const char* title,
                   const std::vector<std::size_t>& cards) {
  Chapter chapter{id, title, ""};
  for (const std::size_t card : cards) chapter.body += shown(story.cards[card], Beside::nothing);
  return chapter;
}

std::vector<Chapter> chapters_of(const Story& story) {
  std::vector<Chapter> all;
  for (const Published& notice : story.notices) {
    for (const Part& part : notice.parts) {
      Chapter chapter{fmt::format("s{}", all.size() + 1),
                      part.title.empty() ? notice.path : part.title, ""};
      for (const Sentence& sentence : part.sentences)
        if (!sentence.heading || sentence.text != part.title)
          chapter.body += shown(story, sentence);
      all.push_back(std::move(chapter));
    }
  }
  all.push_back(chapter_of(story, "lost", "Quotes that no notice has", story.lost));
  all.push_back(chapter_of(story, "internal", "Rules without a sentence", story.internal));
  all.push_back(chapter_of(story, "rulings", "What is not decided yet", story.rulings));
  all.push_back({"elsewhere", "What else the check says", shown(story.elsewhere)});
  std::erase_if(all, [](const Chapter& one) { return one.body.empty(); });
  return all;
}

std::string counted(const Story& story) {
  std::size_t quoting = 0;
  std::size_t kept = 0;
  std::size_t bare = 0;
  for (const Card& card : story.cards) {
    if (card.is_ruling || card.quote.empty()) continue;
    ++quoting;
    if (!card.mode.empty() && card.mode != "stated") ++kept;
  }
  for (const Published& notice : story.notices)
    for (const Part& part : notice.parts)
      for (const Sentence& one : part.sentences)
        if (!one.unquoted.empty()) ++bare;
  return fmt::format(
      "<p>{} promises quote the notice; {} of them are kept by something that is looked at, "
      "watched "
      "or signed for. {} sentences hold words that no promise quotes. {} questions are open.</p>\n",
      quoting, kept, bare, story.rulings.size());
}

}  // namespace

std::string page_of(const Story& story) {
  const std::vector<Chapter> chapters = chapters_of(story);
  std::string body = counted(story) +
                     "<nav aria-labelledby=\"contents\"><h2 id=\"contents\">"
                     "Contents</h2>\n<ol>\n";
  for (const Chapter& one : chapters)
    body += fmt::format("<li><a href=\"#{}\">{}</a></li>\n", one.id, escaped(one.title));
  body += "</ol></nav>\n";
  for (const Chapter& one : chapters)
    body += fmt::format("<section aria-labelledby=\"{0}\"><h2 id=\"{0}\">{1}</h2>\n{2}</section>\n",
                        one.id, escaped(one.title), one.body);
  return page_around("Notice and promises: " + story.title,
                     std::string{style_of_documents()} + std::string{annotated_style}, body);
}

}  // namespace abide::reports::annotated
