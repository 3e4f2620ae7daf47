// E0312: more goes to a recipient than `only send` says goes.
#include <fmt/format.h>

#include <algorithm>

#include "policy/checks/checks.hpp"
#include "policy/checks/flow_words.hpp"
#include "policy/checks/settled.hpp"
#include "policy/id_sets.hpp"

namespace abide::policy::checks {
namespace {

class OnlySends {
 public:
  explicit OnlySends(Context& context)
      : context_(context),
        model_(context.model),
        settled_(context.model),
        by_recipient_(context.model.recipients.size()) {
    const auto& permissions = model_.flows.permissions;
    for (std::uint32_t i = 0; i < permissions.size(); ++i) {
      if (permissions[i].act == Act::send) {
        for (const RecipientId recipient : permissions[i].recipients) {
          by_recipient_[recipient.value].push_back(i);
        }
      }
    }
  }
  void find() {
    const auto& permissions = model_.flows.permissions;
    std::vector<std::uint32_t> seen_by(permissions.size(), ~std::uint32_t{0});
    for (std::uint32_t only = 0; only < permissions.size(); ++only) {
      if (!permissions[only].only) {
        continue;
      }
      for (const RecipientId recipient : permissions[only].recipients) {
        for (const std::uint32_t other : by_recipient_[recipient.value]) {
          if (other != only && seen_by[other] != only && found_ < most_found) {
            seen_by[other] = only;
            compare(only, other);
          }
        }
      }
    }
  }

 private:
  void compare(std::uint32_t of_only, std::uint32_t of_other) {
    const Permission& only = model_.flows.permissions[of_only];
    const Permission& other = model_.flows.permissions[of_other];
    const bool one_purpose =
        only.purposes.empty() || other.purposes.empty() || share(only.purposes, other.purposes);
    if (!one_purpose) {
      return;
    }
    std::vector<CategoryId> more;
    std::ranges::set_difference(other.leaves, only.leaves, std::back_inserter(more));
    const bool no_more = more.empty();
    more = settled_.undecided(*only.promise, *other.promise, std::move(more));
    const bool sooner = no_more && !std::ranges::includes(other.when, only.when) &&
                        !settled_.undecided(*only.promise, *other.promise, other.leaves).empty();
    if (more.empty() && !sooner) {
      return;
    }
    ++found_;
    tell(only, other, more, of_only, of_other);
  }
  void tell(const Permission& only, const Permission& other, const std::vector<CategoryId>& more,
            std::uint32_t of_only, std::uint32_t of_other) {
    const std::string to = words_for(model_, common_of(only.recipients, other.recipients));
    const std::string& says = model_.at(*only.promise).id;
    const std::string& sends = model_.at(*other.promise).id;
    const std::string message =
        more.empty()
            ? fmt::format("`{}` sends to {} in states in which `{}` says that nothing goes", sends,
                          to, says)
            : fmt::format("`{}` sends {} to {}, and `{}` says what alone goes there", sends,
                          words_for(model_, more), to, says);
    auto& error = context_.error(
        "E0312", context_.places.permissions[of_other], message,
        more.empty() ? "say `when` with the same states in both"
                     : "add it to the `only send`, or let a ruling name both promises and say "
                       "which holds");
    error.labels.push_back({context_.places.permissions[of_only], "only this, it says here"});
    quote(context_, *other.promise, error);
    if (only.promise != other.promise) {
      quote(context_, *only.promise, error);
    }
  }
  Context& context_;
  const Model& model_;
  Settled settled_;
  std::vector<std::vector<std::uint32_t>> by_recipient_;
  std::size_t found_ = 0;
};

}  // namespace

void check_only_sends(Context& context) { OnlySends{context}.find(); }

}  // namespace abide::policy::checks
