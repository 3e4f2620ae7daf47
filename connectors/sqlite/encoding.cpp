// The SQL dialect of SQLite for the selector tree.
#include "connectors/sqlite/encoding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <span>
#include <utility>

#include "connectors/sqlite/flattened.hpp"
#include "connectors/sqlite/folding.hpp"
#include "connectors/sqlite/moments.hpp"

namespace abide::sqlite {
namespace {

/// Many parts are halved, since the store reads a row of them as one within the other, and refuses
/// what is too deep. For the same reason one part alone gets no parentheses.
std::string joined(std::span<const std::string> parts, std::string_view separator,
                   std::string_view when_empty) {
  constexpr std::size_t in_a_row = 64;
  if (parts.empty()) {
    return std::string{when_empty};
  }
  if (parts.size() == 1) {
    return parts.front();
  }
  const std::size_t half = parts.size() / 2;
  return parts.size() <= in_a_row
             ? fmt::format("({})", fmt::join(parts, separator))
             : fmt::format("({}{}{})", joined(parts.first(half), separator, when_empty), separator,
                           joined(parts.subspan(half), separator, when_empty));
}

/// A column seen the way it is compared: as it is, or folded.
std::string operand(const std::string& prefix, const Column& column, Match match) {
  const std::string name = prefix + quote(column);
  return match == Match::exact ? name : folded_text(name);
}

std::int64_t earliest(TimeEncoding encoding) {
  return earliest_moment.time_since_epoch().count() / unit_of(encoding);
}

/// How a Via is asked: as a set that is built once, good for reading a whole table or from an index
/// on the referring column; or row by row, good within a key range, where the set would be built
/// again for every range.
enum class Joining { as_set, row_by_row };

// Turns the tree into SQL. `prefix` names the row that is asked about, so that a Via inside a Via
// stays apart.
class Encoder {
 public:
  explicit Encoder(Joining joining) : joining_(joining) {}
  Encoded take() && { return std::move(out_); }
  /// The first parameter that nobody filled in, or empty.
  [[nodiscard]] const std::string& unbound() const { return unbound_; }
  void append(std::string_view sql) { out_.sql += sql; }
  void bind(Value value) { out_.values.push_back(std::move(value)); }
  void write(const SelectorPtr& selector, const std::string& prefix) {
    const Flattened flat = flattened(selector);
    by_name_ = flat.is_too_deep;
    out_.sql += text(*flat.selector, prefix);
  }

 private:
  std::string text(const Selector& selector, const std::string& prefix) {
    return std::visit([&](const auto& node) { return one(node, prefix); }, selector.node);
  }

