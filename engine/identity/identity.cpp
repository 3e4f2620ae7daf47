// The least fixpoint of one person's identifiers.
#include "engine/identity/identity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "base/text.hpp"
#include "engine/plan/claims.hpp"
#include "engine/plan/due_rows.hpp"
#include "engine/plan/paths.hpp"

namespace abide::engine {
namespace {

using policy::Hop;
using policy::Model;
using policy::Ownership;

void merge(std::vector<Value>& into, std::vector<Value> more) {
  into.insert(into.end(), more.begin(), more.end());
  std::ranges::sort(into);
  const auto twins = std::ranges::unique(into);
  into.erase(twins.begin(), twins.end());
}

Result<Connector*> store_of(const Model& model, Stores& stores, TableId table) {
  const std::string& name = model.at(model.at(table).store).name;
  Connector* connector = stores.find(name);
  if (connector == nullptr) {
    return Error{
        ErrorCode::unavailable,
        fmt::format("store `{}` does not answer, so that it is not known who is meant", name),
        "nothing was done; a retry is safe once it answers"};
  }
  return connector;
}

Match match_for(const Model& model, FieldId field) {
  return match_of(model, Hop{{field}, model.at(field).table, {field}});
}

/// The values of one column in the rows that `where` selects; what leads nowhere is none.
Result<std::vector<Value>> column_values(const Model& model, Stores& stores, FieldId field,
                                         SelectorPtr where) {
  const policy::Field& column = model.at(field);
  ABIDE_TRY(Connector* const store, store_of(model, stores, column.table));
  std::vector<Value> values;
  Query query;
  query.table = model.at(column.table).live_name;
  query.columns = {column.column};
  query.where = with_short_lists(where, store->capabilities().max_in);
  ABIDE_CHECK(store->select(query, [&](std::span<const Row> page) -> Result<void> {
    for (const Row& row : page) {
      if (!leads_nowhere(row.front(), match_for(model, field))) {
        values.push_back(row.front());
      }
    }
    return {};
  }));
  merge(values, {});
  return values;
}

/// What a person typed, as the values a store may hold for it.
std::vector<Value> spellings(const std::string& typed) {
  std::vector<Value> values{typed};
  std::int64_t number = 0;
  const auto read = std::from_chars(typed.data(), typed.data() + typed.size(), number);
  if (read.ec == std::errc{} && read.ptr == typed.data() + typed.size()) {
    values.emplace_back(number);
  }
  return values;
}

/// Keys of the subjects that own the rows of the field's table in which it holds one of the values.
Result<std::vector<Value>> owners_of(const Model& model, Stores& stores, SubjectId subject,
                                     FieldId field, const std::vector<Value>& values) {
  const FieldId key = model.at(subject).identified_by.front();
  const SelectorPtr holding = share({In{model.at(field).column, values, match_for(model, field)}});
  ABIDE_TRY(const SelectorPtr kind, engine::bind(of_its_kind(model, subject).local(), {}));
  if (model.at(field).table == model.at(key).table) {
    return column_values(model, stores, key, share({And{{holding, kind}}}));
  }
  std::vector<Value> keys;
  for (const Ownership& owner : model.at(model.at(field).table).owners) {
    if (owner.subject != subject || owner.kind == Ownership::Kind::shared || owner.hops.empty()) {
      continue;
    }
    SelectorPtr where = holding;
    std::vector<Value> pointing;
    for (const Hop& hop : owner.hops) {
      ABIDE_TRY(pointing, column_values(model, stores, hop.from.front(), where));
      where = share({In{model.at(hop.to.front()).column, pointing, match_of(model, hop)}});
    }
    ABIDE_TRY(std::vector<Value> found,
              column_values(model, stores, key, share({And{{where, kind}}})));
    merge(keys, std::move(found));
  }
  return keys;
}

/// The columns whose values are gathered: what identifies the subject, and what other stores point
/// at.
std::set<FieldId> gathered(const Model& model, SubjectId subject) {
  const auto own = identifying_columns(model, subject);
  std::set<FieldId> fields{own.begin(), own.end()};
  for (const policy::Table& table : model.tables) {
    for (const Ownership& owner : table.owners) {
      for (const Hop& hop : owner.hops) {
        if (owner.subject == subject) {
          fields.insert(hop.to.begin(), hop.to.end());
        }
      }
    }
    for (const policy::Mention& mention : table.mentions) {
      if (mention.subject == subject) {
        fields.insert(mention.hop.to.begin(), mention.hop.to.end());
      }
    }
  }
  return fields;
}

class Resolver {
 public:
  Resolver(const Model& model, Stores& stores, SubjectId subject, Sharing sharing)
      : model_(model), stores_(stores), sharing_(sharing), fields_(gathered(model, subject)) {
    identity_.subject = subject;
  }

