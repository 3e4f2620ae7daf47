#include "reports/html.hpp"

#include <fmt/format.h>

#include <array>

namespace abide::reports {
namespace {

constexpr std::string_view style = R"(
:root { color-scheme: light; }
body { font: 16px/1.5 system-ui, sans-serif; color: #1b1b1b; background: #fff; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; line-height: 1.2; } h2 { font-size: 1.2rem; margin-top: 2rem; border-top: 1px solid #8a8a8a; padding-top: .6rem; }
h3 { font-size: 1rem; margin: 1.4rem 0 0; } li { overflow-wrap: anywhere; }
pre { background: #f2f2f2; padding: .6rem; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
dl.record { border-top: 1px solid #8a8a8a; margin: .8rem 0; padding-top: .4rem; } dl.record div { display: flex; flex-wrap: wrap; gap: 0 .8rem; }
dt { color: #4a4a4a; width: 14rem; } dd { margin: 0; flex: 1 1 16rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem .35rem 0; border-bottom: 1px solid #c8c8c8; min-width: 5rem; }
.pictures { display: grid; grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr)); gap: 1rem; } figure { margin: 0; break-inside: avoid; }
figcaption { font-weight: 600; font-size: .95rem; } figure svg { display: block; width: 100%; max-width: 30rem; font-family: inherit; }
@media (max-width: 30rem) { table.broad { min-width: 40rem; } table:not(.broad) td { overflow-wrap: anywhere; } }
@media print { body { margin: 0; max-width: none; font-size: 10pt; } h2, h3 { break-after: avoid; } tr { break-inside: avoid; }
  .wide { overflow-x: visible; } th, td { min-width: 4.8em; } td { overflow-wrap: anywhere; } table.broad { min-width: 0; font-size: .8rem; } }
)";

}  // namespace

std::string escaped(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      default:
        const auto byte = static_cast<unsigned char>(c);
        const bool control = byte < 0x20 && c != '\n' && c != '\t';
        safe += control ? fmt::format("\\x{:02x}", byte) : std::string(1, c);
    }
  }
  return safe;
}

std::string in_words(Date day) {
  constexpr std::array months{"January",   "February", "March",    "April",
                              "May",       "June",     "July",     "August",
                              "September", "October",  "November", "December"};
  return fmt::format("{} {} {}", static_cast<unsigned>(day.day()),
                     months.at(static_cast<unsigned>(day.month()) - 1),
                     static_cast<int>(day.year()));
}

std::string until_in_words(const std::string& until) {
  constexpr std::string_view between = " to ";
  const auto at = until.find(between);
  const auto first = parse_date(until.substr(0, at));
  if (!first) return until;
  if (at == std::string::npos) return in_words(*first);
  const auto last = parse_date(until.substr(at + between.size()));
  return last ? in_words(*first) + std::string{between} + in_words(*last) : until;
}

Page& Page::heading(std::string_view text) {
  body_ += fmt::format("<h2>{}</h2>\n", escaped(text));
  return *this;
}

Page& Page::subheading(std::string_view text) {
  body_ += fmt::format("<h3>{}</h3>\n", escaped(text));
  return *this;
}

Page& Page::paragraph(std::string_view text) {
  body_ += fmt::format("<p>{}</p>\n", escaped(text));
  return *this;
}

Page& Page::command(std::string_view text) {
  body_ += fmt::format("<pre tabindex=\"0\">{}</pre>\n", escaped(text));
  return *this;
}

Page& Page::list(const std::vector<std::string>& items) {
  body_ += "<ul>\n";
  for (const std::string& item : items) {
    body_ += fmt::format("<li>{}</li>\n", escaped(item));
  }
  body_ += "</ul>\n";
  return *this;
}

Page& Page::table(const std::vector<std::string>& names,
                  const std::vector<std::vector<std::string>>& rows) {
  // Broad tables are read by scrolling where there is little room, and not squeezed into it.
  body_ += fmt::format("<div class=\"wide\" tabindex=\"0\"><table{}><thead><tr>",
                       names.size() > 3 ? " class=\"broad\"" : "");
  for (const std::string& name : names) {
    body_ += fmt::format("<th scope=\"col\">{}</th>", escaped(name));
  }
  body_ += "</tr></thead><tbody>\n";
  for (const auto& row : rows) {
    body_ += "<tr>";
    for (const std::string& cell : row) {
      body_ += fmt::format("<td>{}</td>", escaped(cell));
    }
    body_ += "</tr>\n";
  }
  body_ += "</tbody></table></div>\n";
  return *this;
}

Page& Page::record(const std::vector<std::string>& names, const std::vector<std::string>& values) {
  body_ += "<dl class=\"record\">\n";
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (values[i].empty()) continue;
    body_ +=
        fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", escaped(names[i]), escaped(values[i]));
  }
  body_ += "</dl>\n";
  return *this;
}

Page& Page::pictures(const std::vector<Picture>& pictures) {
  body_ += "<div class=\"pictures\">\n";
  for (const Picture& one : pictures) {
    body_ += fmt::format("<figure><figcaption>{}</figcaption>{}</figure>\n", escaped(one.caption),
                         one.svg);
  }
  body_ += "</div>\n";
  return *this;
}

Page& Page::append(const Page& other) {
  body_ += other.body_;
  return *this;
}

std::string Page::text() const { return page_around(title_, "", body_); }

std::string page_around(std::string_view title, std::string_view more, std::string_view body) {
  return fmt::format(
      "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<meta "
      "name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{0}</title>\n"
      "<style>{1}{2}</style>\n</head>\n<body>\n<main>\n<h1>{0}</h1>\n{3}</main>\n</body>\n</"
      "html>\n",
      escaped(title), style, more, body);
}

}  // namespace abide::reports
