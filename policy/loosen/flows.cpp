// How statements about where data goes are loosened: what forbids is left out or narrowed, what
// permits is widened. Also how answers to requests are: given more time.
#include <algorithm>
#include <map>

#include "policy/id_sets.hpp"
#include "policy/loosen/edit.hpp"

namespace abide::policy::loosening {
namespace {

class FlowOperators : public Operators {
 public:
  using Operators::Operators;

  void operator()(const ast::Send& s) {
    if (s.extent == ast::Send::Extent::only) {
      const std::size_t verb = desk().text(s.span.file).find("send", s.span.begin);
      add(s, "`only` left out",
          {{{s.span.begin, static_cast<std::uint32_t>(verb), s.span.file}, ""}},
          [](auto& copy) { copy.extent = ast::Send::Extent::also; });
    }
    if (!s.when.empty()) {
      add(s, "whatever the state", {{clause_with(desk(), "when", s.when), ""}},
          [](auto& copy) { copy.when.clear(); });
    }
    one_more_recipient(s, s.to, &ast::Send::to);
    if (!s.purposes.empty()) one_more_purpose(s, s.purposes, &ast::Send::purposes);
  }
  void operator()(const ast::Host& s) { one_more_recipient(s, s.with, &ast::Host::with); }
  void operator()(const ast::Never& s) {
    leave_out();
    for (std::size_t i = 0; i < s.clauses.size(); ++i) {
      const ast::Clause& clause = s.clauses[i];
      if (clause.word.text == "unless") fewer_conditions(s, i);
      if (clause.word.text == "except") except_more(s, i);
    }
  }
  void operator()(const ast::UseOnly& s) {
    leave_out();
    one_more_purpose(s, s.purposes, &ast::UseOnly::purposes);
  }
  void operator()(const ast::Confine& /*s*/) { leave_out(); }
  template <class Other>
  void operator()(const Other& /*other*/) {}

 private:
  template <class S>
  void one_more_recipient(const S& s, const ast::Names& to, ast::Names S::*member) {
    const auto more = furthest_from(to, leaves_at(s.span));
    if (!more) return;
    add(s, "one more recipient", {with_one_more(to, *more)},
        [&](auto& copy) { add_name(copy.*member, *more); });
  }
  template <class S>
  void one_more_purpose(const S& s, const ast::Names& purposes, ast::Names S::*member) {
    const auto more = another_purpose(purposes, leaves_at(s.span));
    if (!more) return;
    add(s, "one more purpose", {with_one_more(purposes, *more)},
        [&](auto& copy) { add_name(copy.*member, *more); });
  }
  /// `unless a, b` asks for both: without one of them it ends sooner.
  void fewer_conditions(const ast::Never& s, std::size_t at) {
    const ast::Names& states = s.clauses[at].names;
    for (std::size_t i = 0; states.size() > 1 && i < states.size(); ++i) {
      add(s, "whatever `" + states[i].text + "` says", {without(states, i)},
          [&](auto& copy) { copy.clauses[at].names = less(states, i); });
    }
  }
  void except_more(const ast::Never& s, std::size_t at) {
    const ast::Names& names = s.clauses[at].names;
    const bool of_parties = has(names, "safeguarded") || has(names, "undeclared") ||
                            std::ranges::find(desk().model.recipients, names.front().text) !=
                                desk().model.recipients.end();
    const auto more = of_parties ? furthest_from(names, leaves_at(s.span)) : another_group(names);
    if (!more) return;
    add(s, "`" + *more + "` left out of it", {with_one_more(names, *more)},
        [&](auto& copy) { add_name(copy.clauses[at].names, *more); });
  }

  /// The leaves that a statement speaks of, as it was compiled.
  [[nodiscard]] std::vector<CategoryId> leaves_at(SourceSpan span) const {
    std::vector<CategoryId> leaves;
    const auto look = [&](const auto& parts) {
      for (const auto& part : parts) {
        if (desk().is_of(part, span)) {
          leaves.insert(leaves.end(), part.leaves.begin(), part.leaves.end());
        }
      }
    };
    look(desk().model.flows.permissions);
    look(desk().model.flows.prohibitions);
    make_set(leaves);
    return leaves;
  }
  /// Of the recipients that are not named the one that gets the least of it as things are: what
  /// goes there is the most that somebody could let slip.
  [[nodiscard]] std::optional<std::string> furthest_from(
      const ast::Names& named, const std::vector<CategoryId>& leaves) const {
    std::optional<std::string> furthest;
    std::size_t least = 0;
    for (std::uint32_t i = 0; i < desk().model.recipients.size(); ++i) {
      const std::string& name = desk().model.recipients[i];
      if (has(named, name)) continue;
      const std::size_t gets = what_goes_to(RecipientId{i}, leaves);
      if (!furthest || gets < least) {
        furthest = name;
        least = gets;
      }
    }
    return furthest;
  }
  [[nodiscard]] std::size_t what_goes_to(RecipientId to,
                                         const std::vector<CategoryId>& leaves) const {
    std::vector<CategoryId> goes;
    for (const Permission& one : desk().model.flows.permissions) {
      const bool sends = one.act == Act::send || one.act == Act::host;
      if (!sends || !std::ranges::binary_search(one.recipients, to)) continue;
      for (const CategoryId leaf : in_common(one.leaves, leaves)) goes.push_back(leaf);
    }
    make_set(goes);
    return goes.size();
  }
  /// One that uses some of it, so that it is not refused for that alone; else the first.
  [[nodiscard]] std::optional<std::string> another_purpose(
      const ast::Names& named, const std::vector<CategoryId>& leaves) const {
    std::optional<std::string> any;
    for (const Permission& one : desk().model.flows.permissions) {
      if (one.act != Act::use || one.purposes.empty()) continue;
      const std::string& name = desk().model.flows.purposes[one.purposes.front().value];
      if (has(named, name)) continue;
      if (share(one.leaves, leaves)) return name;
      if (!any) any = name;
    }
    return any;
  }
  /// A category of the first level that is not named, nor anything below it.
  [[nodiscard]] std::optional<std::string> another_group(const ast::Names& named) const {
    for (const Category& category : desk().model.categories) {
      const bool touched = std::ranges::any_of(named, [&](const ast::Name& name) {
        return name.text == category.name || name.text.starts_with(category.name + ".");
      });
      if (!category.parent && !touched) return category.name;
    }
    return std::nullopt;
  }
};

}  // namespace

Loosers loosers_of_flow(const Desk& desk, const ast::Statement& statement) {
  FlowOperators operators{desk};
  std::visit(operators, statement);
  return std::move(operators).made();
}

Loosers loosers_of_answer(const ast::Statement& statement) {
  Loosers made;
  if (const auto* right = std::get_if<ast::Right>(&statement); right && right->within) {
    ast::Right slower = *right;
    slower.within->period = twice(right->within->period);
    made.push_back({"twice as long",
                    {rewritten(*right->within, slower.within->period)},
                    ast::Statement{slower}});
  }
  if (const auto* respond = std::get_if<ast::Respond>(&statement)) {
    ast::Respond slower = *respond;
    slower.within.period = twice(respond->within.period);
    made.push_back({"twice as long",
                    {rewritten(respond->within, slower.within.period)},
                    ast::Statement{slower}});
  }
  return made;
}

}  // namespace abide::policy::loosening
