#include "engine/access/known_words.hpp"

#include <algorithm>
#include <iterator>

#include "base/text.hpp"
#include "engine/access/names.hpp"
#include "engine/plan/due_rows.hpp"

namespace abide::engine::access {

using policy::Model;

namespace {

void add_words(std::string_view text, std::set<std::string>& words) {
  const std::string plain = folded(text);
  words.insert(plain);
  for (const std::string_view between : {" .@-_+", " "}) {
    for (const std::string_view word : words_of(plain, between)) {
      words.emplace(word);
    }
  }
}

/// Whether all of it may be somebody's name: one or two words, or a few that are all written like
/// one. A sentence that a name stands in is none.
bool may_be_a_name(std::string_view text) {
  constexpr std::size_t however_written = 2;
  constexpr std::size_t longest_name = 5;
  const auto words = words_of(text, blanks);
  return text.find('@') == text.npos &&
         (words.size() <= however_written ||
          (words.size() <= longest_name && std::ranges::all_of(words, is_written_like_a_name)));
}

/// Whether the column may hold what the person is called: what identifies somebody is not among
/// it, since the row may name others.
bool may_hold_a_name(const Model& model, FieldId field) {
  const policy::Field& column = model.at(field);
  return model.is_personal(field) && !model.only_identifies(field) && !column.clock &&
         !model.names_another(field);
}

/// Whether its data is what somebody is called.
bool is_a_name(const policy::Category& category) {
  const std::string last = category.name.substr(category.name.rfind('.') + 1);
  return last.ends_with("name") ||
         std::ranges::any_of(category.aliases, [](const std::string& alias) {
           return alias == "pd:Name" || alias == "user.name" || alias.starts_with("user.name.");
         });
}

/// Columns of the table that say what its people are called; none where no category tells.
std::vector<FieldId> name_columns(const Model& model, TableId table) {
  std::vector<FieldId> columns;
  for (const FieldId field : model.at(table).fields) {
    const auto& of = model.at(field).categories;
    const bool named =
        std::ranges::any_of(of, [&](CategoryId category) { return is_a_name(model.at(category)); });
    if (named && may_hold_a_name(model, field)) {
      columns.push_back(field);
    }
  }
  return columns;
}

/// A text of the person's own row that may be nothing but a name.
struct Candidate {
  FieldId field;
  std::string text;  ///< as it is compared
};

class Comparison {
 public:
  Comparison(const Model& model, const Identity& identity, const Stores& stores)
      : model_(model), identity_(identity), stores_(stores) {}

  void add(FieldId field, std::string_view text) {
    constexpr std::size_t whole_name = 2;
    const TableId table = model_.at(field).table;
    const auto names = name_columns(model_, table);
    const bool says_their_name = std::ranges::find(names, field) != names.end();
    if (!says_their_name && words_of(text, blanks).size() >= whole_name) {
      candidates_.push_back({field, as_called(text)});
    }
  }

  /// Those of the texts that are what somebody else is called.
  Result<std::set<std::string>> of_others() {
    std::set<TableId> homes;
    for (std::uint32_t i = 0; i < model_.subjects.size(); ++i) {
      homes.insert(model_.home_of(SubjectId{i}));
    }
    for (const TableId home : homes) {
      ABIDE_CHECK(compare(home));
    }
    return std::move(found_);
  }

 private:
  Result<void> compare(TableId home);
  /// What is there of the columns that say, or may say, what people are called.
  Result<std::vector<FieldId>> columns_of(TableId home, Connector& connector) const;
  [[nodiscard]] SelectorPtr rows_to_read(TableId home, const std::vector<FieldId>& columns,
                                         std::uint64_t max_in) const;
  void match(const std::vector<FieldId>& columns, std::span<const Value> row);