  std::string one(const All& /*all*/, const std::string& /*prefix*/) { return "1"; }
  std::string one(const IsNull& node, const std::string& prefix) {
    return prefix + quote(node.column) + " IS NULL";
  }
  std::string one(const Before& node, const std::string& prefix) {
    const std::string column = prefix + quote(node.column);
    switch (node.encoding) {
      case TimeEncoding::unix_seconds:
      case TimeEncoding::unix_milliseconds: {
        const auto micros = node.cutoff.time_since_epoch().count();
        bind(std::int64_t{micros / unit_of(node.encoding)});
        return fmt::format("(typeof({0}) IN ('integer','real') AND {0} < ? AND {0} >= {1})", column,
                           earliest(node.encoding));
      }
      case TimeEncoding::iso:
      case TimeEncoding::date:
        // The plain comparison comes first: it is cheap and settles nearly every row. It is widened
        // by a day because a text with an offset sorts by its local time; the exact comparison
        // follows for those that remain.
        bind(to_string(node.cutoff + std::chrono::days{1}).substr(0, 19) + "~");
        bind(node.cutoff.time_since_epoch().count());
        return fmt::format("({0} < ? AND abide_micros({0}) < ?)", column);
    }
    return "0";
  }
  std::string one(const Unreadable& node, const std::string& prefix) {
    const std::string column = prefix + quote(node.column);
    if (node.encoding == TimeEncoding::iso || node.encoding == TimeEncoding::date) {
      return fmt::format("({0} IS NOT NULL AND abide_micros({0}) IS NULL)", column);
    }
    return fmt::format("({0} IS NOT NULL AND (typeof({0}) NOT IN ('integer','real') OR {0} < {1}))",
                       column, earliest(node.encoding));
  }
  std::string one(const Outside& node, const std::string& prefix) {
    const std::string column = prefix + quote(node.column);
    const auto from = node.from.time_since_epoch().count();
    const auto until = node.until.time_since_epoch().count();
    if (node.encoding == TimeEncoding::iso || node.encoding == TimeEncoding::date) {
      bind(from);
      bind(until);
      return fmt::format("abide_outside({}, ?, ?)", column);
    }
    const std::int64_t unit = unit_of(node.encoding);
    bind(std::int64_t{from / unit});
    bind(std::int64_t{until / unit});
    return fmt::format(
        "({0} IS NOT NULL AND (typeof({0}) NOT IN ('integer','real') OR {0} < ? OR {0} >= ?))",
        column);
  }
  std::string one(const In& node, const std::string& prefix) {
    if (node.values.empty()) {
      return "0";
    }
    // Asked twice, the cheap way first.
    if (node.match == Match::folded && node.values.size() <= few_values) {
      const std::string cheap = fmt::format("abide_folds({}{}, {})", prefix, quote(node.column),
                                            marks(node.values, node.match));
      return fmt::format("({} AND {} IN ({}))", cheap, operand(prefix, node.column, node.match),
                         marks(node.values, node.match));
    }
    return fmt::format("{} IN ({})", operand(prefix, node.column, node.match),
                       marks(node.values, node.match));
  }
  /// A mark for each value, and the values bound to them.
  std::string marks(const std::vector<Value>& values, Match match) {
    std::string text;
    for (const Value& value : values) {
      text += text.empty() ? "?" : ",?";
      bind(match == Match::folded ? folded_value(value) : value);
    }
    return text;
  }
  std::string one(const InParameter& node, const std::string& /*prefix*/) {
    unbound_ = node.parameter;
    return "0";
  }
  std::string one(const And& node, const std::string& prefix) {
    std::vector<std::string> parts;
    for (const SelectorPtr& branch : node.all) parts.push_back(text(*branch, prefix));
    return joined(parts, " AND ", "1");
  }
  std::string one(const Or& node, const std::string& prefix) {
    std::vector<std::string> parts;
    for (const SelectorPtr& branch : node.any) parts.push_back(text(*branch, prefix));
    return joined(parts, " OR ", "0");
  }
  std::string one(const Not& node, const std::string& prefix) {
    return fmt::format("({}) IS NOT TRUE", text(*node.of, prefix));
  }
  std::string one(const Via& node, const std::string& prefix) {
    const std::string target = fmt::format("t{}", ++depth_);
    const bool by_name = by_name_ && within_ == most_within;
    const bool as_set = joining_ == Joining::as_set && node.columns.size() == 1;
    return by_name || as_set ? among(node, prefix, target, by_name) : beside(node, prefix, target);
  }
  /// Asked row by row.
  std::string beside(const Via& node, const std::string& prefix, const std::string& target) {
    std::vector<std::string> parts;
    if (node.columns.size() == 1) {
      parts.push_back(operand(prefix, node.columns[0], node.match) + " <> ''");
    }
    for (std::size_t i = 0; i < node.columns.size(); ++i) {
      parts.push_back(operand(prefix, node.columns[i], node.match) + " = " +
                      operand(target + ".", node.target_columns[i], node.match));
    }
    const Inner inner = inner_of(node, target, false);
    parts.push_back(inner.where);
    return fmt::format("EXISTS ({}SELECT 1 FROM {} AS {} WHERE {})", inner.with, quote(node.table),
                       target, joined(parts, " AND ", "1"));
  }
  /// Asked of a set: one that is written out here, or one that has a name.
  std::string among(const Via& node, const std::string& prefix, const std::string& target,
                    bool by_name) {
    const auto operands = [&](const std::string& of, const std::vector<Column>& columns) {
      std::vector<std::string> each;
      for (const Column& column : columns) each.push_back(operand(of, column, node.match));
      return fmt::format("{}", fmt::join(each, ", "));
    };
    const bool alone = node.columns.size() == 1;
    const std::string columns = operands(prefix, node.columns);
    // INVARIANT: the order of the pieces is the order of the bound values.
    std::string known;
    if (alone && node.match == Match::exact && std::holds_alternative<All>(node.where->node)) {
      bind(node.table);
      bind(node.target_columns[0]);
      known = fmt::format("abide_known(?, ?, {}) OR ", columns);
    }
    const Inner inner = inner_of(node, target, by_name);
    std::string set = fmt::format("({}SELECT {} FROM {} AS {} WHERE {})", inner.with,
                                  operands(target + ".", node.target_columns), quote(node.table),
                                  target, inner.where);
    if (by_name) {
      // A name that no table bears, or the set would be read in its place.
      const std::string name = quote("abide: " + target);
      sets_.push_back(fmt::format("{} AS {}", name, set));
      set = name;
    }
    const std::string is_in = alone ? fmt::format("({0} <> '' AND {0} IN {1})", columns, set)
                                    : fmt::format("(({}) IN {})", columns, set);
    return known.empty() ? is_in : fmt::format("({}{})", known, is_in);
  }
  /// The condition on the rows a Via points at, and the named sets that stand before them.
  struct Inner {
    std::string with, where;
  };
  Inner inner_of(const Via& node, const std::string& target, bool by_name) {
    Inner inner;
    std::vector<Value> values = std::exchange(out_.values, {});
    within_ += by_name ? 0 : 1;
    inner.where = text(*node.where, target + ".");
    within_ -= by_name ? 0 : 1;
    if (within_ == 0 && !sets_.empty()) {
      inner.with = fmt::format("WITH {} ", fmt::join(std::exchange(sets_, {}), ", "));
      std::ranges::move(std::exchange(values_of_sets_, {}), std::back_inserter(values));
    }
    std::ranges::move(out_.values, std::back_inserter(by_name ? values_of_sets_ : values));
    out_.values = std::move(values);
    return inner;
  }

