// E0314: an outlet carries what no statement permits. W0316: a statement permits what no outlet
// carries.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "policy/checks/checks.hpp"
#include "policy/checks/duties.hpp"
#include "policy/checks/flow_words.hpp"
#include "policy/id_sets.hpp"

namespace abide::policy::checks {
namespace {

/// For each recipient, the permissions and the payloads that lead there.
class Ways {
 public:
  explicit Ways(Context& context)
      : context_(context),
        model_(context.model),
        permitted_(context.model.recipients.size()),
        carried_(context.model.recipients.size()),
        kept_(context.model.recipients.size()) {
    const auto& permissions = model_.flows.permissions;
    for (std::uint32_t i = 0; i < permissions.size(); ++i) {
      const Act act = permissions[i].act;
      if (act == Act::send || act == Act::host || act == Act::include) {
        for (const RecipientId recipient : permissions[i].recipients) {
          (act == Act::include ? carried_ : permitted_)[recipient.value].push_back(i);
        }
      }
    }
  }
  void find_unpermitted() {
    each(Act::include, [&](const Permission& payload, std::uint32_t id) {
      const auto rest = without(payload, permitted_[payload.recipients.front().value]);
      if (!rest.empty()) {
        auto& error = context_.error(
            "E0314", context_.places.permissions[id],
            fmt::format("outlet `{}` carries {}, which no promise sends to {}{}",
                        model_.flows.outlets[payload.outlet->value], words_for(model_, rest),
                        words_for(model_, payload.recipients), for_words(payload)),
            "take it out of the payload, or let a promise say `send … to … for …`");
        error.labels.push_back(
            {context_.outlets[payload.outlet->value].block->name.span, "the outlet"});
      }
    });
  }
  /// Where no outlet is declared at all, nothing is said of the ways out.
  void find_unused() {
    if (model_.flows.outlets.empty()) {
      return;
    }
    find_kept();
    each(Act::send, [&](const Permission& sent, std::uint32_t id) {
      for (const RecipientId recipient : sent.recipients) {
        unused(sent, id, recipient);
      }
    });
  }

 private:
  /// What lies in a store goes to whoever runs it by the store itself, and by no outlet.
  void find_kept() {
    const auto keeper_of = keepers(context_);
    for (const Field& field : model_.fields) {
      if (const auto keeper = keeper_of[model_.at(field.table).store.value]) {
        auto& leaves = kept_[keeper->value];
        leaves.insert(leaves.end(), field.categories.begin(), field.categories.end());
      }
    }
    for (auto& leaves : kept_) {
      make_set(leaves);
    }
  }
  template <class Visit>
  void each(Act act, const Visit& visit) {
    const auto& permissions = model_.flows.permissions;
    for (std::uint32_t i = 0; i < permissions.size(); ++i) {
      if (permissions[i].act == act && !permissions[i].recipients.empty()) {
        visit(permissions[i], i);
      }
    }
  }
  /// What rests with somebody serves every purpose.
  static bool serve_one_purpose(const Permission& a, const Permission& b) {
    const auto in_b = [&](PurposeId id) { return std::ranges::binary_search(b.purposes, id); };
    return a.act == Act::host || b.act == Act::host || a.purposes.empty() || b.purposes.empty() ||
           std::ranges::any_of(a.purposes, in_b);
  }
  /// Leaves of a permission that none of the others has for a purpose of its own.
  [[nodiscard]] std::vector<CategoryId> without(const Permission& permission,
                                                const std::vector<std::uint32_t>& others) const {
    std::vector<CategoryId> rest = permission.leaves;
    for (const std::uint32_t id : others) {
      const Permission& other = model_.flows.permissions[id];
      if (!rest.empty() && serve_one_purpose(permission, other)) {
        std::erase_if(
            rest, [&](CategoryId leaf) { return std::ranges::binary_search(other.leaves, leaf); });
      }
    }
    return rest;
  }
  /// Once for a leaf and a recipient: the notice says some things more than once.
  void unused(const Permission& sent, std::uint32_t id, RecipientId recipient) {
    auto rest = without(sent, carried_[recipient.value]);
    std::erase_if(rest, [&](CategoryId leaf) {
      return std::ranges::binary_search(kept_[recipient.value], leaf) ||
             !told_.insert({leaf, recipient}).second;
    });
    if (rest.empty()) {
      return;
    }
    const std::string& name = model_.recipients[recipient.value];
    const bool no_outlet = carried_[recipient.value].empty();
    auto& warning = context_.warn(
        "W0316", context_.places.permissions[id],
        no_outlet ? fmt::format("`{}` sends to `{}`, and no outlet leads there",
                                model_.at(*sent.promise).id, name)
                  : fmt::format("`{}` sends {} to `{}`{}, and no outlet there carries it",
                                model_.at(*sent.promise).id, words_for(model_, rest), name,
                                for_words(sent)),
        {model_.at(*sent.promise).id, name},
        "add it to a payload of the outlet by which it goes, or send less");
    quote(context_, *sent.promise, warning);
  }
  [[nodiscard]] std::string for_words(const Permission& permission) const {
    return permission.purposes.empty() ? ""
                                       : " for " + words_for_purposes(model_, permission.purposes);
  }
  Context& context_;
  const Model& model_;
  std::vector<std::vector<std::uint32_t>> permitted_, carried_;
  std::vector<std::vector<CategoryId>> kept_;  ///< with whoever runs a store
  std::set<std::pair<CategoryId, RecipientId>> told_;
};

}  // namespace

void check_payloads(Context& context) { Ways{context}.find_unpermitted(); }
void check_unused_flows(Context& context) { Ways{context}.find_unused(); }

}  // namespace abide::policy::checks
