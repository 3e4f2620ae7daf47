// W0506: a right that staff answer, with no period to answer in.
#include <fmt/format.h>

#include "policy/checks/checks.hpp"
#include "policy/checks/duties.hpp"

namespace abide::policy::checks {
void check_rights_without_period(Context& context) {
  for (std::uint32_t i = 0; i < context.promises.size(); ++i) {
    for (const ast::Statement& statement : context.promises[i].list()) {
      const auto* right = std::get_if<ast::Right>(&statement);
      if (right == nullptr || right->app || right->within || right->acknowledged ||
          is_the_regulators(context, *right)) {
        continue;
      }
      context.warn("W0506", right->span,
                   fmt::format("the right of {} has no period", right->right.text),
                   {context.model.promises[i].id},
                   "add `within 1 month`, or `acknowledged within 30 days` for a complaint");
    }
  }
}

}  // namespace abide::policy::checks
