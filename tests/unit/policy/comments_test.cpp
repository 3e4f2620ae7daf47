// Comments with their places, and the doc comments of a tree.
#include "policy/comments.hpp"

#include <gtest/gtest.h>

#include "policy/parse.hpp"

namespace abide::policy {
namespace {

TEST(Comments, are_found_outside_texts_only) {
  const std::string text =
      "// one\nabide 1; // two \r\npolicy p \"http://x.example\" {} /// three\n//// "
      "four\n\"a\\\"// "
      "no\" //five";
  const std::vector<Comment> found = comments(text, 4);
  ASSERT_EQ(found.size(), 5U);
  EXPECT_EQ(found[0].text, "one");
  EXPECT_EQ(found[0].place, Comment::Place::own_line);
  EXPECT_EQ(found[1].text, "two");
  EXPECT_EQ(found[1].place, Comment::Place::after_code);
  EXPECT_EQ(text.substr(found[1].span.begin, found[1].span.end - found[1].span.begin), "// two ");
  EXPECT_EQ(found[2].kind, Comment::Kind::doc);
  EXPECT_EQ(found[3].kind, Comment::Kind::plain);
  EXPECT_EQ(found[4].text, "five");
  EXPECT_EQ(found[4].span.end, text.size());
  EXPECT_EQ(found[4].span.file, 4U);
}

TEST(Comments, a_torn_text_hides_none_of_the_next_line) {
  EXPECT_EQ(comments("\"open\n// here").size(), 1U);
  EXPECT_EQ(comments("\"open \\\n// here").size(), 1U);
  EXPECT_TRUE(comments("").empty());
  EXPECT_TRUE(comments("/").empty());
  EXPECT_EQ(comments("//").at(0).text, "");
}

TEST(Docs, belong_to_what_follows_them) {
  const SourceFile source{"p",
                          "abide 1;\n/// The people\n/// we serve.\nsubject m {\n  identified by "
                          "a.b;\n}\n// plain\ncategory a {\n  /// Kept short.\n  category b;\n}\n"
                          "store s kind sqlite {\n  /// Rows\n  // of\n  table t {\n    /// A "
                          "field.\n    field f: a;\n  }\n}\n/// Nothing follows.\n"};
  const ParseResult result = parse(source);
  ASSERT_TRUE(result.diagnostics.empty());
  const auto doc = [&result](SourceSpan span) { return ast::doc_of(result.file, span); };
  EXPECT_EQ(doc(ast::span_of(result.file.declarations.at(0))), "The people\nwe serve.");
  const auto& category = std::get<ast::Category>(result.file.declarations.at(1));
  EXPECT_EQ(doc(category.span), "");
  EXPECT_EQ(doc(category.children.at(0).span), "Kept short.");
  const auto& table =
      std::get<ast::Table>(std::get<ast::Store>(result.file.declarations.at(2)).items.at(0));
  EXPECT_EQ(doc(table.span), "Rows");
  EXPECT_EQ(doc(std::get<ast::Field>(table.items.at(0)).span), "A field.");
  EXPECT_EQ(result.file.docs.size(), 5U);
}

}  // namespace
}  // namespace abide::policy
