// Statements that are neither a rule about time nor a flow, from the tree: rights and answers,
// probes, attestations, scrubbing, papers, routes, what people are told. Names are those that the
// resolver found sound.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>

#include "policy/compare/blocks.hpp"
#include "policy/compare/trait_list.hpp"
#include "policy/sentences.hpp"

namespace abide::policy::compare {
namespace {

constexpr Wording right{"people gain a right", "people lose a right", "", "", ""};
constexpr Wording over{"the right is about more", "the right is about less", "", "", ""};
constexpr Wording within{"it is answered by a day that is said",
                         "no day is said by which it is answered", "it is answered later",
                         "it is answered sooner", ""};
constexpr Wording acknowledged{
    "that it arrived is told by a day that is said", "no day is said by which its arrival is told",
    "that it arrived is told later", "that it arrived is told sooner", ""};
constexpr Wording app{"people can do it by themselves", "people have to ask somebody for it", "",
                      "", ""};
constexpr Wording channel{"", "", "", "", "people ask for it another way"};
constexpr Wording answered{"an answer is promised", "no answer is promised any more",
                           "an answer may take longer", "an answer comes sooner", ""};
constexpr Wording attested{
    "somebody puts their name to it", "nobody puts their name to it any more",
    "somebody puts their name to it less often", "somebody puts their name to it more often", ""};
constexpr Wording by_whom{"", "", "", "", "somebody else does it, or by other means"};
constexpr Wording probed{"it is looked for", "it is not looked for any more", "", "", ""};
constexpr Wording probe_every{"", "", "it is looked for less often", "it is looked for more often",
                              "it is looked for at other times"};
constexpr Wording scrubbed{"it is taken out before anything leaves", "it is not taken out any more",
                           "", "", ""};
constexpr Wording filed{"a paper is on file", "a paper is no longer on file", "", "",
                        "it lies elsewhere"};
constexpr Wording safeguarded{"what goes abroad has a safeguard",
                              "what goes abroad has no safeguard", "", "",
                              "what goes abroad has another safeguard"};
constexpr Wording proper_route{
    "", "", "what goes abroad rests on a safeguard, no longer on an exception",
    "what goes abroad rests on an exception, no longer on a safeguard", ""};
constexpr Wording notified{"people are told when it happens",
                           "people are no longer told when it happens", "", "",
                           "people are told another way"};
constexpr Wording told{"people are told more", "people are told less", "", "", ""};
constexpr Wording cookie_kind{"", "", "", "", "the cookie is declared as of another kind"};
constexpr Wording reviewed{"whether it is still needed is looked at again and again",
                           "whether it is still needed is no longer looked at",
                           "whether it is still needed is looked at less often",
                           "whether it is still needed is looked at more often", ""};
constexpr Wording by_law{"", "", "", "", "another law is named for it"};

class Reader {
 public:
  Reader(const Named& edition, const Shared& shared) : edition_(edition), shared_(shared) {
    for (const Category& one : edition.model.categories) {
      const auto at = static_cast<std::uint32_t>(&one - edition.model.categories.data());
      if (!one.leaf || !shared.has_leaf(edition.names.categories[at])) continue;
      for (std::optional<CategoryId> up = CategoryId{at}; up; up = edition.model.at(*up).parent)
        leaves_[edition.model.at(*up).name].insert(edition.names.categories[at]);
    }
  }

  std::vector<Trait> read() {
    for (const ast::File& file : edition_.sources.trees) {
      for (const ast::Declaration& one : file.declarations) {
        if (const auto* promise = std::get_if<ast::Promise>(&one)) {
          statements(promise->id.text, promise->statements);
        } else if (const auto* ruling = std::get_if<ast::Ruling>(&one)) {
          statements(ruling->id.text, ruling->statements);
        } else {
          add_block_traits(edition_, shared_, one, list_);
        }
      }
    }
    return list_.take();
  }

 private:
  void statements(const std::string& promise, const ast::Statements& all) {
    for (const ast::Statement& one : all) {
      const SourceSpan span = ast::span_of(one);
      list_.under(edition_.names.of(promise), location_of(edition_.sources, span));
      sentence_ = sentence_at(edition_.sources, span);
      std::visit([this](const auto& said) { read(said); }, one);
    }
  }
  [[nodiscard]] const std::string& of(const ast::Name& name) const {
    return edition_.names.of(name.text);
  }
  [[nodiscard]] std::string list(const ast::Names& names) const {
    std::set<std::string> all;
    for (const ast::Name& name : names) all.insert(of(name));
    return fmt::format("{}", fmt::join(all, ", "));
  }
  /// Leaves that both versions have; a name that stands for a whole set stands for itself.
  [[nodiscard]] std::set<std::string> leaves_of(const ast::Names& names) const {
    std::set<std::string> all;
    for (const ast::Name& name : names) {
      const auto at = leaves_.find(name.text);
      if (at == leaves_.end()) {
        all.insert(of(name));
      } else {
        all.insert(at->second.begin(), at->second.end());
      }
    }
    return all;
  }
  void add(const std::string& name, Effect being, const Wording& wording) {
    list_.add(name, being, wording, sentence_);
  }
  /// Protects, and the longer it takes the less it does.
  void sooner(const std::string& name, const Period& period, const Wording& wording) {
    list_.add(name, Effect::protects, Effect::exposes, period, wording, sentence_);
  }

