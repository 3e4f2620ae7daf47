// What a deployment's points have to carry.
#pragma once

#include "policy/ast.hpp"
#include "policy/deployment.hpp"
#include "policy/model.hpp"

namespace abide::policy::resolving {

struct Context;

/// E0703: promises that are written `enforced` by the gateway or by the app alone, where neither
/// runs. The sweep is implied.
void check_points(Context& context, const Model& model, const ast::Deploy& written,
                  const Deployment& deployment);

}  // namespace abide::policy::resolving
