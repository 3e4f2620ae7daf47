#include "policy/kinds.hpp"

namespace abide::policy {

std::string_view with_article(Kind kind) {
  switch (kind) {
    case Kind::category:
      return "a category";
    case Kind::subject:
      return "a subject";
    case Kind::recipient:
      return "a recipient";
    case Kind::processor:
      return "a processor";
    case Kind::controller:
      return "the controller";
    case Kind::staff:
      return "a member of staff";
    case Kind::purpose:
      return "a purpose";
    case Kind::transform:
      return "a transform";
    case Kind::event:
      return "an event";
    case Kind::state:
      return "a state";
    case Kind::store:
      return "a store";
    case Kind::table:
      return "a table";
    case Kind::column:
      return "a column";
    case Kind::outlet:
      return "an outlet";
    case Kind::promise:
      return "a promise";
    case Kind::ruling:
      return "a ruling";
    case Kind::policy:
      return "a policy";
    case Kind::deployment:
      return "a deployment";
  }
  return "a name";
}

std::string_view word_of(Kind kind) {
  if (kind == Kind::staff) return "staff";
  if (kind == Kind::deployment) return "deploy";
  const std::string_view words = with_article(kind);
  return words.substr(words.find(' ') + 1);
}

Kinds group_of(Kind kind) {
  const Kinds parties = Kind::subject | Kind::controller | outside;
  const Kinds promises = Kind::promise | Kind::ruling;
  return parties.has(kind) ? parties : promises.has(kind) ? promises : Kinds{kind};
}

}  // namespace abide::policy
