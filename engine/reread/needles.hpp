// Finds many values in a text at once, each where it stands as a word of its own.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace abide::reread {

/// Looks for values of at least `shortest` bytes, whatever the case of their ASCII letters. Time
/// grows with the text, and with the number of values only where a text holds how many of them
/// begin. May be asked by several threads.
class Needles {
 public:
  static constexpr std::size_t shortest = 8;

  /// @pre each has at least `shortest` bytes; the same may come twice
  explicit Needles(std::vector<std::string> values);

  /// Calls `found` with the place of a value in the list, as often as it stands in the text.
  /// `ada@post.example` does not stand in `nada@post.example`, `ada@post.example.com` or
  /// `ada@post.example-mail`; it does in a sentence, a link, quoted, JSON, or percent-encoded text.
  void find(std::string_view text, const std::function<void(std::size_t)>& found) const;

 private:
  [[nodiscard]] bool stands(std::string_view text, std::size_t from,
                            const std::string& value) const;

  std::vector<std::string> values_;  ///< folded
  struct Place {
    std::size_t value;
    std::size_t offset;  ///< of the piece in the value
  };
  std::unordered_map<std::uint64_t, std::vector<Place>> by_piece_;
  std::vector<std::uint64_t> pieces_;  ///< a bit for each hash of one
};

}  // namespace abide::reread
