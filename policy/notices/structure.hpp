// How a notice's lines become sections and sentences. Lives for one reading.
#pragma once

#include <string_view>
#include <unordered_set>
#include <vector>

#include "policy/notices/notice.hpp"

namespace abide::policy::notices {

class Structure {
 public:
  Structure(Notice& notice, const Titles& titles);
  void read();

 private:
  enum class Kind { blank, text, item, heading };
  struct Line {
    std::size_t begin = 0;  ///< bytes, without blanks and marks of lists at either end
    std::size_t end = 0;
    Kind kind = Kind::blank;
    int rank = 0;            ///< of a heading that Markdown shows
    std::size_t number = 0;  ///< bytes of the item's number
    std::size_t width = 0;   ///< of the whole line
  };
  [[nodiscard]] Line line_at(std::size_t& at) const;
  void mark_heading(Line& line) const;
  void mark_item(Line& line) const;
  [[nodiscard]] int underline_at(std::size_t at, std::size_t& end) const;
  /// Rank 7 for a section that a promise names, 8 for another heading, 0 for none.
  [[nodiscard]] int rank_of(std::string_view title) const;
  void add(const Line& line, std::size_t next);
  void add_heading(Range title, int rank);
  void open_section(Range title, int rank);
  void add_text(const Line& line, std::size_t next);
  void end_sentence(std::size_t last);
  void push(Range tokens, bool heading);
  /// Parts off a heading that opens the sentence: `Account data — Managed by …`.
  void push_after_heading(Range tokens);
  [[nodiscard]] bool breaks_after(std::size_t token) const;
  [[nodiscard]] bool is_abbreviation(std::size_t stop) const;
  [[nodiscard]] bool apart(std::size_t token) const;
  [[nodiscard]] std::string_view token(std::size_t i) const;

  Notice& notice_;
  std::string_view text_;
  std::unordered_set<Sign> sections_, headings_;
  std::size_t longest_title_ = 0;  ///< bytes; a longer line is none
  std::size_t open_ = 0;           ///< first token of the sentence being read
  bool in_list_ = false;           ///< ` - ` begins an item in this paragraph
  bool fresh_ = true;              ///< nothing of this paragraph was read yet
  std::vector<std::size_t> way_;   ///< open sections, outermost first
};

}  // namespace abide::policy::notices
