// The layout of policies that nobody has seen: random ones by the EBNF of the documentation, blanks
// and comments anywhere, mutants of the examples, any bytes. What must stay is looked at without
// the parser: everything that is no blank.
#include "policy/format.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "policy/format/sameness.hpp"
#include "policy/parse.hpp"
#include "tests/oracle/ebnf.hpp"
#include "tests/properties/runner.hpp"
#include "tests/support/corpora.hpp"

namespace abide::properties {
namespace {

using policy::SourceFile;
using Layout = std::function<policy::Formatted(const std::string&)>;

policy::Formatted laid_out(const std::string& text) {
  return policy::format(SourceFile{"any.policy", text});
}

std::string from_docs(const std::string& path) {
  return test::read_text(std::string{ABIDE_SOURCE_DIR} + "/docs/" + path);
}

const oracle::Ebnf& grammar() {
  static const oracle::Ebnf ebnf = [] {
    const std::string page = from_docs("policy-language.md");
    const std::size_t begin = page.find("```ebnf\n") + 8;
    return oracle::Ebnf{page.substr(begin, page.find("```", begin) - begin)};
  }();
  return ebnf;
}

// ── what is written, less the blanks ──────────────────────────────────────────────────────────

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::size_t end_of_quote(const std::string& text, std::size_t at) {
  for (++at; at < text.size() && text[at] != '"' && text[at] != '\n'; ++at) {
    at += text[at] == '\\' ? 1 : 0;
  }
  return std::min(at + 1, text.size());
}

/// The text without its blanks, but for those in quotes and comments; each comment ends a line.
std::string written(const std::string& text) {
  std::string out;
  for (std::size_t at = text.starts_with("\xEF\xBB\xBF") ? 3 : 0; at < text.size();) {
    if (is_blank(text[at])) {
      ++at;
    } else if (text.compare(at, 2, "//") == 0) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      out += text.substr(at, end - at);
      out.erase(std::find_if_not(out.rbegin(), out.rend(), is_blank).base(), out.end());
      out += '\n';
      at = end;
    } else {
      const std::size_t end = text[at] == '"' ? end_of_quote(text, at) : at + 1;
      out += text.substr(at, end - at);
      at = end;
    }
  }
  return out;
}

std::string complaint_of_lines(const std::string& text) {
  if (!text.ends_with('\n') || text.ends_with("\n\n")) return "it does not end with one line end";
  if (text.find("\n\n\n") != std::string::npos) return "two blank lines";
  if (text.find(" \n") != std::string::npos) return "blanks at the end of a line";
  if (text.starts_with('\n')) return "it begins with a blank line";
  return "";
}

/// What is wrong with the layout of the text; nothing where it is refused as the parser refuses it.
std::string complaint(const std::string& text, const Layout& layout) {
  const policy::ParseResult read = policy::parse(SourceFile{"any.policy", text});
  const policy::Formatted made = layout(text);
  if (const auto* unreadable = std::get_if<policy::Unreadable>(&made)) {
    return unreadable->diagnostics == read.diagnostics && !read.diagnostics.empty()
               ? ""
               : "refused, and the parser does not say why";
  }
  if (const auto* misprinted = std::get_if<policy::Misprinted>(&made)) {
    return "a fault of the layout: " + misprinted->what + "\n" + text;
  }
  const auto& once = std::get<std::string>(made);
  const std::string shown = "\nfrom\n" + text + "\nto\n" + once;
  if (written(text) != written(once)) return "something else is written" + shown;
  if (std::string wrong = complaint_of_lines(once); !wrong.empty()) return wrong + shown;
  const policy::ParseResult again = policy::parse(SourceFile{"any.policy", once});
  if (!again.diagnostics.empty()) return "it does not read any more" + shown;
  if (!policy::layout::same_tree(read.file, again.file)) return "another tree" + shown;
  const policy::Formatted twice = layout(once);
  const auto* const second = std::get_if<std::string>(&twice);
  return second != nullptr && *second == once ? "" : "laid out twice it is another" + shown;
}

// ── what is laid out ──────────────────────────────────────────────────────────────────────────

/// Anything between two words but a line that begins with the second: a declaration's word there
/// begins a declaration.
std::string some_blank(Tape& tape, int& comments) {
  switch (tape.below(12)) {
    case 1:
      return "\n ";
    case 2:
      return "\r\n\t";
    case 3:
      return "\n\n\n    ";
    case 4:
      return fmt::format("// {} \n ", ++comments);
    case 5:
      return fmt::format(" // {} ends \"here\r\n\n ", ++comments);
    case 6:
      return fmt::format("\n  ///  {} of what follows\t\n ", ++comments);
    case 7:
      return fmt::format("\n//// {}\n\n// and {}\n ", comments + 1, comments + 2);
    default:
      return " ";
  }
}

std::string some_policy(Tape& tape) {
  const auto choose = [&tape](std::size_t ways) { return tape.below(ways); };
  int comments = 0;
  std::string text = tape.once_in(20) ? "\xEF\xBB\xBF" : "";
  text += "abide 1;";
  for (std::size_t i = tape.below(4) + 1; i > 0; --i) {
    text += tape.once_in(2) ? "\n" : "\n\n\n";
    for (const std::string& word : grammar().spell("decl", choose)) {
      const bool sign =
          word.size() == 1 && std::string_view{";,:()"}.find(word) != std::string::npos;
      if (!text.ends_with('\n') && (!sign || tape.once_in(4))) text += some_blank(tape, comments);
      text += word;
    }
  }
  return text + (tape.once_in(2) ? "\n" : "// the end");
}

std::string some_bytes(Tape& tape) {
  std::string text = tape.once_in(2) ? "abide 1;" : "";
  for (std::size_t i = tape.below(300); i > 0; --i) {
    text += tape.once_in(4) ? static_cast<char>(tape.below(256))
                            : "{};\"/ \n\\:,()%a1-."[tape.below(17)];
  }
  return text;
}

/// Some declarations of an example, a word of which is dropped, doubled, or trades places.
std::string some_mutant(Tape& tape, const std::vector<oracle::Word>& words,
                        const std::string& text) {
  std::vector<std::size_t> walls;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].wall) walls.push_back(i);
  }
  const std::size_t first = tape.below(walls.size() - 3);
  const std::size_t from = words[walls[first]].begin;
  std::string slice = text.substr(from, words[walls[first + 2]].begin - from);
  const oracle::Word& word = words[walls[first] + tape.below(walls[first + 2] - walls[first] - 1)];
  const oracle::Word& next = *(&word + 1);
  const std::size_t at = word.begin - from;
  const std::size_t gap = next.begin - word.begin - word.text.size();
  switch (tape.below(4)) {
    case 1:
      slice.erase(at, word.text.size());
      break;
    case 2:
      slice.insert(at, word.text + " ");
      break;
    case 3:
      slice.replace(at, word.text.size() + gap + next.text.size(),
                    next.text + slice.substr(at + word.text.size(), gap) + word.text);
      break;
    default:
      break;
  }
  return "abide 1;\n" + slice;
}

