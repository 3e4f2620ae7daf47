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
void check_whose_identifiers(Context& context);
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
void check_impossible_events(Context& context);
void check_flow_conflicts(Context& context);
void check_forbidden_columns(Context& context);
void check_derivations(Context& context);
void check_only_sends(Context& context);
void check_confinement(Context& context);
void check_payloads(Context& context);
void check_unused_flows(Context& context);
void check_duplicates(Context& context);
void check_purpose_uses(Context& context);
void check_recipients(Context& context);
void check_kept_keys(Context& context);
void check_slow_erasures(Context& context);
void check_sources(Context& context);
void check_withdrawal(Context& context);
void check_objection(Context& context);
void check_missing_rights(Context& context);
void check_cookies(Context& context);
void check_automation(Context& context);
void check_controller(Context& context);
void check_answer_periods(Context& context);
void check_special_categories(Context& context);
void check_quoted_periods(Context& context);
/// Takes out the warnings that waivers name, and adds W0713.
void apply_waivers(Context& context);

/// Runs every check, then lets waivers silence what they name.
void run_all(Context& context);

}  // namespace abide::policy::checks
