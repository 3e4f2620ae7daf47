// The list of checks, in the order they run.
#include "policy/checks/checks.hpp"

#include <array>

namespace abide::policy::checks {
namespace {

constexpr std::array list{
    CheckEntry{"E0704", "empty promise", check_empty_promises},
    CheckEntry{"E0701", "overclaim", check_overclaims},
    CheckEntry{"E0501", "floor passes ceiling", check_contradictions},
    CheckEntry{"E0505", "unit too coarse for the clock", check_coarse_units},
    CheckEntry{"E0601", "personal table without owner", check_unowned_tables},
    CheckEntry{"W0603", "nullable path", check_nullable_paths},
    CheckEntry{"W0604", "two owners", check_two_owners},
    CheckEntry{"W0607", "nobody said whose identifier", check_whose_identifiers},
    CheckEntry{"E0605", "store cannot delete", check_undeletable_stores},
    CheckEntry{"E0606", "erase order cycle", check_erase_order},
    CheckEntry{"E0610 W0611", "join path survives", check_severance},
    CheckEntry{"E0612", "severed column cannot be emptied", check_kept_keys},
    CheckEntry{"W0510", "erased later than answered", check_slow_erasures},
    CheckEntry{"W0405", "no ceiling and no criterion", check_no_ceiling},
    CheckEntry{"W0504", "redundant bound", check_redundant_bounds},
    CheckEntry{"W0506", "right without period", check_rights_without_period},
    CheckEntry{"W0508", "longer than the law", check_longer_than_law},
    CheckEntry{"E0214", "transform cannot anonymise", check_weak_anonymity},
    CheckEntry{"W0421", "reversible pseudonym", check_reversible_pseudonyms},
    CheckEntry{"W0215", "unused declaration", check_unused_declarations},
    CheckEntry{"E0712", "ruling overdue", check_overdue_rulings},
    CheckEntry{"E0502", "event cannot occur", check_impossible_events},
    CheckEntry{"E0310 E0711 E0318", "flows that conflict", check_flow_conflicts},
    CheckEntry{"E0310 E0311", "column of what is never there", check_forbidden_columns},
    CheckEntry{"E0311", "made of what it must not be", check_derivations},
    CheckEntry{"E0312", "more than `only`", check_only_sends},
    CheckEntry{"E0313", "confined data leaves", check_confinement},
    CheckEntry{"E0314", "payload not permitted", check_payloads},
    CheckEntry{"W0316", "permission no outlet uses", check_unused_flows},
    CheckEntry{"W0317", "duplicate", check_duplicates},
    CheckEntry{"E0318", "purpose does not use it", check_purpose_uses},
    CheckEntry{"W0402 E0403", "no agreement, no route", check_recipients},
    CheckEntry{"W0404", "stored, never collected", check_sources},
    CheckEntry{"W0406", "consent without withdrawal", check_withdrawal},
    CheckEntry{"W0407", "no right of objection", check_objection},
    CheckEntry{"W0408", "rights nobody is told of", check_missing_rights},
    CheckEntry{"W0409", "cookie without consent", check_cookies},
    CheckEntry{"W0410", "automated and not said", check_automation},
    CheckEntry{"W0411", "controller's identity", check_controller},
    CheckEntry{"W0412", "later than the law", check_answer_periods},
    CheckEntry{"W0414", "special category", check_special_categories},
    CheckEntry{"W0906", "period only quoted", check_quoted_periods}};

}  // namespace

std::span<const CheckEntry> all() { return list; }

void run_all(Context& context) {
  for (const CheckEntry& check : all()) {
    check.function(context);
  }
  apply_waivers(context);
}

}  // namespace abide::policy::checks
