// E0701: a promise whose written mode is stronger than what stands under it can carry.
#include <fmt/format.h>

#include "policy/checks/checks.hpp"

namespace abide::policy::checks {

void check_overclaims(Context& context) {
  for (std::uint32_t i = 0; i < context.promises.size(); ++i) {
    const Promise& promise = context.model.promises[i];
    const auto written = mode_of(promise.mode);
    if (!written || !promise.computed || *written <= *promise.computed) {
      continue;
    }
    const ast::Promise* const node = context.promises[i].promise;
    const SourceSpan place =
        node != nullptr && node->mode ? node->mode->span : context.places.promises[i];
    auto& error = context.error(
        "E0701", place,
        fmt::format("`{}` claims to be {}, and what stands under it is {} at most", promise.id,
                    promise.mode, word_of(*promise.computed)),
        fmt::format("write `{}`, leave the mode out, or add a statement that carries it",
                    word_of(*promise.computed)));
    if (*written == Mode::enforced && *promise.computed == Mode::detected) {
      error.notes.emplace_back(
          "enforced is what the gateway keeps for servers, the sweep in stores that it reaches, "
          "and "
          "the app where it calls the engine; what a browser sends can only be noticed");
    }
  }
}

}  // namespace abide::policy::checks
