#include "cli/lsp/server.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/uris.hpp"
#include "cli/lsp/answers.hpp"

namespace abide::cli::lsp {
namespace {

using Handler = Answer (*)(const Asked&);
constexpr std::array<std::pair<std::string_view, Handler>, 13> handlers{{
    {"textDocument/definition", definition},
    {"textDocument/references", references},
    {"textDocument/documentHighlight", highlights},
    {"textDocument/prepareRename", prepare_rename},
    {"textDocument/rename", rename},
    {"textDocument/documentSymbol", document_symbols},
    {"workspace/symbol", workspace_symbols},
    {"textDocument/foldingRange", folding_ranges},
    {"textDocument/completion", completion},
    {"textDocument/formatting", formatting},
    {"textDocument/codeAction", code_actions},
    {"textDocument/hover", hover},
    {"textDocument/semanticTokens/full", semantic_tokens},
}};

bool says(const Json& json, std::initializer_list<const char*> way) {
  return within(json, way) == true;
}

Encoding encoding_for(const Json& capabilities) {
  const Json& offered = within(capabilities, {"general", "positionEncodings"});
  for (const Json& one : offered.is_array() ? offered : Json::array()) {
    if (one == "utf-8") return Encoding::utf8;
  }
  return Encoding::utf16;
}

Json capabilities_for(const Editor& editor) {
  return {{"positionEncoding", editor.encoding == Encoding::utf8 ? "utf-8" : "utf-16"},
          {"textDocumentSync", {{"openClose", true}, {"change", 2}, {"save", true}}},
          {"hoverProvider", true},
          {"completionProvider", {{"triggerCharacters", {" ", ".", ","}}}},
          {"definitionProvider", true},
          {"referencesProvider", true},
          {"documentHighlightProvider", true},
          {"documentSymbolProvider", true},
          {"workspaceSymbolProvider", true},
          {"foldingRangeProvider", true},
          {"documentFormattingProvider", true},
          {"renameProvider", {{"prepareProvider", true}}},
          {"codeActionProvider", {{"codeActionKinds", {"quickfix"}}}},
          {"semanticTokensProvider", {{"legend", semantic_token_legend()}, {"full", true}}}};
}

/// Policies, deployments, and notices with the texts that were accepted.
Json watch_request() {
  Json watchers = Json::array();
  for (const char* const glob :
       {"**/*.policy", "**/*.deploy", "**/*.txt", "**/*.md", "**/*.html", "**/*.accepted"}) {
    watchers.push_back({{"globPattern", glob}});
  }
  Json watch{{"id", "files"},
             {"method", "workspace/didChangeWatchedFiles"},
             {"registerOptions", {{"watchers", std::move(watchers)}}}};
  return request("watch", "client/registerCapability",
                 {{"registrations", Json::array({std::move(watch)})}});
}

Change change_of(const Json& json) {
  Change change{{}, json.at("text").get<std::string>()};
  if (const auto range = json.find("range"); range != json.end() && !range->is_null()) {
    change.range = {place_of(range->at("start")), place_of(range->at("end"))};
  }
  return change;
}

const Json& params_of(const Json& message) {
  static const Json none = Json::object();
  const auto found = message.find("params");
  return found == message.end() || found->is_null() ? none : *found;
}

bool is_id(const Json& id) { return id.is_number_integer() || id.is_string(); }

}  // namespace

Server::Server(Files& disk, const Clock& clock, Send send)
    : send_(std::move(send)), workspace_(disk, clock) {}

void Server::refuse(const Json& id, const Refusal& refusal) const { send_(reply(id, refusal)); }

void Server::receive(const Json& message) {
  const Json& method = within(message, {"method"});
  const bool is_answer = message.is_object() && method.is_null() &&
                         (message.contains("result") || message.contains("error"));
  if (is_answer) return;  // to watch_request: where it is refused, what is saved is seen still
  const Json& id = within(message, {"id"});
  const bool asks = message.is_object() && message.contains("id");
  if (within(message, {"jsonrpc"}) != "2.0" || !method.is_string() || (asks && !is_id(id))) {
    refuse(is_id(id) ? id : Json{}, {Fault::invalid_request, "no message of JSON-RPC 2.0"});
    return;
  }
  const Json& params = params_of(message);
  try {
    if (asks) {
      send_(reply(id, answer(method.get<std::string>(), params)));
    } else {
      notice(method.get<std::string>(), params);
    }
  } catch (const Json::exception& wrong) {
    constexpr int error = 1;
    if (asks) return refuse(id, {Fault::invalid_params, wrong.what()});
    // Nobody waits for an answer, but the text here may be another than the editor's now.
    send_(
        notification("window/logMessage",
                     {{"type", error},
                      {"message", "`" + method.get<std::string>() +
                                      "` cannot be understood and did nothing: " + wrong.what()}}));
  }
}

void Server::cancel(const Json& request) {
  refuse(within(request, {"id"}), {Fault::request_cancelled, "nobody waits for it any more"});
}

Answer Server::answer(const std::string& method, const Json& params) {
  if (phase_ == Phase::shut_down)
    return Refusal{Fault::invalid_request, "the server was shut down"};
  if (method == "initialize") {
    if (phase_ == Phase::running)
      return Refusal{Fault::invalid_request, "it was initialized before"};
    return initialize(params);
  }
  if (phase_ == Phase::unborn) {
    return Refusal{Fault::server_not_initialized, "`initialize` comes first"};
  }
  if (method == "shutdown") {
    phase_ = Phase::shut_down;
    return Json{};
  }
  for (const auto& [name, handler] : handlers) {
    if (name == method) return handler({workspace_, editor_, params});
  }
  return Refusal{Fault::method_not_found, "there is no `" + method + "` here"};
}

Json Server::initialize(const Json& params) {
  const Json& capabilities = within(params, {"capabilities"});
  editor_.encoding = encoding_for(capabilities);
  editor_.shows_related =
      says(capabilities, {"textDocument", "publishDiagnostics", "relatedInformation"});
  editor_.renames_by_version =
      says(capabilities, {"workspace", "workspaceEdit", "documentChanges"});
  may_ask_to_watch_ =
      says(capabilities, {"workspace", "didChangeWatchedFiles", "dynamicRegistration"});
  const Json& pages = within(params, {"initializationOptions", "pages"});
  if (pages.is_string()) editor_.pages = pages.get<std::string>();
  if (!editor_.pages.empty() && !editor_.pages.ends_with('/')) editor_.pages += '/';
  phase_ = Phase::running;
  return {{"capabilities", capabilities_for(editor_)},
          {"serverInfo", {{"name", "abide"}, {"version", ABIDE_VERSION}}}};
}

void Server::notice(const std::string& method, const Json& params) {
  if (method == "exit") {
    ended_ = phase_ == Phase::shut_down ? 0 : 1;
    return;
  }
  if (phase_ != Phase::running) return;
  if (method == "initialized") {
    if (std::exchange(may_ask_to_watch_, false)) send_(watch_request());
  } else if (method == "textDocument/didOpen") {
    did_open(params);
  } else if (method == "textDocument/didChange") {
    did_change(params);
  } else if (method == "textDocument/didClose") {
    workspace_.close(path_of(params.at("textDocument").at("uri").get<std::string>()));
  } else if (method == "textDocument/didSave" || method == "workspace/didChangeWatchedFiles") {
    workspace_.look_again();
  }
}

void Server::did_open(const Json& params) {
  const Json& document = params.at("textDocument");
  const std::string uri = document.at("uri").get<std::string>();
  workspace_.open(path_of(uri), {uri, document.at("version").get<std::int64_t>(),
                                 document.at("text").get<std::string>()});
}

void Server::did_change(const Json& params) {
  const Json& document = params.at("textDocument");
  std::vector<Change> changes;
  for (const Json& one : params.at("contentChanges")) changes.push_back(change_of(one));
  workspace_.change(path_of(document.at("uri").get<std::string>()),
                    document.at("version").get<std::int64_t>(), changes, editor_.encoding);
}

bool Server::has_news() const { return phase_ == Phase::running && workspace_.has_changed(); }

void Server::publish() {
  for (const Json& message : publisher_.publish(workspace_, editor_)) send_(message);
}

}  // namespace abide::cli::lsp
