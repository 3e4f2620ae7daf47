// The graph in Graphviz's language. Texts stand in its HTML-like labels alone, escaped as HTML is;
// names, classes and links are made here and hold nothing of the policy's own.
#include "reports/model/map_dot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "reports/html.hpp"
#include "reports/words.hpp"

namespace abide::reports::data_map {
namespace {

constexpr std::string_view head = R"dot(digraph map {
  graph [rankdir=LR, ranksep=1.7, nodesep=0.14, splines=true, newrank=true, bgcolor=transparent, pad=0.1, fontname="Helvetica,Arial,sans-serif", fontsize=12];
  node [fontname="Helvetica,Arial,sans-serif", fontsize=11, shape=box, margin="0.1,0.05"];
  edge [fontname="Helvetica,Arial,sans-serif", arrowsize=0.6, tailport=e, headport=w];
)dot";

/// Broken into lines of about that many letters, between words.
std::string wrapped(const std::string& text, std::size_t width, const char* align) {
  std::string lines;
  std::string line;
  const auto end = [&] {
    lines += escaped(line) + fmt::format("<br align=\"{}\"/>", align);
    line.clear();
  };
  std::size_t from = 0;
  while (from < text.size()) {
    const std::size_t to = std::min(text.find(' ', from), text.size());
    const std::string word = text.substr(from, to - from);
    if (!line.empty() && line.size() + 1 + word.size() > width) end();
    line += (line.empty() ? "" : " ") + word;
    from = to + 1;
  }
  if (!line.empty()) end();
  return lines.empty() ? "&#160;" : lines;
}

std::string group_label(const Ground& ground, const Node& node) {
  std::string rows = fmt::format("<tr><td align=\"left\" balign=\"left\"><b>{}</b></td></tr>",
                                 wrapped(node.title, 30, "left"));
  for (const CategoryId leaf : node.leaves) {
    if (leaf.value == node.index && node.leaves.size() == 1) continue;
    const policy::Category& one = ground.model.at(leaf);
    const bool special = one.mark == policy::Mark::special;
    rows += fmt::format(
        "<tr><td align=\"left\" balign=\"left\" id=\"t{}\" href=\"#{}\"><font point-size=\"10\">{}"
        "</font></td></tr>",
        leaf.value, row_of(leaf),
        wrapped(title_of(one) + (special ? " (special category)" : ""), 34, "left"));
  }
  const Colours colours = colours_of(node);
  return fmt::format(
      "<table border=\"1\" cellborder=\"0\" cellspacing=\"0\" cellpadding=\"3\" style=\"rounded\" "
      "color=\"{}\" bgcolor=\"{}\">{}</table>",
      colours.line, colours.fill, rows);
}

std::string label_of(const Ground& ground, const Node& node) {
  if (node.kind == Node::Kind::data) return group_label(ground, node);
  const std::string note = node.note.empty() ? ""
                                             : fmt::format("<font point-size=\"9\">{}</font>",
                                                           wrapped(node.note, 26, "center"));
  return fmt::format("<b>{}</b>{}", wrapped(node.title, 22, "center"), note);
}

std::string shape_of(const Node& node) {
  switch (node.kind) {
    case Node::Kind::people:
      return "shape=ellipse, style=filled";
    case Node::Kind::data:
      return "shape=plain";
    case Node::Kind::store:
      return "shape=cylinder, style=filled, width=1.5";
    case Node::Kind::recipient:
      return node.works_for_us ? "shape=box, style=\"filled,rounded\", width=1.4"
                               : "shape=box, style=filled, peripheries=2, width=1.4";
  }
  return "";
}

std::string node_line(const Ground& ground, const DataMap& map, std::size_t at) {
  const Node& node = map.nodes[at];
  const Colours colours = colours_of(node);
  const std::string link = node.kind == Node::Kind::people || node.kind == Node::Kind::data
                               ? ""
                               : fmt::format(", href=\"#{}\"", row_of(node));
  return fmt::format(
      "  n{0} [id=n{0}, class=\"k{1}{2}\", {3}, color=\"{4}\", fillcolor=\"{5}\", "
      "label=<{6}>{7}];\n",
      at, static_cast<int>(node.kind), classes_of(node.leaves), shape_of(node), colours.line,
      colours.fill, label_of(ground, node), link);
}

std::string edge_line(const DataMap& map, std::size_t at) {
  const Edge& edge = map.edges[at];
  // Drawn from left to right; what comes from a recipient points back.
  const bool back = map.nodes[edge.from].kind == Node::Kind::recipient;
  std::string style;
  if (edge.kind == Edge::Kind::runs) style = ", style=dotted";
  if (edge.kind == Edge::Kind::kept) style = ", style=dashed";
  if (back) style += ", dir=back";
  const double width = edge.leaves.size() > 5 ? 2.2 : edge.leaves.size() > 1 ? 1.5 : 1.0;
  return fmt::format("  n{} -> n{} [id=e{}, class=\"f{}{}\", color=\"{}\", penwidth={:.1f}{}];\n",
                     back ? edge.to : edge.from, back ? edge.from : edge.to, at,
                     static_cast<int>(edge.kind), classes_of(edge.leaves), colour_of(edge.kind),
                     width, style);
}

std::string same_rank(const DataMap& map, Node::Kind kind) {
  std::string names;
  for (std::size_t i = 0; i < map.nodes.size(); ++i)
    if (map.nodes[i].kind == kind) names += fmt::format(" n{};", i);
  return names.empty() ? "" : "  { rank=same;" + names + " }\n";
}

/// Recipients of one country in a frame; abroad it is dashed and says so.
std::string countries(const Ground& ground, const DataMap& map) {
  std::map<std::pair<bool, std::string>, std::vector<std::size_t>> by_country;
  for (std::size_t i = 0; i < map.nodes.size(); ++i)
    if (map.nodes[i].kind == Node::Kind::recipient)
      by_country[{map.nodes[i].abroad, map.nodes[i].country}].push_back(i);
  std::string text;
  int number = 0;
  for (const auto& [place, nodes] : by_country) {
    const auto& [abroad, country] = place;
    text += fmt::format(
        "  subgraph cluster_{} {{ label=<<b>{}</b>{}>; labeljust=l; margin=10; "
        "style=\"rounded{}\"; "
        "color=\"{}\"; fontcolor=\"{}\";\n",
        number++, escaped(country),
        abroad ? "<br align=\"left\"/>abroad<br align=\"left\"/>" : "<br align=\"left\"/>",
        abroad ? ",dashed" : "", abroad ? "#a3231f" : "#4a4a4a", abroad ? "#8a1c18" : "#1b1b1b");
    for (const std::size_t node : nodes) text += "  " + node_line(ground, map, node);
    text += "  }\n";
  }
  return text;
}

}  // namespace