  Result<Identity> from(std::vector<Value> keys) {
    held(key()) = std::move(keys);
    for (bool grew = true; grew;) {
      grew = false;
      for (const FieldId field : fields_) {
        ABIDE_TRY(const bool more, gather(field));
        grew = grew || more;
      }
      ABIDE_TRY(const bool more, check_others());
      grew = grew || more;
    }
    return identity_;
  }

 private:
  [[nodiscard]] FieldId key() const { return model_.at(identity_.subject).identified_by.front(); }
  std::vector<Value>& held(FieldId field) { return identity_.values[field].reveal(); }

  Parameters parameters() const {
    Parameters parameters;
    for (const auto& [field, values] : identity_.values) {
      parameters.emplace(model_.full_name(field), values);
    }
    return parameters;
  }

  /// Adds the values of a column in rows known to belong to the subject.
  Result<bool> gather(FieldId field) {
    const TableId table = model_.at(field).table;
    const std::size_t before = held(field).size();
    for (const Ownership& owner : model_.at(table).owners) {
      if (owner.subject != identity_.subject || owner.kind == Ownership::Kind::shared) {
        continue;
      }
      ABIDE_TRY(const Condition rows,
                belonging(
                    model_, table, owner,
                    [this](FieldId asked) {
                      return held(asked).empty() ? std::string{} : model_.full_name(asked);
                    },
                    [this](FieldId asked) { return shared_.contains(asked); }));
      if (rows.is_never()) {
        continue;
      }
      ABIDE_TRY(std::vector<Value> values,
                rows.is_local() ? local_values(field, rows) : looked_up_values(field, rows));
      merge(held(field), std::move(values));
    }
    forget_shared(field);
    return held(field).size() > before;
  }

  Result<std::vector<Value>> local_values(FieldId field, const Condition& rows) {
    ABIDE_TRY(const SelectorPtr where, engine::bind(rows.local(), parameters()));
    return column_values(model_, stores_, field, where);
  }

  /// The same where another store is asked as well which rows they are.
  Result<std::vector<Value>> looked_up_values(FieldId field, const Condition& rows) {
    const policy::Table& table = model_.at(model_.at(field).table);
    Step step;
    step.store = model_.at(table.store).name;
    step.table = table.name;
    step.live_table = table.live_name;
    step.key = columns_of(model_, table.key);
    step.where = rows.where();
    step.lookups = rows.lookups();
    std::vector<Row> keys;
    ABIDE_CHECK(
        for_each_due(step, stores_, parameters(), KeyRange{}, [&](const Row& key) -> Result<void> {
          keys.push_back(key);
          return {};
        }));
    ABIDE_TRY(Connector* const store, store_of(model_, stores_, model_.at(field).table));
    return column_values(model_, stores_, field,
                         has_values(step.key, keys, Match::exact, store->capabilities().max_in));
  }

  /// Whether an identifier of the subject is someone else's too.
  Result<bool> check_others() {
    bool grew = false;
    for (const FieldId field : fields_) {
      if (held(field).empty() || model_.at(field).table != model_.at(key()).table) {
        continue;
      }
      ABIDE_TRY(std::vector<Value> keys,
                owners_of(model_, stores_, identity_.subject, field, held(field)));
      const std::size_t before = held(key()).size();
      std::vector<Value> all = held(key());
      merge(all, std::move(keys));
      if (all.size() > before && sharing_ == Sharing::refuse) {
        return Error{
            ErrorCode::refused,
            fmt::format("a value in `{}` leads to {} people", model_.full_name(field), all.size()),
            "nothing was done; `--apart` takes the one alone and leaves out what is shared, "
            "`--same-person` takes them for one"};
      }
      if (all.size() > before && sharing_ == Sharing::apart) {
        ABIDE_CHECK(leave_out_shared(field));
        return true;
      }
      grew = grew || all.size() > before;
      held(key()) = std::move(all);
    }
    return grew;
  }

