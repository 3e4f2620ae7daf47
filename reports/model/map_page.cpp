// The map as a page: the drawing, what it says in tables, and the way of one kind of data.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "reports/html.hpp"
#include "reports/model/map_dot.hpp"
#include "reports/words.hpp"

namespace abide::reports::data_map {
namespace {

constexpr std::string_view map_style = R"(
body { max-width: 84rem; } figure.map { margin: 1rem 0; } .frame { overflow: auto; border: 1px solid #8a8a8a; border-radius: .3rem; background: #fff; padding: .4rem; }
.frame:focus-visible { outline: 3px solid #b85c00; } svg.map { display: block; width: 100%; min-width: 44rem; height: auto; margin: 0 auto; } svg.map a:focus-visible text { text-decoration: underline; font-weight: bold; }
svg.map a text { fill: #1b1b1b; } svg.map .edge:hover path { stroke-width: 3.5; } svg.map .node, svg.map .edge { transition: opacity .15s; }
details.way { border: 1px solid #8a8a8a; border-radius: .3rem; padding: .4rem .8rem; margin: 1rem 0; } details.way summary { cursor: pointer; font-weight: 600; padding: .25rem 0; }
details.way .groups { columns: 4 14rem; margin-top: .5rem; } details.way fieldset { border: 0; margin: 0 0 .7rem; padding: 0; break-inside: avoid; } details.way legend { font-weight: 600; font-size: .9rem; padding: 0; }
details.way label { display: flex; gap: .4rem; align-items: flex-start; min-height: 1.6rem; font-size: .95rem; } details.way input { width: 1.1rem; height: 1.1rem; flex: none; margin: .2rem 0 0; }
table.told td { min-width: 5rem; } tr:target { background: #fff6df; }
p.wide { display: none; margin: 0 0 .5rem; }
@media (max-width: 54rem) { p.wide { display: block; } }
@media (max-width: 40rem) { svg.map { min-width: 52rem; } }
@media print { details.way, p.wide { display: none; } .frame { border: 0; padding: 0; overflow: visible; } svg.map { min-width: 0; max-height: 245mm; } figure.map { break-inside: avoid; } }
@media (prefers-reduced-motion: reduce) { svg.map .node, svg.map .edge { transition: none; } }
)";

/// What fades and what is left out while only one kind of data is looked at.
std::string rules_of(const DataMap& map) {
  std::string rules;
  for (const CategoryId leaf : map.leaves)
    rules += fmt::format(
        "main:has(#only-{0}:checked) svg.map :is(.node, .edge):not(.c{0}) {{ opacity: .1; }} "
        "main:has(#only-{0}:checked) tr.way:not(.c{0}) {{ display: none; }} "
        "main:has(#only-{0}:checked) #a_t{0} text {{ font-weight: bold; fill: #0b4f8a; }} "
        "main:has(#only-{0}:checked) svg.map .edge.c{0} path {{ stroke-width: 2.5; }}\n",
        leaf.value);
  return rules;
}

std::string choice(const std::string& id, const std::string& title, bool chosen) {
  return fmt::format("<label><input type=\"radio\" name=\"way\" id=\"{}\"{}> {}</label>\n", id,
                     chosen ? " checked" : "", escaped(title));
}

std::string filter_of(const Ground& ground, const DataMap& map) {
  std::string text =
      "<details class=\"way\"><summary>Show the way of one kind of data</summary>\n" +
      choice("all", "Everything", true) + "<div class=\"groups\">\n";
  for (const Node& node : map.nodes) {
    if (node.kind != Node::Kind::data) continue;
    text += fmt::format("<fieldset><legend>{}</legend>\n", escaped(node.title));
    for (const CategoryId leaf : node.leaves)
      text += choice(fmt::format("only-{}", leaf.value), title_of(ground.model.at(leaf)), false);
    text += "</fieldset>\n";
  }
  return text + "</div></details>\n";
}

/// `way c4 c7`
std::string marks_of(const std::vector<CategoryId>& leaves) { return "way" + classes_of(leaves); }

std::vector<std::string> split_lines(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t from = 0;
  while (from < text.size()) {
    const std::size_t to = std::min(text.find('\n', from), text.size());
    lines.push_back(text.substr(from, to - from));
    from = to + 1;
  }
  return lines;
}

Section by_data(const Ground& ground, const DataMap& map) {
  const record::RecordTable table = table_of(ground, map);
  Grid grid{"", {}, {}};
  for (const record::TableColumn& column : table.columns) grid.names.push_back(column.name);
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    GridRow row;
    for (const std::string& cell : table.rows[i]) row.cells.push_back(split_lines(cell));
    row.id = row_of(map.leaves[i]);
    row.marks = marks_of({map.leaves[i]});
    grid.rows.push_back(std::move(row));
  }
  return {"by-data", "Kind by kind of data", {std::move(grid)}};
}

std::vector<std::string> sentences_to(const DataMap& map, const Node& node) {
  std::vector<std::string> all;
  for (const Edge& edge : map.edges)
    if (&map.nodes[edge.to] == &node && edge.kind == Edge::Kind::sent)
      add_once(all, edge.sentences);
  return all;
}

Section by_recipient(const Ground& ground, const DataMap& map) {
  Grid grid{"", {"Who", "Country", "Data", "Sentences of the policy"}, {}};
  for (const Node& node : map.nodes) {
    if (node.kind != Node::Kind::recipient) continue;
    GridCell where{node.country};
    if (node.abroad && node.receives)
      where.push_back("transfer abroad: " +
                      (node.safeguard.empty() ? "no safeguard declared" : node.safeguard));
    grid.rows.push_back({{{node.title, node.note},
                          std::move(where),
                          group_lines(ground.model, node.leaves),
                          sentences_to(map, node)},
                         {},
                         row_of(node),
                         marks_of(node.leaves)});
  }
  return {"by-recipient", "Recipient by recipient", {std::move(grid)}};
}

Section by_store(const Ground& ground, const DataMap& map) {
  Grid grid{"", {"Store", "Kind", "Run by", "Data"}, {}};
  for (const Node& node : map.nodes) {
    if (node.kind != Node::Kind::store) continue;
    std::string keeper = "ourselves, as far as the policy says";
    for (const Edge& edge : map.edges)
      if (edge.kind == Edge::Kind::runs && &map.nodes[edge.from] == &node)
        keeper = map.nodes[edge.to].title;
    grid.rows.push_back({{{node.title},
                          {node.note},
                          {keeper},
                          node.leaves.empty() ? GridCell{"no declared table"}
                                              : group_lines(ground.model, node.leaves)},
                         {},
                         row_of(node),
                         marks_of(node.leaves)});
  }
  return {"by-store", "Store by store", {std::move(grid)}};
}

std::size_t count(const DataMap& map, Node::Kind kind) {
  return static_cast<std::size_t>(std::ranges::count(map.nodes, kind, &Node::kind));
}

}  // namespace

std::string page_of(const Ground& ground, const DataMap& map, const std::string& drawing) {
  Document document{
      "", {}, {by_data(ground, map), by_recipient(ground, map), by_store(ground, map)}};
  const std::string lead = fmt::format(
      "<p>{} kinds of data, {} stores, {} recipients, as the policy declares them. Lines of the "
      "same "
      "kind between the same two are one line, the thicker the more kinds of data it stands for; "
      "each "
      "has the sentences behind it as its title. What the drawing shows is told in the tables "
      "below "
      "it.</p>\n",
      map.leaves.size(), count(map, Node::Kind::store), count(map, Node::Kind::recipient));
  const std::string figure = fmt::format(
      "<figure class=\"map\"><p class=\"wide\">The drawing is wider than this window: move it "
      "sideways; the tables below say the same.</p><div class=\"frame\" tabindex=\"0\" "
      "role=\"region\" aria-label=\"The drawing\">{}</div></figure>\n",
      drawing);
  return page_around("Data map: " + map.title,
                     std::string{style_of_documents()} + std::string{map_style} + rules_of(map),
                     lead + filter_of(ground, map) + figure + body_of(document));
}

}  // namespace abide::reports::data_map
