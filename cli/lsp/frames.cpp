#include "cli/lsp/frames.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace abide::cli::lsp {

std::optional<std::string> FrameReader::next() {
  if (!fault_.empty() || (!length_ && !read_header())) return std::nullopt;
  if (waiting_.size() - at_ < *length_) return std::nullopt;
  std::string message = waiting_.substr(at_, *length_);
  at_ += *length_;
  length_.reset();
  if (at_ == waiting_.size()) {
    waiting_ = {};  // one large message does not hold its room for ever
    at_ = 0;
  }
  return message;
}

bool FrameReader::read_header() {
  constexpr std::string_view end = "\r\n\r\n";
  if (at_ > 0) {
    waiting_.erase(0, at_);
    at_ = 0;
  }
  const std::size_t found = waiting_.find(end);
  if (std::min(found, waiting_.size()) > max_header_bytes) {
    fail("a message has no header: no blank line ends it");
    return false;
  }
  if (found == std::string::npos) return false;
  std::string_view fields = std::string_view{waiting_}.substr(0, found + 2);
  while (!fields.empty() && fault_.empty()) {
    const std::size_t line = fields.find("\r\n");
    read_field(fields.substr(0, line));
    fields.remove_prefix(line + 2);
  }
  if (fault_.empty() && !length_) fail("a message's header has no Content-Length");
  at_ = found + end.size();
  return fault_.empty();
}

void FrameReader::read_field(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return fail("a message's header has a line without a colon");
  const std::string name = folded(line.substr(0, colon));
  const std::string_view value = trimmed(line.substr(colon + 1));
  if (name == "content-type") {
    const std::string type = folded(value);
    const std::size_t charset = type.find("charset=");
    if (charset == std::string::npos) return;
    const std::string_view said = std::string_view{type}.substr(charset + 8);
    if (said != "utf-8" && said != "utf8") fail("a message is in another encoding than UTF-8");
    return;
  }
  if (name != "content-length") return;
  std::size_t length = 0;
  const auto [last, wrong] = std::from_chars(value.data(), value.data() + value.size(), length);
  if (wrong == std::errc::result_out_of_range || length > max_message_bytes) {
    return fail("a message is longer than 128 MB");
  }
  if (wrong != std::errc{} || last != value.data() + value.size() || value.empty()) {
    return fail("a message's Content-Length is no number");
  }
  if (length_ && *length_ != length) return fail("a message's header has two lengths");
  length_ = length;
}

std::string framed(std::string_view message) {
  std::string frame = "Content-Length: " + std::to_string(message.size()) + "\r\n\r\n";
  return frame.append(message);
}

}  // namespace abide::cli::lsp
