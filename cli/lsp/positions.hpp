// Places as editors count them, lines and units from zero, against bytes.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace abide::cli::lsp {

/// What an editor counts within a line.
enum class Encoding { utf16, utf8 };

struct Place {
  std::uint32_t line = 0;
  std::uint32_t character = 0;
  bool operator==(const Place&) const = default;
};

/// A place and its byte.
struct Reached {
  std::uint32_t offset = 0;
  Place place;
};

/// Where the lines of a text begin: behind `\n`, `\r\n` and a lone `\r`.
class Lines {
 public:
  explicit Lines(std::string_view text);
  /// The byte at a place; beyond the end of a line its end, beyond the last line the end of the
  /// text, within a character its beginning.
  [[nodiscard]] std::uint32_t offset(std::string_view text, Place place, Encoding encoding) const;
  [[nodiscard]] Place place(std::string_view text, std::uint32_t offset, Encoding encoding) const {
    return reach(text, offset, encoding, {}).place;
  }
  /// The same, counted from a place on that line which was reached before, where it is no further.
  [[nodiscard]] Reached reach(std::string_view text, std::uint32_t offset, Encoding encoding,
                              Reached before) const;
  [[nodiscard]] std::uint32_t count() const { return static_cast<std::uint32_t>(starts_.size()); }

 private:
  std::vector<std::uint32_t> starts_;
};

}  // namespace abide::cli::lsp
