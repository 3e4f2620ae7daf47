// A policy in the making, from what others know of data: a schema, a Fideslang manifest. What they
// do not know is left open, so that a person has to fill it in before the policy compiles.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace abide::reports::sketch {

/// A name of the language: letters, digits and `_`, beginning with a letter.
[[nodiscard]] std::string name_from(std::string_view text);
/// The same between dots.
[[nodiscard]] std::string dotted_name_from(std::string_view text);

struct Category {
  std::string name;  ///< dotted, a name of the language
  std::string title;
  std::string alias;
  std::vector<std::string> marks = {};  ///< `identifier`
};
struct Subject {
  std::string name;
  std::string title;
  std::vector<std::string> identified_by;  ///< `db.users.id`, its own key first
  std::vector<std::string> rights = {};
  std::string note = {};
};
struct Purpose {
  std::string name;
  std::string title;
  std::string basis;  ///< empty: to be filled in
  std::vector<std::string> uses;
  std::string interest = {};
  std::string lia = {};
  std::string note = {};
};
struct Party {
  std::string name;
  std::string title;
  bool is_processor = true;
  std::vector<std::string> countries;  ///< empty: to be filled in
  std::string region = {};
  std::string role = {};
  std::vector<std::string> agreements = {};
  std::string contract = {};
  std::string safeguard = {};
  std::string note = {};
};
struct Field {
  std::string column;
  std::vector<std::string> categories;  ///< none: to be classified, unless it is a key or a link
  std::string link = {};                ///< `users.id`, in the same store, or `clerk.users.id`
  bool is_key = false;
  std::string note = {};
};
/// `owned by SUBJECT through COLUMN to TARGET`
struct Owner {
  std::string subject;
  std::string column;
  std::string target;  ///< empty where the column holds the subject's own key
};
struct Table {
  std::string live_name;
  std::string title;
  std::vector<Field> fields;
  std::vector<Owner> owners = {};
  std::string unowned = {};  ///< the reason, where nobody knows whose rows they are
  std::string note = {};
};
struct Store {
  std::string name;
  std::string title;
  std::string kind;  ///< empty: to be filled in
  std::string run_by = {};
  std::vector<Table> tables = {};
  std::string note = {};
};
/// `send`, `host` or `collect`
struct Flow {
  std::string verb;
  std::vector<std::string> what;
  std::vector<std::string> who;  ///< that it goes to, rests with or comes from
  std::string purpose = {};
};
struct Controller {
  std::string name;
  std::string title;
  std::string country;  ///< empty: to be filled in
  std::string contact;
  std::string address = {};
};
struct Draft {
  std::string name;
  std::string title;
  std::vector<std::string> regimes;
  std::vector<Controller> controllers;
  std::vector<Subject> subjects;
  std::vector<Category> categories;
  std::vector<Purpose> purposes;
  std::vector<Party> parties;
  std::vector<Store> stores;
  std::vector<Flow> flows;
  std::vector<std::string> made_from;  ///< files, for the first lines
};

struct Sketch {
  std::string policy;                ///< it parses
  std::vector<std::string> to_fill;  ///< what a person has to fill in, one each
};
/// What is to be filled in stands in the text as a comment where it belongs.
[[nodiscard]] Sketch written(const Draft& draft);

}  // namespace abide::reports::sketch
