// A tree of comparisons over the values that SQLite hands in.
#include "connectors/sqlite/quick.hpp"

#include <algorithm>
#include <string_view>

#include "base/text.hpp"
#include "connectors/sqlite/moments.hpp"

namespace abide::sqlite {
namespace {

using Node = Quick::Node;
using Seen = Quick::Seen;
using Kind = Node::Kind;

constexpr const char* pointer_kind = "abide_quick";
constexpr std::size_t most_columns = 100;  ///< SQLite gives a function 127 values at most

bool is_text(TimeEncoding encoding) {
  return encoding == TimeEncoding::iso || encoding == TimeEncoding::date;
}

std::int64_t in_unit(Instant moment, TimeEncoding encoding) {
  const std::int64_t micros = moment.time_since_epoch().count();
  return is_text(encoding) ? micros : micros / unit_of(encoding);
}

Truth yes_if(bool holds) { return holds ? Truth::yes : Truth::no; }

Truth is_known(Node& node, sqlite3* db, const Seen& seen) {
  if (!node.keys) {
    node.keys = read_numbers(db, node.table, node.target);
  }
  const bool found =
      seen.type == SQLITE_INTEGER && node.keys->contains(sqlite3_value_int64(seen.value));
  return found ? Truth::yes : Truth::ask;
}

/// A text of nothing. Blanks may be as good as nothing to the collation, or when folded; what SQL
/// says of bytes, it says itself.
Truth is_empty(const Seen& seen) {
  if (seen.type != SQLITE_TEXT) {
    return seen.type == SQLITE_BLOB ? Truth::ask : Truth::no;
  }
  const std::string_view text{reinterpret_cast<const char*>(sqlite3_value_text(seen.value)),
                              static_cast<std::size_t>(sqlite3_value_bytes(seen.value))};
  return text.empty() ? Truth::yes : trimmed(text).empty() ? Truth::ask : Truth::no;
}

Truth is_among(const Node& node, const Seen& seen) {
  return seen.type != SQLITE_INTEGER
             ? Truth::ask
             : yes_if(std::ranges::binary_search(node.numbers, sqlite3_value_int64(seen.value)));
}

void quick(sqlite3_context* context, int count, sqlite3_value** arguments) {
  auto* conditions = static_cast<Quick*>(sqlite3_value_pointer(arguments[0], pointer_kind));
  const std::span<sqlite3_value* const> values{arguments + 1, static_cast<std::size_t>(count - 1)};
  const Truth truth = conditions == nullptr
                          ? Truth::ask
                          : conditions->take(sqlite3_context_db_handle(context), values);
  if (truth == Truth::ask) {
    sqlite3_result_null(context);
  } else {
    sqlite3_result_int(context, truth == Truth::yes ? 1 : 0);
  }
}

}  // namespace

std::size_t Quick::place_of(const Column& column) {
  const auto at = std::ranges::find(columns_, column);
  if (at != columns_.end()) {
    return static_cast<std::size_t>(at - columns_.begin());
  }
  columns_.push_back(column);
  return columns_.size() - 1;
}

std::optional<Node> Quick::compiled(Kind kind, const std::vector<SelectorPtr>& parts) {
  Node node;
  node.kind = kind;
  for (const SelectorPtr& part : parts) {
    auto one = compiled(*part);
    if (!one) {
      return std::nullopt;
    }
    node.parts.push_back(std::move(*one));
  }
  return node.parts.size() == 1 ? std::move(node.parts.front()) : std::optional{std::move(node)};
}

std::optional<Node> Quick::compiled(const Selector& selector) {
  return std::visit([this](const auto& node) { return one(node); }, selector.node);
}

std::optional<Node> Quick::one(const All& /*all*/) { return Node{}; }

std::optional<Node> Quick::one(const IsNull& null) {
  Node node;
  node.kind = Kind::null;
  node.column = place_of(null.column);
  return node;
}

/// From the earliest moment that is one, without an end.
Node Quick::timed(Kind kind, const Column& column, TimeEncoding encoding) {
  Node node;
  node.kind = kind;
  node.column = place_of(column);
  node.as_number = !is_text(encoding);
  node.from = in_unit(earliest_moment, encoding);
  node.until = INT64_MAX;
  return node;
}

std::optional<Node> Quick::one(const Before& before) {
  Node node = timed(Kind::before, before.column, before.encoding);
  node.until = in_unit(before.cutoff, before.encoding);
  return node;
}

std::optional<Node> Quick::one(const Unreadable& odd) {
  return timed(Kind::unreadable, odd.column, odd.encoding);
}

std::optional<Node> Quick::one(const Outside& outside) {
  Node node = timed(Kind::outside, outside.column, outside.encoding);
  node.from = in_unit(outside.from, outside.encoding);
  node.until = in_unit(outside.until, outside.encoding);
  return node;
}

/// Whole numbers, or a text of nothing: other texts compare as the column's collation says.
std::optional<Node> Quick::one(const In& in) {
  Node node;
  if (in.values == std::vector{Value{std::string{}}}) {
    node.kind = Kind::empty;
    node.column = place_of(in.column);
    return node;
  }
  if (in.match != Match::exact) {
    return std::nullopt;
  }
  node.kind = Kind::among;
  node.column = place_of(in.column);
  for (const Value& value : in.values) {
    const auto* number = std::get_if<std::int64_t>(&value);
    if (number == nullptr) {
      return std::nullopt;
    }
    node.numbers.push_back(*number);
  }
  std::ranges::sort(node.numbers);
  return node;
}

std::optional<Node> Quick::one(const InParameter& /*open*/) { return std::nullopt; }
std::optional<Node> Quick::one(const And& all) { return compiled(Kind::all, all.all); }
std::optional<Node> Quick::one(const Or& any) { return compiled(Kind::any, any.any); }

std::optional<Node> Quick::one(const Not& no) {
  auto of = compiled(*no.of);
  if (of) {
    of->negated = !of->negated;
  }
  return of;
}

std::optional<Node> Quick::one(const Via& via) {
  const bool plain = via.columns.size() == 1 && via.match == Match::exact &&
                     std::holds_alternative<All>(via.where->node);
  if (!plain) {
    return std::nullopt;
  }
  Node node;
  node.kind = Kind::known;
  node.column = place_of(via.columns.front());
  node.table = via.table;
  node.target = via.target_columns.front();
  return node;
}

std::optional<Quick> Quick::of(std::span<const SelectorPtr> tallied, const Selector& where) {
  Quick quick{tallied.size()};
  for (const SelectorPtr& condition : tallied) {
    auto node = quick.compiled(*condition);
    if (!node) {
      return std::nullopt;
    }
    quick.tallied_.push_back(std::move(*node));
  }
  auto node = quick.compiled(where);
  if (!node || quick.columns_.size() > most_columns) {
    return std::nullopt;
  }
  quick.where_ = std::move(*node);
  quick.found_.resize(tallied.size());
  quick.seen_.resize(quick.columns_.size());
  return quick;
}

/// A moment is read once a row, however many conditions ask for it.
bool Quick::is_within(const Node& node, Seen& seen) {
  if (node.as_number) {
    const std::int64_t number = sqlite3_value_int64(seen.value);
    return seen.type == SQLITE_INTEGER && number >= node.from &&
           (node.kind == Kind::unreadable || number < node.until);
  }
  if (!seen.read) {
    const auto moment = micros_of(seen.value);
    seen.read = true;
    seen.is_moment = moment.has_value();
    seen.moment = moment.value_or(0);
  }
  return seen.is_moment && seen.moment >= node.from && seen.moment < node.until;
}

Truth Quick::holds(Node& node) {
  const Truth truth = positive(node);
  return !node.negated || truth == Truth::ask ? truth : yes_if(truth == Truth::no);
}

/// The first part that decides, or whether some part must be asked of SQL.
Truth Quick::together(Node& node) {
  const Truth decides = node.kind == Kind::all ? Truth::no : Truth::yes;
  Truth sum = node.kind == Kind::all ? Truth::yes : Truth::no;
  for (Node& part : node.parts) {
    const Truth one = holds(part);
    if (one == decides) {
      return one;
    }
    sum = one == Truth::ask ? one : sum;
  }
  return sum;
}

/// Whatever the node's own negation.
Truth Quick::positive(Node& node) {
  if (node.kind == Kind::always) {
    return Truth::yes;
  }
  if (node.kind == Kind::all || node.kind == Kind::any) {
    return together(node);
  }
  Seen& seen = seen_[node.column];
  if (node.kind == Kind::null || seen.type == SQLITE_NULL) {
    return yes_if(node.kind == Kind::null && seen.type == SQLITE_NULL);
  }
  if (node.kind == Kind::empty) {
    return is_empty(seen);
  }
  if (node.kind == Kind::among) {
    return is_among(node, seen);
  }
  if (node.kind == Kind::known) {
    return is_known(node, db_, seen);
  }
  // Of a number with a fraction SQL is asked.
  return node.as_number && seen.type == SQLITE_FLOAT
             ? Truth::ask
             : yes_if(is_within(node, seen) == (node.kind == Kind::before));
}

Truth Quick::take(sqlite3* db, std::span<sqlite3_value* const> values) {
  db_ = db;
  for (std::size_t i = 0; i < seen_.size(); ++i) {
    seen_[i].value = values[i];
    seen_[i].type = sqlite3_value_type(values[i]);
    seen_[i].read = false;
  }
  for (std::size_t i = 0; i < tallied_.size(); ++i) {
    found_[i] = holds(tallied_[i]);
    if (found_[i] == Truth::ask) {
      return Truth::ask;
    }
  }
  const Truth chosen = holds(where_);
  for (std::size_t i = 0; chosen != Truth::ask && i < found_.size(); ++i) {
    counts_[i] += found_[i] == Truth::yes ? 1 : 0;
  }
  return chosen;
}

Result<void> add_quick_function(sqlite3* db) {
  if (sqlite3_create_function(db, "abide_quick", -1, SQLITE_UTF8 | SQLITE_DIRECTONLY, nullptr,
                              quick, nullptr, nullptr) != SQLITE_OK) {
    return error_of(db, "adding a function");
  }
  return {};
}

void bind_quick(sqlite3_stmt* statement, int parameter, Quick& quick) {
  sqlite3_bind_pointer(statement, parameter, &quick, pointer_kind, nullptr);
}

}  // namespace abide::sqlite
