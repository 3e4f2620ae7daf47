// Leaps along an index: from an entry that is no spelling to where the next spelling would stand.
#include "connectors/sqlite/spellings.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "connectors/sqlite/encoding.hpp"
#include "connectors/sqlite/folding.hpp"

namespace abide::sqlite {
namespace {

constexpr int most_leaps = 256;  ///< then reading the table is no dearer
constexpr int most_odd = 64;

char raised(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c; }

/// The first spelling of a rest: capital letters come first, and no blanks behind.
std::string first_spelling(std::string_view rest) {
  std::string text{rest};
  for (char& c : text) {
    c = raised(c);
  }
  return text;
}

/// Bytes, as SQLite orders them.
unsigned char byte(char c) { return static_cast<unsigned char>(c); }

/// The least byte at `place` of a spelling that is greater than `c`.
std::optional<char> greater(std::string_view folded, std::size_t place, char c) {
  if (place >= folded.size()) {
    const auto at = std::ranges::find_if(blanks, [c](char one) { return byte(one) > byte(c); });
    return at == blanks.end() ? std::nullopt : std::optional{*at};
  }
  const char small = folded[place];
  const char capital = raised(small);
  if (byte(capital) > byte(c)) {
    return capital;
  }
  return byte(small) > byte(c) ? std::optional{small} : std::nullopt;
}

bool fits(std::string_view folded, std::size_t place, char c) {
  return place >= folded.size() ? blanks.find(c) != std::string_view::npos
                                : c == folded[place] || c == raised(folded[place]);
}

using Values = std::vector<Value>;

/// Walks the texts of one column.
class Walk {
 public:
  Walk(sqlite3* db, Statements& statements, const std::string& table, const Column& column)
      : db_(db), statements_(statements), table_(quote(table)), column_(quote(column)) {}

  /// Every value of the column that folds to `folded`; nullopt where that is not found cheaply.
  Result<std::optional<Values>> find(const std::string& folded) {
    if (folded.empty()) {
      return std::optional<Values>{};
    }
    ABIDE_TRY(const bool all, odd_ones(folded));
    if (!all) {
      return std::optional<Values>{};
    }
    std::optional<std::string> wanted = first_spelling(folded);
    bool past = false;
    for (int leap = 0; wanted; ++leap) {
      ABIDE_TRY(const auto entry, entry_from(*wanted, past));
      if (!entry) {
        break;
      }
      if (leap == most_leaps) {
        return std::optional<Values>{};
      }
      wanted = next_spelling(folded, *entry);
      past = wanted == entry;
      if (past) {
        found_.emplace_back(*entry);
      }
    }
    return std::optional{std::move(found_)};
  }

 private:
  /// Numbers and bytes, which SQL compares in its own way, and texts with blanks before them (or
  /// what sorts between).
  Result<bool> odd_ones(const std::string& folded_text) {
    const std::string sql = fmt::format(
        "SELECT {0} FROM {1} WHERE {0} COLLATE BINARY < '' UNION ALL "
        "SELECT {0} FROM {1} WHERE {0} COLLATE BINARY >= x'' UNION ALL "
        "SELECT {0} FROM {1} WHERE {0} COLLATE BINARY >= char(9) AND {0} COLLATE BINARY < '!' "
        "LIMIT {2}",
        column_, table_, most_odd + 1);
    ABIDE_TRY(const Statements::Loan statement, statements_.bound(db_, sql, {}));
    for (int rows = 0;; ++rows) {
      ABIDE_TRY(const bool more, step(db_, statement.get()));
      if (!more) {
        return true;
      }
      if (rows == most_odd || sqlite3_column_type(statement.get(), 0) != SQLITE_TEXT) {
        return false;
      }
      Value value = column_value(statement.get(), 0);
      if (folded_value(value) == Value{folded_text}) {
        found_.push_back(std::move(value));
      }
    }
  }
  /// The first text at or past `text`.
  Result<std::optional<std::string>> entry_from(const std::string& text, bool past) {
    const Values values{text};
    ABIDE_TRY(const Statements::Loan statement,
              statements_.bound(db_,
                                fmt::format("SELECT {0} FROM {1} WHERE {0} COLLATE BINARY {2} ? "
                                            "ORDER BY {0} COLLATE BINARY LIMIT 1",
                                            column_, table_, past ? ">" : ">="),
                                values));
    ABIDE_TRY(const bool is_there, step(db_, statement.get()));
    if (!is_there || sqlite3_column_type(statement.get(), 0) != SQLITE_TEXT) {
      return std::optional<std::string>{};
    }
    return std::optional{std::get<std::string>(column_value(statement.get(), 0))};
  }

