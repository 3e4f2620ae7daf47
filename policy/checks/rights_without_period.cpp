// W0506: a right that staff answer, with no period to answer in.
#include <fmt/format.h>

#include "policy/checks/checks.hpp"
#include "policy/resolve/attributes.hpp"

namespace abide::policy::checks {
namespace {

/// Whether it is the regulator whom people are sent to: when that answers is not ours to promise.
bool is_the_regulators(const Context& context, const ast::Right& right) {
  if (right.right.text != "complaint") {
    return false;
  }
  for (const resolving::Party& party : context.parties) {
    for (const auto& attribute : resolving::attributes_of(party.block->attributes)) {
      const bool names_one = !party.recipient && attribute->key.text == "regulator";
      for (std::size_t i = 0; names_one && i < attribute->values.size(); ++i) {
        const auto* text = std::get_if<ast::Text>(&attribute->values[i]);
        if (text != nullptr && text->text == right.channel.text) {
          return true;
        }
      }
    }
  }
  return false;
}

}  // namespace

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
