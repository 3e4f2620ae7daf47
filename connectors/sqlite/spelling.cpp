// A query as a person can type it into the sqlite3 shell: moments written out, values as named
// parameters. Uses SQLite's own functions alone, so it runs where ours are not.
#include <fmt/format.h>

#include "connectors/sqlite/connector.hpp"
#include "connectors/sqlite/encoding.hpp"

namespace abide::sqlite {
namespace {

std::string alias(int depth) { return fmt::format("t{}", depth); }

std::string compared(const std::string& name, Match match) {
  return match == Match::exact ? name : folded_text(name);
}

std::string number_before(const std::string& name, std::int64_t cutoff, std::int64_t earliest) {
  return fmt::format("(typeof({0}) IN ('integer','real') AND {0} < {1} AND {0} >= {2})", name,
                     cutoff, earliest);
}

class Speller {
 public:
  std::string write(const Selector& selector, int depth) {
    return std::visit([&](const auto& node) { return one(node, depth); }, selector.node);
  }
  /// A parameter named after a column, `:email`, `:email_2`.
  std::string parameter(const Column& column) {
    std::string name = ":";
    for (const char c : column) {
      const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      name += plain ? c : '_';
    }
    ++parameters_;
    return parameters_ == 1 ? name : fmt::format("{}_{}", name, parameters_);
  }

 private:
  static std::string column(const Column& name, int depth) {
    return alias(depth) + "." + quote(name);
  }
  std::string one(const All& /*all*/, int /*depth*/) { return "1"; }
  std::string one(const IsNull& node, int depth) { return column(node.column, depth) + " IS NULL"; }
  std::string one(const Before& node, int depth) {
    const std::string name = column(node.column, depth);
    const auto micros = node.cutoff.time_since_epoch().count();
    switch (node.encoding) {
      case TimeEncoding::unix_seconds:
        return number_before(name, micros / 1'000'000,
                             earliest_moment.time_since_epoch().count() / 1'000'000);
      case TimeEncoding::unix_milliseconds:
        return number_before(name, micros / 1'000,
                             earliest_moment.time_since_epoch().count() / 1'000);
      case TimeEncoding::iso:
      case TimeEncoding::date:
        return fmt::format(
            "(typeof({0}) = 'text' AND julianday({0}) < julianday('{1}') AND "
            "julianday({0}) >= julianday('{2}'))",
            name, to_string(node.cutoff), to_string(earliest_moment));
    }
    return "0";
  }
  std::string one(const Unreadable& node, int depth) {
    const std::string name = column(node.column, depth);
    // Whatever is no moment before any cutoff.
    constexpr Instant never{std::chrono::sys_days{std::chrono::year{9999} / 12 / 31}};
    return fmt::format("({} IS NOT NULL AND ({}) IS NOT TRUE)", name,
                       one(Before{node.column, never, node.encoding}, depth));
  }
  std::string one(const Outside& node, int depth) {
    const Before early{node.column, node.from, node.encoding};
    const Before inside{node.column, node.until, node.encoding};
    return fmt::format(
        "({} IS NOT NULL AND ({}) IS NOT TRUE)", column(node.column, depth),
        fmt::format("{} AND ({}) IS NOT TRUE", one(inside, depth), one(early, depth)));
  }
  std::string one(const In& node, int depth) {
    if (node.values.empty()) {
      return "0";
    }
    const std::string list = parameter(node.column);
    return fmt::format(
        "{} IN ({}{})", compared(column(node.column, depth), node.match), list,
        node.values.size() == 1 ? "" : fmt::format(" /* and {} more */", node.values.size() - 1));
  }
  std::string one(const InParameter& node, int depth) {
    return fmt::format("{} IN (:{})", compared(column(node.column, depth), node.match),
                       node.parameter);
  }
  std::string one(const And& node, int depth) { return joined(node.all, " AND ", "1", depth); }
  std::string one(const Or& node, int depth) { return joined(node.any, " OR ", "0", depth); }
  std::string one(const Not& node, int depth) {
    return fmt::format("({}) IS NOT TRUE", write(*node.of, depth));
  }
  std::string one(const Via& node, int depth) {
    const int inner = ++deepest_;
    std::string where;
    if (node.columns.size() == 1) {
      where = compared(column(node.columns[0], depth), node.match) + " <> '' AND ";
    }
    for (std::size_t i = 0; i < node.columns.size(); ++i) {
      where +=
          fmt::format("{} = {} AND ", compared(column(node.target_columns[i], inner), node.match),
                      compared(column(node.columns[i], depth), node.match));
    }
    return fmt::format("EXISTS (SELECT 1 FROM {} AS {} WHERE {}{})", quote(node.table),
                       alias(inner), where, write(*node.where, inner));
  }
  std::string joined(const std::vector<SelectorPtr>& parts, std::string_view between,
                     std::string_view when_empty, int depth) {
    std::string text;
    for (const SelectorPtr& part : parts) {
      text += (text.empty() ? "" : std::string{between}) + write(*part, depth);
    }
    return parts.empty() ? std::string{when_empty} : "(" + text + ")";
  }

  int deepest_ = 0;
  int parameters_ = 0;
};

std::string bounded(Speller& speller, const Query& query) {
  std::string text;
  const auto bound = [&](const std::optional<Row>& row, std::string_view comparison) {
    if (!row) {
      return;
    }
    std::string marks;
    for (std::size_t i = 0; i < row->size() && i < query.key.size(); ++i) {
      marks += (marks.empty() ? "" : ", ") + speller.parameter(query.key[i]);
    }
    text += fmt::format("({}) {} ({}) AND ", quote_all(query.key), comparison, marks);
  };
  bound(query.range.from, ">=");
  bound(query.range.until, "<");
  return text;
}

}  // namespace

Result<std::string> SqliteConnector::text_of(const Query& query) const {
  Speller speller;
  const std::string bounds = bounded(speller, query);
  const std::string order = query.key.empty() || query.columns.empty()
                                ? ""
                                : fmt::format(" ORDER BY {}", quote_all(query.key));
  return fmt::format("SELECT {} FROM {} AS t0 WHERE {}{}{}",
                     query.columns.empty() ? "count(*)" : quote_all(query.columns),
                     quote(query.table), bounds, speller.write(*query.where, 0), order);
}

}  // namespace abide::sqlite
