// What the regimes of a policy ask of it: dated data, never said as law where nobody read it up.
#pragma once

#include <string_view>
#include <vector>

#include "policy/resolve/context.hpp"

namespace abide::policy::checks {

/// Empty where no regime of the policy asks for it on the day.
[[nodiscard]] std::vector<const Duty*> asked(const resolving::Context& context,
                                             std::string_view code);
/// What a notice has to tell people: asked where the policy restates one.
[[nodiscard]] std::vector<const Duty*> asked_of_notices(const resolving::Context& context,
                                                        std::string_view code);
/// Says in a note who asks.
void cite(const Duty& duty, Diagnostic& diagnostic);

/// Recipients that personal data goes to or rests with, by id; true where it does.
[[nodiscard]] std::vector<bool> receivers(resolving::Context& context);
/// A complaint by a channel that the controller names as its regulator's: when that answers is not
/// ours to promise, and it is no complaint to us.
[[nodiscard]] bool is_the_regulators(const resolving::Context& context, const ast::Right& right);
/// Who runs each store, by id; nobody where it is ours.
[[nodiscard]] std::vector<std::optional<RecipientId>> keepers(resolving::Context& context);
/// The block of each recipient, by id.
[[nodiscard]] std::vector<const resolving::Party*> parties_by_id(const resolving::Context& context);

/// Calls with every statement of one kind, and the promise or ruling that holds it.
template <class Statement, class Visit>
void each_of(const resolving::Context& context, const Visit& visit) {
  for (std::uint32_t i = 0; i < context.promises.size(); ++i) {
    for (const ast::Statement& statement : context.promises[i].list()) {
      if (const auto* one = std::get_if<Statement>(&statement)) {
        visit(*one, PromiseId{i});
      }
    }
  }
}

}  // namespace abide::policy::checks
