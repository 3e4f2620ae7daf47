// The protocol itself: its life, its errors, frames that are none, and what is cancelled.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/lsp/workshop.hpp"

namespace abide::lsp_test {
namespace {

int code_of(const Json& answer) { return answer.value("error", Json::object()).value("code", 0); }

TEST(Protocol, begins_with_initialize_and_ends_with_exit) {
  Editor editor;
  EXPECT_EQ(code_of(editor.ask("textDocument/hover", Json::object())), -32002);
  const Json can = editor.begin();
  EXPECT_EQ(can.at("capabilities").at("positionEncoding"), "utf-16");
  EXPECT_EQ(can.at("serverInfo").at("name"), "abide");
  EXPECT_EQ(code_of(editor.ask("initialize", Json::object())), -32600);
  EXPECT_EQ(code_of(editor.ask("no/such", Json::object())), -32601);
  EXPECT_EQ(code_of(editor.ask("$/nothing", Json::object())), -32601);
  EXPECT_EQ(code_of(editor.ask("textDocument/hover", {{"textDocument", 7}})), -32602);
  EXPECT_EQ(code_of(editor.ask("textDocument/hover", Json{})), -32602);
  editor.notify("$/setTrace", {{"value", "off"}});
  editor.notify("no/such", Json{});
  editor.notify("textDocument/didChange", {{"textDocument", 7}});
  EXPECT_EQ(editor.next()->at("method"), "window/logMessage");
  EXPECT_EQ(editor.ask("shutdown", nullptr).at("result"), nullptr);
  EXPECT_EQ(code_of(editor.ask("textDocument/hover", Json::object())), -32600);
  editor.notify("exit", nullptr);
  EXPECT_EQ(editor.end(false).code, 0);
}

TEST(Protocol, exit_without_shutdown_is_a_failure) {
  Editor editor;
  editor.begin();
  editor.notify("exit", nullptr);
  EXPECT_EQ(editor.end(false).code, 1);
  Editor unborn;
  unborn.notify("exit", nullptr);
  EXPECT_EQ(unborn.end(false).code, 1);
}

TEST(Protocol, ends_when_the_editor_goes_away) {
  Editor editor;
  editor.begin();
  editor.close_input();
  EXPECT_EQ(editor.end(false).code, 1);
  Editor polite;
  polite.begin();
  polite.ask("shutdown", nullptr);
  polite.close_input();
  EXPECT_EQ(polite.end(false).code, 0);
  Editor torn;
  torn.write("Content-Length: 100\r\n\r\n{\"jsonrpc\"");
  torn.close_input();
  const End end = torn.end(false);
  EXPECT_EQ(end.code, 1);
  EXPECT_NE(end.error.find("in the middle of a message"), std::string::npos) << end.error;
}

TEST(Protocol, says_what_is_wrong_with_a_stream_that_is_none) {
  for (const std::string& bytes :
       {std::string{"hello\r\n\r\n"}, std::string{"Content-Length: ten\r\n\r\n"},
        std::string{"Content-Length: -1\r\n\r\n"},
        std::string{"Content-Length: 99999999999\r\n\r\n"},
        std::string{"Content-Length: 99999999999999999999999\r\n\r\n"},
        std::string{"Content-Length: 5\r\nContent-Length: 6\r\n\r\n"},
        std::string{"Content-Type: a; charset=latin1\r\nContent-Length: 2\r\n\r\n{}"},
        std::string{"Content-Type: a; charset=utf-8\r\n\r\n"}, std::string(20000, 'x'),
        std::string(20000, '\n')}) {
    Editor editor;
    editor.write(bytes);
    const End end = editor.end(false);
    EXPECT_EQ(end.code, 1) << bytes.substr(0, 60);
    EXPECT_NE(end.error.find("cannot be read"), std::string::npos) << end.error;
  }
}

TEST(Protocol, answers_messages_that_are_none_and_goes_on) {
  Editor editor;
  editor.begin();
  const auto frame = [](const std::string& body) {
    return "Content-Type: application/vscode-jsonrpc; charset=utf-8\r\ncontent-length:" +
           std::to_string(body.size()) + "\r\n\r\n" + body;
  };
  const std::vector<std::pair<std::string, int>> bodies{
      {"{", -32700},
      {"\xff\xfe", -32700},
      {std::string(100000, '['), -32700},
      {"{\"a\":1,\"a\":2}", -32700},
      {"[]", -32600},
      {"7", -32600},
      {"{}", -32600},
      {"{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"x\"}", -32600},
      {"{\"jsonrpc\":\"1.0\",\"id\":3,\"method\":\"x\"}", -32600},
      {"{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":5}", -32600},
  };
  for (const auto& [body, code] : bodies) {
    editor.write(frame(body));
    const auto answer = editor.next();
    ASSERT_TRUE(answer) << body.substr(0, 60);
    EXPECT_EQ(code_of(*answer), code) << answer->dump();
  }
  editor.write(frame("{\"jsonrpc\":\"2.0\",\"id\":9,\"result\":null}"));  // an answer to nothing
  editor.write(frame("{\"jsonrpc\":\"2.0\",\"id\":\"word\",\"method\":\"no/such\"}"));
  EXPECT_EQ(editor.answer_to("word").at("id"), "word");
  EXPECT_EQ(editor.end().code, 0);
}

TEST(Protocol, takes_frames_in_any_pieces) {
  Editor editor;
  const std::string body =
      R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}})";
  const std::string frame = "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  for (const char c : frame) editor.write(std::string{c});
  EXPECT_TRUE(editor.answer_to(1).contains("result"));
}

