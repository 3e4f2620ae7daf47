#include "engine/reread/joins.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "engine/reread/wanted.hpp"

namespace abide::reread {
namespace {

using policy::Model;
/// A column in which something joins, with how.
using Found = std::map<std::pair<FieldId, std::string>, std::set<Row>>;

/// Before a moment, so that no text is taken for one.
const std::string moment_mark = "\x01";

/// A moment as its second; any other value as it is.
Value to_the_second(const Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  constexpr std::size_t a_day = 10;  // 2026-06-01
  const bool may_be = text != nullptr && text->size() > a_day;
  const auto moment = may_be ? parse_instant(*text) : std::nullopt;
  if (!moment) return value;
  const auto second = std::chrono::floor<std::chrono::seconds>(*moment);
  return Value{moment_mark + abide::to_string(Instant{second})};
}

/// Whether two rows that hold it need have anything to do with each other.
bool is_telling(const Value& value) {
  constexpr std::size_t shortest = 4;
  constexpr std::int64_t smallest = 1'000;
  constexpr std::size_t longest = 200;
  if (const auto* text = std::get_if<std::string>(&value))
    return text->size() >= shortest && text->size() <= longest;
  const auto* number = std::get_if<std::int64_t>(&value);
  return number != nullptr && (*number >= smallest || *number <= -smallest);
}

std::set<std::string> hashes_of(std::string_view text) {
  const auto hashes = common_hashes(text);
  return {hashes.begin(), hashes.end()};
}

class Joins {
 public:
  Joins(const Input& input, const Person& person, Look& into)
      : input_(input),
        model_(input.model),
        person_(person),
        into_(into),
        questions_(input_, into),
        texts_(texts_of(model_, person)) {}

  void look(std::span<const KeptApart> kept) {
    const auto asked = [this](TableId table, const Result<void>& done) {
      if (!done) into_.not_looked.push_back({model_.full_name(table), done.error().message});
    };
    for (std::uint32_t i = 0; i < model_.tables.size(); ++i) {
      if (questions_.reader(TableId{i}) != nullptr) asked(TableId{i}, find_naming(TableId{i}));
    }
    for (const KeptApart& rows : kept) asked(rows.table, look_at(rows));
  }

 private:
  static Needles texts_of(const Model& model, const Person& person);
  Result<void> find_naming(TableId table);
  Result<void> look_at(const KeptApart& kept);
  Result<void> compare(FieldId field, const Row& key, const Value& value, Found& found);
  Result<bool> is_nobody_elses(FieldId field, const Value& value);
  Result<bool> is_half_distinct(FieldId field);
  void tell(TableId table, const Found& found);
  [[nodiscard]] SelectorPtr naming(TableId table) const;
  Result<void> read(TableId table, SelectorPtr where, const std::vector<FieldId>& fields,
                    const std::function<Result<void>(const Row&)>& each);

