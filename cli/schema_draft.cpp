#include "cli/schema_draft.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <set>

#include "cli/wiring.hpp"

namespace abide::cli {
namespace {

namespace sketch = reports::sketch;

/// What a column of such a name mostly holds.
struct Hint {
  std::string_view part;      ///< of the column's name
  std::string_view category;  ///< dotted
  std::string_view title;
  std::string_view alias;  ///< a key of Fideslang
  std::string_view mark = "";
};
/// The first that fits counts: the more telling stand before the more common.
constexpr std::array hints{
    Hint{"email", "contact.email", "Email address", "user.contact.email", "identifier"},
    Hint{"e_mail", "contact.email", "Email address", "user.contact.email", "identifier"},
    Hint{"phone", "contact.phone", "Telephone number", "user.contact.phone_number", "identifier"},
    Hint{"mobile", "contact.phone", "Telephone number", "user.contact.phone_number", "identifier"},
    Hint{"postcode", "contact.address", "Postal address", "user.contact.address"},
    Hint{"postal", "contact.address", "Postal address", "user.contact.address"},
    Hint{"zip", "contact.address", "Postal address", "user.contact.address"},
    Hint{"street", "contact.address", "Postal address", "user.contact.address"},
    Hint{"city", "contact.address", "Postal address", "user.contact.address"},
    Hint{"ip_addr", "device.ip", "IP address", "user.device.ip_address", "identifier"},
    Hint{"user_agent", "device.agent", "Browser and device", "user.device"},
    Hint{"cookie", "device.cookie", "Cookie identifier", "user.device.cookie_id", "pseudonymous"},
    Hint{"birth", "person.birth", "Date of birth", "user.demographic.date_of_birth"},
    Hint{"gender", "person.gender", "Gender", "user.demographic.gender"},
    Hint{"password", "access.password", "Password", "user.authorization.password", "secret"},
    Hint{"token", "access.token", "Token", "user.authorization.credentials", "secret"},
    Hint{"iban", "payment.account", "Bank account", "user.financial.bank_account"},
    Hint{"card", "payment.card", "Payment card", "user.financial.credit_card", "secret"},
    Hint{"amount", "payment.record", "Record of payment", "user.payment"},
    Hint{"invoice", "payment.record", "Record of payment", "user.payment"},
    Hint{"address", "contact.address", "Postal address", "user.contact.address"},
    Hint{"name", "person.name", "Name", "user.name"},
    Hint{"message", "content.text", "What people write", "user.content.private", "confidential"},
    Hint{"body", "content.text", "What people write", "user.content.private", "confidential"},
    Hint{"comment", "content.text", "What people write", "user.content.private", "confidential"}};

std::string lowered(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

const Hint* hint_for(const std::string& column) {
  const std::string name = lowered(column);
  if (name == "ip") return hint_for("ip_addr");
  const auto at = std::ranges::find_if(
      hints, [&](const Hint& one) { return name.find(one.part) != std::string::npos; });
  return at == hints.end() ? nullptr : &*at;
}

/// `users` → `user`, `companies` → `company`
std::string singular(const std::string& plural) {
  if (plural.ends_with("ies")) return plural.substr(0, plural.size() - 3) + "y";
  return plural.ends_with('s') ? plural.substr(0, plural.size() - 1) : plural;
}

bool names_people(const std::string& table) {
  static const std::set<std::string> known{"users",   "customers", "members",   "people",
                                           "persons", "accounts",  "clients",   "patients",
                                           "user",    "customer",  "employees", "profiles"};
  return known.contains(lowered(table));
}

class Guesser {
 public:
  Guesser(const LiveSchema& schema, const std::string& name) : schema_(schema) {
    draft_.name = sketch::name_from(name);
    draft_.made_from = {name};
  }

  sketch::Draft draft() {
    find_people();
    sketch::Store store{"db", "", "sqlite"};
    for (const LiveTable& table : schema_.tables)
      if (!table.is_view) store.tables.push_back(this->table(table));
    if (people_ != nullptr) subject();
    for (auto& [name, category] : categories_) draft_.categories.push_back(std::move(category));
    if (categories_.empty()) draft_.categories.push_back({"data", "TO FILL IN: kinds of data", ""});
    draft_.stores.push_back(std::move(store));
    return std::move(draft_);
  }

 private:
  /// The table whose rows are people: by its name, else by an address in it.
  void find_people() {
    for (const LiveTable& table : schema_.tables)
      if (people_ == nullptr && names_people(table.name) && table.key.size() == 1) people_ = &table;
    for (const LiveTable& table : schema_.tables) {
      const bool has_address = std::ranges::any_of(table.columns, [](const LiveColumn& column) {
        return lowered(column.name).find("email") != std::string::npos;
      });
      if (people_ == nullptr && has_address && table.key.size() == 1 && !table.is_view)
        people_ = &table;
    }
    if (people_ != nullptr) subject_ = sketch::name_from(singular(lowered(people_->name)));
  }

  [[nodiscard]] std::string place(const LiveTable& table) const {
    return "db." + sketch::name_from(table.name);
  }
  void subject() {
    sketch::Subject made{
        subject_, "", {place(*people_) + "." + sketch::name_from(people_->key.front())}};
    for (const LiveColumn& column : people_->columns) {
      const Hint* const hint = hint_for(column.name);
      if (hint != nullptr && hint->category == "contact.email")
        made.identified_by.push_back(place(*people_) + "." + sketch::name_from(column.name));
    }
    made.note = fmt::format("a guess: the rows of {} are people", people_->name);
    draft_.subjects.push_back(std::move(made));
  }

  /// The first step of a way along foreign keys to the people's table.
  [[nodiscard]] const ForeignKey* way_to_people(const LiveTable& table,
                                                std::set<std::string>& seen) const {
    if (!seen.insert(table.name).second) return nullptr;
    for (const ForeignKey& key : table.foreign_keys) {
      if (key.columns.size() != 1 || key.target_columns.size() != 1) continue;
      if (people_ != nullptr && key.target_table == people_->name) return &key;
      const auto there = std::ranges::find(schema_.tables, key.target_table, &LiveTable::name);
      if (there != schema_.tables.end() && way_to_people(*there, seen) != nullptr) return &key;
    }
    return nullptr;
  }

  std::string category_of(const Hint& hint) {
    const std::string name{hint.category};
    sketch::Category made{name, std::string{hint.title}, std::string{hint.alias}};
    if (!hint.mark.empty()) made.marks.emplace_back(hint.mark);
    categories_.emplace(name, std::move(made));
    const std::string group = name.substr(0, name.find('.'));
    categories_.emplace(group, sketch::Category{group, "", ""});
    return name;
  }

  sketch::Table table(const LiveTable& live) {
    sketch::Table made;
    made.live_name = live.name;
    bool personal = false;
    for (const LiveColumn& column : live.columns) {
      sketch::Field field;
      field.column = column.name;
      field.is_key = std::ranges::count(live.key, column.name) > 0;
      const auto key = std::ranges::find_if(live.foreign_keys, [&](const ForeignKey& one) {
        return one.columns.size() == 1 && one.target_columns.size() == 1 &&
               one.columns.front() == column.name;
      });
      if (key != live.foreign_keys.end())
        field.link = sketch::name_from(key->target_table) + "." +
                     sketch::name_from(key->target_columns.front());
      const Hint* const hint = hint_for(column.name);
      if (hint != nullptr && !field.is_key && field.link.empty()) {
        field.categories.push_back(category_of(*hint));
        field.note = "a guess by the column's name";
        personal = true;
      }
      made.fields.push_back(std::move(field));
    }
    own(live, made, personal);
    return made;
  }

  void own(const LiveTable& live, sketch::Table& made, bool personal) const {
    if (&live == people_) {
      made.owners.push_back({subject_, sketch::name_from(live.key.front()), ""});
      return;
    }
    std::set<std::string> seen;
    if (const ForeignKey* const key = way_to_people(live, seen)) {
      made.owners.push_back({subject_, sketch::name_from(key->columns.front()),
                             sketch::name_from(key->target_table) + "." +
                                 sketch::name_from(key->target_columns.front())});
      made.note = "whose rows these are is a guess by foreign keys";
    } else if (personal) {
      made.unowned = "TO FILL IN: no foreign key leads to anybody";
    }
  }

  const LiveSchema& schema_;
  const LiveTable* people_ = nullptr;
  std::string subject_;
  std::map<std::string, sketch::Category> categories_;
  sketch::Draft draft_;
};

}  // namespace

sketch::Draft draft_from(const LiveSchema& schema, const std::string& name) {
  return Guesser{schema, name}.draft();
}

Result<sketch::Draft> schema_draft(const std::string& path) {
  ABIDE_TRY(const LiveSchema schema, read_schema(path));
  return draft_from(schema, std::filesystem::path{path}.stem().string());
}

}  // namespace abide::cli
