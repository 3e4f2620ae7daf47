#include "policy/checks/duties.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "policy/resolve/attributes.hpp"

namespace abide::policy::checks {

std::vector<const Duty*> asked(const resolving::Context& context, std::string_view code) {
  return context.laws.duties(code, context.model.regimes, context.options.today);
}

std::vector<const Duty*> asked_of_notices(const resolving::Context& context,
                                          std::string_view code) {
  return context.has_notice ? asked(context, code) : std::vector<const Duty*>{};
}

void cite(const Duty& duty, Diagnostic& diagnostic) {
  diagnostic.notes.push_back(
      duty.is_checked
          ? fmt::format("asked by {}", duty.source)
          : fmt::format("believed to be asked by {}; let somebody check that", duty.source));
}

bool is_the_regulators(const resolving::Context& context, const ast::Right& right) {
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

std::vector<std::optional<RecipientId>> keepers(resolving::Context& context) {
  std::vector<std::optional<RecipientId>> found;
  for (const Store& store : context.model.stores) {
    const auto* party = store.run_by ? context.symbols.find(outside, *store.run_by) : nullptr;
    found.push_back(party == nullptr ? std::nullopt : context.parties[party->index].recipient);
  }
  return found;
}

std::vector<bool> receivers(resolving::Context& context) {
  const auto keeper_of = keepers(context);
  const Model& model = context.model;
  std::vector<bool> found(model.recipients.size());
  const auto is_personal = [&](CategoryId leaf) { return model.at(leaf).mark != Mark::anonymous; };
  for (const Permission& permission : model.flows.permissions) {
    const bool goes = permission.act == Act::send || permission.act == Act::host ||
                      permission.act == Act::include || permission.act == Act::set;
    if (goes && std::ranges::any_of(permission.leaves, is_personal)) {
      for (const RecipientId recipient : permission.recipients) {
        found[recipient.value] = true;
      }
    }
  }
  for (const Table& table : model.tables) {
    const auto& keeper = keeper_of[table.store.value];
    if (keeper && std::ranges::any_of(table.fields,
                                      [&](FieldId field) { return model.is_personal(field); })) {
      found[keeper->value] = true;
    }
  }
  return found;
}

std::vector<const resolving::Party*> parties_by_id(const resolving::Context& context) {
  std::vector<const resolving::Party*> found(context.model.recipients.size());
  for (const resolving::Party& party : context.parties) {
    if (party.recipient) {
      found[party.recipient->value] = &party;
    }
  }
  return found;
}

}  // namespace abide::policy::checks
