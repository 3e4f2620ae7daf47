// abide doc: the published notice beside the promises that keep it, as a page.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/noticed.hpp"
#include "cli/papers.hpp"
#include "reports/model/annotated.hpp"

namespace abide::cli {
namespace {

namespace annotated = reports::annotated;

struct DocWords : Words {
  std::string out;
};

std::string summary(const annotated::Story& story) {
  std::size_t sentences = 0;
  std::size_t bare = 0;
  for (const annotated::Published& notice : story.notices)
    for (const annotated::Part& part : notice.parts)
      for (const annotated::Sentence& one : part.sentences) {
        if (one.heading) continue;
        ++sentences;
        if (!one.unquoted.empty()) ++bare;
      }
  return fmt::format(
      "{} sentences, {} promises, {} rulings; {} sentences hold words that no promise quotes, {} "
      "quotes are in no notice\n",
      sentences, story.cards.size() - story.rulings.size(), story.rulings.size(), bare,
      story.lost.size());
}

int act(const Desk& desk, const DocWords& words) {
  Stop stop;
  const auto noticed = notice(desk, words.policy, stop);
  if (!noticed) return stop.code;
  if (!noticed->compiled.model) {
    desk.show(noticed->diagnostics, noticed->files, false);
    return wrong;
  }
  const policy::Disclosure said = policy::disclosure_of(noticed->compiled.sources);
  const annotated::Story story =
      annotated::story_of({noticed->compiled.sources, *noticed->compiled.model, said,
                           noticed->reading, noticed->diagnostics});
  return hand_out(
      desk, "", words.out,
      {{"html", "index.html", [&]() -> Result<std::string> { return annotated::page_of(story); }}},
      summary(story));
}

}  // namespace

void add_doc(const Verb& program, const Desk& desk) {
  const Verb verb = program.add("doc", "write the notice beside the promises that keep it")
                        .footer("Example: abide doc shop.policy --out doc");
  auto words = std::make_shared<DocWords>();
  verb.take("POLICY", words->policy, "the policy that quotes the notice").require();
  verb.take("--out", words->out,
            "the folder to make, which is not there yet; else the page goes to standard output");
  verb.act([&desk, words] { return act(desk, *words); });
}

}  // namespace abide::cli