  void read(const ast::Right& one) {
    list_.turn_to(Part::rights);
    for (const ast::Name& subject : one.subjects) {
      const std::string name = fmt::format("right {} for {}", one.right.text, of(subject));
      add(name, Effect::protects, right);
      if (one.within) sooner(name + " within", one.within->period, within);
      if (one.acknowledged) sooner(name + " acknowledged", one.acknowledged->period, acknowledged);
      if (one.app) add(name + " via app", Effect::protects, app);
      list_.say(name + " channel", channel, one.channel.text, sentence_);
      const bool everything = one.over.empty() || std::ranges::any_of(one.over, [](const auto& n) {
                                return n.text == "personal" || n.text == "everything";
                              });
      const std::set<std::string> all{shared_.leaves.begin(), shared_.leaves.end()};
      for (const std::string& leaf : everything ? all : leaves_of(one.over))
        add(name + " over " + leaf, Effect::protects, over);
    }
  }
  void read(const ast::Respond& one) {
    list_.turn_to(Part::rights);
    for (const ast::Name& event : one.to)
      sooner("respond to " + of(event), one.within.period, answered);
  }
  void read(const ast::Attest& one) {
    list_.turn_to(Part::controls);
    sooner("attest " + one.claim.text, one.every.period, attested);
    list_.say("attest " + one.claim.text + " by", by_whom,
              of(one.by) + (one.with ? " with " + one.with->text : ""), sentence_);
  }
  void read(const ast::Probe& one) {
    list_.turn_to(Part::controls);
    std::set<std::string> arguments;
    for (const ast::Argument& argument : one.arguments)
      arguments.insert(argument.name.text + " " + text_of(edition_, argument.value));
    const std::string name = fmt::format("probe {} on {} with {}", one.probe.text, list(one.on),
                                         fmt::join(arguments, ", "));
    add(name, Effect::protects, probed);
    const Measure every = one.every ? Measure{one.every->period} : Measure{"at its usual times"};
    list_.add(name + " every", Effect::nothing, Effect::exposes, every, probe_every, sentence_);
  }
  void read(const ast::Scrub& one) {
    list_.turn_to(Part::controls);
    std::set<std::string> at;
    for (const ast::Text& text : one.at) at.insert(text.text);
    for (const std::string& leaf : leaves_of(one.what)) {
      for (const ast::Name& outlet : one.outlets) {
        const std::string name =
            fmt::format("scrub {} from {} at {}", leaf, of(outlet),
                        at.empty() ? "any place" : fmt::format("{}", fmt::join(at, ", ")));
        add(name, Effect::protects, scrubbed);
        list_.say(name + " by", by_whom, list(one.by), sentence_);
      }
    }
  }
  void read(const ast::Filed& one) {
    list_.turn_to(Part::controls);
    for (const ast::Name& party : one.with) {
      const std::string name = fmt::format("file {} with {}", one.document.text, of(party));
      list_.add(name, Effect::protects, Effect::neither, one.at ? one.at->text : "", filed,
                sentence_);
    }
  }
  void read(const ast::Transfer& one) {
    list_.turn_to(Part::controls);
    for (const ast::Name& to : one.to) {
      const std::string& word = one.safeguard.text;
      const bool exception = word == "derogation";
      list_.add("route to " + of(to), Effect::protects, Effect::neither, word, safeguarded,
                sentence_);
      list_.add("kind of route to " + of(to), Effect::nothing, Effect::protects,
                std::int64_t{exception ? 0 : 1}, proper_route, sentence_);
    }
  }
  void read(const ast::Notify& one) {
    list_.turn_to(Part::rights);
    for (const ast::Name& who : one.who)
      list_.add(fmt::format("notify {} of {}", of(who), of(one.of)), Effect::protects,
                Effect::neither, list(one.by), notified, sentence_);
  }
  void read(const ast::Tell& one) {
    list_.turn_to(Part::rights);
    for (const ast::Name& who : one.who)
      add(fmt::format("tell {} {}", of(who), one.what ? one.what->text : ""), Effect::protects,
          told);
  }
  void read(const ast::Cookie& one) {
    list_.turn_to(Part::flows);
    list_.say("cookie " + of(one.category), cookie_kind, one.kind.text, sentence_);
  }
  void read(const ast::MayKeep& one) {
    if (!one.review) return;
    list_.turn_to(Part::time);
    for (const std::string& leaf : leaves_of(one.what))
      sooner("review of " + leaf, one.review->period, reviewed);
  }
  void read(const ast::MustKeep& one) { law("must keep " + list(one.what), one.law); }
  void read(const ast::KeepAtMost& one) {
    if (one.law) law("keep " + list(one.what), *one.law);
  }
  void read(const ast::Erase& one) {
    if (one.law) law("erase " + list(one.what) + " at " + list(one.anchor.events), *one.law);
  }
  void law(const std::string& name, const ast::Name& key) {
    list_.turn_to(Part::time);
    list_.say("law of " + name, by_law, key.text, sentence_);
  }
  /// Flows, the rest of time, and `as`, whose mode is told.
  template <class Other>
  void read(const Other& /*other*/) {}

  const Named& edition_;
  const Shared& shared_;
  std::map<std::string, std::set<std::string>> leaves_;  ///< by category as written
  std::string sentence_;
  TraitList list_;
};

}  // namespace

std::vector<Trait> traits_of_statements(const Named& edition, const Shared& shared) {
  return Reader{edition, shared}.read();
}

}  // namespace abide::policy::compare
