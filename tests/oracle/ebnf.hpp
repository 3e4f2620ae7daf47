// A slow and obvious recogniser of the policy language: it interprets the EBNF of
// docs/policy-language.md over words of its own making. Shares no code with policy/.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace abide::oracle {

/// One word, text, number or sign of a policy.
struct Word {
  enum class Kind { name, id, text, date, time, number, sign, bad };
  Kind kind = Kind::bad;
  std::string text;       ///< as written, quotes included
  std::size_t begin = 0;  ///< byte offset
  int line = 1;
  bool wall = false;  ///< opens a declaration in column 0, so it is never a name
};

/// Comments and blanks fall away. What is no word is `bad`.
std::vector<Word> words_of(const std::string& text);

class Ebnf {
 public:
  /// Reads the rules from the text of the grammar.
  explicit Ebnf(const std::string& grammar);
  /// Every place at which `rule`, begun at `from`, may end.
  std::set<std::size_t> ends(const std::string& rule, const std::vector<Word>& words,
                             std::size_t from) const;
  /// Whether all words from the first to the last are one `rule`.
  bool accepts(const std::string& rule, const std::vector<Word>& words) const {
    return ends(rule, words, 0).contains(words.size());
  }
  /// Some words that are one `rule`, as they are written.
  /// @param choose  one of so many ways; 0 is the plainest
  using Choose = std::function<std::size_t(std::size_t ways)>;
  [[nodiscard]] std::vector<std::string> spell(const std::string& rule, const Choose& choose) const;

 private:
  struct Node {
    enum class Kind { sequence, choice, option, repeat, terminal, rule } kind = Kind::sequence;
    std::string text = {};
    std::vector<Node> parts = {};
  };
  using Ends = std::set<std::size_t>;
  struct Run;

  Node read_choice(const std::vector<std::string>& marks, std::size_t& at);
  Node read_sequence(const std::vector<std::string>& marks, std::size_t& at);
  Ends match(const Node& node, std::size_t from, Run& run) const;
  void spell(const Node& node, const Choose& choose, std::vector<std::string>& words) const;

  std::map<std::string, Node> rules_;
};

}  // namespace abide::oracle
