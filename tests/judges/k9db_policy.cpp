#include "tests/judges/k9db_policy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

namespace abide::judges {
namespace {

struct Edge {
  std::string table, column, kind, to_table, to_column;
};

class Writer {
 public:
  Writer(const Json& ownership, const std::map<std::string, std::string>& keys)
      : ownership_(ownership), keys_(keys) {
    for (const Json& one : ownership.at("edges"))
      edges_.push_back({one.at("table"), one.at("column"), one.at("kind"), one.at("to_table"),
                        one.at("to_column")});
    for (const Json& one : ownership.at("data_subjects")) subjects_.push_back(one);
  }

  std::string write() {
    std::string text =
        "abide 1;\npolicy judged \"Judged\" { regime uk_gdpr; zone \"UTC\"; }\n"
        "category data \"Data\" { category key is identifier; category content; }\n"
        "category plain \"Not about a person\" is anonymous;\n"
        "event asked \"Somebody asks for erasure\" from requests;\n";
    for (const std::string& one : subjects_)
      text +=
          fmt::format("subject {0} \"{0}\" {{ identified by db.{0}.{1}; }}\n", one, keys_.at(one));
    text += "store db \"Database\" kind sqlite {\n";
    for (const auto& [table, columns] : ownership_.at("tables").items())
      text += this->table(table, columns);
    return text +
           "}\npromise J-1 \"We erase it.\" in \"Judged\" {\n"
           "    erase data promptly after asked;\n}\n";
  }

 private:
  /// People whom the table's rows lead to, whether they own or may only see them.
  std::set<std::string> leads_to(const std::string& table, std::set<std::string> seen = {}) const {
    if (!seen.insert(table).second) return {};
    std::set<std::string> people;
    if (std::ranges::find(subjects_, table) != subjects_.end()) people.insert(table);
    for (const Edge& edge : edges_) {
      const bool onward =
          edge.table == table && (edge.kind == "OWNED_BY" || edge.kind == "ACCESSED_BY");
      const bool back = edge.to_table == table && (edge.kind == "OWNS" || edge.kind == "ACCESSES");
      if (onward) people.merge(leads_to(edge.to_table, seen));
      if (back) people.merge(leads_to(edge.table, seen));
    }
    return people;
  }

  [[nodiscard]] bool deletes(const Edge& edge) const {
    return std::ranges::any_of(ownership_.at("rules"), [&](const Json& rule) {
      return rule.at("table") == edge.table && rule.at("on") == "DEL" &&
             rule.at("via") == edge.column && rule.at("action") == "DELETE_ROW";
    });
  }

  std::string owners(const std::string& table) const {
    const auto owns = [&](const Edge& edge) {
      return (edge.table == table && edge.kind == "OWNED_BY") ||
             (edge.to_table == table && edge.kind == "OWNS");
    };
    const bool joint = std::ranges::count_if(edges_, owns) > 1;
    std::string text;
    for (const Edge& edge : edges_) {
      const bool points = edge.table == table;
      const bool pointed_at = edge.to_table == table;
      for (const std::string& who : leads_to(points ? edge.to_table : edge.table)) {
        if (points && edge.kind == "OWNED_BY")
          text += fmt::format("owned{} by {} through {} to {}.{}; ", joint ? " jointly" : "", who,
                              edge.column, edge.to_table, edge.to_column);
        if (pointed_at && edge.kind == "OWNS")
          text += fmt::format("owned{} by {} from {} through {}; ", joint ? " jointly" : "", who,
                              edge.table, edge.column);
        if (points && edge.kind == "ACCESSED_BY" && deletes(edge))
          text += fmt::format("mentions {} through {} to {}.{}, on erase delete, on access show; ",
                              who, edge.column, edge.to_table, edge.to_column);
        if (points && edge.kind == "ACCESSED_BY" && !deletes(edge))
          text += fmt::format("shared with {} through {} to {}.{}; ", who, edge.column,
                              edge.to_table, edge.to_column);
      }
    }
    if (std::ranges::find(subjects_, table) != subjects_.end())
      text = fmt::format("owned by {} through {}; ", table, keys_.at(table)) + text;
    return text;
  }

  std::string table(const std::string& name, const Json& columns) const {
    const std::string& key = keys_.at(name);
    std::string text = fmt::format("    table {} {{ key {}; ", name, key);
    const std::string owned = owners(name);
    text += owned.empty() ? "unowned because \"nobody's by the annotations\"; " : owned;
    for (const Json& column : columns) {
      const std::string field = column;
      text += fmt::format("field {}: {}; ", field,
                          owned.empty()  ? "plain"
                          : field == key ? "data.key"
                                         : "data.content");
    }
    return text + "}\n";
  }

  const Json& ownership_;
  const std::map<std::string, std::string>& keys_;
  std::vector<Edge> edges_;
  std::vector<std::string> subjects_;
};

}  // namespace

std::string policy_of(const Json& ownership, const std::map<std::string, std::string>& keys) {
  return Writer{ownership, keys}.write();
}

}  // namespace abide::judges
