// The public header over the policy's own decision: names to ids, ids that know which names they
// were made of, and a policy that is replaced in one step.
#include <fmt/format.h>

#include <mutex>
#include <utility>

#include "base/digest.hpp"
#include "base/files.hpp"
#include "base/time.hpp"
#include "base/zones.hpp"
#include "include/abide/abide.hpp"
#include "policy/compile.hpp"
#include "policy/decision.hpp"

namespace abide {
namespace {

/// A digest of all names in their order, which is what an id rests on.
std::uint64_t digest_of_names(const policy::Model& model) {
  Hasher hasher;
  const auto add = [&hasher](std::string_view name) {
    hasher.update(name);
    hasher.update("\n");
  };
  const auto add_all = [&add](const std::vector<std::string>& names) {
    for (const std::string& name : names) add(name);
    add("");
  };
  add_all(model.recipients);
  add_all(model.flows.purposes);
  add_all(model.flows.states);
  for (const policy::Category& category : model.categories) add(category.name);
  const Digest digest = hasher.finish();
  std::uint64_t first = 0;
  for (std::size_t i = 0; i < sizeof first; ++i) first = first << 8U | digest[i];
  return first;
}

Refusal refusal_of(const Error& error) {
  return {
      Refusal::Why::unreadable,
      "error: " + error.message + (error.help.empty() ? "\n" : "\n  help: " + error.help + "\n")};
}

Refusal refusal_of(const policy::CompileResult& compiled) {
  std::string text;
  for (const policy::Diagnostic& one : compiled.diagnostics) {
    if (one.severity == policy::Severity::error) text += render(one, compiled.sources.files);
  }
  return {Refusal::Why::faulty, std::move(text)};
}

std::string unknown_name(std::string_view kind, std::string_view name,
                         const std::vector<std::string>& known) {
  const std::string near = policy::nearest(name, known);
  return fmt::format("the policy declares no {} `{}`{}", kind, name,
                     near.empty() ? "" : fmt::format("; did you mean `{}`?", near));
}

}  // namespace

struct Policy::States::Known {
  std::uint64_t names = 0;
  policy::KnownStates states;
};

struct Policy::Content {
  Content(policy::Model of, policy::FlowDecisions compiled)
      : model(std::move(of)), decisions(std::move(compiled)), names(digest_of_names(model)) {}

  template <class Kind, class Found>
  [[nodiscard]] std::optional<Id<Kind>> id_of(const std::optional<Found>& found) const {
    return found ? std::optional{Id<Kind>{names, found->value}} : std::nullopt;
  }
  /// What is known, where it was told by names of this policy.
  [[nodiscard]] const policy::KnownStates& known(const States& states) const {
    const bool ours = states.known_ != nullptr && states.known_->names == names;
    return ours ? states.known_->states : nothing_known;
  }
  [[nodiscard]] std::string unknown(std::string_view to, std::string_view purpose,
                                    std::string_view category) const {
    if (!decisions.find_recipient(to)) {
      return unknown_name("recipient or processor", to, model.recipients);
    }
    if (!decisions.find_purpose(purpose)) {
      return unknown_name("purpose", purpose, model.flows.purposes);
    }
    std::vector<std::string> categories;
    categories.reserve(model.categories.size());
    for (const policy::Category& one : model.categories) categories.push_back(one.name);
    return unknown_name("category", category, categories);
  }

