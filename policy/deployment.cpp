// Looking a store up among the bindings; reading a `*.deploy` file is in deployment_resolver.cpp.
#include "policy/deployment.hpp"

#include <algorithm>

namespace abide::policy {

const Binding* Deployment::find(StoreId store) const {
  const auto found = std::find_if(bindings.begin(), bindings.end(),
                                  [&](const Binding& binding) { return binding.store == store; });
  return found == bindings.end() ? nullptr : &*found;
}

}  // namespace abide::policy
