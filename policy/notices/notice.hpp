// A published notice, read once: its words, its sections and its sentences, each with its place.
// What it promises is no matter here.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "policy/notices/tokens.hpp"
#include "policy/source.hpp"

namespace abide::policy::notices {

/// Larger notices are refused. Reading takes about ten times a notice's size in memory.
inline constexpr std::size_t max_notice_bytes = std::size_t{16} << 20U;

/// What a policy says of a notice's headings. Markdown shows its own; in plain text nothing tells a
/// heading from a sentence, and a guess could hide a sentence.
struct Titles {
  std::vector<std::string> sections;  ///< that promises name: each opens a section
  std::vector<std::string> headings;  ///< others, of a line or before a colon or a dash
};

struct Section {
  std::string title;  ///< as it stands
  /// From the title to the next heading of its rank or above.
  Range tokens;
  std::optional<std::size_t> parent = {};
  int rank = 7;  ///< of Markdown, 1 to 6; 7 of a line that a promise names
};

struct Sentence {
  Range tokens;
  std::optional<std::size_t> section = {};  ///< the innermost; none before the first
  bool heading = false;
};

class Notice {
 public:
  /// Reads a text: UTF-8, plain or Markdown. Linear.
  /// @param path  for people
  /// @error refused  larger than `max_notice_bytes`, no UTF-8, an HTML page, or without a word
  static Result<Notice> read(std::string path, std::string text, const Titles& titles);

  [[nodiscard]] const SourceFile& source() const { return source_; }
  [[nodiscard]] const Tokens& tokens() const { return tokens_; }
  [[nodiscard]] const std::vector<Section>& sections() const { return sections_; }
  /// In order; a token between two stands in neither.
  [[nodiscard]] const std::vector<Sentence>& sentences() const { return sentences_; }

  /// The innermost section at a token.
  [[nodiscard]] std::optional<std::size_t> section_at(std::size_t token) const;
  /// Whether some section of that title (`title_key`) holds the whole range.
  [[nodiscard]] bool holds(Sign title, Range range) const;
  [[nodiscard]] bool has_section(Sign title) const;
  /// The sentence that holds a token, or the next one after it.
  [[nodiscard]] std::size_t sentence_from(std::size_t token) const;
  /// As it stands, blanks folded to one.
  [[nodiscard]] std::string text_of(Range range) const;
  [[nodiscard]] SourceSpan span_of(Range range, std::uint32_t file) const;
  [[nodiscard]] std::size_t words_in(Range range) const;

 private:
  friend class Structure;
  Notice(std::string path, std::string text) : source_(std::move(path), std::move(text)) {}

  SourceFile source_;
  Tokens tokens_;
  std::vector<Section> sections_;
  std::vector<std::vector<Sign>> keys_;  ///< of each section: what titles it answers to
  std::vector<Sentence> sentences_;
};

/// What a title says, less a full stop or a colon at its end: one number for it, or two where it
/// begins with a number that may be left out.
[[nodiscard]] std::vector<Sign> title_keys(std::string_view title);
/// The first of them; 0 for a title without a word.
[[nodiscard]] Sign title_key(std::string_view title);

}  // namespace abide::policy::notices
