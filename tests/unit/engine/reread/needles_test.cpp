// Values in texts: where one stands as a word of its own, and where it only looks so.
#include "engine/reread/needles.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <string>
#include <vector>

namespace abide::reread {
namespace {

const std::string ada = "ada@post.example";

std::size_t times(const std::string& text, const std::vector<std::string>& values = {ada}) {
  std::size_t count = 0;
  Needles{values}.find(text, [&](std::size_t) { ++count; });
  return count;
}

TEST(Needles, AreFoundWhereverTheyStandAsAWord) {
  for (const std::string text :
       {"ada@post.example", "Ada@Post.Example", "To: <ada@post.example>",
        "write to ada@post.example.", R"({"to":"ada@post.example","n":1})",
        R"({"body":"Dear all,\nada@post.example wrote"})", R"("ada@post.example")",
        "mailto:ada@post.example?subject=x", "a=%3Cada@post.example%3E", "x,ada@post.example,y",
        "ada@post.example's own", "(ada@post.example)", "ada@post.example-",
        "ada@post.example..."}) {
    EXPECT_EQ(times(text), 1U) << text;
  }
  EXPECT_EQ(times("ada@post.example ada@post.example;ADA@POST.EXAMPLE"), 3U);
}

TEST(Needles, OfAnotherAddressAreNotTheirs) {
  for (const std::string text :
       {"nada@post.example", "x.ada@post.example", "x+ada@post.example", "x-ada@post.example",
        "ada@post.example.com", "ada@post.examples", "ada@post.example-mail.net",
        "9ada@post.example", "ada@post.exampl", "ada@post", "",
        "\xc3\xa9"
        "ada@post.example"}) {
    EXPECT_EQ(times(text), 0U) << text;
  }
}

TEST(Needles, OfAFormStandBesideAPlus) {
  const std::vector<std::string> form{"ada%40post.example"};
  EXPECT_EQ(times("msg=hello+ada%40post.example+x&n=1", form), 1U);
  EXPECT_EQ(times("msg=hello+ada@post.example"), 0U) << "outside a form it is another address";
}

// Ids of one maker begin alike for longer than any piece: as many as there are, a text of them all
// is searched in time that grows with the text. One by one it would be 400 million comparisons.
TEST(Needles, ThatBeginAlikeAreNotComparedOneByOne) {
  std::vector<std::string> values;
  std::string text;
  for (int i = 0; i < 20'000; ++i) {
    values.push_back("account_of_the_shop_" + std::to_string(100'000 + i));
    text += values.back() + "\n";
  }
  const Needles needles{values};
  std::size_t found = 0;
  const auto begin = std::chrono::steady_clock::now();
  needles.find(text, [&](std::size_t) { ++found; });
  const auto took = std::chrono::steady_clock::now() - begin;
  EXPECT_EQ(found, values.size());
  EXPECT_LT(took, std::chrono::seconds{2});
}

TEST(Needles, OfOneBeginningAreEachFound) {
  const std::vector<std::string> values{"person12", "person12345", "person1234567890", "person12"};
  EXPECT_EQ(times("person12 person12345, person1234567890; person123 person123456", values), 4U);
}

TEST(Needles, AreEachFoundAmongMany) {
  std::vector<std::string> values;
  for (int i = 0; i < 5'000; ++i) values.push_back("person" + std::to_string(i) + "@post.example");
  const Needles needles{values};
  for (const int i : {0, 1, 10, 4'999}) {
    std::vector<std::size_t> found;
    needles.find("a letter of " + values[static_cast<std::size_t>(i)] + " of 1 May",
                 [&](std::size_t one) { found.push_back(one); });
    EXPECT_EQ(found, std::vector{static_cast<std::size_t>(i)});
  }
}

/// What stands in a text, found by trying each value at each place.
std::vector<std::size_t> by_trying(std::string text, const std::vector<std::string>& values) {
  const auto low = [](char byte) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(byte)));
  };
  std::ranges::transform(text, text.begin(), low);
  std::vector<std::size_t> found;
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      std::string value = values[i];
      std::ranges::transform(value, value.begin(), low);
      if (text.compare(at, value.size(), value) != 0) continue;
      const bool alone = (at == 0 || text[at - 1] == ' ') &&
                         (at + value.size() == text.size() || text[at + value.size()] == ' ');
      if (alone) found.push_back(i);
    }
  }
  return found;
}

/// Texts of few letters, so that values overlap, repeat and nearly match; blanks alone part words.
TEST(Needles, FindWhatTryingEachFinds) {
  const auto letter = [] { return *rc::gen::element('a', 'b', 'A'); };
  const auto word = [&](std::size_t size) {
    std::string text;
    while (text.size() < size) text += letter();
    return text;
  };
  std::size_t hits = 0;
  const bool held = rc::check("as by trying", [&] {
    std::vector<std::string> values;
    for (int i = *rc::gen::inRange(0, 6); i > 0; --i)
      values.push_back(word(*rc::gen::inRange<std::size_t>(Needles::shortest, 12)));
    std::string text;
    for (int i = *rc::gen::inRange(0, 12); i > 0; --i) {
      const bool planted = !values.empty() && *rc::gen::arbitrary<bool>();
      text += planted ? *rc::gen::elementOf(values) : word(*rc::gen::inRange<std::size_t>(0, 12));
      text += *rc::gen::element(" ", "", " ");
    }
    std::vector<std::size_t> found;
    Needles{values}.find(text, [&](std::size_t one) { found.push_back(one); });
    std::vector<std::size_t> expected = by_trying(text, values);
    std::ranges::sort(found);
    std::ranges::sort(expected);
    hits += expected.size();
    RC_ASSERT(found == expected);
  });
  EXPECT_TRUE(held);
  EXPECT_GT(hits, 10U);
}

}  // namespace
}  // namespace abide::reread
