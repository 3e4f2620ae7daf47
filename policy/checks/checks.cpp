// The list of checks, in the order they run.
#include "policy/checks/checks.hpp"

#include <array>

namespace abide::policy::checks {
namespace {

constexpr std::array list{CheckEntry{"E0704", "empty promise", check_empty_promises},
                          CheckEntry{"E0701", "overclaim", check_overclaims},
                          CheckEntry{"E0501", "floor passes ceiling", check_contradictions},
                          CheckEntry{"E0505", "unit too coarse for the clock", check_coarse_units},
                          CheckEntry{"E0601", "personal table without owner", check_unowned_tables},
                          CheckEntry{"W0603", "nullable path", check_nullable_paths},
                          CheckEntry{"W0604", "two owners", check_two_owners},
                          CheckEntry{"E0605", "store cannot delete", check_undeletable_stores},
                          CheckEntry{"E0606", "erase order cycle", check_erase_order},
                          CheckEntry{"E0610 W0611", "join path survives", check_severance},
                          CheckEntry{"W0405", "no ceiling and no criterion", check_no_ceiling},
                          CheckEntry{"W0504", "redundant bound", check_redundant_bounds},
                          CheckEntry{"W0506", "right without period", check_rights_without_period},
                          CheckEntry{"W0508", "longer than the law", check_longer_than_law},
                          CheckEntry{"E0214", "transform cannot anonymise", check_weak_anonymity},
                          CheckEntry{"W0421", "reversible pseudonym", check_reversible_pseudonyms},
                          CheckEntry{"W0215", "unused declaration", check_unused_declarations},
                          CheckEntry{"E0712", "ruling overdue", check_overdue_rulings}};

}  // namespace

std::span<const CheckEntry> all() { return list; }

void run_all(Context& context) {
  for (const CheckEntry& check : all()) {
    check.function(context);
  }
  apply_waivers(context);
}

}  // namespace abide::policy::checks
