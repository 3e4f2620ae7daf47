// A document in the making: sections of paragraphs, lists and tables, each with the promises that
// it rests on. Written as a page, as Markdown and as JSON, which say the same.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/json.hpp"

namespace abide::reports {

/// A sentence or a few, and the ids of the promises behind them.
struct Passage {
  std::string words;
  std::vector<std::string> rests_on = {};
};
struct Listing {
  std::vector<Passage> items;
};
/// A cell is one line or several under each other.
using GridCell = std::vector<std::string>;
struct GridRow {
  std::vector<GridCell> cells;
  std::vector<std::string> rests_on = {};
  std::string id = {};     ///< where a link of a page leads; unique in it
  std::string marks = {};  ///< classes by which a page's style knows the row
};
/// @pre every row has as many cells as there are names
struct Grid {
  std::string caption;  ///< what the table tells; may be empty
  std::vector<std::string> names;
  std::vector<GridRow> rows;
};
using Block = std::variant<Passage, Listing, Grid>;

struct Section {
  std::string id;  ///< unique in the document; a name without blanks
  std::string title;
  std::vector<Block> blocks = {};
  bool is_part = false;  ///< of the section before it, and told a rank lower
  [[nodiscard]] bool is_empty() const { return blocks.empty(); }
};
struct Document {
  std::string title;
  std::vector<Block> lead;  ///< before the first section
  std::vector<Section> sections;
};

/// A page that stands alone, with its contents first. It reads on a narrow screen, where each row
/// of a table becomes a paragraph of its own, and on paper.
[[nodiscard]] std::string html_of(const Document& document);
/// What stands in that page, and the style it is shown in, for pages that hold more.
[[nodiscard]] std::string body_of(const Document& document);
[[nodiscard]] std::string_view style_of_documents();
[[nodiscard]] std::string markdown_of(const Document& document);
[[nodiscard]] Json json_of(const Document& document);

/// A text as Markdown shows it, on one line; nothing in it is taken for a sign of Markdown.
[[nodiscard]] std::string in_markdown(std::string_view text);

}  // namespace abide::reports
