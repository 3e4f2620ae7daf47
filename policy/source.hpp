// A text with a name, places in it, and the lines they fall on.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace abide::policy {

/// Byte offsets into one SourceFile, first included, last excluded.
struct SourceSpan {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t file = 0;  ///< index among the files read together; 0 where there is one
  bool operator==(const SourceSpan&) const = default;
};

/// Counted from one; columns in characters (code points), not bytes.
struct Position {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  bool operator==(const Position&) const = default;
};

/// Larger texts are refused when they are loaded; offsets stay within 32 bits by far.
inline constexpr std::size_t max_source_bytes = std::size_t{32} << 20U;

/// Immutable after construction; safe to read from many threads.
class SourceFile {
 public:
  /// Finds the line starts once, so that a position costs a binary search and a walk along one
  /// line.
  SourceFile(std::string path, std::string text);
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] Position position(std::uint32_t offset) const;
  /// The line alone, for a binary search and no walk.
  [[nodiscard]] std::uint32_t line_at(std::uint32_t offset) const;
  /// Line `number` (from one) without its end; empty beyond the last.
  [[nodiscard]] std::string_view line(std::uint32_t number) const;
  [[nodiscard]] std::uint32_t line_count() const {
    return static_cast<std::uint32_t>(starts_.size());
  }

 private:
  std::string path_;
  std::string text_;
  std::vector<std::uint32_t> starts_;
};

}  // namespace abide::policy
