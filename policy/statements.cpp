// The tree's statements, and which of them stand in the Model.
#include "policy/statements.hpp"

#include <algorithm>
#include <variant>

#include "policy/sentences.hpp"

namespace abide::policy {
namespace {

/// What kind of statement it is, and what could see it.
struct Sort {
  std::string kind;
  SeenBy seen_by = SeenBy::nothing;
};

struct SortOf {
  Sort operator()(const ast::Broken& /*broken*/) const { return {"", SeenBy::nothing}; }
  Sort operator()(const ast::Collect& s) const {
    return {s.verb == ast::Collect::Verb::collect ? "collect" : "generate", SeenBy::nothing};
  }
  /// What is never collected, set, derived or included is for scans and the check; `sell`, `train`
  /// and `advertise` decide where the policy has such a purpose.
  Sort operator()(const ast::Never& s) const {
    const std::string& verb = s.verb.text;
    const bool unseen = verb == "collect" || verb == "set" || verb == "derive" || verb == "include";
    return {"never " + verb, unseen ? SeenBy::nothing : SeenBy::reach};
  }
  Sort operator()(const ast::Send& s) const {
    return {s.extent == ast::Send::Extent::only ? "only send" : "send", SeenBy::reach};
  }
  Sort operator()(const ast::MayKeep& /*s*/) const { return {"may keep", SeenBy::rows}; }
  Sort operator()(const ast::MustKeep& /*s*/) const { return {"must keep", SeenBy::rows}; }
  Sort operator()(const ast::KeepAtMost& /*s*/) const { return {"keep at most", SeenBy::rows}; }
  Sort operator()(const ast::Erase& /*s*/) const { return {"erase", SeenBy::rows}; }
  Sort operator()(const ast::Sever& /*s*/) const { return {"sever", SeenBy::rows}; }
  Sort operator()(const ast::Scrub& /*s*/) const { return {"scrub", SeenBy::nothing}; }
  Sort operator()(const ast::Right& s) const {
    return {"right " + s.right.text, s.within ? SeenBy::due : SeenBy::nothing};
  }
  Sort operator()(const ast::Respond& /*s*/) const { return {"respond", SeenBy::due}; }
  Sort operator()(const ast::UseOnly& /*s*/) const { return {"use only", SeenBy::reach}; }
  Sort operator()(const ast::Confine& /*s*/) const { return {"confine", SeenBy::reach}; }
  Sort operator()(const ast::Host& /*s*/) const { return {"host", SeenBy::reach}; }
  Sort operator()(const ast::Filed& /*s*/) const { return {"file", SeenBy::nothing}; }
  Sort operator()(const ast::Transfer& /*s*/) const { return {"transfer", SeenBy::nothing}; }
  Sort operator()(const ast::Notify& /*s*/) const { return {"notify", SeenBy::nothing}; }
  Sort operator()(const ast::Tell& /*s*/) const { return {"tell", SeenBy::nothing}; }
  Sort operator()(const ast::Cookie& /*s*/) const { return {"cookie", SeenBy::nothing}; }
  Sort operator()(const ast::Probe& /*s*/) const { return {"probe", SeenBy::nothing}; }
  Sort operator()(const ast::Attest& /*s*/) const { return {"attest", SeenBy::nothing}; }
  Sort operator()(const ast::As& /*s*/) const { return {"as", SeenBy::nothing}; }
};

/// Acts that an expectation about reach is judged by.
bool is_of_reach(Act act) {
  return act == Act::send || act == Act::use || act == Act::host || act == Act::store;
}

class StatementReading {
 public:
  StatementReading(const Sources& sources, const Model& model) : sources_(sources), model_(model) {}

  void add(const std::string& promise, const ast::Statements& statements) {
    for (const ast::Statement& one : statements) {
      const SourceSpan span = ast::span_of(one);
      const SourceFile& file = sources_.files[span.file];
      Statement made;
      Sort sort = std::visit(SortOf{}, one);
      made.promise = promise;
      made.kind = std::move(sort.kind);
      made.seen_by = sort.seen_by;
      made.sentence = sentence_at(sources_, span);
      made.location = {file.path(), file.line_at(span.begin)};
      made.span = span;
      settle(made);
      all_.push_back(std::move(made));
    }
  }
  std::vector<Statement> all() && { return std::move(all_); }

 private:
  template <class Part>
  [[nodiscard]] static bool is_of(const Part& part, const Statement& statement) {
    return part.location == statement.location && part.sentence == statement.sentence;
  }
  /// A statement about rows or reach that compiled to nothing decides nothing.
  void settle(Statement& made) const {
    if (made.seen_by == SeenBy::rows) {
      made.decides = std::ranges::any_of(model_.rules, [&](const Rule& rule) {
        return is_of(rule, made) && !rule.fields.empty();
      });
    }
    if (made.seen_by != SeenBy::reach) return;
    const Flows& flows = model_.flows;
    const auto of_reach = [&](const auto& part) {
      return is_of(part, made) && is_of_reach(part.act);
    };
    const bool compiled = std::ranges::any_of(flows.permissions, of_reach) ||
                          std::ranges::any_of(flows.prohibitions, of_reach) ||
                          std::ranges::any_of(flows.confinements, [&](const Confinement& one) {
                            return is_of(one, made);
                          });
    if (!compiled) made.seen_by = SeenBy::nothing;
  }
  const Sources& sources_;
  const Model& model_;
  std::vector<Statement> all_;
};

}  // namespace

std::vector<Statement> statements_of(const Sources& sources, const Model& model) {
  StatementReading reading{sources, model};
  for (const ast::File& tree : sources.trees) {
    for (const ast::Declaration& declaration : tree.declarations) {
      if (const auto* promise = std::get_if<ast::Promise>(&declaration)) {
        reading.add(promise->id.text, promise->statements);
      } else if (const auto* ruling = std::get_if<ast::Ruling>(&declaration)) {
        reading.add(ruling->id.text, ruling->statements);
      }
    }
  }
  return std::move(reading).all();
}

}  // namespace abide::policy
