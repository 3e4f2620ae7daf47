// What an editor asks for, in a small shop: every answer is about the text as it is on the screen.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/lsp/open_shop.hpp"

namespace abide::lsp_test {
namespace {

TEST(Features, says_what_the_checker_says_of_every_file) {
  Open shop{{{"textDocument", {{"publishDiagnostics", {{"relatedInformation", true}}}}}},
            {{"pages", "https://pages.example/codes"}}};
  EXPECT_FALSE(codes(shop.said).contains("E0201")) << shop.said;
  // A sentence of the notice that nobody quotes is told in the notice.
  bool in_notice = false;
  for (int i = 0; i < 5 && !in_notice && shop.editor.has_more(std::chrono::seconds{1}); ++i) {
    const auto message = shop.editor.next();
    in_notice = message->at("params").at("uri") == shop.uri("notice.txt") &&
                codes(message->at("params").at("diagnostics")).contains("W0902");
  }
  EXPECT_TRUE(in_notice);
  // An error with its other place, its page and how to mend it.
  std::string twice = shop_policy + "category orders;\n";
  shop.editor.change(shop.policy, 2, {{{"text", twice}}});
  const Json said = shop.editor.diagnostics(shop.policy, 2);
  const auto one =
      std::find_if(said.begin(), said.end(), [](const Json& d) { return d.at("code") == "E0202"; });
  ASSERT_NE(one, said.end()) << said;
  EXPECT_EQ(one->at("severity"), 1);
  EXPECT_EQ(one->at("relatedInformation")[0].at("location").at("uri"), shop.policy);
  EXPECT_EQ(one->at("codeDescription").at("href"), "https://pages.example/codes/E0202.md");
  EXPECT_NE(one->at("message").get<std::string>().find("help: "), std::string::npos);
  // A quote that the notice does not have.
  std::string lost = shop_policy;
  lost.replace(find(lost, "We delete your"), 14, "We forget your");
  shop.editor.change(shop.policy, 3, {{{"text", lost}}});
  EXPECT_TRUE(codes(shop.editor.diagnostics(shop.policy, 3)).contains("E0901"));
  EXPECT_EQ(shop.editor.end().code, 0);
}

TEST(Features, unsaved_buffers_win_over_the_disk_and_imports_belong_to_their_policy) {
  Open shop;
  const std::string parties = shop.uri("parties.policy");
  shop.editor.open(parties, shop_parties, 1);
  shop.editor.diagnostics(parties, 1);
  shop.editor.change(parties, 2, {{{"text", "abide 1;\nrecipient post { country GB; }\n"}}});
  EXPECT_FALSE(codes(shop.editor.diagnostics(parties, 2)).contains("E0205"));
  EXPECT_TRUE(comes_to(shop.editor, shop.policy, "E0201", Has::yes));
  shop.editor.notify("textDocument/didClose", {{"textDocument", {{"uri", parties}}}});
  EXPECT_TRUE(comes_to(shop.editor, shop.policy, "E0201", Has::no));
  // The disk counts again, and what is saved there is read when the editor says so.
  shop.write("parties.policy", "abide 1;\n");
  shop.editor.notify("textDocument/didSave", {{"textDocument", {{"uri", shop.policy}}}});
  EXPECT_TRUE(comes_to(shop.editor, shop.policy, "E0201", Has::yes));
  EXPECT_EQ(shop.editor.end().code, 0);
}

TEST(Features, a_deployment_is_read_against_its_policy) {
  Open shop;
  const std::string live = shop.uri("live.deploy");
  shop.editor.open(live, shop_deploy);
  EXPECT_TRUE(shop.editor.diagnostics(live, 1).empty());
  std::string wrong = shop_deploy;
  wrong.replace(find(wrong, "store db"), 8, "store dbx");
  shop.editor.change(live, 2, {{{"text", wrong}}});
  EXPECT_TRUE(codes(shop.editor.diagnostics(live, 2)).contains("E0201"));
  const std::string typed = "abide 1;\ndeploy live for shop {\n    store \n}\n";
  shop.editor.change(live, 3, {{{"text", typed}}});
  EXPECT_EQ(
      labels(shop.result("textDocument/completion", at(live, typed, find(typed, "store ", 6)))),
      std::set<std::string>{"db"});
  const Json shown = shop.result("textDocument/definition", at(live, wrong, find(wrong, "shop")));
  EXPECT_EQ(shown.at("uri"), shop.policy);
}

TEST(Features, hover_tells_what_stands_there) {
  Open shop;
  const auto told = [&](const std::string& part, std::size_t more = 0) {
    const Json hover = shop.result("textDocument/hover", shop.there(part, more));
    return hover.is_null() ? std::string{} : hover.at("contents").at("value").get<std::string>();
  };
  const std::string promise = told("SH-01", 1);
  EXPECT_NE(promise.find("gone within 30 days of `closed`"), std::string::npos) << promise;
  EXPECT_NE(promise.find("db.users (id, email)"), std::string::npos) << promise;
  EXPECT_NE(told("We delete", 3).find("SH-01"), std::string::npos);
  const std::string category = told("contact.email", 9);
  EXPECT_NE(category.find("**category** `contact.email`"), std::string::npos) << category;
  EXPECT_NE(category.find("identifies people"), std::string::npos) << category;
  EXPECT_NE(category.find("db.users.email"), std::string::npos) << category;
  EXPECT_NE(told("contact {").find("How to reach somebody."), std::string::npos);
  EXPECT_NE(told("db.orders.paid_at", 4).find("**table** `db.orders`"), std::string::npos);
  EXPECT_NE(told("db.orders.paid_at", 12).find("**column** `db.orders.paid_at`"),
            std::string::npos);
  EXPECT_NE(told("courier").find("Courier Ltd"), std::string::npos);
  EXPECT_NE(told("uk.ct").find("Finance Act"), std::string::npos);
  EXPECT_NE(told("erase contact", 1).find("30 days"), std::string::npos);
  EXPECT_EQ(told("kind sqlite"), "");
  // A text that does not compile has names all the same.
  const Json broken = shop.after(shop_policy + "erase", "db.orders.paid_at", 4);
  EXPECT_NE(shop.result("textDocument/hover", broken).dump().find("db.orders"), std::string::npos);
}

TEST(Features, hover_tells_statements_of_one_line_apart) {
  Open shop;
  const std::string text =
      shop_policy +
      "promise SH-03 { erase contact.id within 20 days of closed; erase contact.email within 25 "
      "days of closed; }\n";
  const auto told = [&](const std::string& part) {
    return shop.result("textDocument/hover", shop.after(text, part, 1)).dump();
  };
  EXPECT_NE(told("erase contact.id within 20").find("gone within 20 days"), std::string::npos);
  EXPECT_NE(told("erase contact.email within 25").find("gone within 25 days"), std::string::npos);
}

TEST(Features, definition_references_and_highlights) {
  Open shop;
  const Json shown = shop.result("textDocument/definition", shop.there("to courier", 4));
  EXPECT_EQ(shown.at("uri"), shop.uri("parties.policy"));
  EXPECT_EQ(shown.at("range").at("start"), (Json{{"line", 1}, {"character", 10}}));
  EXPECT_TRUE(shop.result("textDocument/definition", shop.there("kind sqlite")).is_null());
  Json params = shop.there("category contact", 10);
  params["context"] = {{"includeDeclaration", true}};
  EXPECT_EQ(shop.result("textDocument/references", params).size(), 5U);
  params["context"] = {{"includeDeclaration", false}};
  EXPECT_EQ(shop.result("textDocument/references", params).size(), 4U);
  EXPECT_EQ(shop.result("textDocument/documentHighlight", shop.there("db.orders", 1)).size(), 5U);
  params = shop.there("to courier", 4);
  params["context"] = {{"includeDeclaration", true}};
  EXPECT_EQ(shop.result("textDocument/references", params).size(), 2U);
}

TEST(Features, rename_reaches_every_file) {
  Open shop{{{"workspace", {{"workspaceEdit", {{"documentChanges", true}}}}}}};
  Json params = shop.there("store db", 6);
  EXPECT_EQ(shop.result("textDocument/prepareRename", params).at("placeholder"), "db");
  EXPECT_TRUE(shop.result("textDocument/prepareRename", shop.there("kind sqlite")).is_null());
  params["newName"] = "main";
  const Json changes = shop.result("textDocument/rename", params).at("documentChanges");
  ASSERT_EQ(changes.size(), 2U);
  std::set<std::string> uris;
  for (const Json& one : changes) {
    const std::string uri = one.at("textDocument").at("uri");
    uris.insert(uri);
    EXPECT_EQ(one.at("textDocument").at("version"), uri == shop.policy ? Json(1) : Json{});
    if (uri != shop.policy) continue;
    const std::string renamed = edited(shop_policy, one.at("edits"));
    EXPECT_EQ(renamed.find("db."), std::string::npos) << renamed;
    shop.editor.change(shop.policy, 2, {{{"text", renamed}}});
    EXPECT_EQ(codes(shop.editor.diagnostics(shop.policy, 2)), codes(shop.said));
  }
  EXPECT_EQ(uris, (std::set<std::string>{shop.policy, shop.uri("live.deploy")}));
  params["newName"] = "except";
  EXPECT_EQ(shop.editor.ask("textDocument/rename", params).at("error").at("code"), -32803);
}

/// An import of two policies, both of which call its recipient by its name.
TEST(Features, an_import_of_two_policies_is_known_to_both) {
  Open shop;
  std::string other = shop_policy;
  other.replace(find(other, "policy shop"), 11, "policy mart");
  shop.write("mart.policy", other);
  const std::string mart = shop.uri("mart.policy");
  shop.editor.open(mart, other);
  Json params = shop.there("to courier", 4);
  params["newName"] = "carrier";
  const Json refused = shop.editor.ask("textDocument/rename", params).at("error");
  EXPECT_EQ(refused.at("code"), -32803);
  EXPECT_NE(refused.at("message").get<std::string>().find("mart.policy` too"), std::string::npos)
      << refused;
  params["context"] = {{"includeDeclaration", true}};
  std::multiset<std::string> uris;
  for (const Json& one : shop.result("textDocument/references", params))
    uris.insert(one.at("uri").get<std::string>());
  EXPECT_EQ(uris, (std::multiset<std::string>{mart, shop.policy, shop.uri("parties.policy")}));
  const Json symbols = shop.result("workspace/symbol", {{"query", "courier"}});
  EXPECT_EQ(symbols.size(), 1U) << symbols;
  // What no other policy has is renamed as ever.
  params = shop.there("store db", 6);
  params["newName"] = "main";
  EXPECT_TRUE(shop.editor.ask("textDocument/rename", params).contains("result"));
}

TEST(Features, tokens_end_with_their_line_whatever_ends_it) {
  Open shop;
  shop.after("abide 1;\n// a\rb\n", "abide");
  const Json data =
      shop.result("textDocument/semanticTokens/full", {{"textDocument", {{"uri", shop.policy}}}})
          .at("data");
  // `abide`, `1`, `// a` and, on a line of its own for the editor, `b`.
  EXPECT_EQ(data, Json({0, 0, 5, 0, 0, 0, 6, 1, 2, 0, 1, 0, 4, 3, 0, 1, 0, 1, 3, 0}));
}

TEST(Features, symbols_folds_and_tokens) {
  Open shop;
  const Json document{{"textDocument", {{"uri", shop.policy}}}};
  const Json symbols = shop.result("textDocument/documentSymbol", document);
  const auto db = std::find_if(symbols.begin(), symbols.end(),
                               [](const Json& one) { return one.at("name") == "db"; });
  ASSERT_NE(db, symbols.end());
  EXPECT_EQ(db->at("children").size(), 2U);
  EXPECT_EQ(db->at("children")[0].at("children")[1].at("name"), "email");
  EXPECT_TRUE(std::any_of(symbols.begin(), symbols.end(), [](const Json& one) {
    return one.at("name") == "SH-01" &&
           one.at("detail").get<std::string>().find("We delete") != std::string::npos;
  }));
  const Json found = shop.result("workspace/symbol", {{"query", "ORDER"}});
  EXPECT_GE(found.size(), 3U);
  const Json folds = shop.result("textDocument/foldingRange", document);
  EXPECT_GE(folds.size(), 4U);
  const Json data = shop.result("textDocument/semanticTokens/full", document).at("data");
  EXPECT_EQ(data.size() % 5, 0U);
  // The first are `abide` and `1`.
  EXPECT_EQ(Json(std::vector<int>(data.begin(), data.begin() + 10)),
            Json({0, 0, 5, 0, 0, 0, 6, 1, 2, 0}));
}

}  // namespace
}  // namespace abide::lsp_test
