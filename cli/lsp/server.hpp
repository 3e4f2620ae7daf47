// The protocol's life: a message in, messages out. Reads and writes no stream.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cli/lsp/asked.hpp"
#include "cli/lsp/publish.hpp"

namespace abide::cli::lsp {

class Server {
 public:
  using Send = std::function<void(const Json& message)>;

  Server(Files& disk, const Clock& clock, Send send);

  /// One message: a request is answered before this returns.
  void receive(const Json& message);
  /// Answers a request that somebody no longer waits for.
  void cancel(const Json& request);
  /// Whether diagnostics are older than the documents.
  [[nodiscard]] bool has_news() const;
  /// Says what the checker says of the documents as they are.
  void publish();
  /// The exit code, once the editor said `exit`: 0 when it said `shutdown` before.
  [[nodiscard]] std::optional<int> ended() const { return ended_; }
  [[nodiscard]] bool was_shut_down() const { return phase_ == Phase::shut_down; }
  void refuse(const Json& id, const Refusal& refusal) const;

 private:
  enum class Phase { unborn, running, shut_down };
  [[nodiscard]] Answer answer(const std::string& method, const Json& params);
  [[nodiscard]] Json initialize(const Json& params);
  void notice(const std::string& method, const Json& params);
  void did_open(const Json& params);
  void did_change(const Json& params);

  Send send_;
  Workspace workspace_;
  Editor editor_;
  Publisher publisher_;
  Phase phase_ = Phase::unborn;
  bool may_ask_to_watch_ = false;  ///< the editor tells of changed files when it is asked to
  std::optional<int> ended_;
};

}  // namespace abide::cli::lsp
