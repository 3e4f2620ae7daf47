// HTML pages that stand alone: no script, no request to anywhere, readable on paper.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace abide::reports {

/// As it stands in a page's text or in a quoted attribute; control characters are spelt out.
[[nodiscard]] std::string escaped(std::string_view text);

/// `30 November 2026`
[[nodiscard]] std::string in_words(Date day);
/// Of a day or a span of days (`2033-03-31 to 2034-03-31`) as a plan has it; other words as they
/// are.
[[nodiscard]] std::string until_in_words(const std::string& until);

/// A page around a body that is HTML already.
/// @param style  CSS, added to that of every page
[[nodiscard]] std::string page_around(std::string_view title, std::string_view style,
                                      std::string_view body);

/// A drawing and what is written above it.
struct Picture {
  std::string caption;
  std::string svg;  ///< an SVG element, as it is to stand in the page
};

/// A page in the making. What is given is text, and is escaped, but for drawings.
class Page {
 public:
  explicit Page(std::string title) : title_(std::move(title)) {}
  Page& heading(std::string_view text);
  Page& subheading(std::string_view text);
  Page& paragraph(std::string_view text);
  /// A command to be typed.
  Page& command(std::string_view text);
  Page& list(const std::vector<std::string>& items);
  /// @pre every row has as many cells as there are names
  Page& table(const std::vector<std::string>& names,
              const std::vector<std::vector<std::string>>& rows);
  /// One record, each value under its name.
  /// @pre as many values as names
  Page& record(const std::vector<std::string>& names, const std::vector<std::string>& values);
  /// Drawings beside each other, as many as there is room for.
  Page& pictures(const std::vector<Picture>& pictures);
  /// What another page in the making holds, its title left out.
  Page& append(const Page& other);
  [[nodiscard]] std::string text() const;

 private:
  std::string title_;
  std::string body_;
};

}  // namespace abide::reports
