// W0421: a hash of an identifier that anyone could compute again.
#include <fmt/format.h>

#include <algorithm>

#include "policy/checks/checks.hpp"
#include "policy/checks/pseudonyms.hpp"

namespace abide::policy::checks {

void check_reversible_pseudonyms(Context& context) {
  const Model& model = context.model;
  for (const resolving::Transform& transform : context.transforms) {
    const auto identifier =
        std::find_if(transform.takes.begin(), transform.takes.end(),
                     [&](CategoryId leaf) { return model.at(leaf).identifier; });
    const auto hash = std::find_if(transform.by.begin(), transform.by.end(),
                                   [](const ast::Name& method) { return is_hash(method.text); });
    if (identifier == transform.takes.end() || hash == transform.by.end()) {
      continue;
    }
    const bool keyed = std::any_of(transform.by.begin(), transform.by.end(),
                                   [](const ast::Name& method) { return is_keyed(method.text); });
    if (keyed && transform.rotates) {
      continue;
    }
    context.warn(
        "W0421", hash->span,
        fmt::format("`{}` of `{}` can be computed again by trying every value{}", hash->text,
                    model.at(*identifier).name, keyed ? " while its key stays the same" : ""),
        {transform.block->name.text, model.at(*identifier).name},
        keyed ? "let the key go: add `rotates 1 day;`"
              : "use a secret key that rotates: `by hmac_sha256; rotates 1 day;`");
  }
}

}  // namespace abide::policy::checks
