// Everything that waits in the pipe is taken in before anything is worked out, so that a burst of
// changes costs one check, and a request that was cancelled none.
#include "cli/lsp/loop.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <deque>
#include <nlohmann/json.hpp>

#include "cli/lsp/frames.hpp"
#include "cli/lsp/json_text.hpp"
#include "cli/lsp/server.hpp"

namespace abide::cli::lsp {
namespace {

/// However much is typed, diagnostics are no further behind than that.
constexpr std::chrono::milliseconds longest_wait{150};

/// A stream of messages, read as far as it has any.
class Wire {
 public:
  Wire(int input, int output) : input_(input), output_(output) {}

  enum class Patience { none, forever };
  /// Reads what there is; false when the stream is at its end.
  bool fill(Patience patience) {
    if (!is_ready(patience)) return true;
    std::array<char, 65536> page{};
    const ssize_t got = ::read(input_, page.data(), page.size());
    if (got < 0) return errno == EINTR || errno == EAGAIN;
    reader_.feed({page.data(), static_cast<std::size_t>(got)});
    return got > 0;
  }
  [[nodiscard]] bool has_more() const { return is_ready(Patience::none); }
  [[nodiscard]] FrameReader& reader() { return reader_; }
  /// False when nobody reads any more.
  bool send(const std::string& message) {
    const std::string frame = framed(message);
    for (std::size_t at = 0; at < frame.size();) {
      const ssize_t wrote = ::write(output_, frame.data() + at, frame.size() - at);
      if (wrote < 0 && errno == EINTR) continue;
      if (wrote <= 0) return false;
      at += static_cast<std::size_t>(wrote);
    }
    return true;
  }

 private:
  [[nodiscard]] bool is_ready(Patience patience) const {
    pollfd one{.fd = input_, .events = POLLIN, .revents = 0};
    return ::poll(&one, 1, patience == Patience::forever ? -1 : 0) > 0;
  }
  int input_;
  int output_;
  FrameReader reader_;
};

class Loop {
 public:
  Loop(int input, int output, Files& disk, const Clock& clock)
      : wire_(input, output),
        server_(disk, clock, [this](const Json& message) { send(message); }) {}

  int run() {
    while (!server_.ended() && !deaf_) {
      if (!take_in()) break;
      if (!waiting_.empty()) {
        Waiting next = std::move(waiting_.front());
        waiting_.pop_front();
        if (next.cancelled) {
          server_.cancel(next.message);
        } else {
          server_.receive(next.message);
        }
      }
      publish_in_time();
    }
    if (server_.ended()) return *server_.ended();
    if (!wire_.reader().fault().empty()) {
      fmt::print(stderr,
                 "error: what the editor sends cannot be read: {}\n  help: the editor has to speak "
                 "LSP 3.17 over standard input and output\n  retry: safe\n",
                 wire_.reader().fault());
      return 1;
    }
    if (wire_.reader().has_begun()) {
      fmt::print(stderr, "error: the editor went away in the middle of a message\n  retry: safe\n");
    }
    return server_.was_shut_down() && !wire_.reader().has_begun() ? 0 : 1;
  }

 private:
  struct Waiting {
    Json message;
    bool cancelled = false;
  };

  /// Waits where there is nothing to do; false when no message can come any more.
  bool take_in() {
    const bool idle = waiting_.empty() && !server_.has_news();
    bool open = wire_.fill(idle ? Wire::Patience::forever : Wire::Patience::none);
    while (auto body = wire_.reader().next()) keep(std::move(*body));
    open = open && wire_.reader().fault().empty();
    return open || !waiting_.empty();
  }
  void keep(std::string body) {
    auto message = parse_json(with_whole_characters(std::move(body)));
    if (!message) {
      server_.refuse(Json{}, {Fault::parse_error, message.error().message});
      return;
    }
    if (within(*message, {"method"}) != "$/cancelRequest") {
      waiting_.push_back({std::move(*message)});
      return;
    }
    const Json id = within(*message, {"params", "id"});
    for (Waiting& one : waiting_) {
      const bool asks = one.message.is_object() && one.message.contains("method");
      if (asks && !id.is_null() && one.message.value("id", Json{}) == id) one.cancelled = true;
    }
  }
  void publish_in_time() {
    if (!server_.has_news()) {
      since_.reset();
      return;
    }
    const auto now = std::chrono::steady_clock::now();
    since_ = since_.value_or(now);
    const bool late = now - *since_ > longest_wait;
    if (late || (waiting_.empty() && !wire_.has_more())) {
      server_.publish();
      since_.reset();
    }
  }
  void send(const Json& message) {
    deaf_ = deaf_ || !wire_.send(message.dump(-1, ' ', false, Json::error_handler_t::replace));
  }

  Wire wire_;
  Server server_;
  std::deque<Waiting> waiting_;
  std::optional<std::chrono::steady_clock::time_point> since_;  ///< the documents changed
  bool deaf_ = false;
};

}  // namespace

int serve(int input, int output, Files& disk, const Clock& clock) {
  return Loop{input, output, disk, clock}.run();
}

}  // namespace abide::cli::lsp
