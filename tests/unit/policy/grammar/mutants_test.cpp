// One token of a real policy is spoilt, many times over. A recogniser that shares no code with the
// parser says whether the grammar still takes it; where it does not, the fault must be told near
// its place, briefly, and cost nothing else.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "policy/parse.hpp"
#include "tests/oracle/ebnf.hpp"
#include "tests/support/corpora.hpp"

namespace abide::policy {
namespace {

using oracle::Word;
using Kind = Word::Kind;

struct Mutant {
  std::string kind;
  std::string text;
  std::size_t at = 0;        ///< byte at which it differs first
  std::ptrdiff_t grows = 0;  ///< bytes more than the original
};

/// A policy, its words, and where its declarations begin.
struct Original {
  std::string text;
  std::vector<Word> words;
  std::vector<std::size_t> starts;
  explicit Original(std::string policy) : text(std::move(policy)), words(oracle::words_of(text)) {
    for (const Word& word : words) {
      if (word.wall) {
        starts.push_back(word.begin);
      }
    }
    starts.push_back(text.size());
  }
};

Mutant replaced(const Original& original, std::string kind, std::size_t at, std::size_t length,
                const std::string& by) {
  std::string text = original.text;
  text.replace(at, length, by);
  return {std::move(kind), std::move(text), at,
          static_cast<std::ptrdiff_t>(by.size()) - static_cast<std::ptrdiff_t>(length)};
}

using Random = std::mt19937;

template <class Fits>
const Word& any_word(const Original& original, Random& random, Fits fits) {
  while (true) {
    const Word& word = original.words[random() % original.words.size()];
    if (fits(word)) {
      return word;
    }
  }
}

Mutant delete_one(const Original& original, Random& random) {
  const Word& word = any_word(original, random, [](const Word&) { return true; });
  return replaced(original, "delete", word.begin, word.text.size(), "");
}
Mutant duplicate_one(const Original& original, Random& random) {
  const Word& word = any_word(original, random, [](const Word&) { return true; });
  return replaced(original, "duplicate", word.begin + word.text.size(), 0, " " + word.text);
}
Mutant swap_letters(const Original& original, Random& random) {
  const auto swappable = [](const Word& word) {
    return word.kind == Kind::name && std::adjacent_find(word.text.begin(), word.text.end(),
                                                         std::not_equal_to<>{}) != word.text.end();
  };
  const Word& word = any_word(original, random, swappable);
  std::string text = word.text;
  while (text == word.text) {
    const std::size_t i = random() % (text.size() - 1);
    std::swap(text[i], text[i + 1]);
  }
  return replaced(original, "swap letters", word.begin, word.text.size(), text);
}
Mutant unquote(const Original& original, Random& random) {
  const Word& word =
      any_word(original, random, [](const Word& each) { return each.kind == Kind::text; });
  const std::size_t last = word.text.size() - 1;
  const std::vector<std::string> ways{word.text.substr(1), word.text.substr(0, last),
                                      word.text.substr(1, last - 1)};
  const std::string& text = ways[random() % ways.size()];
  Mutant mutant = replaced(original, "unquote", word.begin, word.text.size(), text);
  return mutant;
}
Mutant drop_semicolon(const Original& original, Random& random) {
  const Word& word = any_word(original, random, [](const Word& each) { return each.text == ";"; });
  return replaced(original, "drop semicolon", word.begin, 1, "");
}
Mutant drop_brace(const Original& original, Random& random) {
  const Word& word = any_word(
      original, random, [](const Word& each) { return each.text == "{" || each.text == "}"; });
  return replaced(original, "drop brace", word.begin, 1, "");
}

/// Whether the EBNF takes the mutant, by the declaration spoilt and the two after it: what follows
/// begins a declaration in column 0 as before.
bool oracle_accepts(const oracle::Ebnf& ebnf, const Original& original, const Mutant& mutant) {
  const auto next = std::ranges::upper_bound(original.starts, mutant.at);
  const bool in_head = next == original.starts.begin();
  const std::size_t begin = in_head ? 0 : *(next - 1);
  const auto last = std::min(next + 2, original.starts.end() - 1);
  const auto end = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(*last) + mutant.grows);
  return ebnf.accepts(in_head ? "file" : "decls",
                      oracle::words_of(mutant.text.substr(begin, end - begin)));
}

/// The text of every declaration that was read whole.
std::set<std::string> whole_declarations(const std::string& text, const ParseResult& result) {
  std::set<std::string> whole;
  for (const ast::Declaration& declaration : result.file.declarations) {
    if (!std::holds_alternative<ast::Broken>(declaration)) {
      const SourceSpan span = ast::span_of(declaration);
      whole.insert(text.substr(span.begin, span.end - span.begin));
    }
  }
  return whole;
}

int line_of(const std::string& text, std::size_t at) {
  return 1 + static_cast<int>(
                 std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

/// What is wrong with how a syntax fault was told; empty when nothing is.
std::string complaint(const Original& original, const std::set<std::string>& declarations,
                      const Mutant& mutant, const ParseResult& result) {
  if (result.diagnostics.empty()) {
    return "not told";
  }
  if (result.diagnostics.size() > 2) {
    return fmt::format("told {} times", result.diagnostics.size());
  }
  for (const Diagnostic& diagnostic : result.diagnostics) {
    const int lines = line_of(mutant.text, diagnostic.span.begin) - line_of(mutant.text, mutant.at);
    if (std::abs(lines) > 1) {
      return fmt::format("told {} lines away", lines);
    }
    for (const std::string word : {"boost", "x3", "N5", "spirit"}) {
      if (diagnostic.message.find(word) != std::string::npos) {
        return "names a type of the parser: " + diagnostic.message;
      }
    }
  }
  const std::set<std::string> left = whole_declarations(mutant.text, result);
  for (const std::string& declaration : declarations) {
    const std::size_t begin = original.text.find(declaration);
    const bool spoilt = begin <= mutant.at && mutant.at <= begin + declaration.size();
    if (!spoilt && !left.contains(declaration)) {
      return "lost a declaration: " + declaration.substr(0, declaration.find('\n'));
    }
  }
  return "";
}

struct Statistics {
  int mutants = 0;
  int faults = 0;
  int taken = 0;     ///< by the grammar: names and words that only the resolver can judge
  int stricter = 0;  ///< taken by the grammar, told by the parser
  int told = 0;
  std::size_t most = 0;
  int with_help = 0;
};

void judge(const oracle::Ebnf& ebnf, const Original& original,
           const std::set<std::string>& declarations, const Mutant& mutant, Statistics& all) {
  const SourceFile source{"mutant.policy", mutant.text};
  const ParseResult result = parse(source);
  ++all.mutants;
  if (oracle_accepts(ebnf, original, mutant)) {
    ++all.taken;
    all.stricter += result.diagnostics.empty() ? 0 : 1;
    return;
  }
  ++all.faults;
  all.told += static_cast<int>(result.diagnostics.size());
  all.most = std::max(all.most, result.diagnostics.size());
  all.with_help +=
      std::ranges::any_of(result.diagnostics, [](const Diagnostic& d) { return !d.help.empty(); })
          ? 1
          : 0;
  const std::string wrong = complaint(original, declarations, mutant, result);
  if (!wrong.empty()) {
    const int line = line_of(mutant.text, mutant.at);
    std::string shown = fmt::format("{}\n{} in line {}: {}\n", wrong, mutant.kind, line,
                                    source.line(static_cast<std::uint32_t>(line)));
    for (const Diagnostic& diagnostic : result.diagnostics) {
      shown += render(diagnostic, source);
    }
    ADD_FAILURE() << shown;
  }
}

/// Mutants of each kind: 200, or a hundredth of ABIDE_CASES where that is more.
int mutants_of_each_kind() {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): tests set no environment
  const char* const cases = std::getenv("ABIDE_CASES");
  return std::max(200, cases == nullptr ? 0 : std::atoi(cases) / 100);
}

std::string grammar_text() {
  const std::string page =
      test::read_text(std::string{ABIDE_SOURCE_DIR} + "/docs/policy-language.md");
  const std::size_t begin = page.find("```ebnf\n") + 8;
  return page.substr(begin, page.find("```", begin) - begin) + "decls = { decl } ;";
}

std::string example() {
  return test::read_text(std::string{ABIDE_SOURCE_DIR} +
                         "/docs/examples/interview-studio/interview-studio.policy");
}

void judge_many(const std::string& name, const std::string& policy, unsigned seed, int each) {
  const oracle::Ebnf ebnf{grammar_text()};
  const Original original{policy};
  ASSERT_TRUE(ebnf.accepts("file", original.words)) << name;
  const SourceFile source{name, policy};
  const ParseResult sound = parse(source);
  ASSERT_TRUE(sound.diagnostics.empty()) << render(sound.diagnostics.front(), source);
  const std::set<std::string> declarations = whole_declarations(policy, sound);
  Random random{seed};
  Statistics all;
  for (int i = 0; i < each; ++i) {
    for (const auto& spoil :
         {delete_one, duplicate_one, swap_letters, unquote, drop_semicolon, drop_brace}) {
      judge(ebnf, original, declarations, spoil(original, random), all);
    }
  }
  EXPECT_GE(all.faults, all.mutants / 2);
  fmt::print(
      "{}, seed {}: {} mutants; {} break the grammar, told {:.3f} times each, at most {}, {} with "
      "a suggestion; {} the grammar still takes, of which the parser tells {}\n",
      name, seed, all.mutants, all.faults, static_cast<double>(all.told) / all.faults, all.most,
      all.with_help, all.taken, all.stricter);
}

TEST(Mutants, of_the_example_are_told_near_briefly_and_lose_nothing) {
  judge_many("interview-studio.policy", example(), 20260508, mutants_of_each_kind());
}

TEST(Mutants, of_another_policy_are_told_near_briefly_and_lose_nothing) {
  const std::string policy =
      test::read_text(test::corpora().parent_path() / "language" / "career-mentor.policy");
  if (policy.empty()) {
    GTEST_SKIP() << "no career-mentor.policy beside the corpora: set ABIDE_CORPORA";
  }
  judge_many("career-mentor.policy", policy, 1729, mutants_of_each_kind());
}

/// Four ways in which a parser could fail the property; each must be seen.
TEST(Mutants, a_worse_parser_is_found_out) {
  const Original original{example()};
  const SourceFile source{"p", original.text};
  const std::set<std::string> declarations = whole_declarations(original.text, parse(source));
  Random random{7};
  const Mutant mutant = drop_brace(original, random);
  const SourceFile spoilt{"p", mutant.text};
  const ParseResult good = parse(spoilt);
  ASSERT_EQ(complaint(original, declarations, mutant, good), "");

  ParseResult silent = good;
  silent.diagnostics.clear();
  EXPECT_EQ(complaint(original, declarations, mutant, silent), "not told");
  ParseResult talkative = good;
  talkative.diagnostics.resize(3, good.diagnostics.front());
  EXPECT_EQ(complaint(original, declarations, mutant, talkative), "told 3 times");
  ParseResult vague = good;
  vague.diagnostics.front().span = {};
  EXPECT_NE(complaint(original, declarations, mutant, vague).find("lines away"), std::string::npos);
  ParseResult hasty = good;
  hasty.file.declarations.resize(hasty.file.declarations.size() / 2);
  EXPECT_NE(complaint(original, declarations, mutant, hasty).find("lost a declaration"),
            std::string::npos);
  ParseResult raw = good;
  raw.diagnostics.front().message = "expected N5boost6spirit2x3";
  EXPECT_NE(complaint(original, declarations, mutant, raw).find("names a type"), std::string::npos);
}

}  // namespace
}  // namespace abide::policy
