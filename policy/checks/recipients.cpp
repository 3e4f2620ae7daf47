// W0402: a processor without an agreement. E0403: no route, or two, to a recipient abroad.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "policy/checks/checks.hpp"
#include "policy/checks/duties.hpp"
#include "policy/checks/settled.hpp"

namespace abide::policy::checks {
namespace {

/// Recipients with whom an agreement is on file by a statement.
std::set<std::string> with_agreement(const Context& context) {
  std::set<std::string> names;
  each_of<ast::Filed>(context, [&](const ast::Filed& filed, PromiseId) {
    const std::string& document = filed.document.text;
    if (document == "dpa" || document == "contract" || document == "api_terms") {
      for (const ast::Name& name : filed.with) {
        names.insert(name.text);
      }
    }
  });
  return names;
}

/// Routes to one recipient that differ and that no ruling decides between.
std::optional<std::pair<const resolving::Route*, const resolving::Route*>> two_ways(
    const std::vector<const resolving::Route*>& routes, const Settled& settled) {
  const auto leads_there = [&](PromiseId ruling) {
    return std::ranges::find(routes, ruling, &resolving::Route::promise) != routes.end();
  };
  for (const auto* other : routes) {
    const auto* one = routes.front();
    if (one->safeguard != other->safeguard &&
        !settled.between(one->promise, other->promise, leads_there)) {
      return std::pair{one, other};
    }
  }
  return std::nullopt;
}

void check_agreements(Context& context, const std::vector<bool>& receives) {
  const auto duties = asked(context, "W0402");
  if (duties.empty()) {
    return;
  }
  const auto on_file = with_agreement(context);
  for (const resolving::Party* party : parties_by_id(context)) {
    const std::string& name = party->block->name.text;
    if (party->block->keyword.text != "processor" || party->has_agreement ||
        !receives[party->recipient->value] || on_file.contains(name)) {
      continue;
    }
    auto& warning = context.warn(
        "W0402", party->block->name.span,
        fmt::format("processor `{}` receives personal data, and no agreement with it is named",
                    name),
        {name}, fmt::format("add `agreement dpa;`, or `file dpa with {} at \"…\";`", name));
    cite(*duties.front(), warning);
  }
}

void check_routes(Context& context, const std::vector<bool>& receives) {
  const auto duties = asked(context, "E0403");
  if (duties.empty()) {
    return;
  }
  const Settled settled{context.model};
  std::vector<std::vector<const resolving::Route*>> routes(context.model.recipients.size());
  for (const resolving::Route& route : context.routes) {
    routes[route.to.value].push_back(&route);
  }
  for (const resolving::Party* party : parties_by_id(context)) {
    const auto& ways = routes[party->recipient->value];
    const std::string& name = party->block->name.text;
    const bool abroad = !context.laws.is_within(party->country, context.model.regimes);
    const auto differ = two_ways(ways, settled);
    if (!receives[party->recipient->value] || !abroad || (!ways.empty() && !differ)) {
      continue;
    }
    auto& error = context.error(
        "E0403", differ ? differ->second->span : party->block->name.span,
        differ ? fmt::format("transfers to `{}` go under `{}` here and under `{}` elsewhere", name,
                             differ->second->safeguard, differ->first->safeguard)
               : fmt::format("`{}` sits in {} and receives personal data, and nothing says under "
                             "which safeguard",
                             name, party->country),
        differ ? "name one route for each recipient, or let a ruling say which holds"
               : fmt::format("add `transfer to {} under …;`: adequacy, idta, addendum, bcr or "
                             "derogation, as the agreement says",
                             name));
    context.findings.back().things = {name};
    if (differ) {
      error.labels.push_back({differ->first->span, "the other route"});
    }
    cite(*duties.front(), error);
  }
}

}  // namespace

void check_recipients(Context& context) {
  const std::vector<bool> receives = receivers(context);
  check_agreements(context, receives);
  check_routes(context, receives);
}

}  // namespace abide::policy::checks
