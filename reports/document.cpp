// The document as Markdown and as JSON.
#include "reports/document.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>

namespace abide::reports {
namespace {

std::string basis_in_markdown(const std::vector<std::string>& promises) {
  return promises.empty()
             ? ""
             : fmt::format(" _[{}]_", in_markdown(fmt::format("{}", fmt::join(promises, ", "))));
}

class Markdown {
 public:
  void say(const Passage& one) {
    text_ += in_markdown(one.words) + basis_in_markdown(one.rests_on) + "\n\n";
  }
  void say(const Listing& listing) {
    for (const Passage& one : listing.items)
      text_ += "- " + in_markdown(one.words) + basis_in_markdown(one.rests_on) + "\n";
    text_ += "\n";
  }
  void say(const Grid& grid) {
    if (!grid.caption.empty()) say(Passage{grid.caption, {}});
    text_ += "|";
    for (const std::string& name : grid.names) text_ += fmt::format(" {} |", in_markdown(name));
    text_ += "\n|";
    for (std::size_t i = 0; i < grid.names.size(); ++i) text_ += " --- |";
    text_ += "\n";
    for (const GridRow& row : grid.rows) {
      text_ += "|";
      for (std::size_t i = 0; i < row.cells.size(); ++i) {
        std::vector<std::string> lines;
        for (const std::string& line : row.cells[i]) lines.push_back(in_markdown(line));
        text_ += fmt::format(" {}{} |", fmt::join(lines, "<br>"),
                             i + 1 == row.cells.size() ? basis_in_markdown(row.rests_on) : "");
      }
      text_ += "\n";
    }
    text_ += "\n";
  }
  void say(const std::vector<Block>& blocks) {
    for (const Block& block : blocks) std::visit([this](const auto& one) { say(one); }, block);
  }
  void heading(int rank, const std::string& title) {
    text_ += std::string(static_cast<std::size_t>(rank), '#') + " " + in_markdown(title) + "\n\n";
  }
  [[nodiscard]] std::string text() && {
    while (text_.ends_with("\n\n")) text_.pop_back();
    return std::move(text_);
  }

 private:
  std::string text_;
};

Json json_of(const Passage& one) { return {{"text", one.words}, {"rests_on", one.rests_on}}; }
Json json_of(const Listing& listing) {
  Json items = Json::array();
  for (const Passage& one : listing.items) items.push_back(json_of(one));
  return {{"list", std::move(items)}};
}
Json json_of(const Grid& grid) {
  Json rows = Json::array();
  for (const GridRow& row : grid.rows)
    rows.push_back({{"cells", row.cells}, {"rests_on", row.rests_on}});
  return {{"caption", grid.caption}, {"columns", grid.names}, {"rows", std::move(rows)}};
}
Json json_of(const std::vector<Block>& blocks) {
  Json all = Json::array();
  for (const Block& block : blocks)
    std::visit([&all](const auto& one) { all.push_back(json_of(one)); }, block);
  return all;
}

}  // namespace

std::string in_markdown(std::string_view text) {
  std::string safe;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n' || c == '\t' || c == '\r') {
      safe += ' ';
    } else if (byte < 0x20 || byte == 0x7F) {
      safe += fmt::format("\\\\x{:02x}", byte);
    } else if (c == '<') {
      safe += "&lt;";
    } else if (c == '&') {
      safe += "&amp;";
    } else if (std::string_view{"\\`*_[]>|~"}.find(c) != std::string_view::npos ||
               (safe.empty() && std::string_view{"#+-="}.find(c) != std::string_view::npos)) {
      safe += '\\';
      safe += c;
    } else if ((c == '.' || c == ')') && !safe.empty() &&
               safe.find_first_not_of("0123456789") == std::string::npos) {
      safe += '\\';  // else `1.` begins a list
      safe += c;
    } else {
      safe += c;
    }
  }
  return safe;
}

std::string markdown_of(const Document& document) {
  Markdown text;
  text.heading(1, document.title);
  text.say(document.lead);
  for (const Section& section : document.sections) {
    text.heading(section.is_part ? 3 : 2, section.title);
    text.say(section.blocks);
  }
  return std::move(text).text();
}

Json json_of(const Document& document) {
  Json sections = Json::array();
  for (const Section& section : document.sections)
    sections.push_back({{"id", section.id},
                        {"title", section.title},
                        {"is_part", section.is_part},
                        {"blocks", json_of(section.blocks)}});
  return {{"title", document.title},
          {"lead", json_of(document.lead)},
          {"sections", std::move(sections)}};
}

}  // namespace abide::reports
