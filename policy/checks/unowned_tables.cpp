// E0601: a table that holds personal data and says nobody's. Guesses the owner by column name.
#include <fmt/format.h>

#include <algorithm>

#include "policy/checks/checks.hpp"

namespace abide::policy::checks {
namespace {

bool says_whose(const Table& table) {
  return !table.owners.empty() || !table.mentions.empty() || table.unowned_because.has_value();
}

/// `users` → `user`, `companies` → `company`
std::string singular(const std::string& plural) {
  if (plural.ends_with("ies")) {
    return plural.substr(0, plural.size() - 3) + "y";
  }
  return plural.ends_with("s") ? plural.substr(0, plural.size() - 1) : plural;
}

struct Guess {
  std::string statement;
  int weight = 0;
};

/// How well a column looks like a way to a subject; the key by its category, then by its name.
Guess guess_of(const Model& model, const Table& table, FieldId column, const Subject& subject) {
  const Field& field = model.at(column);
  const FieldId key = subject.identified_by.front();
  const std::string& home = model.at(model.at(key).table).name;
  const std::string target = model.full_name(key);
  Guess guess{fmt::format("owned by {} through {} to {};", subject.name, field.name, target), 0};
  for (const FieldId identifier : subject.identified_by) {
    for (const CategoryId leaf : model.at(identifier).categories) {
      const bool same = std::find(field.categories.begin(), field.categories.end(), leaf) !=
                        field.categories.end();
      if (same && guess.weight < 2) {
        guess.statement = fmt::format("owned by {} through {} to {};", subject.name, field.name,
                                      model.full_name(identifier));
        guess.weight = identifier == key ? 3 : 2;
      }
    }
  }
  const bool key_like = field.name == subject.name + "_id" ||
                        field.name == singular(home) + "_id" || field.name == subject.name ||
                        field.name == "user_id";
  if (key_like && guess.weight < 3) {
    guess.statement =
        fmt::format("owned by {} through {} to {};", subject.name, field.name, target);
    guess.weight = field.name == "user_id" ? 3 : 4;
  }
  const auto own = std::find(table.key.begin(), table.key.end(), column);
  if (own != table.key.end() && guess.weight == 3) {
    guess.weight = 2;
  }
  return guess;
}

std::string best_guess(const Model& model, const Table& table) {
  Guess best;
  for (const Subject& subject : model.subjects) {
    for (const FieldId column : table.fields) {
      Guess guess = guess_of(model, table, column, subject);
      if (guess.weight > best.weight) {
        best = std::move(guess);
      }
    }
  }
  return best.statement;
}

}  // namespace

void check_unowned_tables(Context& context) {
  const Model& model = context.model;
  for (std::uint32_t i = 0; i < model.tables.size(); ++i) {
    const Table& table = model.tables[i];
    const auto personal = std::find_if(table.fields.begin(), table.fields.end(),
                                       [&](FieldId field) { return model.is_personal(field); });
    // What runs in a person's own browser is that person's, whoever it is.
    if (says_whose(table) || personal == table.fields.end() ||
        model.at(table.store).kind == "browser") {
      continue;
    }
    const std::string guess = best_guess(model, table);
    auto& error = context.error(
        "E0601", context.places.tables[i],
        fmt::format("`{}` holds personal data and does not say whose", model.full_name(TableId{i})),
        guess.empty() ? "say `owned by SUBJECT through COLUMN to TABLE.COLUMN;`, `shared with`, "
                        "`mentions`, or `unowned because \"…\";`"
                      : fmt::format("perhaps `{}`", guess));
    error.labels.push_back({context.places.fields[personal->value], "personal data"});
  }
}

}  // namespace abide::policy::checks
