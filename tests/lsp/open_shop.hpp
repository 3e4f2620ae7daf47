// The small shop open in an editor, and what tests ask of the answers.
#pragma once

#include <algorithm>
#include <set>
#include <string>

#include "tests/lsp/workshop.hpp"

namespace abide::lsp_test {

/// The shop open in an editor.
struct Open : Workshop {
  explicit Open(const Json& capabilities = Json::object(), const Json& options = Json{}) {
    editor.begin(capabilities, options);
    editor.open(policy, shop_policy);
    said = editor.diagnostics(policy, 1);
  }
  Json result(const std::string& method, Json params) {
    return editor.ask(method, params).at("result");
  }
  Json there(const std::string& part, std::size_t more = 0) const {
    return at(policy, shop_policy, find(shop_policy, part, more));
  }
  Json after(const std::string& text, const std::string& part, std::size_t more = 0) {
    editor.change(policy, ++version, {{{"text", text}}});
    return at(policy, text, find(text, part, more));
  }
  Editor editor;
  std::string policy = uri("shop.policy");
  Json said;
  int version = 1;
};

inline std::set<std::string> codes(const Json& diagnostics) {
  std::set<std::string> all;
  for (const Json& one : diagnostics) all.insert(one.at("code").get<std::string>());
  return all;
}
inline std::set<std::string> labels(const Json& list) {
  std::set<std::string> all;
  for (const Json& one : list.at("items")) all.insert(one.at("label").get<std::string>());
  return all;
}
/// Whether the server says, sooner or later, of a document that it has that code, or has it not.
enum class Has { yes, no };
inline bool comes_to(Editor& editor, const std::string& uri, const std::string& code, Has wanted) {
  while (editor.has_more(std::chrono::seconds{20})) {
    const auto message = editor.next();
    if (message->value("method", "") != "textDocument/publishDiagnostics") continue;
    const Json& params = message->at("params");
    if (params.at("uri") == uri &&
        codes(params.at("diagnostics")).contains(code) == (wanted == Has::yes))
      return true;
  }
  return false;
}
/// A text with edits of LSP made, in ASCII.
inline std::string edited(std::string text, Json edits) {
  const auto offset = [&text](const Json& place) {
    std::size_t at = 0;
    for (int line = 0; line < place.at("line").get<int>(); ++line) at = text.find('\n', at) + 1;
    return at + place.at("character").get<std::size_t>();
  };
  std::sort(edits.begin(), edits.end(), [&](const Json& a, const Json& b) {
    return offset(a.at("range").at("start")) > offset(b.at("range").at("start"));
  });
  for (const Json& edit : edits) {
    const std::size_t begin = offset(edit.at("range").at("start"));
    text.replace(begin, offset(edit.at("range").at("end")) - begin,
                 edit.at("newText").get<std::string>());
  }
  return text;
}

}  // namespace abide::lsp_test
