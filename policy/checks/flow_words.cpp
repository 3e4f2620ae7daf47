#include "policy/checks/flow_words.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace abide::policy::checks {
namespace {

std::string listed(const std::vector<std::string>& names) {
  constexpr std::size_t most = 3;
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < most; ++i) {
    const bool last = i + 1 == names.size();
    text += i == 0 ? "" : last ? " and " : ", ";
    text += "`" + names[i] + "`";
  }
  return names.size() > most ? fmt::format("{} and {} more", text, names.size() - most) : text;
}

template <class Ids, class NameOf>
std::string words(const Ids& ids, const NameOf& name_of) {
  std::vector<std::string> names;
  for (const auto id : ids) {
    names.push_back(name_of(id));
  }
  return listed(names);
}

}  // namespace

std::string words_for(const Model& model, const std::vector<CategoryId>& leaves) {
  return words(leaves, [&](CategoryId id) { return model.at(id).name; });
}

std::string words_for(const Model& model, const std::vector<RecipientId>& parties) {
  return words(parties, [&](RecipientId id) { return model.recipients[id.value]; });
}

std::string words_for_purposes(const Model& model, const std::vector<PurposeId>& purposes) {
  return words(purposes, [&](PurposeId id) { return model.flows.purposes[id.value]; });
}

std::string who_says(const resolving::Context& context, const Permission& permission) {
  const Model& model = context.model;
  if (permission.promise) {
    return "`" + model.at(*permission.promise).id + "`";
  }
  return permission.outlet
             ? fmt::format("outlet `{}`", model.flows.outlets[permission.outlet->value])
             : fmt::format("purpose {}", words_for_purposes(model, permission.purposes));
}

std::string quote_note(const resolving::Context& context, PromiseId promise) {
  const Promise& said = context.model.at(promise);
  if (const ast::Ruling* ruling = context.promises[promise.value].ruling) {
    return fmt::format("{} asks: \"{}\"", said.id, ruling->question.text);
  }
  return said.quote.empty() ? "" : fmt::format("{} says: \"{}\"", said.id, said.quote);
}

void quote(const resolving::Context& context, PromiseId promise, Diagnostic& diagnostic) {
  if (std::string note = quote_note(context, promise); !note.empty()) {
    diagnostic.notes.push_back(std::move(note));
  }
}

}  // namespace abide::policy::checks