  const Input& input_;
  const Model& model_;
  const Person& person_;
  Look& into_;
  Questions questions_;
  Needles texts_;
  /// What rows that name the person hold, and in how many of them.
  std::map<FieldId, std::map<Value, std::uint64_t>> naming_;
  std::map<FieldId, bool> half_distinct_;
  std::map<std::pair<FieldId, Value>, bool> alone_;
};

/// Identifiers that stand out in a text, and their hashes, as they are and folded.
Needles Joins::texts_of(const Model& model, const Person& person) {
  std::set<std::string> all;
  for (const auto& [field, values] : person.identity) {
    if (!identifies(model, field)) continue;
    for (const Value& value : values.reveal()) {
      const Value low = folded_value(value);
      if (stands_out(low)) all.insert(std::get<std::string>(low));
      for (const Value& one : {value, low}) {
        const auto* text = std::get_if<std::string>(&one);
        if (text != nullptr && !text->empty()) all.merge(hashes_of(*text));
      }
    }
  }
  return Needles{{all.begin(), all.end()}};
}

Result<void> Joins::read(TableId table, SelectorPtr where, const std::vector<FieldId>& fields,
                         const std::function<Result<void>(const Row&)>& each) {
  Query query{.table = model_.at(table).live_name, .columns = {}, .key = {}};
  for (const FieldId field : fields) query.columns.push_back(model_.at(field).column);
  for (const FieldId field : model_.at(table).key) query.key.push_back(model_.at(field).column);
  query.where = std::move(where);
  return questions_.reader(table)->select(query, [&](std::span<const Row> page) -> Result<void> {
    for (const Row& row : page) ABIDE_CHECK(each(row));
    return {};
  });
}

/// Rows that name the person by an identifier or a link.
SelectorPtr Joins::naming(TableId table) const {
  std::vector<SelectorPtr> ways;
  const auto holding = [&](FieldId field, FieldId known) {
    const auto values = person_.identity.find(known);
    if (values == person_.identity.end() || values->second.reveal().empty()) return;
    const Match match = std::max(questions_.match_of(field), questions_.match_of(known));
    ways.push_back(questions_.among(field, values->second.reveal(), match));
  };
  for (const policy::Mention& mention : model_.at(table).mentions) {
    const bool theirs = mention.subject == person_.subject && mention.hop.from.size() == 1;
    if (theirs) holding(mention.hop.from.front(), mention.hop.to.front());
  }
  for (const FieldId field : model_.at(table).fields) {
    if (!model_.only_identifies(field)) continue;
    for (const auto& [known, values] : person_.identity) {
      if (same_kind(model_, field, known)) holding(field, known);
    }
  }
  return any_of(std::move(ways));
}

Result<void> Joins::find_naming(TableId table) {
  const SelectorPtr rows = naming(table);
  if (!rows) return {};
  const std::vector<FieldId>& fields = model_.at(table).fields;
  return read(table, rows, fields, [&](const Row& row) -> Result<void> {
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const Value value = to_the_second(row[i]);
      if (is_telling(value)) ++naming_[fields[i]][value];
    }
    return {};
  });
}

Result<void> Joins::look_at(const KeptApart& kept) {
  const policy::Table& table = model_.at(kept.table);
  if (kept.rows > kept.keys.reveal().size()) {
    into_.not_looked.push_back({model_.full_name(kept.table),
                                fmt::format("{} of {} rows kept apart, for what leads back",
                                            kept.rows - kept.keys.reveal().size(), kept.rows)});
  }
  if (kept.keys.reveal().empty() || questions_.reader(kept.table) == nullptr) return {};
  std::vector<FieldId> fields = table.key;
  fields.insert(fields.end(), table.fields.begin(), table.fields.end());
  Found found;
  const SelectorPtr rows = questions_.one_of(table.key, kept.keys.reveal(), Match::exact);
  ABIDE_TRY(const SelectorPtr living, of_the_living(model_, questions_, kept.table, rows));
  ABIDE_CHECK(read(
      kept.table, all_of({rows, none_of(living)}), fields, [&](const Row& row) -> Result<void> {
        const Row key(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(table.key.size()));
        for (std::size_t i = table.key.size(); i < row.size(); ++i) {
          const auto* text = std::get_if<std::string>(&row[i]);
          const auto says_who = [&](std::size_t /*which*/) {
            found[{fields[i], "an identifier of theirs, or a hash of one"}].insert(key);
          };
          if (text != nullptr && !model_.only_identifies(fields[i])) texts_.find(*text, says_who);
          auto compared = compare(fields[i], key, to_the_second(row[i]), found);
          if (!compared) return compared;
        }
        return {};
      }));
  tell(kept.table, found);
  return {};
}

/// Whether a row that names the person holds the same.
Result<void> Joins::compare(FieldId field, const Row& key, const Value& value, Found& found) {
  if (!is_telling(value)) return {};
  for (const auto& [other, values] : naming_) {
    if (model_.at(other).table == model_.at(field).table || !values.contains(value)) continue;
    ABIDE_TRY(const bool alone, is_nobody_elses(other, value));
    if (!alone) continue;
    found[{field, fmt::format("the same value as in `{}`, in a row that names them",
                              model_.full_name(other))}]
        .insert(key);
  }
  return {};
}

/// Whether no row but those that name the person holds it. Moments agree by chance where few
/// differ.
Result<bool> Joins::is_nobody_elses(FieldId field, const Value& value) {
  ABIDE_TRY(const bool distinct, is_half_distinct(field));
  if (!distinct) return false;
  const auto* text = std::get_if<std::string>(&value);
  if (text != nullptr && text->starts_with(moment_mark)) return true;
  const auto [known, is_new] = alone_.try_emplace({field, value}, false);
  if (!is_new) return known->second;
  const SelectorPtr holding = questions_.among(field, {value}, Match::exact);
  ABIDE_TRY(const std::uint64_t rows, questions_.count(model_.at(field).table, holding));
  return known->second = rows <= naming_.at(field).at(value);
}

/// By the first rows of the table.
Result<bool> Joins::is_half_distinct(FieldId field) {
  if (const auto known = half_distinct_.find(field); known != half_distinct_.end())
    return known->second;
  constexpr std::size_t enough = 10'000;
  constexpr std::size_t fewest = 20;
  std::set<Value> values;
  std::size_t rows = 0;
  const Error seen{ErrorCode::exhausted, "", ""};  // ends the reading
  const auto read_some =
      read(model_.at(field).table, share({Not{share({IsNull{model_.at(field).column}})}}), {field},
           [&](const Row& row) -> Result<void> {
             values.insert(to_the_second(row.front()));
             return ++rows < enough ? Result<void>{} : Result<void>{seen};
           });
  if (!read_some && rows < enough) return read_some.error();
  return half_distinct_[field] = rows >= fewest && values.size() * 2 >= rows;
}

void Joins::tell(TableId table, const Found& found) {
  for (const auto& [where, keys] : found) {
    Residue residue;
    residue.kind = Residue::Kind::linked;
    residue.store = model_.at(model_.at(table).store).name;
    residue.table = model_.at(table).name;
    residue.fields = {model_.at(where.first).name};
    residue.rows = keys.size();
    residue.reason =
        fmt::format("kept apart, and `{}` holds {}", model_.at(where.first).name, where.second);
    into_.residue.push_back(std::move(residue));
  }
}

}  // namespace

void look_for_joins(const Input& input, const Person& person, std::span<const KeptApart> kept,
                    Look& into) {
  if (!kept.empty()) Joins{input, person, into}.look(kept);
}

}  // namespace abide::reread
