// A document says the same in each form, and nothing in it is taken for a sign of that form.
#include "reports/document.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/reports/policies.hpp"

namespace abide::reports {
namespace {

using test::holds;

Document sample(const std::string& words) {
  return {words,
          {Passage{words, {"P-1"}}},
          {{"first", words, {Listing{{{words, {"P-2", "P-3"}}}}}, false},
           {"second",
            words,
            {Grid{"told", {"A", "B"}, {{{{words}, {words, "more"}}, {"P-4"}}}}},
            true}}};
}

TEST(Document, tells_the_promises_in_each_form) {
  for (const std::string& text :
       {html_of(sample("x")), markdown_of(sample("x")), json_of(sample("x")).dump()})
    for (const char* const id : {"P-1", "P-2", "P-3", "P-4"}) EXPECT_TRUE(holds(text, id)) << text;
}

TEST(Document, escapes_what_html_would_obey) {
  const std::string html = html_of(sample("<script>a & \"b\"</script>"));
  EXPECT_FALSE(holds(html, "<script"));
  EXPECT_TRUE(holds(html, "&lt;script&gt;a &amp; &quot;b&quot;"));
}

TEST(Document, escapes_what_markdown_would_obey) {
  for (const auto& [from, to] :
       std::vector<std::pair<std::string, std::string>>{{"a|b", "a\\|b"},
                                                        {"# x", "\\# x"},
                                                        {"- x", "\\- x"},
                                                        {"1. x", "1\\. x"},
                                                        {"*a* _b_", "\\*a\\* \\_b\\_"},
                                                        {"<b>", "&lt;b\\>"},
                                                        {"a\nb", "a b"},
                                                        {"[x](y)", "\\[x\\](y)"},
                                                        {"plain, words.", "plain, words."},
                                                        {std::string{"\x1b"}, "\\\\x1b"}})
    EXPECT_EQ(in_markdown(from), to) << from;
}

TEST(Document, keeps_the_cells_of_a_row_in_one_line_of_markdown) {
  const std::string text = markdown_of(sample("a\nb|c"));
  std::size_t rows = 0;
  std::size_t from = 0;
  while (from < text.size()) {
    const std::size_t to = std::min(text.find('\n', from), text.size());
    const std::string line = text.substr(from, to - from);
    from = to + 1;
    if (!line.starts_with("|")) continue;
    ++rows;
    std::size_t bars = 0;
    for (std::size_t i = 0; i < line.size(); ++i)
      if (line[i] == '|' && (i == 0 || line[i - 1] != '\\')) ++bars;
    EXPECT_EQ(bars, 3U) << line;
  }
  EXPECT_EQ(rows, 3U);
}

}  // namespace
}  // namespace abide::reports
