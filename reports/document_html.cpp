// The document as a page.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "reports/document.hpp"
#include "reports/html.hpp"

namespace abide::reports {
namespace {

constexpr std::string_view document_style = R"(
body { max-width: 52rem; font-size: 17px; } p, li { max-width: 44rem; }
nav { border: 1px solid #8a8a8a; border-radius: .3rem; padding: .2rem 1rem .6rem; margin: 1.4rem 0; } nav h2 { border: 0; margin: .6rem 0 .3rem; padding: 0; font-size: 1rem; }
nav ol { columns: 2 16rem; column-gap: 2.6rem; margin: 0; padding-left: 1.6rem; } nav li { padding: .15rem 0; break-inside: avoid; }
a { color: #0b4f8a; } a:focus-visible { outline: 3px solid #b85c00; outline-offset: 2px; } h2[id], h3[id] { scroll-margin-top: 1rem; }
small.rests { color: #555; font-size: .8rem; display: block; } li small.rests { display: inline; margin-left: .3rem; }
table.told { margin: .8rem 0; font-size: .95rem; } table.told caption { text-align: left; color: #4a4a4a; padding-bottom: .3rem; }
table.told td, table.told th { overflow-wrap: break-word; min-width: 0; } td span.line { display: block; } td span.line + span.line { margin-top: .3rem; }
thead th { background: #f2f2f2; padding-left: .5rem; } table.told td { padding-left: .5rem; }
@media (max-width: 40rem) { body { font-size: 16px; margin: 1rem auto; } nav ol { columns: 1; }
  table.told, table.told tbody, table.told tr, table.told td { display: block; } table.told thead { position: absolute; clip-path: inset(50%); height: 1px; width: 1px; overflow: hidden; }
  table.told tr { border-top: 2px solid #8a8a8a; padding: .4rem 0; } table.told td { border: 0; padding: .15rem 0; overflow-wrap: anywhere; }
  table.told td::before { content: attr(data-name); display: block; font-size: .8rem; font-weight: 600; color: #4a4a4a; } table.told td:empty { display: none; } }
@page { size: A4; margin: 18mm 16mm; @bottom-right { content: counter(page) " of " counter(pages); font: 9pt sans-serif; } }
@media print { body { font-size: 10.5pt; } table.told td, table.told th { overflow-wrap: break-word; } nav ol { columns: 2; } a { color: inherit; } li, p { orphans: 3; widows: 3; } thead { display: table-header-group; } }
)";

std::string attribute(const char* name, const std::string& value) {
  return value.empty() ? "" : fmt::format(" {}=\"{}\"", name, escaped(value));
}

std::string basis_of(const std::vector<std::string>& promises) {
  return promises.empty() ? ""
                          : fmt::format("<small class=\"rests\">Rests on {}</small>",
                                        escaped(fmt::format("{}", fmt::join(promises, ", "))));
}

std::string cell_of(const GridCell& lines) {
  if (lines.size() == 1) return escaped(lines.front());
  std::string text;
  for (const std::string& line : lines)
    text += fmt::format("<span class=\"line\">{}</span>", escaped(line));
  return text;
}

std::string body_of(const Passage& one) {
  return fmt::format("<p>{}{}</p>\n", escaped(one.words), basis_of(one.rests_on));
}

std::string body_of(const Listing& listing) {
  std::string text = "<ul>\n";
  for (const Passage& one : listing.items)
    text += fmt::format("<li>{}{}</li>\n", escaped(one.words), basis_of(one.rests_on));
  return text + "</ul>\n";
}

// Roles are said once more: a table that is shown as blocks on a narrow screen loses its own.
std::string body_of(const Grid& grid) {
  std::string text = "<table class=\"told\" role=\"table\">\n";
  if (!grid.caption.empty()) text += fmt::format("<caption>{}</caption>\n", escaped(grid.caption));
  text += "<thead role=\"rowgroup\"><tr role=\"row\">";
  for (const std::string& name : grid.names)
    text += fmt::format("<th scope=\"col\" role=\"columnheader\">{}</th>", escaped(name));
  text += "</tr></thead><tbody role=\"rowgroup\">\n";
  for (const GridRow& row : grid.rows) {
    text += fmt::format("<tr role=\"row\"{}{}>", attribute("id", row.id),
                        attribute("class", row.marks));
    for (std::size_t i = 0; i < row.cells.size(); ++i)
      text += fmt::format("<td role=\"cell\" data-name=\"{}\">{}{}</td>", escaped(grid.names[i]),
                          cell_of(row.cells[i]),
                          i + 1 == row.cells.size() ? basis_of(row.rests_on) : "");
    text += "</tr>\n";
  }
  return text + "</tbody></table>\n";
}

std::string body_of(const std::vector<Block>& blocks) {
  std::string text;
  for (const Block& block : blocks)
    text += std::visit([](const auto& one) { return body_of(one); }, block);
  return text;
}

std::string contents_of(const Document& document) {
  std::string text = "<nav aria-labelledby=\"contents\"><h2 id=\"contents\">Contents</h2>\n<ol>\n";
  for (const Section& section : document.sections)
    if (!section.is_part)
      text += fmt::format("<li><a href=\"#{}\">{}</a></li>\n", escaped(section.id),
                          escaped(section.title));
  return text + "</ol></nav>\n";
}

}  // namespace

std::string_view style_of_documents() { return document_style; }

std::string html_of(const Document& document) {
  std::size_t columns = 0;
  for (const Section& section : document.sections)
    for (const Block& block : section.blocks)
      if (const auto* grid = std::get_if<Grid>(&block))
        columns = std::max(columns, grid->names.size());
  const std::string style =
      std::string{document_style} + (columns > 4 ? "body { max-width: 78rem; }" : "");
  return page_around(document.title, style, body_of(document));
}

std::string body_of(const Document& document) {
  std::string body = body_of(document.lead);
  if (document.sections.size() > 3) body += contents_of(document);
  for (const Section& section : document.sections) {
    const char* const rank = section.is_part ? "h3" : "h2";
    body += fmt::format("<{0} id=\"{1}\">{2}</{0}>\n", rank, escaped(section.id),
                        escaped(section.title)) +
            body_of(section.blocks);
  }
  return body;
}

}  // namespace abide::reports
