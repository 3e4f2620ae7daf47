// A text as words and marks, so that two texts that read alike are alike: blanks, typographic
// quotes and dashes, soft hyphens and the marks of Markdown make no difference.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace abide::policy::notices {

/// What a word or a mark says, as a number: a hash of 64 bits of its folded text. Letters keep
/// their case; accents are compared as they are encoded.
using Sign = std::uint64_t;

enum class TokenKind : std::uint8_t {
  word,    ///< letters and digits without a break
  mark,    ///< any other character that is seen
  number,  ///< of an item of a list, `3` in `3. Rights`: read, never counted as a word
};
/// Where a token stands: byte offsets into its text, first included, last excluded.
struct Place {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  TokenKind kind = TokenKind::word;
};
/// The tokens of a text, in its order; `signs[i]` is what stands at `places[i]`.
struct Tokens {
  std::vector<Sign> signs;
  std::vector<Place> places;
  [[nodiscard]] std::size_t size() const { return signs.size(); }
  [[nodiscard]] bool is_word(std::size_t i) const { return places[i].kind == TokenKind::word; }
};
/// Tokens by their number, first included, last excluded.
struct Range {
  std::size_t first = 0;
  std::size_t last = 0;
  [[nodiscard]] std::size_t size() const { return last - first; }
  bool operator==(const Range&) const = default;
};

/// The sign of a text that is one word or mark already.
[[nodiscard]] Sign sign_of(std::string_view folded);
/// Adds the tokens of `text[begin, end)` to what is there; places count from the start of `text`.
/// @pre the text is UTF-8
void add_tokens(std::string_view text, std::size_t begin, std::size_t end, Tokens& tokens);
[[nodiscard]] Tokens tokens_of(std::string_view text);
/// Words alone, ASCII letters small, without the `s` of a plural: how names are looked for.
/// @param places  where each stands, when not null
[[nodiscard]] std::vector<Sign> loose_words_of(std::string_view text);

}  // namespace abide::policy::notices