Colours colours_of(const Node& node) {
  switch (node.kind) {
    case Node::Kind::people:
      return {"#7a5600", "#fff3d6"};
    case Node::Kind::data:
      return {"#1d5b8f", "#eaf2f9"};
    case Node::Kind::store:
      return {"#4a4a4a", "#efefef"};
    case Node::Kind::recipient:
      return node.works_for_us ? Colours{"#24663b", "#e6f4ea"} : Colours{"#6b3a86", "#f4eaf9"};
  }
  return {};
}

std::string_view colour_of(Edge::Kind kind) {
  switch (kind) {
    case Edge::Kind::given:
      return "#7a5600";
    case Edge::Kind::kept:
    case Edge::Kind::runs:
      return "#4a4a4a";
    case Edge::Kind::sent:
      return "#1d5b8f";
  }
  return {};
}

std::string classes_of(const std::vector<CategoryId>& leaves) {
  std::string classes;
  for (const CategoryId leaf : leaves) classes += fmt::format(" c{}", leaf.value);
  return classes;
}

std::string row_of(const Node& node) {
  return fmt::format("{}-{}", node.kind == Node::Kind::store ? "store" : "who", node.index);
}
std::string row_of(CategoryId leaf) { return fmt::format("data-{}", leaf.value); }

std::string dot_of(const Ground& ground, const DataMap& map) {
  std::string text{head};
  for (std::size_t i = 0; i < map.nodes.size(); ++i)
    if (map.nodes[i].kind != Node::Kind::recipient) text += node_line(ground, map, i);
  text += countries(ground, map);
  for (const Node::Kind kind :
       {Node::Kind::people, Node::Kind::data, Node::Kind::store, Node::Kind::recipient})
    text += same_rank(map, kind);
  for (std::size_t i = 0; i < map.edges.size(); ++i) text += edge_line(map, i);
  return text + "}\n";
}

}  // namespace abide::reports::data_map
