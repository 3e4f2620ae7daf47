// What is proposed is what the examples say and what parser and resolver take.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "policy/editing/completion.hpp"
#include "policy/parse.hpp"
#include "tests/unit/policy/editing/support.hpp"

namespace abide::editing_test {
namespace {

using editing::Item;
using editing::Proposal;

std::vector<std::string> words_at(const Read& read, std::uint32_t offset) {
  std::vector<std::string> words;
  for (const Proposal& one :
       editing::proposals_at(read.names, 0, offset, editing::FileSort::policy).list)
    words.push_back(one.text);
  return words;
}
bool holds(const std::vector<std::string>& words, const std::string& word) {
  return std::ranges::find(words, word) != words.end();
}

/// Each kind of position once: the line's first word, the word before, and what stands there.
using Position = std::tuple<std::string, std::string, std::string>;

/// What somebody who writes an example is offered at each word is the word that stands there.
TEST(Proposals, hold_what_the_examples_say) {
  std::set<Position> seen;
  int looked = 0;
  for (const std::string& text : example_policies()) {
    const Read read{text};
    for (const editing::NameUse& use : read.script.names) {
      const std::string word = read.slice(use.span);
      const std::string slot{use.slot->name};
      const bool free = use.declares || slot == "free" || slot == "country" || slot == "code";
      const Item& item = read.script.items[use.item];
      if (free || !seen.emplace(slot, read.slice(item.word), "").second) continue;
      const auto words = words_at(read, use.span.begin);
      const bool shorter = std::ranges::any_of(
          words, [&](const std::string& one) { return one.ends_with("." + word); });
      const bool singular = holds(words, word + "s");
      EXPECT_TRUE(holds(words, word) || shorter || singular) << slot << ": " << word;
      ++looked;
    }
    std::set<std::uint32_t> named;
    for (const editing::NameUse& use : read.script.names) named.insert(use.span.begin);
    std::string before;
    for (const policy::layout::Piece& piece : read.script.pieces) {
      const std::string word = text.substr(piece.begin, piece.end - piece.begin);
      const bool keyword = piece.kind == policy::layout::Piece::Kind::word &&
                           !named.contains(piece.begin) && word[0] >= 'a' && word[0] <= 'z';
      if (keyword && seen.emplace("word", before, word).second) {
        EXPECT_TRUE(holds(words_at(read, piece.begin), word)) << before << " | " << word;
        ++looked;
      }
      before = keyword ? word : piece.kind == policy::layout::Piece::Kind::sign ? word : "…";
    }
  }
  EXPECT_GT(looked, 200);
}

/// Whatever is offered in place of a name is taken by the resolver; a category where a recipient is
/// wanted is not.
TEST(Proposals, are_of_a_kind_that_the_resolver_takes) {
  std::set<Position> seen;
  int tried = 0;
  const std::string& text = example_policies().front();
  const Read read{text};
  for (const editing::NameUse& use : read.script.names) {
    if (use.declares || use.slot->lookup == editing::Lookup::nothing) continue;
    const std::string line = read.slice(read.script.items[use.item].word);
    const bool decided_later = line == "given" || line == "expect" || line == "on";
    if (decided_later || !seen.emplace(use.slot->name, line, "").second) continue;
    std::set<policy::Kind> kinds;
    for (const Proposal& one :
         editing::proposals_at(read.names, 0, use.span.begin, editing::FileSort::policy).list) {
      if (one.sort != Proposal::Sort::name || !kinds.insert(one.kind).second) continue;
      std::string other = text;
      other.replace(use.span.begin, use.span.end - use.span.begin, one.text);
      const auto said = said_of(other);
      const auto end = use.span.begin + static_cast<std::uint32_t>(one.text.size());
      const policy::Diagnostic* const refused = refusal_at(said, use.span.begin, end);
      const bool narrower = refused != nullptr &&
                            (refused->message.find("group of categories") != std::string::npos ||
                             refused->message.starts_with("probe"));
      EXPECT_TRUE(refused == nullptr || narrower)
          << line << " " << one.text << ": " << refused->message;
      ++tried;
    }
  }
  EXPECT_GT(tried, 60);
  std::string twin = text;
  const std::size_t to = twin.find("to anthropic");
  ASSERT_NE(to, std::string::npos);
  twin.replace(to + 3, 9, "account  ");
  EXPECT_NE(refusal_at(said_of(twin), static_cast<std::uint32_t>(to + 3),
                       static_cast<std::uint32_t>(to + 10)),
            nullptr);
}

/// Whatever word is offered, the parser's first complaint lies behind it.
TEST(Proposals, of_words_are_taken_by_the_parser) {
  const Read read{example_policies().front()};
  std::set<Position> seen;
  int tried = 0;
  for (const policy::layout::Piece& piece : read.script.pieces) {
    if (piece.kind != policy::layout::Piece::Kind::word) continue;
    const auto item = std::ranges::find_if(read.script.items, [&](const Item& one) {
      return one.parent != editing::no_item && one.span.begin < piece.begin &&
             one.span.end > piece.begin && !one.opened;
    });
    if (item == read.script.items.end()) continue;
    for (const Proposal& one :
         editing::proposals_at(read.names, 0, piece.begin, editing::FileSort::policy).list) {
      const bool new_one =
          one.sort == Proposal::Sort::keyword &&
          seen.emplace(read.slice(item->word), read.text.substr(piece.begin - 3, 3), one.text)
              .second;
      if (!new_one) continue;
      const std::string start = read.text.substr(0, piece.begin) + one.text;
      policy::SourceFile file{"t.policy", start + " "};
      const auto parsed = policy::parse(file);
      ASSERT_FALSE(parsed.diagnostics.empty());
      const auto at = static_cast<std::uint32_t>(piece.begin);
      EXPECT_TRUE(std::ranges::none_of(parsed.diagnostics, [&](const policy::Diagnostic& d) {
        return d.span.begin <= at && d.span.end > at && d.code != "E0101";
      })) << one.text;
      const bool refused = std::ranges::any_of(parsed.diagnostics,
                                               [&](const auto& d) { return d.span.begin == at; });
      EXPECT_FALSE(refused) << read.slice(item->span) << " | " << one.text;
      ++tried;
    }
  }
  EXPECT_GT(tried, 100);
}

TEST(Proposals, are_what_the_place_asks_for) {
  const std::string text =
      "abide 1;\npolicy p { regime uk_gdpr; }\ncategory a { category b; }\ncategory c;\n"
      "recipient r { country GB; }\nevent e from app;\nstore db kind sqlite { table t { key id; "
      "field x: c; } }\npromise A-1 {\n  \n}\n";
  const auto at = [&text](const std::string& typed) {
    std::string whole = text;
    const std::size_t place = whole.find("{\n  \n}") + 4;
    whole.insert(place, typed);
    const Read read{whole};
    return words_at(read, static_cast<std::uint32_t>(place + typed.size()));
  };
  EXPECT_TRUE(holds(at("er"), "erase"));
  EXPECT_TRUE(holds(at("erase "), "a.b"));
  EXPECT_FALSE(holds(at("erase "), "r"));
  EXPECT_EQ(at("send a to "), (std::vector<std::string>{"r"}));
  EXPECT_TRUE(holds(at("erase a within 30 "), "days"));
  EXPECT_EQ(at("erase a within 30 days of e because law ").empty(), false);
  EXPECT_TRUE(holds(at("must keep a for 6 years after e because law "), "uk.ct"));
  EXPECT_TRUE(holds(at("transfer to r under "), "idta"));
  EXPECT_TRUE(holds(at("sever db.t."), "db.t.x"));
  EXPECT_TRUE(holds(at("never "), "sell"));
  EXPECT_TRUE(at("tell r \"some ").empty());
  EXPECT_TRUE(at("// erase ").empty());
  EXPECT_TRUE(at("erase erase erase a ").empty());
}

}  // namespace
}  // namespace abide::editing_test
