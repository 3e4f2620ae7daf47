#include "cli/lsp/messages.hpp"

#include <nlohmann/json.hpp>

namespace abide::cli::lsp {

Json reply(const Json& id, const Answer& answer) {
  Json message{{"jsonrpc", "2.0"}, {"id", id}};
  if (const auto* refusal = std::get_if<Refusal>(&answer)) {
    message["error"] = {{"code", static_cast<int>(refusal->fault)}, {"message", refusal->message}};
  } else {
    message["result"] = std::get<Json>(answer);
  }
  return message;
}

Json notification(const char* method, Json params) {
  return {{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}};
}

Json request(const char* id, const char* method, Json params) {
  Json message = notification(method, std::move(params));
  message["id"] = id;
  return message;
}

const Json& within(const Json& json, std::initializer_list<const char*> way) {
  static const Json nothing;
  const Json* at = &json;
  for (const char* const name : way) {
    const auto found = at->is_object() ? at->find(name) : at->end();
    if (!at->is_object() || found == at->end()) return nothing;
    at = &*found;
  }
  return *at;
}

}  // namespace abide::cli::lsp
