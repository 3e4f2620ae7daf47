// What Graphviz drew, made fit for readers.
#include "reports/model/map_drawing.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <charconv>
#include <cstdlib>

#include "reports/html.hpp"
#include "reports/model/map_dot.hpp"

namespace abide::reports::data_map {
namespace {

struct Size {
  double width = 0;
  double height = 0;
};

/// Of `viewBox="0.00 0.00 798.85 1235.22"`.
Size size_of(const std::string& svg) {
  const std::string_view key = "viewBox=\"";
  const auto at = svg.find(key);
  if (at == std::string::npos) return {};
  std::array<double, 4> numbers{};
  const char* from = svg.c_str() + at + key.size();
  for (double& number : numbers) {
    char* end = nullptr;
    number = std::strtod(from, &end);
    if (end == from) return {};
    from = end;
  }
  return {numbers[2], numbers[3]};
}

std::string sentences(const DataMap& map, const Edge& edge) {
  return fmt::format("{} → {}\n{}", map.nodes[edge.from].title, map.nodes[edge.to].title,
                     fmt::join(edge.sentences, "\n"));
}

std::string of_node(const Node& node) {
  if (node.kind != Node::Kind::recipient) return node.title;
  return fmt::format("{}, {}, {}{}", node.title, node.note, node.country,
                     !node.abroad || !node.receives ? ""
                     : node.safeguard.empty()       ? "; transfer abroad, no safeguard declared"
                                                    : "; transfer abroad: " + node.safeguard);
}

/// The title of the element of this id: `n3`, `e12`; empty for others, which need none.
std::string title_of_element(const DataMap& map, const std::string& id) {
  std::size_t number = 0;
  const char* const end = id.data() + id.size();
  if (id.size() < 2 || std::from_chars(id.data() + 1, end, number).ptr != end) return "";
  if (id[0] == 'n' && number < map.nodes.size()) return of_node(map.nodes[number]);
  if (id[0] == 'e' && number < map.edges.size()) return sentences(map, map.edges[number]);
  return "";
}

/// Takes out everything from one mark to the next other one.
void take_out(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
    const auto end = text.find(to, at + from.size());
    if (end == std::string::npos) return;
    text.erase(at, end + to.size() - at);
  }
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

/// Graphviz calls elements by the names of its language; people get sentences.
void entitle(std::string& svg, const DataMap& map) {
  constexpr std::string_view open = "<title>";
  constexpr std::string_view close = "</title>\n";
  constexpr std::string_view named = "<g id=\"";
  for (auto at = svg.find(open); at != std::string::npos; at = svg.find(open, at)) {
    const auto end = svg.find(close, at);
    const auto of = svg.rfind(named, at);
    if (end == std::string::npos || of == std::string::npos) return;
    const auto from = of + named.size();
    const std::string title = title_of_element(map, svg.substr(from, svg.find('"', from) - from));
    const std::string element =
        title.empty() ? "" : fmt::format("<title>{}</title>\n", escaped(title));
    svg.replace(at, end + close.size() - at, element);
    at += element.size();
  }
}

}  // namespace

std::string drawing_of(const std::string& svg, const DataMap& map, Standing standing) {
  const auto begin = svg.find("<svg");
  const Size size = size_of(svg);
  const auto body = begin == std::string::npos ? begin : svg.find('>', begin);
  const auto end = svg.rfind("</svg>");
  if (body == std::string::npos || end == std::string::npos || size.width <= 0) return svg;
  std::string drawn = svg.substr(body + 1, end - body - 1);
  take_out(drawn, "<!--", "-->\n");
  entitle(drawn, map);
  take_out(drawn, " xlink:title=\"", "\"");
  if (standing == Standing::alone) {
    // There is nothing here that its links could lead to.
    take_out(drawn, "<a ", ">\n");
    replace_all(drawn, "</a>\n", "");
  } else {
    replace_all(drawn, "xlink:href", "href");
  }
  const double width = std::max(size.width, 640.0);
  const std::string extent =
      standing == Standing::alone
          ? fmt::format(" width=\"{:.0f}\" height=\"{:.0f}\" xmlns=\"http://www.w3.org/2000/svg\"",
                        width * 4 / 3, (size.height + legend_height(width)) * 4 / 3)
          : fmt::format(" style=\"max-width: {:.0f}px\"", width * 4 / 3);
  const std::string title = standing == Standing::alone
                                ? fmt::format("<title>Data map: {}</title>\n", escaped(map.title))
                                : "";
  return fmt::format(
      "<svg class=\"map\" viewBox=\"0 0 {:.2f} {:.2f}\" role=\"group\" aria-label=\"Data map: "
      "{}\"{}>{}{}{}</svg>\n",
      width, size.height + legend_height(width), escaped(map.title), extent, title, drawn,
      legend_at(size.height, width));
}

}  // namespace abide::reports::data_map
