// Whether a quote is found in a notice, against an oracle that shares no code: typography replaced
// spelling by spelling, blanks folded, and a search of the whole section.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <utility>

#include "policy/notices/standing.hpp"
#include "tests/properties/runner.hpp"
#include "tests/support/notice_wholeness.hpp"

namespace abide::properties {
namespace {

namespace notices = policy::notices;

// ── the oracle ────────────────────────────────────────────────────────────────────────────────

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

/// ` we do n ' t `: each word and each mark between two blanks.
std::string plain(std::string text) {
  const std::vector<std::pair<std::string, std::string>> spellings{
      {"\u00AD", ""},   {"\u200B", ""},   {"\u00A0", " "}, {"\u2019", "'"}, {"\u2018", "'"},
      {"\u201C", "\""}, {"\u201D", "\""}, {"\u2014", "-"}, {"\u2013", "-"}, {"\u2026", "..."},
      {"**", ""},       {"`", ""},        {"\r", " "},     {"\n", " "},     {"\t", " "}};
  for (const auto& [from, to] : spellings) replace_all(text, from, to);
  for (const char mark : {'\'', '"', '-', '.', ',', '(', ')', ':', ';'})
    replace_all(text, std::string{mark}, fmt::format(" {} ", mark));
  text = " " + text + " ";
  for (std::size_t size = 0; size != text.size();) {
    size = text.size();
    replace_all(text, "  ", " ");
  }
  return text;
}

/// Whether the parts stand in the section's text, one after the other.
bool stands_plainly(const std::string& section, const std::vector<std::string>& parts) {
  const std::string text = plain(section);
  std::size_t from = 0;
  for (const std::string& part : parts) {
    const std::string wanted = plain(part);
    const std::size_t at = text.find(wanted, from);
    if (at == std::string::npos || wanted == " ") return false;
    from = at + wanted.size() - 1;  // the blank after one is the blank before the next
  }
  return true;
}

// ── notices and quotes ────────────────────────────────────────────────────────────────────────

struct Part {
  std::string title;
  std::vector<std::string> words;  ///< words and marks
};
struct Case {
  std::vector<Part> parts;
  std::string text;                 ///< of the notice
  std::vector<std::string> quotes;  ///< of one promise
  std::string section;              ///< that it names
};

std::string some_word(Tape& tape) {
  return tape.one_of<std::string>({"we", "keep", "it", "data", "not", "We", "resell", "sell",
                                   "kept", "'", "-", ".", ",", "(", ")", "\"", ":"});
}
bool is_mark(const std::string& word) {
  return word.size() == 1 && std::string_view{"'-.,()\":"}.find(word) != std::string_view::npos;
}

/// One of the ways in which a word or a mark may be set.
std::string set(Tape& tape, const std::string& word) {
  if (word == "'") return tape.one_of<std::string>({"'", "\u2019", "\u2018"});
  if (word == "\"") return tape.one_of<std::string>({"\"", "\u201C", "\u201D"});
  if (word == "-") return tape.one_of<std::string>({"-", "\u2014", "\u2013"});
  if (is_mark(word)) return word;
  switch (tape.below(6)) {
    case 1:
      return word.size() < 3 ? word : word.substr(0, 2) + "\u00AD" + word.substr(2);
    case 2:
      return "**" + word + "**";
    default:
      return word;
  }
}
std::string set(Tape& tape, const std::vector<std::string>& words, bool lines) {
  std::string text;
  bool word_before = false;
  for (const std::string& word : words) {
    const bool mark = is_mark(word);
    // Words need a blank between them; two hyphens side by side would be one dash.
    if (!text.empty() && ((word_before && !mark) || word == "-" || tape.once_in(2)))
      text += lines && word != "-"  // which would begin an item of a list
                  ? tape.one_of<std::string>({" ", "  ", "\u00A0", "\n\n", " \r\n", "\t"})
                  : tape.one_of<std::string>({" ", "  ", "\u00A0"});
    text += set(tape, word);
    word_before = !mark;
  }
  return text;
}
std::vector<std::string> some_words(Tape& tape, std::size_t most) {
  std::vector<std::string> words{"we"};  // a line that begins with a mark may be an item of a list
  for (std::size_t i = tape.below(most); i > 0; --i) words.push_back(some_word(tape));
  return words;
}

/// A quote of words that stand somewhere, or, as often, of words that may not.
std::vector<std::string> some_quote(Tape& tape, const std::vector<std::string>& words) {
  if (tape.once_in(4)) return some_words(tape, 4);
  const std::size_t first = tape.below(words.size());
  const std::size_t count = 1 + tape.below(std::min<std::size_t>(words.size() - first, 6));
  std::vector<std::string> quote{words.begin() + static_cast<std::ptrdiff_t>(first),
                                 words.begin() + static_cast<std::ptrdiff_t>(first + count)};
  if (tape.once_in(3)) quote[tape.below(quote.size())] = some_word(tape);
  return quote;
}

Case some_case(Tape& tape) {
  Case one;
  for (std::size_t i = 0; i < 1 + tape.below(3); ++i) {
    Part part{fmt::format("Title {}", std::string(i + 1, 'x')), some_words(tape, 20)};
    one.text += fmt::format("# {}\n{}\n", part.title, set(tape, part.words, true));
    one.parts.push_back(std::move(part));
  }
  const Part& from = tape.one_of(one.parts);
  one.section = tape.once_in(4) ? tape.one_of(one.parts).title : from.title;
  for (std::size_t i = 0; i < 1 + tape.below(2); ++i)
    one.quotes.push_back(set(tape, some_quote(tape, from.words), false));
  return one;
}

using Answer = std::function<bool(const Case&)>;

bool answer(const Case& one) {
  notices::Quoted quoted{"SH-01", {}, {}, policy::ast::Text{{}, one.section}};
  for (const std::string& quote : one.quotes) quoted.parts.push_back({{}, quote});
  const auto notice = notices::Notice::read("notice.md", one.text, {});
  return notice && notices::stand_in(*notice, std::span{&quoted, 1}).footings.front().stands;
}

std::string text_of(const Case& one, const std::string& title) {
  // From the title's own line to the next; every section of these notices is of one rank.
  const std::size_t begin = one.text.find("# " + title + "\n") + 2;
  return one.text.substr(begin, one.text.find("\n# ", begin) - begin);
}
bool oracle(const Case& one) { return stands_plainly(text_of(one, one.section), one.quotes); }

std::string complaint(Tape& tape, const Answer& judged) {
  const Case one = some_case(tape);
  const bool expected = oracle(one);
  if (judged(one) == expected) return "";
  return fmt::format("{} in the section {} of\n{}\nand the answer was {}",
                     fmt::join(one.quotes, " | "), one.section, one.text, expected ? "no" : "yes");
}

TEST(NoticeProperty, AQuoteIsFoundWhereANaiveSearchFindsIt) {
  int found = 0;
  int all = 0;
  expect_holds("quotes in notices", cases(4000), [&](Tape& tape) {
    Tape same = tape;
    ++all;
    found += oracle(some_case(same)) ? 1 : 0;
    return complaint(tape, answer);
  });
  EXPECT_GT(found, all / 10);
  EXPECT_LT(found, all - all / 10);
}

/// Pieces of which texts are made that nobody would write.
std::string some_bytes(Tape& tape) {
  std::string text;
  for (std::size_t i = tape.below(120); i > 0; --i) {
    text += tape.one_of<std::string>(
        {"a",      "We", "Title x", " ",      "\n", "\n\n", "\r\n",   "#",      "##",     "*",
         "_",      "`",  "-",       "---",    "==", "===",  "[",      "]",      "(",      ")",
         "](/b)",  "|",  ">",       "1.",     ":",  ".",    "\u2026", "\u00AD", "\u2014", "\u00A0",
         "\u2022", "\"", "'",       "\u201D", "? ", "! A",  "e.g.",   "\xFF"});
  }
  return text;
}
TEST(NoticeProperty, NoWordIsInNoSentence) {
  int read = 0;
  expect_holds("notices of any text", cases(4000), [&read](Tape& tape) -> std::string {
    const std::string text = some_bytes(tape);
    const auto notice =
        notices::Notice::read("notice.md", text, {{"Title x", "a"}, {"We", "a - We"}});
    if (!notice) return "";
    ++read;
    const std::string fault = test::fault_of(*notice);
    return fault.empty() ? "" : fault + "\n" + text;
  });
  EXPECT_GT(read, 100);
  expect_fails("a notice that loses its last sentence", 1000, [](Tape& tape) -> std::string {
    const auto notice = notices::Notice::read("notice.md", some_bytes(tape), {});
    if (!notice) return "";
    auto sentences = notice->sentences();
    sentences.pop_back();
    return test::fault_of(*notice, sentences);
  });
}

TEST(NoticeProperty, BrokenTwinsAreFound) {
  const auto expect_found = [](const std::string& name, const Answer& twin) {
    expect_fails(name, 1000, [&](Tape& tape) { return complaint(tape, twin); });
  };
  expect_found("a search of the whole notice",
               [](const Case& one) { return stands_plainly(one.text, one.quotes); });
  expect_found("a search without ends of words", [](const Case& one) {
    std::string section = plain(text_of(one, one.section));
    std::size_t from = 0;
    for (const std::string& quote : one.quotes) {
      std::string wanted = plain(quote);
      wanted = wanted.substr(1, wanted.size() - 2);
      const std::size_t at = section.find(wanted, from);
      if (at == std::string::npos) return false;
      from = at + wanted.size();
    }
    return true;
  });
  expect_found("a search that takes the text as it is set", [](const Case& one) {
    const std::string section = text_of(one, one.section);
    return std::ranges::all_of(one.quotes, [&](const std::string& quote) {
      return section.find(quote) != std::string::npos;
    });
  });
  expect_found("parts in any order", [](const Case& one) {
    return std::ranges::all_of(one.quotes, [&](const std::string& quote) {
      return stands_plainly(text_of(one, one.section), {quote});
    });
  });
}

}  // namespace
}  // namespace abide::properties
