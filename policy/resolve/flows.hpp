// `never …`, compiled to the acts it forbids.
#pragma once

#include "policy/resolve/context.hpp"

namespace abide::policy::resolving {

/// Adds what the statement forbids: `process` is collect, store and send; `share` is send to
/// anyone; a purpose that no block declares is nothing that anything could meet.
/// @pre check_never found nothing wrong with it
void forbid(Context& context, PromiseId promise, const ast::Never& never);

}  // namespace abide::policy::resolving
