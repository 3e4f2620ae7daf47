// How long an editor waits: from a keystroke in a policy (didChange) to what the checker says of it
// (publishDiagnostics), through the pipes of the real process.
// Usage: bench_lsp [ABIDE [POLICY …]]
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "tests/bench/measure.hpp"

namespace {

using namespace abide::bench;
using Json = nlohmann::json;

/// A server and the two pipes to it.
class Server {
 public:
  explicit Server(const std::string& abide) {
    std::array<int, 2> in{};
    std::array<int, 2> out{};
    if (::pipe(in.data()) != 0 || ::pipe(out.data()) != 0) return;
    posix_spawn_file_actions_t ends;
    posix_spawn_file_actions_init(&ends);
    posix_spawn_file_actions_adddup2(&ends, in[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&ends, out[1], STDOUT_FILENO);
    for (const int one : {in[0], in[1], out[0], out[1]})
      posix_spawn_file_actions_addclose(&ends, one);
    const std::string verb = "lsp";
    char* const words[] = {const_cast<char*>(abide.c_str()), const_cast<char*>(verb.c_str()),
                           nullptr};
    if (::posix_spawn(&child_, abide.c_str(), &ends, nullptr, words, environ) != 0) child_ = -1;
    posix_spawn_file_actions_destroy(&ends);
    ::close(in[0]);
    ::close(out[1]);
    to_ = in[1];
    from_ = out[0];
  }
  ~Server() {
    ::close(to_);
    ::close(from_);
    if (child_ > 0) ::waitpid(child_, nullptr, 0);
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  Server(Server&&) = delete;
  Server& operator=(Server&&) = delete;
  [[nodiscard]] bool runs() const { return child_ > 0; }

  void send(const char* method, const Json& params, const Json& id = Json{}) const {
    Json message{{"jsonrpc", "2.0"}, {"method", method}, {"params", params}};
    if (!id.is_null()) message["id"] = id;
    const std::string body = message.dump();
    const std::string frame = fmt::format("Content-Length: {}\r\n\r\n{}", body.size(), body);
    for (std::size_t at = 0; at < frame.size();) {
      const ssize_t wrote = ::write(to_, frame.data() + at, frame.size() - at);
      if (wrote <= 0) return;
      at += static_cast<std::size_t>(wrote);
    }
  }
  /// Reads on until diagnostics of that version are there; false when the server went away.
  bool wait_for(int version) {
    while (true) {
      if (const auto message = take()) {
        if (message->value("method", "") == "textDocument/publishDiagnostics" &&
            message->at("params").value("version", -1) == version)
          return true;
        continue;
      }
      std::array<char, 65536> page{};
      const ssize_t got = ::read(from_, page.data(), page.size());
      if (got <= 0) return false;
      bytes_.append(page.data(), static_cast<std::size_t>(got));
    }
  }

 private:
  std::optional<Json> take() {
    const std::size_t end = bytes_.find("\r\n\r\n");
    if (end == std::string::npos) return std::nullopt;
    const std::size_t length = std::stoul(bytes_.substr(bytes_.find(':') + 1));
    if (bytes_.size() < end + 4 + length) return std::nullopt;
    Json message = Json::parse(bytes_.substr(end + 4, length));
    bytes_.erase(0, end + 4 + length);
    return message;
  }
  pid_t child_ = -1;
  int to_ = -1;
  int from_ = -1;
  std::string bytes_;
};

/// A blank typed and taken back at the end of a comment, again and again.
std::vector<double> keystrokes(Server& server, const std::string& policy, int count) {
  std::ifstream file{policy, std::ios::binary};
  const std::string text{std::istreambuf_iterator<char>{file}, {}};
  const std::string uri = "file://" + std::filesystem::absolute(policy).string();
  server.send("initialize", {{"capabilities", Json::object()}}, 1);
  server.send("initialized", Json::object());
  server.send(
      "textDocument/didOpen",
      {{"textDocument", {{"uri", uri}, {"languageId", "abide"}, {"version", 1}, {"text", text}}}});
  std::vector<double> times;
  if (!server.wait_for(1)) return times;
  const auto lines = std::count(text.begin(), text.end(), '\n');
  for (int i = 0; i < count; ++i) {
    const int typed = i % 2;
    const Json range{{"start", {{"line", lines}, {"character", 0}}},
                     {"end", {{"line", lines}, {"character", typed}}}};
    const Timer timer;
    server.send("textDocument/didChange",
                {{"textDocument", {{"uri", uri}, {"version", i + 2}}},
                 {"contentChanges", {{{"range", range}, {"text", typed == 0 ? " " : ""}}}}});
    if (!server.wait_for(i + 2)) return {};
    times.push_back(timer.seconds() * 1e3);
  }
  server.send("shutdown", Json{}, 2);
  server.send("exit", Json{});
  return times;
}

double percentile95(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() * 95 / 100];
}

}  // namespace

int main(int argc, char** argv) {
  const Options options = options_of(argc, argv, 0, 200);
  const auto beside = std::filesystem::path{argv[0]}.parent_path() / "../../cli/abide";
  const std::string abide = argc > 1 ? argv[1] : beside.string();
  std::vector<std::string> policies{argv + std::min(argc, 2), argv + argc};
  if (policies.empty()) {
    for (const char* const name : {"interview-studio", "career-mentor"})
      policies.push_back(
          fmt::format("{}/docs/examples/{}/{}.policy", ABIDE_SOURCE_DIR, name, name));
  }
  bool met = true;
  for (const std::string& policy : policies) {
    Server server{abide};
    const std::vector<double> times =
        server.runs() ? keystrokes(server, policy, options.runs) : std::vector<double>{};
    if (times.empty()) {
      fmt::print(stderr, "{} cannot be served, or `abide` is not built\n", policy);
      return 2;
    }
    const std::string name = std::filesystem::path{policy}.filename().string();
    met = print({"lsp", name + ", keystroke to diagnostics, median", median(times), 0, 20, true,
                 "ms"},
                options) &&
          met;
    met = print({"lsp", name + ", keystroke to diagnostics, 95th percentile", percentile95(times),
                 0, 20, true, "ms"},
                options) &&
          met;
  }
  return met ? 0 : 1;
}
