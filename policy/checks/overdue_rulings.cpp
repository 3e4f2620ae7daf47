// E0712: a ruling that was to be decided by today. It fails a check of the day, never a sweep.
#include <fmt/format.h>

#include "policy/checks/checks.hpp"

namespace abide::policy::checks {

void check_overdue_rulings(Context& context) {
  const auto& today = context.options.today;
  for (const resolving::Statements& promise : context.promises) {
    if (!today || promise.ruling == nullptr || *today < promise.ruling->before.date) {
      continue;
    }
    auto& error = context.error(
        "E0712", promise.ruling->before.span,
        fmt::format("ruling `{}` was to be decided before {}", promise.ruling->id.text,
                    to_string(promise.ruling->before.date)),
        fmt::format("let `{}` decide, and write down what holds", promise.ruling->decide_by.text));
    error.notes.push_back(promise.ruling->question.text);
  }
}

}  // namespace abide::policy::checks
