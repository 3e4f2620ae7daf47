#include "cli/deadlines.hpp"

namespace abide::cli {
namespace {

/// The texts of the policy that the session goes by: as published, or as its file has them now.
policy::Reader texts_of(const Desk& desk, const Session& session) {
  if (!session.published)
    return [&desk](const std::string& path) {
      return desk.files().read(path, policy::max_source_bytes);
    };
  return [&session](const std::string& path) -> Result<std::string> {
    for (const auto& [name, text] : session.published->texts)
      if (name == path) return text;
    return Error{ErrorCode::not_found, "a text was not published with the policy", ""};
  };
}

Result<std::vector<policy::Right>> rights_in_force(const Desk& desk, const Session& session) {
  const std::string entry =
      session.published ? session.published->texts.front().first : session.policy_file;
  ABIDE_TRY(const auto loaded, policy::load(texts_of(desk, session), entry));
  return policy::rights_of(loaded.sources);
}

}  // namespace

Result<std::vector<OpenRequest>> open_requests(const Desk& desk, const Session& session,
                                               Instant now) {
  ABIDE_TRY(auto rights, rights_in_force(desk, session));
  ABIDE_TRY(const Deadlines deadlines, Deadlines::of(session.model, std::move(rights)));
  ABIDE_TRY(const auto requests, session.control->requests());
  std::vector<OpenRequest> open;
  for (const engine::Request& one : requests) {
    if (one.closed) continue;
    ABIDE_TRY(const auto about, session.control->subject_of(one.id));
    ABIDE_TRY(auto due, deadlines.due(about.first, one.kind, one.received, now));
    open.push_back({one, about.first, std::move(due)});
  }
  return open;
}

}  // namespace abide::cli
