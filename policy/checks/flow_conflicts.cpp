// E0310 permitted and forbidden, E0318 used for what it is not for, E0711 rulings that conflict:
// each pair of statements that meet and that no ruling decides between, reported on the statements.
#include <fmt/format.h>

#include <algorithm>

#include "policy/checks/checks.hpp"
#include "policy/checks/flow_words.hpp"
#include "policy/checks/settled.hpp"
#include "policy/id_sets.hpp"

namespace abide::policy::checks {
namespace {

/// Permissions by the leaves they are about, each list in the order written.
class ByLeaf {
 public:
  explicit ByLeaf(const Model& model)
      : lists_(model.categories.size()), seen_by_(model.flows.permissions.size(), nobody) {
    const auto& permissions = model.flows.permissions;
    for (std::uint32_t i = 0; i < permissions.size(); ++i) {
      add(permissions[i].leaves, i);
      add(permissions[i].sources, i);
    }
  }
  /// Calls with each permission about some leaf of the list, once.
  template <class Visit>
  void each(const std::vector<CategoryId>& leaves, std::uint32_t seeker, const Visit& visit) {
    for (const CategoryId leaf : leaves) {
      for (const std::uint32_t permission : lists_[leaf.value]) {
        if (seen_by_[permission] != seeker) {
          seen_by_[permission] = seeker;
          visit(permission);
        }
      }
    }
  }

 private:
  static constexpr std::uint32_t nobody = ~std::uint32_t{0};
  void add(const std::vector<CategoryId>& leaves, std::uint32_t permission) {
    for (const CategoryId leaf : leaves) {
      auto& list = lists_[leaf.value];
      if (list.empty() || list.back() != permission) {
        list.push_back(permission);
      }
    }
  }
  std::vector<std::vector<std::uint32_t>> lists_;
  std::vector<std::uint32_t> seen_by_;
};

/// What the permission does, in words: ``sends `voice.clip` to `openai` ``.
std::string deed(const Context& context, const Permission& permission,
                 const std::vector<CategoryId>& leaves) {
  const Model& model = context.model;
  const std::string what = words_for(model, leaves);
  switch (permission.act) {
    case Act::send:
      return fmt::format("sends {} to {}", what, words_for(model, permission.recipients));
    case Act::host:
      return fmt::format("leaves {} with {}", what, words_for(model, permission.recipients));
    case Act::collect:
      return fmt::format("collects {}", what);
    case Act::generate:
      return fmt::format("{} {}", in_common(permission.leaves, leaves).empty() ? "uses" : "makes",
                         what);
    case Act::set:
      return fmt::format("sets {}", what);
    case Act::include:
      return fmt::format("carries {}", what);
    default:
      return fmt::format("uses {}", what);
  }
}

class Conflicts {
 public:
  explicit Conflicts(Context& context)
      : context_(context),
        model_(context.model),
        settled_(context.model),
        by_leaf_(context.model) {}

  void find() {
    const auto& prohibitions = model_.flows.prohibitions;
    for (std::uint32_t i = 0; i < prohibitions.size() && found_ < most_found; ++i) {
      by_leaf_.each(prohibitions[i].leaves, i,
                    [&](std::uint32_t permission) { compare(permission, i); });
    }
  }

