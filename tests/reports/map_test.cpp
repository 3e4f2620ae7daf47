// The map holds every recipient, store and kind of data that something happens to, and hostile
// names end neither its graph nor its drawing.
#include "reports/model/map.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "reports/html.hpp"
#include "tests/reports/policies.hpp"

namespace abide::reports::data_map {
namespace {

using test::holds;

/// The little that Graphviz would have drawn.
std::string as_drawn(const DataMap& map) {
  std::string svg =
      "<?xml version=\"1.0\"?>\n<svg width=\"10pt\" viewBox=\"0.00 0.00 700.00 300.00\">\n<g "
      "id=\"graph0\" class=\"graph\">\n<title>map</title>\n";
  for (std::size_t i = 0; i < map.nodes.size(); ++i)
    svg += fmt::format(
        "<!-- n{0} -->\n<g id=\"n{0}\" class=\"node\">\n<title>n{0}</title>\n<g "
        "id=\"a_n{0}\"><a xlink:href=\"#who-1\" xlink:title=\"&lt;TABLE&gt;\">\n<text>"
        "t</text>\n</a>\n</g>\n</g>\n",
        i);
  for (std::size_t i = 0; i < map.edges.size(); ++i)
    svg += fmt::format(
        "<g id=\"e{}\" class=\"edge\">\n<title>n0&#45;&gt;n1</title>\n<path/>\n</g>\n", i);
  return svg + "</g>\n</svg>\n";
}

TEST(Map, has_everybody_and_everything) {
  std::vector<test::Compiled> all;
  for (const std::string& name : test::examples()) all.push_back(test::example(name));
  all.push_back(test::compiled_text(test::wide_policy()));
  for (const test::Compiled& made : all) {
    const DataMap map = map_of(made.ground());
    const std::string page =
        page_of(made.ground(), map, drawing_of(as_drawn(map), map, Standing::in_page));
    const std::string dot = dot_of(made.ground(), map);
    for (const std::string& title :
         test::declared(made.result.sources, {"processor", "recipient", "subject"}))
      EXPECT_EQ(std::ranges::count_if(map.nodes,
                                      [&](const Node& node) {
                                        const bool who = node.kind == Node::Kind::people ||
                                                         node.kind == Node::Kind::recipient;
                                        return who && node.title == title;
                                      }),
                1)
          << title;
    for (const std::string& title : test::declared(made.result.sources, {"processor", "recipient"}))
      EXPECT_TRUE(holds(page, escaped(title))) << title;
    // Every sending and every hosting of personal data is a sentence of some edge.
    const auto told = [&](const std::string& id) {
      return std::ranges::any_of(map.edges, [&](const Edge& edge) {
        return std::ranges::any_of(
            edge.sentences, [&](const std::string& one) { return one.starts_with(id + ":"); });
      });
    };
    for (const auto& [id, one] : test::statements<policy::ast::Host>(made.result.sources))
      EXPECT_TRUE(told(id)) << id;
    for (const auto& [id, one] : test::statements<policy::ast::Send>(made.result.sources))
      EXPECT_EQ(told(id), id != "CM-064") << id;  // that one sends what is anonymous
    for (std::size_t i = 0; i < map.nodes.size(); ++i)
      EXPECT_TRUE(holds(dot, fmt::format("n{} [id=n{}", i, i)));
  }
}

TEST(Map, bundles_what_goes_the_same_way) {
  const test::Compiled made = test::compiled_text(test::wide_policy());
  const DataMap map = map_of(made.ground());
  EXPECT_EQ(map.leaves.size(), 40U);
  EXPECT_EQ(std::ranges::count(map.nodes, Node::Kind::recipient, &Node::kind), 15);
  for (std::size_t i = 0; i < map.edges.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      EXPECT_FALSE(map.edges[i].from == map.edges[j].from && map.edges[i].to == map.edges[j].to &&
                   map.edges[i].kind == map.edges[j].kind);
}

TEST(Map, gives_each_line_its_sentences_and_each_kind_of_data_a_way_of_its_own) {
  const test::Compiled made = test::example("interview-studio");
  const DataMap map = map_of(made.ground());
  const std::string drawing = drawing_of(as_drawn(map), map, Standing::in_page);
  EXPECT_TRUE(holds(drawing, "IS-023: only send usage.answers"));
  for (const char* const left : {"n0&#45;", "<title>map", "xlink:", "TABLE", "<!--", "<?xml"})
    EXPECT_FALSE(holds(drawing, left)) << left;
  const std::string page = page_of(made.ground(), map, drawing);
  for (const CategoryId leaf : map.leaves)
    for (const char* const part : {"id=\"only-{}\"", "id=\"data-{}\"", "#only-{}:checked"})
      EXPECT_TRUE(holds(page, fmt::format(fmt::runtime(part), leaf.value))) << part;
  EXPECT_FALSE(holds(page, "<script"));
  EXPECT_TRUE(holds(page, "The drawing is wider than this window: move it sideways"));
}

TEST(Map, that_stands_alone_links_nowhere_and_names_its_language) {
  const test::Compiled made = test::compiled_text(test::wide_policy());
  const DataMap map = map_of(made.ground());
  const std::string drawing = drawing_of(as_drawn(map), map, Standing::alone);
  EXPECT_FALSE(holds(drawing, "<a ") || holds(drawing, "</a>")) << drawing;
  EXPECT_TRUE(holds(drawing, "xmlns=\"http://www.w3.org/2000/svg\""));
  EXPECT_TRUE(holds(drawing, "works for us (processor)"));
  EXPECT_EQ(drawing_of("no drawing", map, Standing::alone), "no drawing");
}

TEST(Map, of_hostile_names_is_neither_ended_nor_run) {
  const test::Compiled made = test::compiled_text(test::hostile_policy());
  const DataMap map = map_of(made.ground());
  const std::string dot = dot_of(made.ground(), map);
  for (const char* const raw : {"<script", "\\N", "]]>", "-->"})
    EXPECT_EQ(holds(dot, raw), std::string{raw} == "\\N") << raw;
  // Outside HTML-like labels a quote stands in attributes of our own alone.
  const std::string drawing = drawing_of(as_drawn(map), map, Standing::in_page);
  EXPECT_FALSE(holds(drawing, "<script"));
  EXPECT_FALSE(holds(page_of(made.ground(), map, drawing), "<script"));
}

}  // namespace
}  // namespace abide::reports::data_map