TEST(Protocol, a_cancelled_request_is_answered_so) {
  const Workshop shop;
  Editor editor;
  editor.begin();
  const std::string uri = shop.uri("shop.policy");
  // In one piece, so that the request still waits when it is cancelled.
  std::string all;
  const auto add = [&all](const Json& message) {
    const std::string body = message.dump();
    all += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  };
  add({{"jsonrpc", "2.0"},
       {"method", "textDocument/didOpen"},
       {"params",
        {{"textDocument",
          {{"uri", uri}, {"languageId", "abide"}, {"version", 1}, {"text", shop_policy}}}}}});
  for (const int id : {101, 102, 103}) {
    Json params = at(uri, shop_policy, find(shop_policy, "contact"));
    params["context"] = {{"includeDeclaration", true}};
    add({{"jsonrpc", "2.0"},
         {"id", id},
         {"method", "textDocument/references"},
         {"params", params}});
  }
  add({{"jsonrpc", "2.0"}, {"method", "$/cancelRequest"}, {"params", {{"id", 102}}}});
  add({{"jsonrpc", "2.0"}, {"method", "$/cancelRequest"}, {"params", {{"id", 999}}}});
  editor.write(all);
  EXPECT_TRUE(editor.answer_to(101).contains("result"));
  EXPECT_EQ(code_of(editor.answer_to(102)), -32800);
  EXPECT_TRUE(editor.answer_to(103).contains("result"));
  EXPECT_EQ(editor.end().code, 0);
}

TEST(Protocol, a_cancellation_of_nothing_is_passed_over) {
  Editor editor;
  editor.begin();
  for (const Json& params : {Json::array(), Json{}, Json(7), Json::object()}) {
    editor.notify("$/cancelRequest", params);
    EXPECT_EQ(code_of(editor.ask("no/such", Json::object())), -32601) << params;
  }
  EXPECT_EQ(editor.end().code, 0);
}

TEST(Protocol, asks_to_watch_files_where_the_editor_can) {
  Editor editor;
  editor.begin({{"workspace", {{"didChangeWatchedFiles", {{"dynamicRegistration", true}}}}}});
  const auto asked = editor.next();
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->at("method"), "client/registerCapability");
  const Json& watch = asked->at("params").at("registrations").at(0);
  EXPECT_EQ(watch.at("method"), "workspace/didChangeWatchedFiles");
  std::set<std::string> globs;
  for (const Json& one : watch.at("registerOptions").at("watchers"))
    globs.insert(one.at("globPattern").get<std::string>());
  EXPECT_EQ(globs, (std::set<std::string>{"**/*.accepted", "**/*.deploy", "**/*.html", "**/*.md",
                                          "**/*.policy", "**/*.txt"}));
  editor.notify("initialized", Json::object());  // said twice, it is asked once
  editor.send({{"jsonrpc", "2.0"},
               {"id", asked->at("id")},
               {"error", {{"code", -32601}, {"message", "not here"}}}});
  EXPECT_EQ(code_of(editor.ask("no/such", Json::object())), -32601);
  EXPECT_FALSE(editor.has_more(std::chrono::milliseconds{50}));
  EXPECT_EQ(editor.end().code, 0);
  Editor plain;
  plain.begin();
  EXPECT_EQ(code_of(plain.ask("no/such", Json::object())), -32601);
  EXPECT_FALSE(plain.has_more(std::chrono::milliseconds{50}));
}

