// A deployment of one SQLite store in a folder.
#include "tests/bench/session.hpp"

namespace abide::bench {

Result<cli::Session> reopen_session(const std::string& folder, Files& files, const Clock& clock) {
  const cli::Desk desk{files, clock};
  cli::Words words;
  words.deploy = folder + "/here.deploy";
  cli::Stop stop;
  auto session = desk.open(words, cli::Desk::Control::open, stop);
  if (!session) return Error{ErrorCode::refused, "the bench's own session did not open", ""};
  return std::move(*session);
}

Result<cli::Session> open_session(const std::string& folder, const std::string& policy,
                                  Files& files, const Clock& clock) {
  ABIDE_CHECK(files.write(folder + "/bench.policy", policy));
  ABIDE_CHECK(files.write(folder + "/here.deploy", deployment));
  ABIDE_CHECK(engine::ControlStore::create(
      {folder + "/control.sqlite", folder + "/keys.sqlite", {folder + "/anchors"}}, "bench/here",
      "bench", clock.now(), files));
  return reopen_session(folder, files, clock);
}

}  // namespace abide::bench
