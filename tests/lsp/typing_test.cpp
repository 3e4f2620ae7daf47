// What helps while somebody types: proposals, layout, mends, and places as the editor counts them.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/lsp/open_shop.hpp"

namespace abide::lsp_test {
namespace {

TEST(Features, completion_goes_by_kind) {
  Open shop;
  const auto proposed = [&](const std::string& line) {
    std::string text = shop_policy;
    const std::size_t place = find(text, "    never send");
    text.insert(place, "    " + line + "\n");
    shop.editor.change(shop.policy, ++shop.version, {{{"text", text}}});
    return labels(
        shop.result("textDocument/completion", at(shop.policy, text, place + 4 + line.size())));
  };
  EXPECT_TRUE(proposed("er").contains("erase"));
  EXPECT_EQ(proposed("send orders to "), std::set<std::string>{"courier"});
  const std::set<std::string> data = proposed("erase ");
  EXPECT_TRUE(data.contains("contact.email") && data.contains("personal"));
  EXPECT_FALSE(data.contains("courier") || data.contains("db") || data.contains("erase"));
  EXPECT_TRUE(proposed("erase orders within 3 ").contains("days"));
  EXPECT_TRUE(proposed("erase orders at ").contains("paid"));
  EXPECT_TRUE(proposed("transfer to courier under ").contains("addendum"));
  EXPECT_TRUE(proposed("right ").contains("portability"));
  EXPECT_TRUE(proposed("probe ").contains("cookie_scan"));
  EXPECT_TRUE(proposed("keep orders in ").contains("db.orders"));
  EXPECT_TRUE(proposed("tell customer \"").empty());
  EXPECT_TRUE(proposed("// er").empty());
}

TEST(Features, formatting_is_the_one_layout) {
  Open shop;
  const Json asked{{"textDocument", {{"uri", shop.policy}}},
                   {"options", {{"tabSize", 4}, {"insertSpaces", true}}}};
  const Json edits = shop.result("textDocument/formatting", asked);
  const std::string laid_out = edited(shop_policy, edits);
  shop.editor.change(shop.policy, 2, {{{"text", laid_out}}});
  EXPECT_TRUE(shop.result("textDocument/formatting", asked).empty());
  shop.editor.change(shop.policy, 3, {{{"text", "abide 1;\n\n\n\n\npromise { \n"}}});
  EXPECT_EQ(shop.editor.ask("textDocument/formatting", asked).at("error").at("code"), -32803);
}

TEST(Features, a_misspelt_name_is_mended) {
  Open shop;
  std::string text = shop_policy;
  text.replace(find(text, "to courier"), 10, "to couriers");
  shop.editor.change(shop.policy, 2, {{{"text", text}}});
  const Json said = shop.editor.diagnostics(shop.policy, 2);
  ASSERT_TRUE(codes(said).contains("E0201")) << said;
  const Json range{{"start", place(text, find(text, "couriers"))},
                   {"end", place(text, find(text, "couriers"))}};
  const Json actions =
      shop.result("textDocument/codeAction", {{"textDocument", {{"uri", shop.policy}}},
                                              {"range", range},
                                              {"context", {{"diagnostics", said}}}});
  ASSERT_EQ(actions.size(), 1U);
  EXPECT_EQ(actions[0].at("kind"), "quickfix");
  EXPECT_EQ(actions[0].at("diagnostics")[0].at("code"), "E0201");
  EXPECT_EQ(edited(text, actions[0].at("edit").at("changes").at(shop.policy)), shop_policy);
}

TEST(Features, places_are_counted_as_the_editor_counts) {
  const std::string text =
      "abide 1;\n/* \u00e9 */ // \U0001F600\u00e9 x\ncategory \"\U0001F600\" zz;\n";
  for (const bool utf8 : {false, true}) {
    Workshop shop;
    Editor editor;
    const Json can = editor.begin(
        utf8 ? Json{{"general", {{"positionEncodings", {"utf-8", "utf-16"}}}}} : Json::object());
    EXPECT_EQ(can.at("capabilities").at("positionEncoding"), utf8 ? "utf-8" : "utf-16");
    const std::string uri = shop.uri("other.policy");
    editor.open(uri, text);
    editor.diagnostics(uri, 1);
    // Behind the two characters of the text on the last line: `zz` gets a third `z`.
    const int column = utf8 ? 16 : 14;
    editor.change(uri, 2,
                  {{{"range",
                     {{"start", {{"line", 2}, {"character", column}}},
                      {"end", {{"line", 2}, {"character", column + 2}}}}},
                    {"text", "name"}}});
    editor.change(uri, 3,
                  {{{"range",
                     {{"start", {{"line", 2}, {"character", 9}}},
                      {"end", {{"line", 2}, {"character", column}}}}},
                    {"text", ""}}});
    const Json symbols =
        editor.ask("textDocument/documentSymbol", {{"textDocument", {{"uri", uri}}}}).at("result");
    ASSERT_EQ(symbols.size(), 1U) << symbols;
    EXPECT_EQ(symbols[0].at("name"), "name");
  }
}

}  // namespace
}  // namespace abide::lsp_test
