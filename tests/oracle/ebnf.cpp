// Sets of end positions, computed rule by rule and remembered: no look ahead, no priorities.
#include "tests/oracle/ebnf.hpp"

#include <cctype>
#include <regex>
#include <stdexcept>

namespace abide::oracle {
namespace {

bool opens_declaration(const std::string& word) {
  static const std::set<std::string> openers{
      "policy",  "controller", "staff",    "subject", "recipient", "processor",
      "purpose", "transform",  "category", "event",   "state",     "store",
      "outlet",  "promise",    "ruling",   "waive",   "test",      "deploy"};
  return openers.contains(word);
}

/// The longest pattern that fits at `at` names the kind.
Word classify(const std::string& text, std::size_t at) {
  using Kind = Word::Kind;
  static const std::vector<std::pair<std::regex, Kind>> patterns{
      {std::regex{R"("([^"\\\n]|\\["\\n])*")"}, Kind::text},
      {std::regex{R"(\d{4}-\d{2}-\d{2}(?![A-Za-z0-9_]))"}, Kind::date},
      {std::regex{R"(\d{2}:\d{2}(?![A-Za-z0-9_]))"}, Kind::time},
      {std::regex{R"([A-Z][A-Z0-9]*(-[A-Z0-9]+)+(?![A-Za-z0-9_]))"}, Kind::id},
      {std::regex{R"([A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)*)"}, Kind::name},
      {std::regex{R"(\d+)"}, Kind::number},
      {std::regex{R"([{}();:,%])"}, Kind::sign}};
  for (const auto& [pattern, kind] : patterns) {
    std::smatch match;
    const auto from = text.cbegin() + static_cast<std::ptrdiff_t>(at);
    if (std::regex_search(from, text.cend(), match, pattern,
                          std::regex_constants::match_continuous)) {
      return {.kind = kind, .text = match.str()};
    }
  }
  return {.kind = Kind::bad, .text = std::string(1, text[at])};
}

bool is_unit(const std::string& text) {
  static const std::regex unit{"(second|minute|hour|day|week|month|year)s?"};
  return std::regex_match(text, unit);
}

bool fits(const std::string& terminal, const Word& word) {
  using Kind = Word::Kind;
  if (terminal.front() == '"') {
    return word.kind != Kind::text && terminal == "\"" + word.text + "\"";
  }
  if (terminal == "NAME") {
    return word.kind == Kind::name && !word.wall && word.text != "and";
  }
  if (terminal == "CODE") {
    static const std::regex code{"[EW][0-9]{4}"};
    return word.kind == Kind::name && std::regex_match(word.text, code);
  }
  if (terminal == "UNIT") {
    return word.kind == Kind::name && is_unit(word.text);
  }
  const std::map<std::string, Kind> kinds{{"STRING", Kind::text},
                                          {"DATE", Kind::date},
                                          {"TIME", Kind::time},
                                          {"INT", Kind::number},
                                          {"ID", Kind::id}};
  return word.kind == kinds.at(terminal);
}

/// A word that a terminal stands for; names are none of the language's own words.
std::string some_word(const std::string& terminal, const Ebnf::Choose& choose) {
  if (terminal.front() == '"') {
    return terminal.substr(1, terminal.size() - 2);
  }
  static const std::map<std::string, std::vector<std::string>> known{
      {"NAME",
       {"a", "ledger_of_loans", "db.users.id", "orders", "x9", "shop.late_returns.fine_in_pence"}},
      {"STRING",
       {R"("")", R"("Late")", R"("a \"quote\" and // no comment")", R"("Müller — ¾")",
        R"("We keep the record of a loan for as long as the book is out, and for one year after.")"}},
      {"DATE", {"2026-05-08", "2024-02-29"}},
      {"TIME", {"01:00", "23:59"}},
      {"INT", {"1", "30", "250"}},
      {"ID", {"IS-001", "CM-G03", "INT-7"}},
      {"CODE", {"E0403", "W0412"}},
      {"UNIT", {"day", "months", "years"}}};
  const auto& words = known.at(terminal);
  return words[choose(words.size())];
}

}  // namespace

std::vector<Word> words_of(const std::string& text) {
  std::vector<Word> words;
  int line = 1;
  for (std::size_t at = 0; at < text.size();) {
    if (std::isspace(static_cast<unsigned char>(text[at])) != 0) {
      line += text[at] == '\n' ? 1 : 0;
      ++at;
    } else if (text.compare(at, 2, "//") == 0) {
      at = std::min(text.find('\n', at), text.size());
    } else {
      Word word = classify(text, at);
      word.begin = at;
      word.line = line;
      word.wall = (at == 0 || text[at - 1] == '\n') &&
                  opens_declaration(word.text.substr(0, word.text.find('.')));
      at += word.text.size();
      words.push_back(std::move(word));
    }
  }
  return words;
}

