// Finds many values in a text at once, each where it stands as a word of its own.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace abide::reread {

/// Looks for values of at least `shortest` bytes, whatever the case of their ASCII letters. Time
/// grows with the text, and with the length of values where a text holds how they begin; not with
/// their number, however alike they are. May be asked by several threads.
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

  /// Calls `found` with every value that stands at `from`.
  void find_at(std::string_view text, std::size_t from,
               const std::function<void(std::size_t)>& found) const;

  std::vector<std::string> values_;                                       ///< folded
  std::unordered_map<std::uint64_t, std::vector<std::size_t>> by_piece_;  ///< offsets in a value
  std::unordered_map<std::uint64_t, std::vector<std::size_t>> by_hash_;   ///< whole values
  std::unordered_set<std::uint64_t> beginnings_;  ///< hashes of their first 8, 16, 32 … bytes
  std::size_t longest_ = 0;
  std::vector<std::uint64_t> pieces_;  ///< a bit for each hash of one
};

}  // namespace abide::reread