  policy::Model model;
  policy::FlowDecisions decisions;
  std::uint64_t names;
  policy::KnownStates nothing_known;
};

/// What was told by these names; by those of another policy, nothing.
Policy::States::Known Policy::States::known_by(std::uint64_t names) const {
  return known_ != nullptr && known_->names == names ? *known_ : Known{names, {}};
}
void Policy::States::hold(State state) {
  Known known = known_by(state.names_);
  known.states.hold(StateId{state.index_});
  known_ = std::make_shared<const Known>(std::move(known));
}
void Policy::States::not_hold(State state) {
  Known known = known_by(state.names_);
  known.states.not_hold(StateId{state.index_});
  known_ = std::make_shared<const Known>(std::move(known));
}

std::variant<Policy, Refusal> Policy::load(const std::string& path) {
  SystemFiles files;
  const policy::Reader reader = [&files](const std::string& name) {
    return files.read(name, policy::max_source_bytes);
  };
  auto compiled =
      policy::compile(path, reader, {.today = Zone::utc().local_date(SystemClock{}.now())});
  if (!compiled) return refusal_of(compiled.error());
  if (!compiled->model) return refusal_of(*compiled);
  auto decisions = policy::FlowDecisions::of(*compiled->model);
  if (!decisions) {
    Refusal refusal = refusal_of(decisions.error());
    refusal.why = Refusal::Why::too_large;
    return refusal;
  }
  return Policy{
      std::make_shared<const Content>(std::move(*compiled->model), std::move(decisions).value())};
}

std::optional<Policy::Recipient> Policy::recipient(std::string_view name) const {
  return content_->id_of<RecipientKind>(content_->decisions.find_recipient(name));
}
std::optional<Policy::Purpose> Policy::purpose(std::string_view name) const {
  return content_->id_of<PurposeKind>(content_->decisions.find_purpose(name));
}
std::optional<Policy::Category> Policy::category(std::string_view name) const {
  return content_->id_of<CategoryKind>(content_->decisions.find_category(name));
}
std::optional<Policy::State> Policy::state(std::string_view name) const {
  return content_->id_of<StateKind>(content_->decisions.find_state(name));
}

bool Policy::allows(std::string_view to, std::string_view purpose, std::string_view category,
                    const States& states) const {
  return content_->decisions.allows(to, purpose, category, content_->known(states)).value_or(false);
}
bool Policy::allows(Recipient to, Purpose purpose, Category category, const States& states) const {
  const std::uint64_t names = content_->names;
  const bool ours = to.names_ == names && purpose.names_ == names && category.names_ == names;
  return ours && content_->decisions.allows(RecipientId{to.index_}, PurposeId{purpose.index_},
                                            CategoryId{category.index_}, content_->known(states));
}

Answer Policy::why(std::string_view to, std::string_view purpose, std::string_view category,
                   const States& states) const {
  const policy::Model& model = content_->model;
  const auto recipient = content_->decisions.find_recipient(to);
  const auto wanted = content_->decisions.find_purpose(purpose);
  const auto what = content_->decisions.find_category(category);
  if (!recipient || !wanted || !what) {
    return {false, {}, content_->unknown(to, purpose, category)};
  }
  Answer answer{true, {}, {}};
  for (policy::FlowReason& one :
       policy::explain_flow(model, *recipient, *wanted, *what, content_->known(states))) {
    answer.allowed = answer.allowed && one.allowed;
    answer.reasons.push_back({model.at(one.leaf).name, one.allowed,
                              one.promise ? model.at(*one.promise).id : "",
                              std::move(one.sentence)});
  }
  return answer;
}

struct Guard::Held {
  Held(std::string from, Policy loaded) : path(std::move(from)), current(std::move(loaded)) {}
  const std::string path;
  std::mutex loading;  ///< one after the other, so that the newest text wins
  mutable std::mutex swapping;
  Policy current;  ///< guarded by `swapping`
};

std::variant<Guard, Refusal> Guard::open(const std::string& path) {
  auto loaded = Policy::load(path);
  if (auto* const refusal = std::get_if<Refusal>(&loaded)) return std::move(*refusal);
  return Guard{std::make_shared<Held>(path, std::get<Policy>(std::move(loaded)))};
}

Policy Guard::policy() const {
  const std::lock_guard lock{held_->swapping};
  return held_->current;
}

std::optional<Refusal> Guard::reload() {
  const std::lock_guard one_at_a_time{held_->loading};
  auto loaded = Policy::load(held_->path);
  if (auto* const refusal = std::get_if<Refusal>(&loaded)) return std::move(*refusal);
  const std::lock_guard lock{held_->swapping};
  std::swap(held_->current, std::get<Policy>(loaded));
  return std::nullopt;
}

std::string_view version() { return ABIDE_VERSION; }

}  // namespace abide
