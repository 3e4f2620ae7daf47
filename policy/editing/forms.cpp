// Patterns read into steps: a tree of sequences and choices first, then numbered steps with forks.
#include "policy/editing/forms.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <stdexcept>
#include <utility>

#include "policy/editing/patterns.hpp"

namespace abide::policy::editing {
namespace {

using Expansion = std::pair<std::string_view, std::string_view>;

/// Clauses that several forms share.
constexpr std::array<Expansion, 8> clauses{{
    {"STATES", "[when <state*>] [unless <state*>]"},
    {"FOR", "for <forbidden_purpose*>|on <category*>"},
    {"ANCHOR", "[end of <year> of] <event/>"},
    {"OWN", "(<own_column>|'(' <own_column> {, <own_column>} ')')"},
    {"KNOWN", "(<known_column>|'(' <known_column> {, <known_column>} ')')"},
    {"THEIRS", "(<their_column>|'(' <their_column> {, <their_column>} ')')"},
    {"ON", "[on <place*>]"},
    {"END", "[as TEXT] [every PERIOD]"},
}};
constexpr std::array<Expansion, 4> values{{
    {"TEXTS", "TEXT {[,|and] TEXT}"},
    {"SHARE", "NUMBER %"},
    {"PERIOD", "NUMBER <unit>"},
    {"VALUE", "(TEXT|DATE|TIME|NUMBER [%|<unit>]|<free>)"},
}};

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// The text with each word in capitals that is in the table replaced.
std::string expanded(std::string_view text, std::span<const Expansion> table) {
  std::string made;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && is_word_character(text[end])) ++end;
    const std::string_view word = text.substr(at, std::max<std::size_t>(1, end - at));
    const auto found = std::ranges::find(table, word, &Expansion::first);
    made += found == table.end() ? word : found->second;
    at += word.size();
  }
  return made;
}

const Slot& slot_named(std::string_view name) {
  const auto found = std::ranges::find(slots(), name, &Slot::name);
  if (found == slots().end()) throw std::logic_error("no slot is called " + std::string{name});
  return *found;
}

struct Node {
  enum class Shape { step, sequence, choice, optional, repeat };
  Shape shape = Shape::sequence;
  Step step = {};
  std::vector<Node> parts = {};
};

Node word_node(std::string_view word) {
  return {.shape = Node::Shape::step, .step = {.op = Step::Op::word, .word = word}};
}

/// One pattern read; the text outlives what is made of it.
class PatternReader {
 public:
  explicit PatternReader(std::string_view text) : rest_(text) {}

  Node choice() {
    Node all{.shape = Node::Shape::choice};
    do {
      all.parts.push_back(sequence());
    } while (take('|'));
    return all.parts.size() == 1 ? std::move(all.parts.front()) : all;
  }

 private:
  void skip_blanks() {
    while (!rest_.empty() && rest_.front() == ' ') rest_.remove_prefix(1);
  }
  bool take(char sign) {
    skip_blanks();
    if (rest_.empty() || rest_.front() != sign) return false;
    rest_.remove_prefix(1);
    return true;
  }
  std::string_view take_until(char sign) {
    const std::string_view taken = rest_.substr(0, rest_.find(sign));
    rest_.remove_prefix(taken.size() + 1);
    return taken;
  }

  Node sequence() {
    Node all;
    for (skip_blanks(); !rest_.empty(); skip_blanks()) {
      if (std::string_view{"|)]}"}.find(rest_.front()) != std::string_view::npos) break;
      all.parts.push_back(item());
    }
    return all;
  }
  Node item() {
    if (take('(')) return bracketed(Node::Shape::sequence, ')');
    if (take('[')) return bracketed(Node::Shape::optional, ']');
    if (take('{')) return bracketed(Node::Shape::repeat, '}');
    if (take('<')) return names(take_until('>'));
    if (take('\'')) return word_node(take_until('\''));
    return word();
  }
  Node bracketed(Node::Shape shape, char closing) {
    Node all{.shape = shape};
    all.parts.push_back(choice());
    if (!take(closing)) throw std::logic_error("a bracket is not closed in a pattern");
    return all;
  }
  Node word() {
    std::size_t end = 0;
    while (end < rest_.size() && is_word_character(rest_[end])) ++end;
    const std::string_view word = rest_.substr(0, std::max<std::size_t>(1, end));
    rest_.remove_prefix(word.size());
    constexpr std::array literals{std::pair{std::string_view{"TEXT"}, Step::Op::text},
                                  std::pair{std::string_view{"NUMBER"}, Step::Op::number},
                                  std::pair{std::string_view{"DATE"}, Step::Op::date},
                                  std::pair{std::string_view{"TIME"}, Step::Op::time}};
    for (const auto& [name, op] : literals) {
      if (word == name) return {.shape = Node::Shape::step, .step = {.op = op}};
    }
    return word_node(word);
  }
  /// `<slot>`, `<+slot>`, and lists: `<slot*>`, `<slot+>`, `<slot/>`.
  static Node names(std::string_view inside) {
    const bool declares = inside.front() == '+';
    inside.remove_prefix(declares ? 1 : 0);
    const char suffix = inside.back();
    const bool list = suffix == '*' || suffix == '+' || suffix == '/';
    inside.remove_suffix(list ? 1 : 0);
    const Node one{
        .shape = Node::Shape::step,
        .step = {.op = Step::Op::slot, .slot = &slot_named(inside), .declares = declares}};
    if (!list) return one;
    Node joint{.shape = Node::Shape::choice};
    joint.parts = suffix == '/' ? std::vector{word_node("or")}
                                : std::vector{word_node(","), word_node("and")};
    if (suffix == '+') {
      joint = Node{.shape = Node::Shape::optional, .parts = {std::move(joint)}};
    }
    Node more{.shape = Node::Shape::repeat};
    more.parts.push_back({.parts = {std::move(joint), one}});
    return {.parts = {one, std::move(more)}};
  }