struct Ebnf::Run {
  const std::vector<Word>& words;
  std::map<std::pair<const Node*, std::size_t>, Ends> known = {};
};

Ebnf::Ebnf(const std::string& grammar) {
  static const std::regex mark{R"("[^"]*"|[A-Za-z]+|[=;|\[\]{}()])"};
  const std::vector<std::string> marks(
      std::sregex_token_iterator{grammar.begin(), grammar.end(), mark}, {});
  for (std::size_t at = 0; at < marks.size();) {
    const std::string name = marks.at(at);
    if (marks.at(at + 1) != "=") {
      throw std::logic_error("no rule at " + name);
    }
    at += 2;
    rules_[name] = read_choice(marks, at);
    ++at;  // past the `;`
  }
}

Ebnf::Node Ebnf::read_choice(const std::vector<std::string>& marks, std::size_t& at) {
  Node choice{.kind = Node::Kind::choice};
  choice.parts.push_back(read_sequence(marks, at));
  while (marks.at(at) == "|") {
    ++at;
    choice.parts.push_back(read_sequence(marks, at));
  }
  return choice;
}

Ebnf::Node Ebnf::read_sequence(const std::vector<std::string>& marks, std::size_t& at) {
  using Kind = Node::Kind;
  Node sequence{.kind = Kind::sequence};
  const std::map<std::string, Kind> brackets{
      {"[", Kind::option}, {"{", Kind::repeat}, {"(", Kind::choice}};
  while (!std::set<std::string>{"|", ";", "]", "}", ")"}.contains(marks.at(at))) {
    const std::string mark = marks.at(at++);
    if (const auto bracket = brackets.find(mark); bracket != brackets.end()) {
      sequence.parts.push_back({.kind = bracket->second, .parts = {read_choice(marks, at)}});
      ++at;  // past the closing bracket
    } else {
      const bool terminal = mark.front() == '"' || std::isupper(mark.front()) != 0;
      sequence.parts.push_back({.kind = terminal ? Kind::terminal : Kind::rule, .text = mark});
    }
  }
  return sequence;
}

Ebnf::Ends Ebnf::match(const Node& node, std::size_t from, Run& run) const {
  using Kind = Node::Kind;
  if (node.kind == Kind::terminal) {
    const bool fit = from < run.words.size() && fits(node.text, run.words[from]);
    return fit ? Ends{from + 1} : Ends{};
  }
  if (const auto known = run.known.find({&node, from}); known != run.known.end()) {
    return known->second;
  }
  Ends ends;
  if (node.kind == Kind::rule) {
    ends = match(rules_.at(node.text), from, run);
  } else if (node.kind == Kind::choice) {
    for (const Node& part : node.parts) {
      ends.merge(match(part, from, run));
    }
  } else if (node.kind == Kind::sequence) {
    ends = {from};
    for (const Node& part : node.parts) {
      Ends next;
      for (const std::size_t at : ends) {
        next.merge(match(part, at, run));
      }
      ends = std::move(next);
    }
  } else {
    ends = {from};
    Ends fresh{from};
    while (!fresh.empty()) {
      Ends next;
      for (const std::size_t at : fresh) {
        for (const std::size_t end : match(node.parts.front(), at, run)) {
          if (ends.insert(end).second && node.kind == Kind::repeat) {
            next.insert(end);
          }
        }
      }
      fresh = std::move(next);
    }
  }
  return run.known[{&node, from}] = ends;
}

std::vector<std::string> Ebnf::spell(const std::string& rule, const Choose& choose) const {
  std::vector<std::string> words;
  spell(rules_.at(rule), choose, words);
  return words;
}

void Ebnf::spell(const Node& node, const Choose& choose, std::vector<std::string>& words) const {
  using Kind = Node::Kind;
  if (node.kind == Kind::terminal) {
    words.push_back(some_word(node.text, choose));
  } else if (node.kind == Kind::rule) {
    spell(rules_.at(node.text), choose, words);
  } else if (node.kind == Kind::choice) {
    spell(node.parts[choose(node.parts.size())], choose, words);
  } else if (node.kind == Kind::sequence) {
    for (const Node& part : node.parts) {
      spell(part, choose, words);
    }
  } else {
    const std::size_t most = node.kind == Kind::option ? 1 : 4;
    for (std::size_t times = choose(most + 1); times > 0; --times) {
      spell(node.parts.front(), choose, words);
    }
  }
}

std::set<std::size_t> Ebnf::ends(const std::string& rule, const std::vector<Word>& words,
                                 std::size_t from) const {
  Run run{.words = words};
  return match(rules_.at(rule), from, run);
}

}  // namespace abide::oracle
