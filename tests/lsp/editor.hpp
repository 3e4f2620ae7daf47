// An editor in front of the real server: frames over two pipes, and nothing that the server's own
// code has a part in.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <deque>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace abide::lsp_test {

using Json = nlohmann::json;

/// How a server ended.
struct End {
  int code = -1;  ///< 124 when it did not, 128 + N for a signal
  std::string error;
};

class Editor {
 public:
  /// Starts `abide lsp`. Nothing is said to it yet.
  Editor();
  /// Ends it, however it is.
  ~Editor();
  Editor(const Editor&) = delete;
  Editor& operator=(const Editor&) = delete;
  Editor(Editor&&) = delete;
  Editor& operator=(Editor&&) = delete;

  /// `initialize` and `initialized`; what the server can do.
  Json begin(const Json& capabilities = Json::object(), const Json& options = Json{});
  /// Bytes as they are.
  void write(const std::string& bytes);
  void send(const Json& message);
  void notify(const std::string& method, const Json& params);
  /// Sends a request and leaves its answer waiting; its id.
  int post(const std::string& method, const Json& params);
  /// The answer to a request: `result` or `error` as the server has them.
  Json answer_to(const Json& id);
  Json ask(const std::string& method, const Json& params) {
    return answer_to(post(method, params));
  }
  /// The next message, whatever it is; nullopt when none comes in time or the server is gone.
  std::optional<Json> next(std::chrono::milliseconds patience = std::chrono::seconds{60});
  /// The diagnostics of a document of just that version, older ones passed over.
  Json diagnostics(const std::string& uri, int version);
  /// Whether a message is there.
  [[nodiscard]] bool has_more(std::chrono::milliseconds patience);

  void open(const std::string& uri, const std::string& text, int version = 1);
  /// Changes, as they stand in the parameters.
  void change(const std::string& uri, int version, const Json& changes);

  /// `shutdown` and `exit`, or what a test did instead; waits for the end.
  End end(bool politely = true);
  void close_input();
  [[nodiscard]] pid_t process() const { return process_; }
  /// Resident memory in KiB.
  [[nodiscard]] long resident() const;

 private:
  bool read_more(std::chrono::milliseconds patience);
  std::optional<Json> take();

  pid_t process_ = -1;
  int in_ = -1;
  int out_ = -1;
  int error_ = -1;
  std::string bytes_;
  std::deque<Json> kept_;  ///< read while something else was waited for
  int last_id_ = 0;
};

[[nodiscard]] Json place(const std::string& text, std::size_t offset);
/// `textDocument` and `position` of the byte, the text being ASCII up to there on its line.
[[nodiscard]] Json at(const std::string& uri, const std::string& text, std::size_t offset);
/// The byte of `part`, plus `more`.
[[nodiscard]] std::size_t find(const std::string& text, const std::string& part,
                               std::size_t more = 0);

}  // namespace abide::lsp_test