struct Example {
  std::string text;
  std::vector<oracle::Word> words = oracle::words_of(text);
};
const std::vector<Example>& examples() {
  static const std::vector<Example> both{
      {from_docs("examples/interview-studio/interview-studio.policy")},
      {from_docs("examples/career-mentor/career-mentor.policy")}};
  return both;
}

// ── the properties, and their broken twins ────────────────────────────────────────────────────

TEST(LayoutProperty, OfRandomPoliciesSaysTheSame) {
  int laid = 0;
  int all = 0;
  expect_holds("the layout of random policies", cases(2000), [&](Tape& tape) {
    const std::string text = some_policy(tape);
    ++all;
    laid += policy::parse(SourceFile{"any.policy", text}).diagnostics.empty() ? 1 : 0;
    return complaint(text, laid_out);
  });
  EXPECT_GT(laid, all * 9 / 10) << "most of them read";
}
TEST(LayoutProperty, OfMutantsOfTheExamplesSaysTheSame) {
  expect_holds("the layout of mutants", cases(2000), [](Tape& tape) {
    const Example& example = tape.one_of(examples());
    return complaint(some_mutant(tape, example.words, example.text), laid_out);
  });
}
TEST(LayoutProperty, OfAnyBytesIsOneOrNone) {
  expect_holds("the layout of any bytes", cases(2000),
               [](Tape& tape) { return complaint(some_bytes(tape), laid_out); });
}

/// A layout of which something is done to what it made.
Layout spoilt(const std::function<void(std::string&)>& spoil) {
  return [spoil](const std::string& text) {
    policy::Formatted made = laid_out(text);
    if (auto* const once = std::get_if<std::string>(&made)) spoil(*once);
    return made;
  };
}
void expect_twin_fails(const std::string& name, const std::function<void(std::string&)>& spoil) {
  expect_fails(name, 500, [&](Tape& tape) { return complaint(some_policy(tape), spoilt(spoil)); });
}

TEST(LayoutProperty, BrokenTwinsAreFound) {
  expect_twin_fails("a layout that drops a comment", [](std::string& text) {
    const std::size_t at = text.find("// 1");
    if (at != std::string::npos) text.erase(at, text.find('\n', at) - at);
  });
  expect_twin_fails("a layout that changes the order", [](std::string& text) {
    const std::size_t at = text.find(", ");
    const std::size_t begin = text.rfind(' ', at - 1);
    const std::size_t end = text.find_first_of(",; \n", at + 2);
    if (at == std::string::npos || begin == std::string::npos || end == std::string::npos) return;
    const std::string one = text.substr(begin + 1, at - begin - 1);
    const std::string two = text.substr(at + 2, end - at - 2);
    text.replace(begin + 1, end - begin - 1, two + ", " + one);
  });
  expect_twin_fails("a layout that tidies within quotes", [](std::string& text) {
    const std::size_t at = text.find("Müller — ");
    if (at != std::string::npos) text.erase(at + 7, 4);
  });
  expect_fails("a layout that is another the second time", 500, [](Tape& tape) {
    return complaint(some_policy(tape), [](const std::string& text) {
      policy::Formatted made = laid_out(text);
      auto* const once = std::get_if<std::string>(&made);
      const std::size_t at = once == nullptr ? std::string::npos : once->find(";\n");
      if (at != std::string::npos) once->insert(at + 2, text.size() % 5, ' ');
      return made;
    });
  });
}

}  // namespace
}  // namespace abide::properties
