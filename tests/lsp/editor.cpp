#include "tests/lsp/editor.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <fstream>
#include <thread>

namespace abide::lsp_test {
namespace {

constexpr std::chrono::seconds patience_to_end{60};

std::string drained(int descriptor) {
  std::string text;
  std::array<char, 4096> page{};
  for (ssize_t got = 0; (got = ::read(descriptor, page.data(), page.size())) > 0;)
    text.append(page.data(), static_cast<std::size_t>(got));
  return text;
}

}  // namespace

Editor::Editor() {
  std::signal(SIGPIPE, SIG_IGN);
  std::array<int, 2> in{};
  std::array<int, 2> out{};
  std::array<int, 2> error{};
  if (::pipe2(in.data(), O_CLOEXEC) != 0 || ::pipe2(out.data(), O_CLOEXEC) != 0 ||
      ::pipe2(error.data(), O_CLOEXEC) != 0)
    return;
  process_ = ::fork();
  if (process_ == 0) {
    ::dup2(in[0], STDIN_FILENO);
    ::dup2(out[1], STDOUT_FILENO);
    ::dup2(error[1], STDERR_FILENO);
    ::execl(ABIDE_PROGRAM, ABIDE_PROGRAM, "lsp", static_cast<char*>(nullptr));
    ::_exit(127);
  }
  for (const int theirs : {in[0], out[1], error[1]}) ::close(theirs);
  in_ = in[1];
  out_ = out[0];
  error_ = error[0];
  ::fcntl(error_, F_SETFL, O_NONBLOCK);
}

Editor::~Editor() {
  if (process_ > 0) {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
  }
  for (const int one : {in_, out_, error_})
    if (one >= 0) ::close(one);
}

void Editor::write(const std::string& bytes) {
  for (std::size_t at = 0; at < bytes.size();) {
    const ssize_t wrote = ::write(in_, bytes.data() + at, bytes.size() - at);
    if (wrote <= 0) return;
    at += static_cast<std::size_t>(wrote);
  }
}

void Editor::send(const Json& message) {
  const std::string body = message.dump();
  write("Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
}

void Editor::notify(const std::string& method, const Json& params) {
  send({{"jsonrpc", "2.0"}, {"method", method}, {"params", params}});
}

int Editor::post(const std::string& method, const Json& params) {
  send({{"jsonrpc", "2.0"}, {"id", ++last_id_}, {"method", method}, {"params", params}});
  return last_id_;
}

Json Editor::begin(const Json& capabilities, const Json& options) {
  const Json answer = ask("initialize", {{"processId", nullptr},
                                         {"rootUri", nullptr},
                                         {"capabilities", capabilities},
                                         {"initializationOptions", options}});
  notify("initialized", Json::object());
  return answer.at("result");
}

bool Editor::read_more(std::chrono::milliseconds patience) {
  pollfd one{.fd = out_, .events = POLLIN, .revents = 0};
  if (::poll(&one, 1, static_cast<int>(patience.count())) <= 0) return false;
  std::array<char, 65536> page{};
  const ssize_t got = ::read(out_, page.data(), page.size());
  if (got <= 0) return false;
  bytes_.append(page.data(), static_cast<std::size_t>(got));
  return true;
}

std::optional<Json> Editor::take() {
  const std::size_t end = bytes_.find("\r\n\r\n");
  if (end == std::string::npos) return std::nullopt;
  const std::size_t length = std::stoul(bytes_.substr(bytes_.find(':') + 1));
  if (bytes_.size() < end + 4 + length) return std::nullopt;
  Json message = Json::parse(bytes_.substr(end + 4, length));
  bytes_.erase(0, end + 4 + length);
  return message;
}

std::optional<Json> Editor::next(std::chrono::milliseconds patience) {
  if (!kept_.empty()) {
    Json first = std::move(kept_.front());
    kept_.pop_front();
    return first;
  }
  while (true) {
    if (auto message = take()) return message;
    if (!read_more(patience)) return std::nullopt;
  }
}

bool Editor::has_more(std::chrono::milliseconds patience) {
  auto message = next(patience);
  if (!message) return false;
  kept_.push_front(std::move(*message));
  return true;
}

Json Editor::answer_to(const Json& id) {
  std::deque<Json> passed;
  while (auto message = next()) {
    if (message->contains("id") && message->at("id") == id) {
      for (; !passed.empty(); passed.pop_back()) kept_.push_front(std::move(passed.back()));
      return *message;
    }
    passed.push_back(std::move(*message));
  }
  ADD_FAILURE() << "no answer to " << id;
  return Json::object();
}

Json Editor::diagnostics(const std::string& uri, int version) {
  std::deque<Json> passed;
  while (auto message = next()) {
    const bool published = message->value("method", "") == "textDocument/publishDiagnostics" &&
                           message->at("params").at("uri") == uri;
    if (!published) {
      passed.push_back(std::move(*message));
      continue;
    }
    const Json& params = message->at("params");
    EXPECT_LE(params.value("version", -1), version) << "a version that nobody sent";
    if (params.value("version", -1) == version) {
      for (; !passed.empty(); passed.pop_back()) kept_.push_front(std::move(passed.back()));
      return params.at("diagnostics");
    }
  }
  ADD_FAILURE() << "no diagnostics of version " << version << " of " << uri;
  return Json::array();
}

void Editor::open(const std::string& uri, const std::string& text, int version) {
  notify("textDocument/didOpen",
         {{"textDocument",
           {{"uri", uri}, {"languageId", "abide"}, {"version", version}, {"text", text}}}});
}

void Editor::change(const std::string& uri, int version, const Json& changes) {
  notify("textDocument/didChange",
         {{"textDocument", {{"uri", uri}, {"version", version}}}, {"contentChanges", changes}});
}

void Editor::close_input() {
  if (in_ >= 0) ::close(in_);
  in_ = -1;
}

End Editor::end(bool politely) {
  if (politely) {
    ask("shutdown", nullptr);
    notify("exit", nullptr);
  }
  const auto until = std::chrono::steady_clock::now() + patience_to_end;
  End end;
  int status = 0;
  while (::waitpid(process_, &status, WNOHANG) == 0) {
    while (next(std::chrono::milliseconds{5})) {
    }
    end.error += drained(error_);
    if (std::chrono::steady_clock::now() > until) return {124, end.error};
    std::this_thread::sleep_for(std::chrono::milliseconds{2});
  }
  process_ = -1;
  end.error += drained(error_);
  end.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return end;
}

long Editor::resident() const {
  std::ifstream file{"/proc/" + std::to_string(process_) + "/statm"};
  long pages = 0;
  long resident = 0;
  file >> pages >> resident;
  return resident * (::sysconf(_SC_PAGESIZE) / 1024);
}

Json place(const std::string& text, std::size_t offset) {
  const auto before = text.substr(0, offset);
  const auto line_start = before.rfind('\n');
  return {{"line", std::count(before.begin(), before.end(), '\n')},
          {"character", offset - (line_start == std::string::npos ? 0 : line_start + 1)}};
}

Json at(const std::string& uri, const std::string& text, std::size_t offset) {
  return {{"textDocument", {{"uri", uri}}}, {"position", place(text, offset)}};
}

std::size_t find(const std::string& text, const std::string& part, std::size_t more) {
  const std::size_t found = text.find(part);
  EXPECT_NE(found, std::string::npos) << part;
  return found + more;
}

}  // namespace abide::lsp_test
