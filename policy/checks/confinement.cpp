// E0313: what is confined to one place leaves it: sent, left with a recipient or held by another
// store. What an outlet carries some promise sends (E0314).
#include <fmt/format.h>

#include <algorithm>

#include "policy/checks/checks.hpp"
#include "policy/checks/flow_words.hpp"
#include "policy/checks/settled.hpp"

namespace abide::policy::checks {
namespace {

class Confined {
 public:
  explicit Confined(Context& context)
      : context_(context), model_(context.model), settled_(context.model) {}
  void check(const Confinement& confined, SourceSpan at) {
    if (found_ >= most_found) {
      return;
    }
    const auto& permissions = model_.flows.permissions;
    for (std::size_t i = 0; i < permissions.size(); ++i) {
      const Permission& permission = permissions[i];
      // A payload carries what some promise sends (E0314), which is told here.
      const bool leaves = permission.act == Act::send || permission.act == Act::host;
      auto out = leaves ? in_common(permission.leaves, confined.leaves) : std::vector<CategoryId>{};
      if (permission.promise) {
        out = settled_.undecided(*permission.promise, confined.promise, std::move(out));
      }
      if (!out.empty()) {
        tell(confined, at, context_.places.permissions[i],
             fmt::format("{} leaves {}: {} gives it to {}", words_for(model_, out),
                         place_of(confined), who_says(context_, permission),
                         words_for(model_, permission.recipients)));
      }
    }
    for (const CategoryId leaf : confined.leaves) {
      for (const FieldId field : context_.fields_of_leaf[leaf.value]) {
        if (!holds(confined, field)) {
          tell(confined, at, context_.places.fields[field.value],
               fmt::format("`{}` leaves {}: `{}` holds it", model_.at(leaf).name,
                           place_of(confined), model_.full_name(field)));
        }
      }
    }
  }

 private:
  [[nodiscard]] bool holds(const Confinement& confined, FieldId field) const {
    const TableId table = model_.at(field).table;
    return confined.table ? table == *confined.table : model_.at(table).store == confined.store;
  }
  [[nodiscard]] std::string place_of(const Confinement& confined) const {
    return fmt::format("`{}`", confined.table ? model_.full_name(*confined.table)
                                              : model_.at(confined.store).name);
  }
  void tell(const Confinement& confined, SourceSpan at, SourceSpan out, std::string message) {
    if (found_++ >= most_found) {
      return;
    }
    auto& error = context_.error("E0313", out, std::move(message),
                                 "take it out here, or narrow what is confined; a ruling that "
                                 "names both promises may decide");
    error.labels.push_back({at, "confined here"});
    quote(context_, confined.promise, error);
  }
  Context& context_;
  const Model& model_;
  Settled settled_;
  std::size_t found_ = 0;
};

}  // namespace

void check_confinement(Context& context) {
  Confined confined{context};
  const auto& confinements = context.model.flows.confinements;
  for (std::size_t i = 0; i < confinements.size(); ++i) {
    confined.check(confinements[i], context.places.confinements[i]);
  }
}

}  // namespace abide::policy::checks
