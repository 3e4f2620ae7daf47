// The data map: people, what is collected from them, where it lies and who receives it, with the
// sentence behind every step. A graph, and nothing yet of how it looks.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "reports/document.hpp"
#include "reports/model/ground.hpp"
#include "reports/record/table.hpp"

namespace abide::reports::data_map {

struct Node {
  enum class Kind { people, data, store, recipient } kind = Kind::people;
  std::uint32_t index = 0;  ///< of the subject, category (a group), store or recipient
  std::string title = {};
  std::string note = {};                ///< under the title: a role, a kind
  std::vector<CategoryId> leaves = {};  ///< that it has to do with; of data those in the group
  // Of a recipient:
  bool works_for_us = false;
  std::string country = {};  ///< several are joined
  bool abroad = false;
  bool receives = false;       ///< something goes to it or rests with it
  std::string safeguard = {};  ///< empty where none is declared
};
/// Steps of the same kind between the same two nodes, together.
struct Edge {
  enum class Kind { given, kept, sent, runs } kind = Kind::given;
  std::size_t from = 0;  ///< nodes, by place
  std::size_t to = 0;
  std::vector<CategoryId> leaves;
  std::vector<std::string> sentences;  ///< of the policy, with the promise's id before each
};
struct DataMap {
  std::string title;
  std::vector<Node> nodes;  ///< people, then data, stores, recipients
  std::vector<Edge> edges;
  std::vector<CategoryId> leaves;  ///< all personal data that comes, lies or goes somewhere
};
[[nodiscard]] DataMap map_of(const Ground& ground);

/// A line for each kind of data: from whom, where it lies, who receives it.
[[nodiscard]] record::RecordTable table_of(const Ground& ground, const DataMap& map);
/// The graph in Graphviz's language. Nodes are called `n0`, edges `e0`, by place; every node and
/// edge is of class `cN` for each leaf N.
[[nodiscard]] std::string dot_of(const Ground& ground, const DataMap& map);
/// What Graphviz drew, made fit to stand alone or in a page: sentences as titles, links within the
/// page, a legend. Text that is no drawing of Graphviz's comes back as it is.
enum class Standing { alone, in_page };
[[nodiscard]] std::string drawing_of(const std::string& svg, const DataMap& map, Standing standing);
/// The drawing, a filter that shows the way of one kind of data, and the same in tables.
[[nodiscard]] std::string page_of(const Ground& ground, const DataMap& map,
                                  const std::string& drawing);

}  // namespace abide::reports::data_map