 private:
  void compare(std::uint32_t of_permission, std::uint32_t of_prohibition) {
    const Permission& permission = model_.flows.permissions[of_permission];
    const Prohibition& prohibition = model_.flows.prohibitions[of_prohibition];
    if (found_ >= most_found || !meet(permission, prohibition) ||
        !meet_in_time(permission, prohibition)) {
      return;
    }
    auto leaves = in_common(permission.leaves, prohibition.leaves);
    if (leaves.empty()) {
      leaves = in_common(permission.sources, prohibition.leaves);
    }
    if (permission.act == Act::include && !prohibition.outlet) {
      leaves = carried_alone(permission, prohibition, leaves);
    }
    leaves = undecided(permission, prohibition, std::move(leaves));
    if (leaves.empty()) {
      return;
    }
    ++found_;
    tell(permission, prohibition, leaves, context_.places.permissions[of_permission],
         context_.places.prohibitions[of_prohibition]);
  }
  /// What a purpose uses or an outlet carries, a ruling permits by a statement for that purpose or
  /// to that recipient.
  [[nodiscard]] std::vector<CategoryId> undecided(const Permission& permission,
                                                  const Prohibition& prohibition,
                                                  std::vector<CategoryId> leaves) const {
    if (permission.promise) {
      return settled_.undecided(*permission.promise, prohibition.promise, std::move(leaves));
    }
    return settled_.unpermitted(
        prohibition.promise, std::move(leaves), [&](const Permission& said) {
          return permission.outlet ? share(said.recipients, permission.recipients)
                                   : share(said.purposes, permission.purposes);
        });
  }
  void tell(const Permission& permission, const Prohibition& prohibition,
            const std::vector<CategoryId>& leaves, SourceSpan at, SourceSpan other) {
    const bool of_rulings = permission.promise && is_ruling(*permission.promise) &&
                            is_ruling(prohibition.promise) &&
                            *permission.promise != prohibition.promise;
    auto& error =
        context_.error(of_rulings         ? "E0711"
                       : prohibition.only ? "E0318"
                                          : "E0310",
                       at, message(permission, prohibition, leaves), help(permission, prohibition));
    error.labels.push_back({other, prohibition.only ? "the only purposes" : "forbidden here"});
    if (permission.promise) {
      quote(context_, *permission.promise, error);
    }
    if (permission.promise != prohibition.promise) {
      quote(context_, prohibition.promise, error);
    }
  }
  /// What an outlet carries for forbidden purposes alone and no promise sends for them: what one
  /// sends is told there, and decided by rulings.
  [[nodiscard]] std::vector<CategoryId> carried_alone(const Permission& payload,
                                                      const Prohibition& prohibition,
                                                      std::vector<CategoryId> leaves) const {
    const auto is_free = [&](PurposeId purpose) { return !prohibition.purposes.has(purpose); };
    if (std::ranges::any_of(payload.purposes, is_free)) {
      return {};
    }
    for (const Permission& sent : model_.flows.permissions) {
      const bool told_there =
          sent.act == Act::send || (sent.act == Act::host && prohibition.purposes.is_everything());
      const bool same_way = told_there && !leaves.empty() &&
                            std::ranges::find_first_of(sent.recipients, payload.recipients) !=
                                sent.recipients.end() &&
                            (sent.purposes.empty() || prohibition.purposes.meets(sent.purposes));
      if (same_way) {
        std::erase_if(
            leaves, [&](CategoryId leaf) { return std::ranges::binary_search(sent.leaves, leaf); });
      }
    }
    return leaves;
  }
  [[nodiscard]] bool is_ruling(PromiseId promise) const {
    return context_.promises[promise.value].ruling != nullptr;
  }
  [[nodiscard]] std::string message(const Permission& permission, const Prohibition& prohibition,
                                    const std::vector<CategoryId>& leaves) const {
    const std::string& forbids = model_.at(prohibition.promise).id;
    const std::string does =
        fmt::format("{} {}", who_says(context_, permission), deed(context_, permission, leaves));
    if (prohibition.only) {
      const auto purposes = others(permission, prohibition);
      return fmt::format(
          "{} for {}, and `{}` keeps it to other purposes", does,
          purposes.empty() ? "whatever it is for" : words_for_purposes(model_, purposes), forbids);
    }
    return fmt::format("{}, which `{}` forbids", does, forbids);
  }
  static std::vector<PurposeId> others(const Permission& permission,
                                       const Prohibition& prohibition) {
    std::vector<PurposeId> outside;
    for (const PurposeId purpose : permission.purposes) {
      if (prohibition.purposes.has(purpose)) {
        outside.push_back(purpose);
      }
    }
    return outside;
  }
  static std::string help(const Permission& permission, const Prohibition& prohibition) {
    if (!permission.promise) {
      return permission.outlet  ? "take it out of the payload, or let the promise except it"
             : prohibition.only ? "take it out of the purpose's `uses`, or add the purpose to the "
                                  "statement"
                                : "take it out of the purpose's `uses`, let the promise except it, "
                                  "or let a ruling "
                                  "that names the promise say what is used for it";
    }
    if (prohibition.only && permission.purposes.empty()) {
      return "say `for` and the purpose that it goes for";
    }
    const bool one_promise = *permission.promise == prohibition.promise;
    if (!prohibition.unless.empty()) {
      return one_promise ? "say `when` with the same state"
                         : "say `when` with the same state, or let a ruling name both promises and "
                           "say which holds";
    }
    return *permission.promise == prohibition.promise
               ? "one promise cannot say both: take one of them out"
               : "if both are meant, name both in a ruling and say which holds: `ruling … between "
                 "A, B`";
  }
  Context& context_;
  const Model& model_;
  Settled settled_;
  ByLeaf by_leaf_;
  std::size_t found_ = 0;
};

}  // namespace

void check_flow_conflicts(Context& context) { Conflicts{context}.find(); }

}  // namespace abide::policy::checks