TEST(Protocol, a_burst_of_changes_costs_one_check_and_the_last_version_is_told) {
  const Workshop shop;
  Editor editor;
  editor.begin();
  const std::string uri = shop.uri("shop.policy");
  editor.open(uri, shop_policy);
  editor.diagnostics(uri, 1);
  std::string burst;
  constexpr int last = 200;
  for (int version = 2; version <= last; ++version) {
    const std::string body = Json{
        {"jsonrpc", "2.0"},
        {"method", "textDocument/didChange"},
        {"params",
         {{"textDocument", {{"uri", uri}, {"version", version}}},
          {"contentChanges",
           {{{"range",
              {{"start", {{"line", 0}, {"character", 8}}},
               {"end", {{"line", 0}, {"character", 8}}}}},
             {"text", " "}}}}}}}.dump();
    burst += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  }
  editor.write(burst);
  int published = 0;
  for (int version = 0; version < last;) {
    const auto message = editor.next();
    ASSERT_TRUE(message);
    if (message->at("params").at("uri") != uri) continue;
    const int next = message->at("params").at("version");
    EXPECT_GT(next, version);
    version = next;
    ++published;
  }
  EXPECT_LT(published, 40);
  EXPECT_EQ(editor.end().code, 0);
}

TEST(Protocol, takes_a_large_text_and_says_of_a_larger_one_that_it_is_too_large) {
  Editor editor;
  editor.begin();
  std::string text = "abide 1;\npolicy p { regime uk_gdpr; }\n";
  for (int i = 0; i < 3000; ++i) text += "category c" + std::to_string(i) + ";\n";
  editor.open("file:///none/large.policy", text);
  EXPECT_FALSE(editor.diagnostics("file:///none/large.policy", 1).empty());
  editor.change("file:///none/large.policy", 2,
                {{{"text", "abide 1;\n" + std::string(std::size_t{33} << 20U, ' ')}}});
  EXPECT_EQ(editor.ask("textDocument/hover", at("file:///none/large.policy", "", 0))
                .value("error", Json{})
                .is_null(),
            false);
  EXPECT_EQ(editor.end().code, 0);
}

/// What one message may hold and no other may: half a character.
TEST(Protocol, takes_half_a_character) {
  const Workshop shop;
  Editor editor;
  editor.begin();
  const std::string uri = shop.uri("shop.policy");
  const std::string body =
      R"({"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":")" +
      uri +
      R"(","languageId":"abide","version":1,"text":"abide 1;\n// \ud83d and \\ud83d \ud83d\ude00\n"}}})";
  editor.write("Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
  const Json told = editor.diagnostics(uri, 1);
  ASSERT_EQ(told.size(), 1U) << told;
  EXPECT_EQ(told[0].at("code"), "E0205");
  EXPECT_EQ(editor.end().code, 0);
}

TEST(Protocol, memory_stays_as_it_is) {
  const Workshop shop;
  Editor editor;
  editor.begin();
  const std::string uri = shop.uri("shop.policy");
  editor.open(uri, shop_policy);
  editor.diagnostics(uri, 1);
  int version = 1;
  const auto type = [&](int times) {
    for (int i = 0; i < times; ++i) {
      ++version;
      editor.change(uri, version, {{{"text", shop_policy + std::string(version % 7, '\n')}}});
      editor.ask("textDocument/hover", at(uri, shop_policy, find(shop_policy, "contact")));
      editor.diagnostics(uri, version);
    }
  };
  type(60);
  const long before = editor.resident();
  type(300);
  // AddressSanitizer keeps what was given back for a while, 256 MB at most by default.
  const long spare = 300L * 1024;
  EXPECT_LT(editor.resident(), before + spare);
  EXPECT_EQ(editor.end().code, 0);
}

}  // namespace
}  // namespace abide::lsp_test
