// JSON-RPC as LSP 3.17 has it: the shapes of answers, and the errors that the specification names.
#pragma once

#include <initializer_list>
#include <string>
#include <variant>

#include "base/json.hpp"

namespace abide::cli::lsp {

enum class Fault : int {
  parse_error = -32700,
  invalid_request = -32600,
  method_not_found = -32601,
  invalid_params = -32602,
  internal_error = -32603,
  server_not_initialized = -32002,
  request_failed = -32803,
  request_cancelled = -32800,
};

/// Why a request has no answer.
struct Refusal {
  Fault fault = Fault::request_failed;
  std::string message;
};
/// What a request is answered with.
using Answer = std::variant<Json, Refusal>;

[[nodiscard]] Json reply(const Json& id, const Answer& answer);
[[nodiscard]] Json notification(const char* method, Json params);
/// Something asked of the editor.
[[nodiscard]] Json request(const char* id, const char* method, Json params);
/// A member of a member …, or null: messages are of any shape.
[[nodiscard]] const Json& within(const Json& json, std::initializer_list<const char*> way);

}  // namespace abide::cli::lsp