  std::string_view rest_;
};

/// Puts a tree into numbered steps.
class StepMaker {
 public:
  explicit StepMaker(std::vector<Step>& steps) : steps_(steps) {}

  void put(const Node& node) {
    switch (node.shape) {
      case Node::Shape::step:
        steps_.push_back(node.step);
        return;
      case Node::Shape::sequence:
        for (const Node& part : node.parts) put(part);
        return;
      case Node::Shape::choice:
        put_choice(node);
        return;
      case Node::Shape::optional: {
        const std::size_t fork = put_fork();
        put(node.parts.front());
        steps_[fork].second = here();
        return;
      }
      case Node::Shape::repeat: {
        const std::size_t fork = put_fork();
        put(node.parts.front());
        put_jump(static_cast<std::uint16_t>(fork));
        steps_[fork].second = here();
        return;
      }
    }
  }

 private:
  [[nodiscard]] std::uint16_t here() const { return static_cast<std::uint16_t>(steps_.size()); }
  /// A fork whose first way is what comes next.
  std::size_t put_fork() {
    const std::size_t at = steps_.size();
    steps_.push_back({.op = Step::Op::fork, .first = static_cast<std::uint16_t>(at + 1)});
    return at;
  }
  void put_jump(std::uint16_t to) {
    steps_.push_back({.op = Step::Op::fork, .first = to, .second = to});
  }
  void put_choice(const Node& node) {
    std::vector<std::size_t> jumps;
    for (std::size_t i = 0; i + 1 < node.parts.size(); ++i) {
      const std::size_t fork = put_fork();
      put(node.parts[i]);
      jumps.push_back(steps_.size());
      put_jump(0);
      steps_[fork].second = here();
    }
    put(node.parts.back());
    for (const std::size_t jump : jumps) steps_[jump].first = steps_[jump].second = here();
  }
  std::vector<Step>& steps_;
};

/// Every form of the language, and the texts that their steps look into.
struct Table {
  std::deque<std::string> texts;
  std::vector<BlockForms> blocks;

  Table() {
    blocks.push_back({.name = "file", .programs = {}});
    std::vector<Pattern> patterns = declaration_patterns();
    for (Pattern& one : statement_patterns()) patterns.push_back(std::move(one));
    for (const Pattern& one : patterns) block_number(one.context);
    forms_.resize(blocks.size());
    for (const Pattern& one : patterns) add(one);
    forms_.resize(blocks.size());
    for (std::size_t i = 0; i < blocks.size(); ++i) make_programs(blocks[i], forms_[i]);
  }

 private:
  struct Form {
    std::string_view word;
    std::string_view shown;
    Node node;
  };

  std::size_t block_number(std::string_view name) {
    const auto found = std::ranges::find(blocks, name, &BlockForms::name);
    if (found != blocks.end()) return static_cast<std::size_t>(found - blocks.begin());
    blocks.push_back({.name = name, .programs = {}});
    return blocks.size() - 1;
  }
  void add(const Pattern& pattern) {
    const std::string_view shown = texts.emplace_back(expanded(pattern.text, clauses));
    std::string_view text = texts.emplace_back(expanded(shown, values));
    Node leave{.shape = Node::Shape::step, .step = {.op = Step::Op::leave}};
    if (const std::size_t arrow = text.find(" -> "); arrow != std::string_view::npos) {
      leave.step.opens = static_cast<std::int16_t>(block_number(text.substr(arrow + 4)));
      text = text.substr(0, arrow);
    }
    Node whole;
    whole.parts.push_back(PatternReader{text}.choice());
    whole.parts.push_back(std::move(leave));
    forms_[block_number(pattern.context)].push_back(
        {text.substr(0, text.find(' ')), shown, std::move(whole)});
  }
  static void make_programs(BlockForms& block, std::vector<Form>& forms) {
    std::vector<std::pair<std::string_view, Node>> by_word;
    for (Form& form : forms) {
      auto same = std::ranges::find(block.programs, form.word, &Program::word);
      if (same == block.programs.end()) {
        block.programs.push_back({.word = form.word, .steps = {}, .patterns = {}});
        by_word.emplace_back(form.word, Node{.shape = Node::Shape::choice});
        same = block.programs.end() - 1;
      }
      same->patterns.emplace_back(form.shown.substr(0, form.shown.find(" -> ")));
      by_word[static_cast<std::size_t>(same - block.programs.begin())].second.parts.push_back(
          std::move(form.node));
    }
    for (std::size_t i = 0; i < by_word.size(); ++i) {
      StepMaker{block.programs[i].steps}.put(by_word[i].second);
    }
  }

  std::vector<std::vector<Form>> forms_;
};

}  // namespace

const Program* BlockForms::find(std::string_view word) const {
  const auto found = std::ranges::find(programs, word, &Program::word);
  return found == programs.end() ? nullptr : &*found;
}

std::span<const BlockForms> block_forms() {
  static const Table table;
  return table.blocks;
}

}  // namespace abide::policy::editing
