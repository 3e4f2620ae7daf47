// The frames of LSP's base protocol: bytes in, whole messages out. Looks into no message.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace abide::cli::lsp {

/// More than any editor sends; a longer message is not one.
inline constexpr std::size_t max_message_bytes = std::size_t{128} << 20U;
inline constexpr std::size_t max_header_bytes = 8192;

class FrameReader {
 public:
  void feed(std::string_view bytes) { waiting_.append(bytes); }
  /// The next whole message, or nothing yet. After a fault nothing ever.
  [[nodiscard]] std::optional<std::string> next();
  /// What is wrong with the stream, in words; empty while it reads. Nobody can say where the next
  /// message begins then.
  [[nodiscard]] const std::string& fault() const { return fault_; }
  /// Whether a message has begun and is not whole.
  [[nodiscard]] bool has_begun() const { return waiting_.size() > at_; }

 private:
  /// Reads a header that is whole; false where it is not yet.
  bool read_header();
  void read_field(std::string_view line);
  void fail(std::string why) { fault_ = std::move(why); }

  std::string waiting_;
  std::size_t at_ = 0;                 ///< what lies before was given out
  std::optional<std::size_t> length_;  ///< of the message whose header was read
  std::string fault_;
};

/// A message with its header.
[[nodiscard]] std::string framed(std::string_view message);

}  // namespace abide::cli::lsp
