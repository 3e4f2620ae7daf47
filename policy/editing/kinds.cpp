#include "policy/editing/kinds.hpp"

namespace abide::policy::editing {

std::string_view word_of(Kind kind) {
  switch (kind) {
    case Kind::category:
      return "category";
    case Kind::subject:
      return "subject";
    case Kind::recipient:
      return "recipient";
    case Kind::processor:
      return "processor";
    case Kind::controller:
      return "controller";
    case Kind::staff:
      return "staff";
    case Kind::purpose:
      return "purpose";
    case Kind::transform:
      return "transform";
    case Kind::event:
      return "event";
    case Kind::state:
      return "state";
    case Kind::store:
      return "store";
    case Kind::table:
      return "table";
    case Kind::column:
      return "column";
    case Kind::outlet:
      return "outlet";
    case Kind::promise:
      return "promise";
    case Kind::ruling:
      return "ruling";
    case Kind::policy:
      return "policy";
    case Kind::deployment:
      return "deploy";
  }
  return "name";
}

Kinds group_of(Kind kind) {
  const Kinds parties = Kind::subject | Kind::controller | outside;
  const Kinds promises = Kind::promise | Kind::ruling;
  return parties.has(kind) ? parties : promises.has(kind) ? promises : Kinds{kind};
}

}  // namespace abide::policy::editing
