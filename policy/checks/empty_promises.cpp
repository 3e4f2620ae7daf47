// E0704: a promise under which nothing stands.
#include <fmt/format.h>

#include "policy/checks/checks.hpp"

namespace abide::policy::checks {

void check_empty_promises(Context& context) {
  for (std::uint32_t i = 0; i < context.promises.size(); ++i) {
    const bool ruling = context.promises[i].ruling != nullptr;
    if (!ruling && context.promises[i].list().empty()) {
      context.error(
          "E0704", context.places.promises[i],
          fmt::format("promise `{}` says nothing of how it is kept", context.model.promises[i].id),
          "write a statement under it, if only `tell SUBJECT;` or `attest … by …`");
    }
  }
}

}  // namespace abide::policy::checks