  sqlite3* db_;
  Statements& statements_;
  std::string table_, column_;
  Values found_;
};

}  // namespace

std::optional<std::string> next_spelling(std::string_view folded, std::string_view text) {
  std::size_t same = 0;
  while (same < text.size() && fits(folded, same, text[same])) {
    ++same;
  }
  if (same == text.size()) {
    const std::string_view rest = same < folded.size() ? folded.substr(same) : std::string_view{};
    return std::string{text} + first_spelling(rest);
  }
  // The last place at which something greater fits, with the first spelling of what is behind it.
  for (std::size_t place = same + 1; place-- > 0;) {
    if (const auto c = greater(folded, place, text[place])) {
      const std::string_view rest =
          place + 1 < folded.size() ? folded.substr(place + 1) : std::string_view{};
      return std::string{text.substr(0, place)} + *c + first_spelling(rest);
    }
  }
  return std::nullopt;
}

struct Spellings::Asked {
  sqlite3* db;
  Statements& statements;
};

/// An index that begins with the column, over all rows, in the order of bytes; and a column that
/// keeps texts as they come.
Result<bool> Spellings::has_index(const Asked& asked, const std::string& table,
                                  const Column& column) {
  const std::string name = quote(table) + "." + quote(column);
  if (const auto known = indexed_.find(name); known != indexed_.end()) {
    return known->second;
  }
  const Values names{table, column};
  ABIDE_TRY(
      const Statements::Loan statement,
      asked.statements.bound(
          asked.db,
          "SELECT (SELECT pragma_encoding.encoding = 'UTF-8' FROM pragma_encoding) AND EXISTS "
          "(SELECT "
          "1 FROM pragma_table_xinfo(?1) WHERE name = ?2 COLLATE NOCASE AND (type LIKE '%CHAR%' OR "
          "type LIKE '%CLOB%' OR type LIKE '%TEXT%') AND type NOT LIKE '%INT%') AND EXISTS (SELECT "
          "1 "
          "FROM pragma_index_list(?1) AS i, pragma_index_xinfo(i.name) AS c WHERE NOT i.partial "
          "AND "
          "c.seqno = 0 AND c.name = ?2 COLLATE NOCASE AND c.coll = 'BINARY')",
          names));
  ABIDE_CHECK(step(asked.db, statement.get()));
  return indexed_[name] = sqlite3_column_int(statement.get(), 0) != 0;
}

Result<std::vector<SelectorPtr>> Spellings::each(const Asked& asked, const std::string& table,
                                                 const std::vector<SelectorPtr>& branches) {
  std::vector<SelectorPtr> result;
  for (const SelectorPtr& branch : branches) {
    ABIDE_TRY(SelectorPtr one, rewritten(asked, table, branch));
    result.push_back(std::move(one));
  }
  return result;
}

Result<SelectorPtr> Spellings::rewritten(const Asked& asked, const std::string& table,
                                         const SelectorPtr& where) {
  if (const auto* all = std::get_if<And>(&where->node)) {
    ABIDE_TRY(auto branches, each(asked, table, all->all));
    return share({And{std::move(branches)}});
  }
  if (const auto* any = std::get_if<Or>(&where->node)) {
    ABIDE_TRY(auto branches, each(asked, table, any->any));
    return share({Or{std::move(branches)}});
  }
  if (const auto* not_ = std::get_if<Not>(&where->node)) {
    ABIDE_TRY(SelectorPtr of, rewritten(asked, table, not_->of));
    return share({Not{std::move(of)}});
  }
  if (const auto* via = std::get_if<Via>(&where->node)) {
    Via copy = *via;
    ABIDE_TRY(copy.where, rewritten(asked, via->table, via->where));
    return share({std::move(copy)});
  }
  const auto* in = std::get_if<In>(&where->node);
  if (in == nullptr || in->match != Match::folded || in->values.size() > few_values) {
    return where;
  }
  ABIDE_TRY(const bool indexed, has_index(asked, table, in->column));
  In exact{in->column, {}, Match::exact};
  for (const Value& value : in->values) {
    const Value wanted = folded_value(value);
    if (!indexed || !std::holds_alternative<std::string>(wanted)) {
      return where;
    }
    Walk walk{asked.db, asked.statements, table, in->column};
    ABIDE_TRY(const auto found, walk.find(std::get<std::string>(wanted)));
    if (!found) {
      return where;
    }
    exact.values.insert(exact.values.end(), found->begin(), found->end());
  }
  return share({std::move(exact)});
}

Result<SelectorPtr> Spellings::spelled_out(sqlite3* db, Statements& statements,
                                           const std::string& table, const SelectorPtr& where) {
  return rewritten({db, statements}, table, where);
}

}  // namespace abide::sqlite