  /// Takes out the values that someone else has too, for good.
  Result<void> leave_out_shared(FieldId field) {
    for (const Value& value : std::vector<Value>{held(field)}) {
      ABIDE_TRY(const std::vector<Value> keys,
                owners_of(model_, stores_, identity_.subject, field, {value}));
      const bool shared = std::ranges::any_of(
          keys, [&](const Value& one) { return !std::ranges::binary_search(held(key()), one); });
      if (shared) {
        shared_[field].push_back(value);
      }
    }
    identity_.left_out[field] = shared_[field].size();
    // What was gathered by way of them is begun anew without them.
    std::vector<Value> keys = std::move(held(key()));
    identity_.values.clear();
    held(key()) = std::move(keys);
    return {};
  }
  void forget_shared(FieldId field) {
    const auto shared = shared_.find(field);
    if (shared != shared_.end()) {
      std::erase_if(held(field), [&](const Value& value) {
        return std::ranges::find(shared->second, value) != shared->second.end();
      });
    }
  }

  const Model& model_;
  Stores& stores_;
  Sharing sharing_;
  std::map<FieldId, std::vector<Value>> shared_;
  std::set<FieldId> fields_;
  Identity identity_;
};

}  // namespace

std::vector<FieldId> identifying_columns(const Model& model, SubjectId subject) {
  std::vector<FieldId> fields = model.at(subject).identified_by;
  for (const FieldId field : model.at(model.home_of(subject)).fields) {
    if (model.only_identifies(field) && !model.names_another(field) &&
        std::ranges::find(fields, field) == fields.end()) {
      fields.push_back(field);
    }
  }
  return fields;
}

Error nobody_has_it(const Model& model, SubjectId subject) {
  std::vector<std::string> names;
  for (const FieldId field : identifying_columns(model, subject)) {
    names.push_back(fmt::format("`{}`", model.full_name(field)));
  }
  return {ErrorCode::not_found,
          fmt::format("no {} has what was given in {}", model.at(subject).name,
                      fmt::join(names, " or ")),
          "nothing was done; look for the value's spelling in the store"};
}

Result<std::vector<Value>> find_subjects(const Model& model, Stores& stores, SubjectId subject,
                                         const Sensitive<std::string>& value) {
  if (trimmed(value.reveal()).empty()) {
    return Error{ErrorCode::refused, "an empty value names nobody",
                 "give a value that identifies the person; nothing was done"};
  }
  std::vector<Value> keys;
  for (const FieldId field : identifying_columns(model, subject)) {
    ABIDE_TRY(std::vector<Value> found,
              owners_of(model, stores, subject, field, spellings(value.reveal())));
    merge(keys, std::move(found));
  }
  return keys;
}

Result<Identity> resolve_identity(const Model& model, Stores& stores, SubjectId subject,
                                  const Sensitive<std::string>& value, Sharing sharing) {
  ABIDE_TRY(std::vector<Value> keys, find_subjects(model, stores, subject, value));
  if (keys.empty()) {
    return nobody_has_it(model, subject);
  }
  if (keys.size() > 1 && sharing != Sharing::same_person) {
    return Error{
        ErrorCode::refused, fmt::format("what was given leads to {} people", keys.size()),
        fmt::format("nothing was done; name one by its own key, a value of `{}`, with `--for KEY "
                    "--apart`, or say `--same-person` when they are one",
                    model.full_name(model.at(subject).identified_by.front()))};
  }
  return Resolver{model, stores, subject, sharing}.from(std::move(keys));
}

Result<Identity> resolve_identity(const Model& model, Stores& stores, SubjectId subject,
                                  std::vector<Value> keys, Sharing sharing) {
  return Resolver{model, stores, subject, sharing}.from(std::move(keys));
}

}  // namespace abide::engine
