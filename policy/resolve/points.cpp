// E0703: a promise claims to be enforced, and no point of this deployment enforces it.
#include "policy/resolve/points.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

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

}  // namespace

void check_points(Context& context, const Model& model, const ast::Deploy& written,
                  const Deployment& deployment) {
  std::map<std::string, std::vector<std::string>> lacking;  // by point: promises
  for (const Promise& promise : model.promises) {
    if (mode_of(promise.mode) != Mode::enforced || promise.computed != Mode::enforced) continue;
    const std::string point = missing_for(promise.carried_by, deployment);
    if (!point.empty()) lacking[point].push_back(promise.id);
  }
  for (const auto& [point, promises] : lacking) {
    context.error("E0703", written.name.span,
                  fmt::format("{} claim{} to be enforced, and this deployment has no point `{}`",
                              fmt::join(promises, ", "), promises.size() == 1 ? "s" : "", point),
                  fmt::format("say `point {};` where it runs, or let the policy leave the mode out",
                              point.substr(0, point.find('`'))));
  }
}

}  // namespace abide::policy::resolving