  /// In what is too deep a Via within so many others is a set with a name, written before the
  /// outermost of them: SQLite refuses what is nested too deep, but reads a row of sets of any
  /// length.
  static constexpr int most_within = 3;

  Joining joining_;
  Encoded out_;
  std::vector<std::string> sets_;
  std::vector<Value> values_of_sets_;
  std::string unbound_;
  bool by_name_ = false;
  int depth_ = 0;
  int within_ = 0;
};

/// `(a, b) >= (?, ?)`, which SQLite walks along the key's index.
void bound(Encoder& encoder, const Query& query, const Row& values, std::string_view comparison) {
  std::string marks;
  for (const Value& value : values) {
    marks += marks.empty() ? "?" : ",?";
    encoder.bind(value);
  }
  std::string key;
  for (const Column& column : query.key) {
    key += (key.empty() ? "t0." : ", t0.") + quote(column);
  }
  encoder.append(query.key.size() == 1 ? fmt::format("{} {} ? AND ", key, comparison)
                                       : fmt::format("({}) {} ({}) AND ", key, comparison, marks));
}

}  // namespace

std::string quote(std::string_view identifier) {
  std::string text = "\"";
  for (const char c : identifier) {
    text += c == '"' ? "\"\"" : std::string(1, c);
  }
  return text + "\"";
}

std::string folded_text(const std::string& column) {
  return fmt::format("lower(trim({}, char(32,9,10,11,12,13)))", column);
}

std::string quote_all(const std::vector<Column>& columns) {
  std::string text;
  for (const Column& column : columns) {
    text += (text.empty() ? "" : ", ") + quote(column);
  }
  return text;
}

namespace {

Joining joining_of(const Query& query) {
  return query.range.from || query.range.until ? Joining::row_by_row : Joining::as_set;
}

Result<Encoded> finished(Encoder encoder) {
  if (!encoder.unbound().empty()) {
    return Error{ErrorCode::unsupported,
                 fmt::format("parameter `{}` of a selector was not filled in", encoder.unbound()),
                 ""};
  }
  return std::move(encoder).take();
}

}  // namespace

namespace {

Result<void> add_range(Encoder& encoder, const Query& query) {
  for (const auto* limit : {&query.range.from, &query.range.until}) {
    if (*limit && (*limit)->size() != query.key.size()) {
      return Error{ErrorCode::unsupported, "a range bound does not match the key", ""};
    }
  }
  if (query.range.from) {
    bound(encoder, query, *query.range.from, ">=");
  }
  if (query.range.until) {
    bound(encoder, query, *query.range.until, "<");
  }
  return {};
}

}  // namespace

Result<Encoded> encode_range(const Query& query) {
  Encoder encoder{Joining::row_by_row};
  ABIDE_CHECK(add_range(encoder, query));
  return std::move(encoder).take();
}

Result<Encoded> encode_where(const Query& query) {
  Encoder encoder{joining_of(query)};
  ABIDE_CHECK(add_range(encoder, query));
  encoder.write(query.where, "t0.");
  return finished(std::move(encoder));
}

namespace {

/// Each condition as 1 or NULL, between two pieces of text. As a condition, not a value: SQLite
/// then stops at the first part that decides.
Result<Encoded> encode_list(const Query& query, std::span<const SelectorPtr> conditions,
                            std::string_view before, std::string_view after) {
  Encoder encoder{joining_of(query)};
  for (std::size_t i = 0; i < conditions.size(); ++i) {
    encoder.append(fmt::format("{}{}CASE WHEN ", i == 0 ? "" : ", ", before));
    encoder.write(conditions[i], "t0.");
    encoder.append(fmt::format(" THEN 1 END{}", after));
  }
  return finished(std::move(encoder));
}

}  // namespace

Result<Encoded> encode_each(const Query& query, std::span<const SelectorPtr> conditions) {
  return encode_list(query, conditions, "", "");
}

Result<Encoded> encode_conditions(const Query& query, std::span<const SelectorPtr> conditions) {
  return encode_list(query, conditions, "count(", ")");
}

}  // namespace abide::sqlite
