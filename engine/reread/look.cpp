// A look in words and as data.
#include "engine/reread/look.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

namespace abide::reread {

std::string to_string(Residue::Kind kind) {
  switch (kind) {
    case Residue::Kind::kept:
      return "kept";
    case Residue::Kind::waiting:
      return "waiting";
    case Residue::Kind::due:
      return "due";
    case Residue::Kind::overdue:
      return "overdue";
    case Residue::Kind::remains:
      return "remains";
    case Residue::Kind::linked:
      return "linked";
    case Residue::Kind::possible:
      return "possible";
  }
  return "";
}

/// Rows of one table may be left by several sentences: the most of any are counted.
std::uint64_t Look::failures() const {
  std::map<std::pair<std::string, std::string>, std::uint64_t> most;
  for (const Residue& one : residue) {
    std::uint64_t& rows = most[{one.store, one.table}];
    rows = one.is_failure() ? std::max(rows, one.rows) : rows;
  }
  std::uint64_t sum = 0;
  for (const auto& [table, rows] : most) sum += rows;
  return sum;
}

bool Look::is_clean() const { return failures() == 0 && not_looked.empty(); }

Json to_json(const Look& look) {
  Json residue = Json::array();
  for (const Residue& one : look.residue) {
    Json of = one.who.empty() ? Json::object() : Json{{"subject", one.who}};
    of.update({{"kind", to_string(one.kind)},
               {"store", one.store},
               {"table", one.table},
               {"fields", one.fields},
               {"rows", one.rows},
               {"reason", one.reason},
               {"promise", one.promise},
               {"sentence", one.sentence},
               {"law", one.law},
               {"file", one.file},
               {"line", one.line}});
    residue.push_back(std::move(of));
  }
  Json missing = Json::array();
  for (const NotLooked& one : look.not_looked)
    missing.push_back({{"place", one.place}, {"why", one.why}});
  return {{"what", look.what},
          {"depth", look.what == "deep" ? "deep" : "paths"},
          {"at", abide::to_string(look.at)},
          {"tables", look.tables},
          {"failures", look.failures()},
          {"residue", std::move(residue)},
          {"not_looked_at", std::move(missing)}};
}

namespace {

/// What stays in one table for one reason, whichever sentences say so: their rows may be the same.
struct Stays {
  std::string place;
  std::string reason;
  std::uint64_t fewest = 0;
  std::uint64_t most = 0;
  std::vector<std::string> promises;
};

std::vector<Stays> by_table(const std::vector<Residue>& residue) {
  std::vector<Stays> tables;
  for (const Residue& one : residue) {
    if (one.is_failure()) continue;
    const std::string place = fmt::format("{}.{}", one.store, one.table);
    auto at = std::ranges::find_if(tables, [&](const Stays& known) {
      return known.place == place && known.reason == one.reason;
    });
    if (at == tables.end()) {
      at = tables.insert(at, {place, one.reason, one.rows, one.rows, {}});
    }
    at->fewest = std::min(at->fewest, one.rows);
    at->most = std::max(at->most, one.rows);
    if (!one.promise.empty() && std::ranges::find(at->promises, one.promise) == at->promises.end())
      at->promises.push_back(one.promise);
  }
  return tables;
}

std::string rows_of(std::uint64_t fewest, std::uint64_t most) {
  return fewest == most ? fmt::format("{}", most) : fmt::format("{} to {}", fewest, most);
}

std::string line_of(const Stays& stays) {
  const std::string said =
      stays.promises.empty() ? "" : fmt::format(" ({})", fmt::join(stays.promises, ", "));
  return fmt::format("  · {}: {} row{}, {}{}\n", stays.place, rows_of(stays.fewest, stays.most),
                     stays.most == 1 ? "" : "s", stays.reason, said);
}

/// Tables in which rows stay for the same reason, together.
std::string lines_of(const std::vector<Stays>& tables) {
  std::string text;
  std::vector<std::string> told;
  for (const Stays& stays : tables) {
    if (std::ranges::find(told, stays.reason) != told.end()) continue;
    told.push_back(stays.reason);
    Stays sum{"", stays.reason, 0, 0, {}};
    std::vector<std::string> places;
    for (const Stays& other : tables) {
      if (other.reason != stays.reason) continue;
      sum.fewest += other.fewest;
      sum.most += other.most;
      places.push_back(fmt::format("{} of {}", rows_of(other.fewest, other.most), other.place));
      for (const std::string& promise : other.promises) {
        if (std::ranges::find(sum.promises, promise) == sum.promises.end())
          sum.promises.push_back(promise);
      }
    }
    sum.place = fmt::format("{} tables", places.size());
    text += places.size() == 1 ? line_of(stays)
                               : line_of(sum) + fmt::format("      {}\n", fmt::join(places, ", "));
  }
  return text;
}

}  // namespace

std::string to_text(const Look& look) {
  std::string text;
  for (const Residue& one : look.residue) {
    if (!one.is_failure()) continue;
    const std::string column =
        one.who.empty() || one.fields.empty() ? "" : "." + one.fields.front();
    text += fmt::format("  ! {}.{}{}: {} row{}, {}", one.store, one.table, column, one.rows,
                        one.rows == 1 ? "" : "s", one.reason);
    if (!one.who.empty()) text += fmt::format(" ({})", one.who);
    text += one.promise.empty() ? "\n" : fmt::format(" ({}: {})\n", one.promise, one.sentence);
  }
  text += lines_of(by_table(look.residue));
  for (const NotLooked& one : look.not_looked)
    text += fmt::format("  ? not looked at: {}: {}\n", one.place, one.why);
  if (look.tables == 0 && look.residue.empty())
    return text + "  no table could be looked at again\n";
  text += look.failures() == 0
              ? fmt::format("  {} tables looked at again: nothing is left that should be gone\n",
                            look.tables)
              : fmt::format(
                    "  {} tables looked at again: {} or more rows are left that should be gone\n",
                    look.tables, look.failures());
  return text;
}

}  // namespace abide::reread
