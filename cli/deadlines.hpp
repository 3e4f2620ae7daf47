// By when the open requests of a session are answered.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/session.hpp"
#include "engine/answers/answers.hpp"

namespace abide::cli {

using engine::Deadlines;
using engine::Due;

/// An open request and its last day.
struct OpenRequest {
  engine::Request request;
  std::string subject;  ///< the kind of person, by name
  std::optional<Due> due;
};
/// By the policy that the session goes by: as published, or as its file has it now.
[[nodiscard]] Result<std::vector<OpenRequest>> open_requests(const Desk& desk,
                                                             const Session& session, Instant now);

}  // namespace abide::cli
