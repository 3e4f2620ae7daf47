// W0902: what the notice says and no promise quotes. W0903: what the policy does and the notice
// never says. Waivers of both.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <variant>

#include "policy/notices/findings.hpp"
#include "policy/notices/said.hpp"

namespace abide::policy::notices {
namespace {

constexpr std::size_t most_told = 100;

/// By sentence, the promises that stand on it.
std::vector<std::vector<std::string>> standing_on(const Reading& reading, const ReadNotice& read) {
  std::vector<std::vector<std::string>> on(read.notice.sentences().size());
  for (std::size_t i = 0; i < reading.quoted.size(); ++i) {
    for (const std::size_t sentence : read.standing.footings[i].sentences)
      on[sentence].push_back(reading.quoted[i].promise);
  }
  return on;
}

Diagnostic bare(const Notice& notice, const Sentence& sentence, const std::vector<Range>& runs,
                std::uint32_t file) {
  std::size_t words = 0;
  std::string texts;
  for (const Range& run : runs) {
    words += notice.words_in(run);
    texts += fmt::format("{}\"{}\"", texts.empty() ? "" : ", ", notice.text_of(run));
  }
  const std::size_t all = notice.words_in(sentence.tokens);
  Diagnostic warning{.code = "W0902", .severity = Severity::warning};
  if (words == all) {
    warning.span = notice.span_of(sentence.tokens, file);
    warning.message =
        fmt::format("no promise quotes this sentence ({} word{})", all, all == 1 ? "" : "s");
  } else {
    warning.span = notice.span_of(runs.front(), file);
    warning.message =
        fmt::format("no promise quotes {} of the {} words of this sentence", words, all);
    if (runs.size() > 1) warning.notes.push_back("under no quote: " + texts);
  }
  if (sentence.section) {
    warning.notes.insert(warning.notes.begin(),
                         fmt::format("in `{}`", notice.sections()[*sentence.section].title));
  }
  warning.help =
      "declare the recipient, period or use that it names and quote it over the statement; `tell` "
      "is "
      "for sentences that ask nothing of the app; a heading is named `heading \"…\";` in the "
      "policy's "
      "block";
  return warning;
}

void tell_number(const ReadNotice& read, std::size_t more, std::vector<Finding>& findings) {
  findings.push_back({{.code = "W0902",
                       .severity = Severity::warning,
                       .span = read.named.place,
                       .message = fmt::format("no promise quotes {} further sentences of `{}`",
                                              more, read.named.path),
                       .help = "`abide notice coverage` shows each of them"}});
}

/// Names of those who receive and of outermost categories that a ruling speaks of itself: what the
/// notice lacks there, somebody has decided.
class Ruled {
 public:
  explicit Ruled(const Sources& sources) {
    for (const ast::File& file : sources.trees) {
      for (const ast::Declaration& declaration : file.declarations) {
        const auto* const ruling = std::get_if<ast::Ruling>(&declaration);
        if (ruling == nullptr) continue;
        for (const ast::Statement& statement : ruling->statements) std::visit(*this, statement);
      }
    }
  }
  [[nodiscard]] bool has(const std::string& name) const { return names_.contains(name); }

  void operator()(const ast::Send& s) {
    parties(s.to);
    categories(s.what);
  }
  void operator()(const ast::Host& s) {
    parties(s.with);
    categories(s.what);
  }
  void operator()(const ast::Collect& s) {
    parties(s.from);
    categories(s.what);
  }
  void operator()(const ast::MayKeep& s) { categories(s.what); }
  void operator()(const ast::MustKeep& s) { categories(s.what); }
  void operator()(const ast::KeepAtMost& s) { categories(s.what); }
  void operator()(const ast::Erase& s) { categories(s.what); }
  template <class Other>
  void operator()(const Other& /*other*/) {}

