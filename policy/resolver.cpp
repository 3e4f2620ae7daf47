// The steps of resolving, in their order: each needs what the ones before it found.
#include "policy/resolver.hpp"

#include <algorithm>

#include "policy/checks/checks.hpp"
#include "policy/resolve/context.hpp"

namespace abide::policy {
namespace {

using resolving::Context;
using resolving::Finding;

ResolveResult result_of(Context& context) {
  ResolveResult result;
  bool sound = true;
  for (Finding& finding : context.findings) {
    const bool stops =
        finding.diagnostic.severity == Severity::error && finding.diagnostic.code != "E0712";
    sound = sound && !stops;
    result.diagnostics.push_back(std::move(finding.diagnostic));
  }
  sort_by_place(result.diagnostics);
  // A column of an owner is looked up where it is declared and where paths are followed.
  const auto twice = std::ranges::unique(result.diagnostics);
  result.diagnostics.erase(twice.begin(), twice.end());
  if (sound) {
    result.model = std::move(context.model);
  }
  return result;
}

}  // namespace

ResolveResult resolve(const Sources& sources, const ResolveOptions& options) {
  const Laws laws = Laws::built_in();
  Context context{sources, options, laws};
  if (resolving::refuse_broken(context)) {
    return result_of(context);
  }
  resolving::declare(context);
  resolving::resolve_categories(context);
  resolving::resolve_stores(context);
  resolving::resolve_paths(context);
  resolving::resolve_events(context);
  resolving::resolve_subjects(context);
  resolving::follow_paths(context);
  resolving::resolve_blocks(context);
  resolving::resolve_outlets(context);
  resolving::resolve_statements(context);
  context.symbols.freeze_use();
  resolving::resolve_waivers(context);
  resolving::resolve_tests(context);
  if (!context.failed()) {
    resolving::compile_rules(context);
    resolving::apply_rulings(context);
    resolving::date_rules(context);
    resolving::compile_flows(context);
    resolving::compute_modes(context);
  }
  if (!context.failed()) {
    checks::run_all(context);
  }
  return result_of(context);
}

}  // namespace abide::policy
