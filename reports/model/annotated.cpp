// The story put together. How it looks is in annotated_page.cpp.
#include "reports/model/annotated.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "policy/sentences.hpp"
#include "reports/html.hpp"
#include "reports/words.hpp"

namespace abide::reports::annotated {
namespace {

namespace ast = policy::ast;
namespace notices = policy::notices;

Finding finding_of(const policy::Diagnostic& one) {
  return {one.code, std::string{word_of(one.severity)}, one.message, one.help};
}

bool is_within(policy::SourceSpan inner, policy::SourceSpan outer) {
  return inner.file == outer.file && inner.begin >= outer.begin && inner.end <= outer.end;
}

/// What no control sees of each way of keeping a promise (LANGUAGE 5).
class Unseen {
 public:
  std::string operator()(const ast::Send&) const { return wire; }
  std::string operator()(const ast::Scrub&) const { return wire; }
  std::string operator()(const ast::Never& s) const {
    if (s.verb.text == "send" || s.verb.text == "share" || s.verb.text == "include") return wire;
    if (s.verb.text == "sell" || s.verb.text == "train" || s.verb.text == "advertise")
      return "use inside the app and agreements that nobody told of";
    return inside;
  }
  std::string operator()(const ast::UseOnly&) const { return inside; }
  std::string operator()(const ast::Collect&) const { return inside; }
  std::string operator()(const ast::Confine&) const { return visit; }
  std::string operator()(const ast::Cookie&) const { return visit; }
  std::string operator()(const ast::MayKeep&) const { return sweep; }
  std::string operator()(const ast::MustKeep&) const { return sweep; }
  std::string operator()(const ast::KeepAtMost&) const { return sweep; }
  std::string operator()(const ast::Erase&) const { return sweep; }
  std::string operator()(const ast::Sever&) const { return sweep; }
  std::string operator()(const ast::Right& s) const {
    return s.app ? "whether the app offers it where people look for it"
                 : "whether what a person answered was right";
  }
  std::string operator()(const ast::Respond&) const {
    return "whether what a person answered was right";
  }
  std::string operator()(const ast::Host&) const { return paper; }
  std::string operator()(const ast::Filed&) const { return paper; }
  std::string operator()(const ast::Transfer&) const { return paper; }
  std::string operator()(const ast::Notify&) const { return "whether people read what was sent"; }
  std::string operator()(const ast::Attest&) const {
    return "whether what somebody puts their name to is so";
  }
  std::string operator()(const ast::Tell&) const { return "anything: only the notice says so"; }
  std::string operator()(const ast::Probe& s) const {
    static const std::vector<std::string> visits{
        "page_requests",      "cookie_scan", "content_security_policy",
        "permissions_policy", "tls",         "page_contains"};
    if (std::ranges::count(visits, s.probe.text) > 0) return visit;
    if (s.probe.text == "egress_hosts" || s.probe.text == "ingress_media") return wire;
    if (s.probe.text.starts_with("notice_")) return "whether the notice is right";
    return "what happens between two looks, and what a sample misses";
  }
  std::string operator()(const ast::As&) const { return ""; }
  std::string operator()(const ast::Broken&) const { return ""; }

 private:
  static constexpr const char* wire =
      "what does not pass the gateway: a browser, code that opens its own connection";
  static constexpr const char* inside = "use inside the app";
  static constexpr const char* sweep =
      "copies outside the declared stores, and nights on which no sweep runs";
  static constexpr const char* visit = "other pages and other visitors than the one that looks";
  static constexpr const char* paper = "whether the other side keeps to what was signed";
};

class Narrator {
 public:
  explicit Narrator(const Input& input) : input_(input) {
    for (const policy::Diagnostic& one : input.diagnostics) open_.push_back(&one);
  }

  Story story() {
    story_.title = title_of(input_.model);
    for (const ast::File& tree : input_.sources.trees)
      for (const ast::Declaration& declaration : tree.declarations) {
        if (const auto* promise = std::get_if<ast::Promise>(&declaration)) card(*promise);
        if (const auto* ruling = std::get_if<ast::Ruling>(&declaration)) card(*ruling);
      }
    for (const Card& ruling : story_.cards)
      for (const std::string& about : ruling.is_ruling ? ruling.ruled : std::vector<std::string>{})
        story_.cards[places_.at(about)].ruled.push_back(ruling.id);
    for (std::size_t i = 0; i < input_.reading.notices.size(); ++i) published(i);
    sort_out();
    for (const policy::Diagnostic* one : open_) story_.elsewhere.push_back(finding_of(*one));
    return std::move(story_);
  }

