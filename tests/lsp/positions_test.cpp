// Changes against an oracle of UTF-16 units, without a server: any edit of any text.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/uris.hpp"
#include "cli/lsp/asked.hpp"
#include "cli/lsp/documents.hpp"
#include "cli/lsp/frames.hpp"
#include "cli/lsp/json_text.hpp"

namespace abide::cli::lsp {
namespace {

/// A text as a list of characters, each with its units: what the oracle counts by.
using Characters = std::vector<std::string>;

std::size_t units_of(const std::string& character, Encoding encoding) {
  return encoding == Encoding::utf8 ? character.size() : character.size() == 4 ? 2 : 1;
}
std::string joined(const Characters& characters) {
  std::string text;
  for (const std::string& one : characters) text += one;
  return text;
}
bool ends_line(const Characters& text, std::size_t i) {
  return text[i] == "\n" || (text[i] == "\r" && (i + 1 == text.size() || text[i + 1] != "\n"));
}
Place place_of(const Characters& text, std::size_t at, Encoding encoding) {
  Place place;
  for (std::size_t i = 0; i < at; ++i) {
    if (ends_line(text, i)) {
      place = {place.line + 1, 0};
    } else {
      place.character += static_cast<std::uint32_t>(units_of(text[i], encoding));
    }
  }
  return place;
}

rc::Gen<Characters> texts() {
  return rc::gen::container<Characters>(rc::gen::element<std::string>(
      "a", "b", " ", "\n", "\r", "\u00e9", "\u20ac", "\U0001F600", "{", "\""));
}

/// Every cut of every text: the place and back, and a change there.
std::string fault_of(const Characters& text, Encoding encoding,
                     Place (*place)(const Characters&, std::size_t, Encoding)) {
  const std::string whole = joined(text);
  const Lines lines{whole};
  std::uint32_t offset = 0;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    const bool within_end = at > 0 && at < text.size() && text[at - 1] == "\r" && text[at] == "\n";
    if (!within_end) {
      const Place expected = place(text, at, encoding);
      if (lines.place(whole, offset, encoding) != expected) return "a place";
      if (lines.offset(whole, expected, encoding) != offset) return "an offset";
      std::string changed = whole;
      apply({Change::Range{expected, expected}, "X"}, encoding, changed);
      if (changed != whole.substr(0, offset) + "X" + whole.substr(offset)) return "a change";
    }
    if (at < text.size()) offset += static_cast<std::uint32_t>(text[at].size());
  }
  return "";
}

TEST(Positions, are_the_oracles) {
  EXPECT_TRUE(rc::check("places and changes in any text", [] {
    const Characters text = *texts();
    RC_ASSERT(fault_of(text, Encoding::utf16, place_of) == "");
    RC_ASSERT(fault_of(text, Encoding::utf8, place_of) == "");
  }));
  // The twins: bytes counted for units, characters for units, lines by `\n` alone.
  const Characters hard{"a", "\U0001F600", "b", "\r", "\u00e9", "\n", "x"};
  EXPECT_NE(fault_of(hard, Encoding::utf16,
                     [](const Characters& text, std::size_t at, Encoding) {
                       return place_of(text, at, Encoding::utf8);
                     }),
            "");
  EXPECT_NE(fault_of(hard, Encoding::utf16,
                     [](const Characters& text, std::size_t at, Encoding encoding) {
                       Characters plain = text;
                       for (std::string& one : plain) one = one == "\r" ? " " : one;
                       return place_of(plain, at, encoding);
                     }),
            "");
}

TEST(Positions, in_any_order_are_those_from_the_front) {
  EXPECT_TRUE(rc::check("places asked one after another", [] {
    const std::string text = joined(*texts());
    const auto offsets = *rc::gen::container<std::vector<std::uint32_t>>(
        rc::gen::inRange<std::uint32_t>(0, static_cast<std::uint32_t>(text.size()) + 2));
    for (const Encoding encoding : {Encoding::utf8, Encoding::utf16}) {
      const Placer placer{text, encoding};
      const Lines lines{text};
      for (std::uint32_t at = 0; at <= text.size(); ++at)
        RC_ASSERT(placer.place(at) == lines.place(text, at, encoding));
      for (const std::uint32_t at : offsets)
        RC_ASSERT(placer.place(at) == lines.place(text, at, encoding));
    }
  }));
}

TEST(Positions, of_a_long_line_are_counted_on_from_the_last) {
  const std::string text(100000, 'x');
  const Lines lines{text};
  // A count that is wrong before stays wrong behind: nothing before it is walked again.
  const Reached before{50000, {0, 7}};
  EXPECT_EQ(lines.reach(text, 50002, Encoding::utf16, before).place, (Place{0, 9}));
  EXPECT_EQ(lines.reach(text, 49999, Encoding::utf16, before).place, (Place{0, 49999}));
  const Placer placer{text, Encoding::utf16};
  for (std::uint32_t at = 0; at <= text.size(); ++at) ASSERT_EQ(placer.place(at), (Place{0, at}));
}

TEST(Positions, beyond_the_text_are_at_its_ends) {
  const std::string text = "ab\n\U0001F600\n";
  const Lines lines{text};
  EXPECT_EQ(lines.offset(text, {0, 99}, Encoding::utf16), 2U);
  EXPECT_EQ(lines.offset(text, {99, 0}, Encoding::utf16), text.size());
  EXPECT_EQ(lines.offset(text, {1, 1}, Encoding::utf16), 3U) << "half a character is before it";
  EXPECT_EQ(lines.place(text, 5, Encoding::utf16), (Place{1, 0}));
  std::string changed = text;
  apply({Change::Range{{4000000000U, 4000000000U}, {0, 0}}, ""}, Encoding::utf16, changed);
  EXPECT_EQ(changed, "");
}

TEST(Uris, are_paths_and_back) {
  for (const char* const path :
       {"/a/b.policy", "/with space/\u00e9.policy", "/100%/#x?.policy", "/a:b/c+d.policy"})
    EXPECT_EQ(path_of(uri_of(path)), path);
  EXPECT_EQ(path_of("file:///c%3A/x%2fy.policy"), "/c:/x/y.policy");
  EXPECT_EQ(path_of("file://localhost/a/../b.policy"), "/b.policy");
  EXPECT_EQ(path_of("untitled:Untitled-1"), "untitled:Untitled-1");
  EXPECT_EQ(uri_of("a b/c.policy"), "a%20b/c.policy");
}

TEST(Frames, of_any_cut_give_the_same_messages) {
  const std::string stream = framed("one") + framed("") + framed(std::string(70000, 'x'));
  for (std::size_t piece = 1; piece < 40; ++piece) {
    FrameReader reader;
    std::vector<std::string> messages;
    for (std::size_t at = 0; at < stream.size(); at += piece) {
      reader.feed(std::string_view{stream}.substr(at, piece));
      while (auto message = reader.next()) messages.push_back(std::move(*message));
    }
    EXPECT_EQ(messages, (std::vector<std::string>{"one", "", std::string(70000, 'x')}));
    EXPECT_FALSE(reader.has_begun());
    EXPECT_EQ(reader.fault(), "");
  }
}

TEST(JsonText, has_whole_characters) {
  EXPECT_EQ(with_whole_characters(R"("\ud83d\ude00")"), R"("\ud83d\ude00")");
  EXPECT_EQ(with_whole_characters(R"("\ud83d")"), R"("\ufffd")");
  EXPECT_EQ(with_whole_characters(R"("\ude00\ud83d\ude00x")"), R"("\ufffd\ud83d\ude00x")");
  EXPECT_EQ(with_whole_characters(R"("\\ud83d")"), R"("\\ud83d")");
  EXPECT_EQ(with_whole_characters(R"("\)"), R"("\)");
}

}  // namespace
}  // namespace abide::cli::lsp
