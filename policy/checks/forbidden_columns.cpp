// E0310: a column of a store where the policy says that its data is never stored. E0311: a store
// that holds what its keeper must never be sent.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "policy/checks/checks.hpp"
#include "policy/checks/duties.hpp"
#include "policy/checks/flow_words.hpp"
#include "policy/checks/settled.hpp"
#include "policy/storing.hpp"

namespace abide::policy::checks {
namespace {

class Columns {
 public:
  explicit Columns(Context& context)
      : context_(context),
        model_(context.model),
        settled_(context.model),
        keeper_of_(keepers(context)) {}
  void check(const Prohibition& prohibition, SourceSpan at) {
    // A state that may end it, or that has to begin it, is seen in the rows alone.
    const bool always = prohibition.when.empty() && prohibition.unless.empty();
    if (!always || (prohibition.act != Act::store && prohibition.act != Act::send) ||
        !prohibition.purposes.is_everything()) {
      return;
    }
    // Whose rows a column holds is not seen here.
    if (prohibition.act == Act::store &&
        !(prohibition.subjects.is_everything() && prohibition.recipients.is_everything())) {
      return;
    }
    for (const CategoryId leaf : prohibition.leaves) {
      for (const FieldId field : context_.fields_of_leaf[leaf.value]) {
        prohibition.act == Act::store ? stored(prohibition, leaf, field, at)
                                      : kept_by(prohibition, leaf, field, at);
      }
    }
  }

 private:
  void stored(const Prohibition& prohibition, CategoryId leaf, FieldId field, SourceSpan at) {
    const TableId table = model_.at(field).table;
    if (!is_stored_in(model_, prohibition, table) || settled_.keeps(prohibition.promise, field) ||
        !stored_.insert({prohibition.promise, table}).second || stored_.size() > most_found) {
      return;
    }
    auto& error =
        tell("E0310", field, prohibition,
             fmt::format("`{}` holds `{}`, which `{}` says is never stored there",
                         model_.full_name(field), model_.at(leaf).name,
                         model_.at(prohibition.promise).id),
             "take the column out of the policy and the store, say `unless` and the state "
             "in which it may be there, or let a ruling that names the promise say how "
             "long it is kept");
    error.labels.push_back({at, "never stored, it says here"});
  }
  void kept_by(const Prohibition& prohibition, CategoryId leaf, FieldId field, SourceSpan at) {
    const StoreId store = model_.at(model_.at(field).table).store;
    const auto& keeper = keeper_of_[store.value];
    if (!keeper || !prohibition.recipients.has(*keeper) || told_.size() >= most_found ||
        goes_by_ruling(prohibition.promise, leaf, *keeper) ||
        !told_.insert({prohibition.promise, store}).second) {
      return;
    }
    const std::string& name = model_.recipients[keeper->value];
    auto& error = tell("E0311", field, prohibition,
                       fmt::format("`{}` reaches `{}`, to whom `{}` never sends it",
                                   model_.at(leaf).name, name, model_.at(prohibition.promise).id),
                       fmt::format("let another keep it, or except `{}` from the promise", name));
    error.notes.insert(error.notes.begin(),
                       fmt::format("{} lies in {}; store {} is run by {}", model_.at(leaf).name,
                                   model_.full_name(field), model_.at(store).name, name));
    error.labels.push_back({at, "never sent, it says here"});
    error.labels.push_back({context_.places.stores[store.value], "the store's keeper"});
  }
  [[nodiscard]] bool goes_by_ruling(PromiseId forbids, CategoryId leaf, RecipientId keeper) const {
    return settled_
        .unpermitted(forbids, {leaf},
                     [&](const Permission& said) {
                       return (said.act == Act::host || said.act == Act::send) &&
                              std::ranges::binary_search(said.recipients, keeper);
                     })
        .empty();
  }
  Diagnostic& tell(std::string code, FieldId field, const Prohibition& prohibition,
                   std::string message, std::string help) {
    auto& error = context_.error(std::move(code), context_.places.fields[field.value],
                                 std::move(message), std::move(help));
    quote(context_, prohibition.promise, error);
    return error;
  }
  Context& context_;
  const Model& model_;
  Settled settled_;
  std::vector<std::optional<RecipientId>> keeper_of_;
  std::set<std::pair<PromiseId, StoreId>> told_;
  std::set<std::pair<PromiseId, TableId>> stored_;  ///< once for a promise and a table
};

}  // namespace

void check_forbidden_columns(Context& context) {
  Columns columns{context};
  const auto& prohibitions = context.model.flows.prohibitions;
  for (std::size_t i = 0; i < prohibitions.size(); ++i) {
    columns.check(prohibitions[i], context.places.prohibitions[i]);
  }
}

}  // namespace abide::policy::checks
