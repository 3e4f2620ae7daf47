// E0703: a promise claims to be enforced, and no point of this deployment enforces it. W0509: one
// is of a moment, and nothing tells this deployment of it.
#include "policy/resolve/points.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "policy/resolve/context.hpp"

namespace abide::policy::resolving {
namespace {

bool runs(const Deployment& deployment, std::string_view point) {
  return std::ranges::find(deployment.points, point, &Point::name) != deployment.points.end();
}

/// The points one of which would be enough: `gateway`, `rights`.
std::string missing_for(const Carriers& by, const Deployment& deployment) {
  const bool gateway = runs(deployment, "gateway") || runs(deployment, "guard");
  const bool carried =
      by.sweep || (by.gateway && gateway) || (by.rights && runs(deployment, "rights"));
  if (carried) return "";
  return fmt::format("{}{}{}", by.gateway ? "gateway" : "", by.gateway && by.rights ? "` or `" : "",
                     by.rights ? "rights" : "");
}

/// Whether the sentence promises the moment itself, not some time after it.
bool promises_the_moment(std::string_view quote) {
  const std::string small = folded(quote);
  return small.find("at the point of") != std::string::npos ||
         small.find("at the end of") != std::string::npos;
}

/// W0509: what acts on an event is left to the next sweep where nothing tells of it at once.
void check_hooks(Context& context, const Model& model, const ast::Deploy& written,
                 const Deployment& deployment) {
  if (runs(deployment, "events")) return;
  std::vector<std::string> late;
  for (const Rule& rule : model.rules) {
    const Promise& promise = model.at(rule.promise);
    const bool acts_on_it = rule.kind == Rule::Kind::sever || rule.kind == Rule::Kind::may_keep ||
                            rule.kind == Rule::Kind::erase_at ||
                            rule.kind == Rule::Kind::erase_promptly;
    if (acts_on_it && !promise.decide_by && promises_the_moment(promise.quote) &&
        std::ranges::find(late, promise.id) == late.end())
      late.push_back(promise.id);
  }
  if (late.empty()) return;
  context.warn("W0509", written.name.span,
               fmt::format("{} promise{} the moment itself, and this deployment has no point "
                           "`events`: the next sweep acts",
                           fmt::join(late, ", "), late.size() == 1 ? "s" : ""),
               late, "say `point events;` where the app tells of its events as they happen");
}

}  // namespace

void check_points(Context& context, const Model& model, const ast::Deploy& written,
                  const Deployment& deployment) {
  std::map<std::string, std::vector<std::string>> lacking;  // by point: promises
  for (const Promise& promise : model.promises) {
    if (mode_of(promise.mode) != Mode::enforced || promise.computed != Mode::enforced) continue;
    const std::string point = missing_for(promise.carried_by, deployment);
    if (!point.empty()) lacking[point].push_back(promise.id);
  }
  check_hooks(context, model, written, deployment);
  for (const auto& [point, promises] : lacking) {
    context.error("E0703", written.name.span,
                  fmt::format("{} claim{} to be enforced, and this deployment has no point `{}`",
                              fmt::join(promises, ", "), promises.size() == 1 ? "s" : "", point),
                  fmt::format("say `point {};` where it runs, or let the policy leave the mode out",
                              point.substr(0, point.find('`'))));
  }
}

}  // namespace abide::policy::resolving
