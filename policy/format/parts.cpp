// One walk over the tree. Most nodes are their parts in the order written, so their members are
// visited without naming them; the few overloads are what reads better unbroken.
#include "policy/format/parts.hpp"

#include <boost/pfr/core.hpp>
#include <type_traits>

namespace abide::policy::layout {
namespace {

using namespace ast;  // NOLINT(google-build-using-namespace): the nodes are this file's subject

class Walk {
 public:
  explicit Walk(std::size_t size) : after_(size + 1, Break::never) {}
  [[nodiscard]] std::vector<Break> result() && { return std::move(after_); }

  void file(const File& file) { each(file.declarations); }

 private:
  void end_part(SourceSpan span, Break with = Break::clause) { after_[span.end] = with; }

  /// A node: all its members.
  template <class Node>
  void visit(const Node& node) {
    boost::pfr::for_each_field(node, [this](const auto& member) { part(member); });
  }
  template <class Item>
  void each(const std::vector<Item>& items) {
    for (const Item& item : items) {
      visit(item);
    }
  }
  template <class... Nodes>
  void visit(const std::variant<Nodes...>& alternatives) {
    std::visit([this](const auto& node) { visit(node); }, alternatives);
  }

  // ── nodes whose members are not all parts ───────────────────────────────────────────────────

  void visit(const Broken&) {}
  void visit(const Never& never) {  // `never send` stays with what is not sent
    part(never.what);
    part(never.clauses);
  }
  void visit(const Sever& sever) {  // `so … cannot identify …` stays together
    part(sever.column);
    part(sever.from);
    part(sever.at);
    part(sever.from_what);
  }
  /// A value on a line of its own could be taken for the next key; a text cannot.
  void visit(const Attribute& attribute) { before_texts(attribute.key.span, attribute.values); }
  void visit(const Words& words) { before_texts(words.verb.span, words.values); }
  void before_texts(SourceSpan before, const std::vector<Value>& values) {
    for (const Value& value : values) {
      if (std::holds_alternative<Text>(value)) {
        end_part(before, Break::item);
      }
      before = span_of(value);
    }
  }
  void visit(const Step& step) { visit(step.form); }
  void visit(const GivenRow&) {}

  // ── members ─────────────────────────────────────────────────────────────────────────────────

  template <class Member>
  requires std::is_enum_v<Member> || std::is_arithmetic_v<Member>
  void part(const Member&) {}
  void part(const SourceSpan&) {}
  void part(const Promptness&) {}
  void part(const EventSource&) {}
  /// A name, a text, an anchor …: one part.
  template <class Member>
  requires requires(const Member& member) { member.span.end; }
  void part(const Member& member) { end_part(member.span); }
  template <class Member>
  void part(const std::optional<Member>& member) {
    if (member) {
      part(*member);
    }
  }
  void part(const Names& names) {
    if (!names.empty()) {
      end_part(names.back().span);
    }
  }
  void part(const std::vector<Text>& texts) {
    for (const Text& text : texts) {
      end_part(text.span);
    }
  }
  void part(const Clause& clause) { part(clause.names); }
  void part(const Argument& argument) { end_part(span_of(argument.value)); }
  void part(const Condition& condition) { end_part(span_of(condition.value)); }
  template <class Item>
  requires std::is_same_v<Item, Clause> || std::is_same_v<Item, Argument>
  void part(const std::vector<Item>& items) {
    for (const Item& item : items) {
      part(item);
    }
  }
  void part(const Value& value) { end_part(span_of(value)); }
  /// What stands between the braces.
  template <class Item>
  void part(const std::vector<Item>& items) {
    each(items);
  }

  std::vector<Break> after_;
};

}  // namespace

std::vector<Break> breaks_after(const ast::File& file, std::size_t size) {
  Walk walk{size};
  walk.file(file);
  return std::move(walk).result();
}

}  // namespace abide::policy::layout