 private:
  void parties(const ast::Names& names) {
    for (const ast::Name& name : names) names_.insert(name.text);
  }
  void categories(const ast::Names& names) {
    for (const ast::Name& name : names) names_.insert(name.text.substr(0, name.text.find('.')));
  }
  std::set<std::string> names_;
};

}  // namespace

std::vector<std::string> controllers_in(const Sources& sources) {
  std::vector<std::string> names;
  for (const ast::File& file : sources.trees) {
    for (const ast::Declaration& declaration : file.declarations) {
      const auto* const block = std::get_if<ast::Block>(&declaration);
      if (block != nullptr && block->keyword.text == "controller")
        names.push_back(block->name.text);
    }
  }
  return names;
}

void find_bare_sentences(const Sources& sources, const Reading& reading,
                         std::vector<Finding>& findings) {
  const std::vector<std::string> controllers = controllers_in(sources);
  auto file = static_cast<std::uint32_t>(sources.files.size());
  for (const ReadNotice& read : reading.notices) {
    const auto on = standing_on(reading, read);
    std::size_t told = 0;
    for (std::size_t i = 0; i < read.notice.sentences().size(); ++i) {
      const Sentence& sentence = read.notice.sentences()[i];
      const auto runs = bare_words_of(read.notice, read.standing, sentence);
      if (runs.empty() || told++ >= most_told) continue;
      Finding finding{bare(read.notice, sentence, runs, file), on[i]};
      finding.things.insert(finding.things.end(), controllers.begin(), controllers.end());
      findings.push_back(std::move(finding));
    }
    if (told > most_told) tell_number(read, told - most_told, findings);
    ++file;
  }
}

void find_unsaid_names(const Sources& sources, const Reading& reading,
                       std::vector<Finding>& findings) {
  std::vector<std::string_view> texts;
  for (const ReadNotice& read : reading.notices) texts.push_back(read.notice.source().text());
  const Ruled ruled{sources};
  for (const Sayable& unsaid : unsaid_in(texts, sources)) {
    if (ruled.has(unsaid.name)) continue;
    const bool party = unsaid.kind == Sayable::Kind::party;
    findings.push_back(
        {{.code = "W0903",
          .severity = Severity::warning,
          .span = unsaid.place,
          .message = party ? fmt::format("the notice never names `{}` ({}), who receives data",
                                         unsaid.name, unsaid.title)
                           : fmt::format("the notice never says `{}` ({}), which is handled",
                                         unsaid.name, unsaid.title),
          .labels = {{unsaid.because, party ? "receives it here" : "handled here"}},
          .help = party ? "name them in the notice, or write the title as the notice names them"
                        : "say it in the notice, or give the category the notice's words: as its "
                          "title, or as an `alias`"},
         {unsaid.name}});
  }
}

void waive(const Sources& sources, const CheckOptions& options, std::vector<Finding>& findings) {
  std::vector<Finding> useless;
  for (const ast::File& file : sources.trees) {
    for (const ast::Declaration& declaration : file.declarations) {
      const auto* const waiver = std::get_if<ast::Waive>(&declaration);
      if (waiver == nullptr || (waiver->code.text != "W0902" && waiver->code.text != "W0903" &&
                                waiver->code.text != "W0907"))
        continue;
      if (options.today && *options.today > waiver->until.date) continue;  // told with the policy
      for (const ast::Name& name : waiver->on) {
        const auto silenced = std::erase_if(findings, [&](const Finding& one) {
          return one.diagnostic.code == waiver->code.text &&
                 std::ranges::find(one.things, name.text) != one.things.end();
        });
        if (silenced > 0) continue;
        useless.push_back(
            {{.code = "W0713",
              .severity = Severity::warning,
              .span = name.span,
              .message = fmt::format("nothing raises {} on `{}`", waiver->code.text, name.text),
              .help = "remove the waiver"}});
      }
    }
  }
  std::ranges::move(useless, std::back_inserter(findings));
}

}  // namespace abide::policy::notices