  const Model& model_;
  const Identity& identity_;
  const Stores& stores_;
  std::vector<Candidate> candidates_;
  std::set<std::string> found_;
};

Result<std::vector<FieldId>> Comparison::columns_of(TableId home, Connector& connector) const {
  std::vector<FieldId> columns = name_columns(model_, home);
  if (columns.empty()) {
    std::ranges::copy_if(model_.at(home).fields, std::back_inserter(columns),
                         [this](FieldId field) { return may_hold_a_name(model_, field); });
  }
  ABIDE_TRY(const LiveSchema schema, connector.schema());
  const auto live = std::ranges::find(schema.tables, model_.at(home).live_name, &LiveTable::name);
  std::erase_if(columns, [&](FieldId field) {
    return live == schema.tables.end() ||
           std::ranges::find(live->columns, model_.at(field).column, &LiveColumn::name) ==
               live->columns.end();
  });
  return columns;
}

/// Rows of others that hold one of the texts, or one of their words where a name has several
/// columns.
SelectorPtr Comparison::rows_to_read(TableId home, const std::vector<FieldId>& columns,
                                     std::uint64_t max_in) const {
  std::set<std::string> sought;
  for (const Candidate& one : candidates_) {
    sought.emplace(one.text);
    for (const std::string_view word : words_of(one.text, blanks)) {
      if (columns.size() > 1) {
        sought.emplace(word);
      }
    }
  }
  const std::vector<Value> values{sought.begin(), sought.end()};
  std::vector<SelectorPtr> ways;
  for (const FieldId field : columns) {
    ways.push_back(in_chunks(model_.at(field).column, values, Match::folded, max_in));
  }
  SelectorPtr rows = share({Or{std::move(ways)}});
  const FieldId key = model_.at(identity_.subject).identified_by.front();
  const auto own = identity_.values.find(key);
  if (home == model_.home_of(identity_.subject) && own != identity_.values.end()) {
    const SelectorPtr theirs =
        in_chunks(model_.at(key).column, own->second.reveal(), Match::exact, max_in);
    rows = share({And{{std::move(rows), share({Not{theirs}})}}});
  }
  return rows;
}

void Comparison::match(const std::vector<FieldId>& columns, std::span<const Value> row) {
  std::string whole;
  for (std::size_t i = 0; i < row.size(); ++i) {
    const auto* text = std::get_if<std::string>(&row[i]);
    if (text == nullptr) {
      continue;
    }
    const std::string called = as_called(*text);
    whole += (whole.empty() ? "" : " ") + called;
    for (const Candidate& one : candidates_) {
      if (one.field != columns[i] && one.text == called) {
        found_.insert(one.text);
      }
    }
  }
  for (const Candidate& one : candidates_) {
    if (one.text == whole && std::ranges::find(columns, one.field) == columns.end()) {
      found_.insert(one.text);
    }
  }
}

Result<void> Comparison::compare(TableId home) {
  const policy::Store& store = model_.at(model_.at(home).store);
  const auto open = stores_.by_name.find(store.name);
  const bool reached = open != stores_.by_name.end() && open->second.bound;
  if (candidates_.empty() || store.no_reach_because || !reached) {
    return {};
  }
  ABIDE_TRY(Connector & connector, open_store(stores_, store.name));
  ABIDE_TRY(const std::vector<FieldId> columns, columns_of(home, connector));
  if (columns.empty()) {
    return {};
  }
  Query query{.table = model_.at(home).live_name, .columns = {}, .key = {}};
  for (const FieldId field : columns) {
    query.columns.push_back(model_.at(field).column);
  }
  query.where = rows_to_read(home, columns, connector.capabilities().max_in);
  return connector.select(query, [&](std::span<const Row> page) -> Result<void> {
    for (const Row& row : page) {
      match(columns, row);
    }
    return {};
  });
}

}  // namespace

std::string as_called(std::string_view text) {
  const std::string plain = folded(text);
  std::string called;
  for (const std::string_view word : words_of(plain, blanks)) {
    called += (called.empty() ? "" : " ") + std::string{word};
  }
  return called;
}

Result<KnownWords> known_words(const Model& model, const AccessPlan& plan, const Identity& identity,
                               const Stores& stores) {
  KnownWords words;
  for (const auto& [field, values] : identity.values) {
    for (const Value& value : values.reveal()) {
      if (const auto* text = std::get_if<std::string>(&value)) {
        add_words(*text, words.own);
      }
    }
  }
  Comparison comparison{model, identity, stores};
  std::vector<std::string> names;
  const auto take = [&](const Part& part, std::span<const Value> row) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      const auto* text = std::get_if<std::string>(&row[i]);
      if (text != nullptr && may_hold_a_name(model, part.fields[i]) && may_be_a_name(*text)) {
        names.push_back(*text);
        comparison.add(part.fields[i], *text);
      }
    }
  };
  for (const Part& part : plan.parts) {
    if (part.table == model.home_of(identity.subject) && part.whose == Whose::theirs) {
      ABIDE_CHECK(
          read(part, stores, plan.parameters, [&](std::span<const Value> row) -> Result<void> {
            take(part, row);
            return {};
          }));
    }
  }
  ABIDE_TRY(words.of_others, comparison.of_others());
  for (const std::string& name : names) {
    if (!words.of_others.contains(as_called(name))) {
      add_words(name, words.own);
    }
  }
  return words;
}

}  // namespace abide::engine::access