 private:
  Card& begin(const ast::Name& id, policy::SourceSpan span, const ast::Statements& statements) {
    places_[id.text] = story_.cards.size();
    Card& card = story_.cards.emplace_back();
    card.id = id.text;
    for (const ast::Statement& statement : statements) {
      card.statements.push_back(policy::sentence_at(input_.sources, span_of(statement)));
      if (const auto* as = std::get_if<ast::As>(&statement))
        card.restates.push_back(as->promise.text);
      if (const std::string unseen = unseen_by(statement); !unseen.empty())
        add_once(card.unseen, unseen);
    }
    if (card.unseen.size() > 1) std::erase(card.unseen, unseen_by(ast::Tell{}));
    card.findings =
        take([span](const policy::Diagnostic& one) { return is_within(one.span, span); });
    return card;
  }
  void card(const ast::Promise& promise) {
    Card& card = begin(promise.id, promise.span, promise.statements);
    const auto at = std::ranges::find(input_.model.promises, promise.id.text, &policy::Promise::id);
    if (at == input_.model.promises.end()) return;
    card.quote = at->quote;
    if (const auto kept = at->kept_as()) card.mode = word_of(*kept);
  }
  void card(const ast::Ruling& ruling) {
    Card& card = begin(ruling.id, ruling.span, ruling.statements);
    card.is_ruling = true;
    card.quote = ruling.question.text;
    for (const ast::Name& name : ruling.between) card.ruled.push_back(name.text);
    card.decision =
        fmt::format("{} decides, before {}", input_.said.title_of(ruling.decide_by.text),
                    in_words(ruling.before.date));
  }

  /// Findings that are wanted, once each: what is told at one place is told at no other.
  template <class Wanted>
  std::vector<Finding> take(const Wanted& wanted) {
    std::vector<Finding> found;
    std::erase_if(open_, [&](const policy::Diagnostic* one) {
      if (!wanted(*one)) return false;
      found.push_back(finding_of(*one));
      return true;
    });
    return found;
  }

  void published(std::size_t number) {
    const notices::ReadNotice& read = input_.reading.notices[number];
    const auto file = static_cast<std::uint32_t>(input_.sources.files.size() + number);
    Published out{read.named.path, {}};
    std::optional<std::size_t> section;
    const auto& sentences = read.notice.sentences();
    for (std::size_t i = 0; i < sentences.size(); ++i) {
      if (out.parts.empty() || sentences[i].section != section) {
        section = sentences[i].section;
        out.parts.push_back({section ? read.notice.sections()[*section].title : "", {}});
      }
      out.parts.back().sentences.push_back(sentence(read, i, file));
    }
    story_.notices.push_back(std::move(out));
  }

  Sentence sentence(const notices::ReadNotice& read, std::size_t number, std::uint32_t file) {
    const notices::Sentence& at = read.notice.sentences()[number];
    Sentence out;
    out.text = read.notice.text_of(at.tokens);
    out.heading = at.heading;
    for (std::size_t q = 0; q < input_.reading.quoted.size(); ++q) {
      const notices::Footing& footing = read.standing.footings[q];
      if (!footing.stands || !std::ranges::binary_search(footing.sentences, number)) continue;
      const std::string& id = input_.reading.quoted[q].promise;
      if (footing.sentences.front() == number) {
        out.cards.push_back(places_.at(id));
        shown_.push_back(places_.at(id));
      } else {
        out.goes_on.push_back(id);
      }
    }
    for (const notices::Range& bare : notices::bare_words_of(read.notice, read.standing, at))
      out.unquoted.push_back(read.notice.text_of(bare));
    const policy::SourceSpan span = read.notice.span_of(at.tokens, file);
    out.findings = take([&](const policy::Diagnostic& one) { return is_within(one.span, span); });
    return out;
  }

  void sort_out() {
    for (std::size_t i = 0; i < story_.cards.size(); ++i) {
      const Card& card = story_.cards[i];
      if (card.is_ruling) {
        story_.rulings.push_back(i);
      } else if (card.quote.empty()) {
        story_.internal.push_back(i);
      } else if (std::ranges::find(shown_, i) == shown_.end()) {
        story_.lost.push_back(i);
      }
    }
  }

  const Input& input_;
  Story story_;
  std::map<std::string, std::size_t> places_;  ///< of cards, by id
  std::vector<std::size_t> shown_;
  std::vector<const policy::Diagnostic*> open_;
};

}  // namespace

std::string unseen_by(const ast::Statement& statement) { return std::visit(Unseen{}, statement); }

Story story_of(const Input& input) { return Narrator{input}.story(); }

}  // namespace abide::reports::annotated
