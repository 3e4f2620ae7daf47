// W0404 stored and never collected, W0409 a cookie without consent, W0410 automated and not said
// so, W0411 nobody is responsible, W0414 special categories without a condition.
#include <fmt/format.h>

#include <algorithm>

#include "policy/checks/checks.hpp"
#include "policy/checks/duties.hpp"
#include "policy/checks/flow_words.hpp"

namespace abide::policy::checks {

void check_sources(Context& context) {
  const auto duties = asked_of_notices(context, "W0404");
  if (duties.empty()) {
    return;
  }
  const Model& model = context.model;
  std::vector<bool> comes(model.categories.size());
  const auto mark = [&](const std::vector<CategoryId>& leaves) {
    for (const CategoryId leaf : leaves) {
      comes[leaf.value] = true;
    }
  };
  bool any = false;  // a policy that says nothing of sources at all is no text about them
  for (const Permission& permission : model.flows.permissions) {
    if (permission.act == Act::collect || permission.act == Act::generate) {
      mark(permission.leaves);
      any = true;
    }
  }
  for (const resolving::Transform& transform : context.transforms) {
    mark(transform.gives);
  }
  for (std::uint32_t i = 0; any && i < model.categories.size(); ++i) {
    const Category& category = model.categories[i];
    std::vector<FieldId> fields;  // that are kept with us
    std::ranges::copy_if(context.fields_of_leaf[i], std::back_inserter(fields), [&](FieldId field) {
      return !model.at(model.at(model.at(field).table).store).no_reach_because;
    });
    if (!category.leaf || category.mark == Mark::anonymous || comes[i] || fields.empty()) {
      continue;
    }
    auto& warning =
        context.warn("W0404", context.places.fields[fields.front().value],
                     fmt::format("`{}` is stored, and nothing says from whom or of what it comes",
                                 category.name),
                     {category.name},
                     fmt::format("add `collect {0} from … for …;` or `generate {0} from … for …;`",
                                 category.name));
    cite(*duties.front(), warning);
  }
}

void check_cookies(Context& context) {
  const auto duties = asked_of_notices(context, "W0409");
  if (duties.empty()) {
    return;
  }
  // By leaf, so that many cookies are not held against many prohibitions each.
  std::vector<std::vector<const Prohibition*>> never_set(context.model.categories.size());
  for (const Prohibition& never : context.model.flows.prohibitions) {
    if (never.act == Act::set && !never.unless.empty()) {
      for (const CategoryId leaf : never.leaves) {
        never_set[leaf.value].push_back(&never);
      }
    }
  }
  const auto waits = [&](const ast::Name& name) {
    const auto leaves = leaves_of(context, {name});
    return !leaves.empty() &&
           std::ranges::any_of(never_set[leaves.front().value], [&](const Prohibition* never) {
             return std::ranges::includes(never->leaves, leaves);
           });
  };
  each_of<ast::Cookie>(context, [&](const ast::Cookie& cookie, PromiseId promise) {
    if (cookie.kind.text == "essential" || waits(cookie.category)) {
      return;
    }
    auto& warning =
        context.warn("W0409", cookie.span,
                     fmt::format("`{}` is set for {} without anybody's consent",
                                 cookie.category.text, cookie.kind.text),
                     {context.model.at(promise).id, cookie.category.text},
                     fmt::format("add `never set {} unless STATE;` with a state that consent gives",
                                 cookie.category.text));
    quote(context, promise, warning);
    cite(*duties.front(), warning);
  });
}

void check_automation(Context& context) {
  const auto duties = asked_of_notices(context, "W0410");
  const auto is_told = [&](PurposeId purpose) {
    return std::ranges::any_of(context.model.flows.permissions, [&](const Permission& made) {
      return made.act == Act::generate && made.promise &&
             !context.model.at(*made.promise).quote.empty() &&
             std::ranges::binary_search(made.purposes, purpose);
    });
  };
  for (std::uint32_t i = 0; !duties.empty() && i < context.purposes.size(); ++i) {
    if (!context.purposes[i].is_automated || is_told(PurposeId{i})) {
      continue;
    }
    const ast::Name& name = context.purposes[i].block->name;
    auto& warning = context.warn(
        "W0410", name.span,
        fmt::format("purpose `{}` is automated, and no sentence of the notice says what is made",
                    name.text),
        {name.text}, "quote the sentence that says so over a `generate … for` of this purpose");
    cite(*duties.front(), warning);
  }
}

void check_controller(Context& context) {
  const auto duties = asked_of_notices(context, "W0411");
  if (duties.empty()) {
    return;
  }
  const auto controller = std::ranges::find_if(
      context.parties, [](const resolving::Party& party) { return !party.recipient; });
  const bool none = controller == context.parties.end();
  if (!none && controller->has_address) {
    return;
  }
  const ast::Name& name = none ? context.policies.front()->name : controller->block->name;
  auto& warning = context.warn(
      "W0411", name.span,
      none ? "nobody is named who is responsible for the data"
           : fmt::format("controller `{}` has no address", name.text),
      {name.text},
      none ? "add `controller NAME \"…\" { country GB; contact \"…\"; address \"…\"; }`"
           : "add `address \"…\";`");
  cite(*duties.front(), warning);
}

void check_special_categories(Context& context) {
  const auto duties = asked(context, "W0414");
  for (const resolving::Purpose& purpose : context.purposes) {
    std::vector<CategoryId> special;
    std::ranges::copy_if(purpose.uses, std::back_inserter(special), [&](CategoryId leaf) {
      return context.model.at(leaf).mark == Mark::special;
    });
    if (duties.empty() || special.empty() || purpose.has_condition) {
      continue;
    }
    const ast::Name& name = purpose.block->name;
    auto& warning =
        context.warn("W0414", name.span,
                     fmt::format("purpose `{}` uses {}, a special category, under no condition",
                                 name.text, words_for(context.model, special)),
                     {name.text}, "add `condition9 …;` with the condition relied on");
    cite(*duties.front(), warning);
  }
}

}  // namespace abide::policy::checks
