// See sameness.hpp. Trees are compared by what they spell: every word with its length, and before
// what is a list, a choice or may be left out, how many, which or whether.
#include "policy/format/sameness.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/pfr/core.hpp>
#include <type_traits>

#include "policy/format/pieces.hpp"
#include "policy/parse.hpp"

namespace abide::policy::layout {
namespace {

class Spelling {
 public:
  [[nodiscard]] std::string result() && { return std::move(out_); }

  template <class Node>
  void add(const Node& node) {
    if constexpr (std::is_aggregate_v<Node>) {
      boost::pfr::for_each_field(node, [this](const auto& member) { add(member); });
    } else {
      number(static_cast<std::uint64_t>(node));
    }
  }
  void add(const SourceSpan&) {}
  void add(const ast::Doc& doc) { add(doc.text); }
  void add(const std::string& text) {
    number(text.size());
    out_ += text;
  }
  void add(const Date& date) { add(to_string(date)); }
  template <class Item>
  void add(const std::vector<Item>& items) {
    number(items.size());
    for (const Item& item : items) {
      add(item);
    }
  }
  template <class Node>
  void add(const std::optional<Node>& node) {
    number(node ? 1 : 0);
    if (node) {
      add(*node);
    }
  }
  template <class... Nodes>
  void add(const std::variant<Nodes...>& node) {
    number(node.index());
    std::visit([this](const auto& held) { add(held); }, node);
  }

 private:
  /// Seven bits a byte, so that one number is never the beginning of another.
  void number(std::uint64_t value) {
    for (; value > 0x7F; value >>= 7U) {
      out_ += static_cast<char>(0x80U | (value & 0x7FU));
    }
    out_ += static_cast<char>(value);
  }

  std::string out_;
};

std::string spelt(const ast::File& file) {
  Spelling spelling;
  spelling.add(file);
  return std::move(spelling).result();
}

std::string_view text_of(std::string_view text, const Piece& piece) {
  return text.substr(piece.begin, piece.end - piece.begin);
}

}  // namespace

bool same_tree(const ast::File& left, const ast::File& right) {
  return spelt(left) == spelt(right);
}

std::string difference(std::string_view before, const ast::File& tree, std::string_view after) {
  const std::vector<Piece> was = cut(before);
  const std::vector<Piece> is = cut(after);
  const auto [left, right] =
      std::ranges::mismatch(was, is, [&](const Piece& one, const Piece& other) {
        return one.kind == other.kind && text_of(before, one) == text_of(after, other);
      });
  if (left != was.end() || right != is.end()) {
    return fmt::format("word or comment {} is another", left - was.begin() + 1);
  }
  const ParseResult again = parse(SourceFile{"", std::string{after}});
  if (!again.diagnostics.empty()) {
    return fmt::format("it does not read any more: {}", again.diagnostics.front().message);
  }
  return same_tree(tree, again.file) ? "" : "its syntax tree is another";
}

}  // namespace abide::policy::layout
