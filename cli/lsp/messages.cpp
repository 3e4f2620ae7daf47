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

}  // namespace abide::cli::lsp
