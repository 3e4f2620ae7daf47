// Checks of a resolved policy. Each looks at the whole Model and reports what is wrong with it.
#pragma once

#include <span>
#include <string_view>

#include "policy/resolve/context.hpp"

namespace abide::policy::checks {

using resolving::Context;

struct CheckEntry {
  std::string_view code;  ///< or two, separated by a blank
  std::string_view name;
  void (*function)(Context& context);
};
/// In the order they run.
[[nodiscard]] std::span<const CheckEntry> all();
void check_empty_promises(Context& context);
void check_contradictions(Context& context);
void check_coarse_units(Context& context);
void check_unowned_tables(Context& context);
void check_nullable_paths(Context& context);
void check_two_owners(Context& context);
void check_undeletable_stores(Context& context);
void check_erase_order(Context& context);
void check_severance(Context& context);
void check_no_ceiling(Context& context);
void check_redundant_bounds(Context& context);
void check_rights_without_period(Context& context);
void check_longer_than_law(Context& context);
void check_weak_anonymity(Context& context);
void check_reversible_pseudonyms(Context& context);
void check_unused_declarations(Context& context);
void check_overclaims(Context& context);
void check_overdue_rulings(Context& context);
/// Takes out the warnings that waivers name, and adds W0713.
void apply_waivers(Context& context);

/// Runs every check, then lets waivers silence what they name.
void run_all(Context& context);

}  // namespace abide::policy::checks
