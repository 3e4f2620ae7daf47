// For each recipient and purpose a table: one row of bits for each answer to what is asked of the
// states there. Mostly that is nothing, or one state.
#include "policy/decision.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <limits>

#include "policy/id_sets.hpp"
#include "policy/knowledge.hpp"

namespace abide::policy {
namespace {

constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
constexpr std::size_t bits_of_word = 64;
constexpr std::size_t most_asked = 12;
constexpr std::size_t most_words = std::size_t{64} << 20U;  // 512 MB

bool serves(const Permission& permission, PurposeId purpose) {
  return permission.purposes.empty() || std::ranges::binary_search(permission.purposes, purpose);
}

/// Leaves that a purpose uses, by purpose.
std::vector<std::vector<CategoryId>> uses_of(const Model& model) {
  std::vector<std::vector<CategoryId>> uses(model.flows.purposes.size());
  for (const Permission& permission : model.flows.permissions) {
    if (permission.act == Act::use) {
      uses[permission.purposes.front().value] = permission.leaves;
    }
  }
  return uses;
}

bool is_sending(const Permission& permission) {
  return permission.act == Act::send || permission.act == Act::host;
}

/// Everything that forbids something to go: what is confined goes to nobody.
std::vector<Prohibition> forbidden_by(const Model& model) {
  std::vector<Prohibition> all = model.flows.prohibitions;
  for (const Confinement& confined : model.flows.confinements) {
    all.push_back({.act = Act::send,
                   .promise = confined.promise,
                   .sentence = confined.sentence,
                   .location = confined.location,
                   .leaves = confined.leaves,
                   .recipients = {.all_but = true, .names = {}},
                   .purposes = {.all_but = true, .names = {}}});
  }
  std::erase_if(all, [](const Prohibition& one) {
    return (one.act != Act::send && one.act != Act::use) || !one.made_of.empty();
  });
  return all;
}

/// Whether the prohibition is about this way out at all.
bool concerns(const Prohibition& prohibition, RecipientId to, PurposeId purpose) {
  const bool sends = prohibition.act == Act::send && prohibition.recipients.has(to);
  const bool uses = prohibition.act == Act::use;
  return (sends || uses) &&
         (prohibition.purposes.is_everything() || prohibition.purposes.has(purpose));
}

}  // namespace

bool overrules(const Model& model, const Permission& permission, PromiseId forbids) {
  if (!permission.promise) {
    return false;
  }
  const auto& between = model.at(*permission.promise).between;
  return std::ranges::find(between, forbids) != between.end();
}

// ── compiling ─────────────────────────────────────────────────────────────────────────────────

/// Fills the cells of one table of decisions.
class FlowDecisions::Builder {
 public:
  Builder(const Model& model, FlowDecisions& into)
      : model_(model),
        into_(into),
        uses_(uses_of(model)),
        forbidden_(forbidden_by(model)),
        by_recipient_(model.recipients.size()) {
    for (const Permission& permission : model.flows.permissions) {
      if (is_sending(permission)) {
        for (const RecipientId to : permission.recipients) {
          by_recipient_[to.value].push_back(&permission);
        }
      }
    }
  }
  Result<void> build() {
    for (std::uint32_t to = 0; to < model_.recipients.size(); ++to) {
      for (std::uint32_t purpose = 0; purpose < model_.flows.purposes.size(); ++purpose) {
        ABIDE_TRY(Cell made, cell(RecipientId{to}, PurposeId{purpose}));
        into_.cells_.push_back(std::move(made));
      }
    }
    return {};
  }

 private:
  struct Way {
    std::vector<const Permission*> permits;
    std::vector<const Prohibition*> forbids;
  };
  static void ask(std::vector<Asked>& asked, const std::vector<StateId>& states, bool may_hold) {
    for (const StateId state : states) {
      asked.push_back({state, may_hold});
    }
  }
  Result<Cell> cell(RecipientId to, PurposeId purpose) {
    Way way;
    Cell made;
    for (const Permission* permission : by_recipient_[to.value]) {
      if (permission->act == Act::host || serves(*permission, purpose)) {
        way.permits.push_back(permission);
        ask(made.asked, permission->when, false);
      }
    }
    for (const Prohibition& prohibition : forbidden_) {
      if (!way.permits.empty() && concerns(prohibition, to, purpose)) {
        way.forbids.push_back(&prohibition);
        ask(made.asked, prohibition.when, true);
        ask(made.asked, prohibition.unless, false);
      }
    }
    std::ranges::sort(made.asked);
    made.asked.erase(std::unique(made.asked.begin(), made.asked.end()), made.asked.end());
    const std::size_t answers = std::size_t{1} << std::min<std::size_t>(made.asked.size(), 20);
    if (made.asked.size() > most_asked ||
        into_.rows_.size() + answers * into_.words_ > most_words) {
      return Error{ErrorCode::refused,
                   fmt::format("too many states decide over what goes to `{}` for `{}`",
                               model_.recipients[to.value], model_.flows.purposes[purpose.value]),
                   "fold states that always change together into one; nothing was decided"};
    }
    made.first = into_.rows_.size() / into_.words_;
    for (std::size_t answer = 0; answer < answers; ++answer) {
      const Bits row = row_of(way, purpose, made.asked, answer);
      into_.rows_.insert(into_.rows_.end(), row.begin(), row.end());
    }
    return made;
  }
  /// Whether all of the states are answered with yes.
  static bool all(const std::vector<StateId>& states, bool may_hold,
                  const std::vector<Asked>& asked, std::size_t answer) {
    return std::ranges::all_of(states, [&](StateId state) {
      const auto at = std::ranges::lower_bound(asked, Asked{state, may_hold});
      return ((answer >> static_cast<std::size_t>(at - asked.begin())) & 1U) != 0;
    });
  }
  Bits row_of(const Way& way, PurposeId purpose, const std::vector<Asked>& asked,
              std::size_t answer) const {
    Bits allowed(into_.words_);
    const auto permits = [&](const Permission& one) { return all(one.when, false, asked, answer); };
    for (const Permission* one : way.permits) {
      if (permits(*one)) {
        add(allowed, *one, purpose);
      }
    }
    for (const Prohibition* never : way.forbids) {
      const bool ended = !never->unless.empty() && all(never->unless, false, asked, answer);
      if (ended || !all(never->when, true, asked, answer)) {
        continue;
      }
      Bits spared(into_.words_);
      for (const Permission* one : way.permits) {
        if (permits(*one) && overrules(model_, *one, never->promise)) {
          add(spared, *one, purpose);
        }
      }
      for (const CategoryId leaf : never->leaves) {
        const std::uint64_t bit = std::uint64_t{1} << (leaf.value % bits_of_word);
        auto& word = allowed[leaf.value / bits_of_word];
        word &= ~bit | spared[leaf.value / bits_of_word];
      }
    }
    return allowed;
  }
  void add(Bits& row, const Permission& permission, PurposeId purpose) const {
    const auto& uses = uses_[purpose.value];
    for (const CategoryId leaf : permission.leaves) {
      if (permission.act == Act::send || std::ranges::binary_search(uses, leaf)) {
        row[leaf.value / bits_of_word] |= std::uint64_t{1} << (leaf.value % bits_of_word);
      }
    }
  }
  const Model& model_;
  FlowDecisions& into_;
  std::vector<std::vector<CategoryId>> uses_;
  std::vector<Prohibition> forbidden_;
  std::vector<std::vector<const Permission*>> by_recipient_;
};

/// Each kind of name to its id. Flat maps: with the keys side by side a name costs a third less
/// than in one of nodes.
struct FlowDecisions::Names {
  struct Hash {
    using is_transparent = void;
    using is_avalanching = void;  // the standard library's is good in every bit
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  template <class Id>
  using Map = boost::unordered_flat_map<std::string, Id, Hash, std::equal_to<>>;

  explicit Names(const Model& model) {
    add(recipients, model.recipients);
    add(purposes, model.flows.purposes);
    add(states, model.flows.states);
    for (std::uint32_t i = 0; i < model.categories.size(); ++i) {
      categories.emplace(model.categories[i].name, CategoryId{i});
    }
  }
  template <class Id>
  static void add(Map<Id>& into, const std::vector<std::string>& names) {
    for (std::uint32_t i = 0; i < names.size(); ++i) into.emplace(names[i], Id{i});
  }
  template <class Id>
  static std::optional<Id> find(const Map<Id>& names, std::string_view name) {
    const auto found = names.find(name);
    return found == names.end() ? std::nullopt : std::optional{found->second};
  }

  Map<RecipientId> recipients;
  Map<PurposeId> purposes;
  Map<CategoryId> categories;
  Map<StateId> states;
};

FlowDecisions::FlowDecisions(const Model& model)
    : words_((model.categories.size() + bits_of_word - 1) / bits_of_word + 1),
      purposes_(model.flows.purposes.size()),
      leaves_(model.categories.size(), Bits(words_)),
      single_leaf_(model.categories.size(), none),
      names_(std::make_shared<Names>(model)) {
  for (std::uint32_t i = 0; i < model.categories.size(); ++i) {
    if (!model.categories[i].leaf) {
      continue;
    }
    single_leaf_[i] = i;
    for (std::optional<CategoryId> at = CategoryId{i}; at; at = model.at(*at).parent) {
      leaves_[at->value][i / bits_of_word] |= std::uint64_t{1} << (i % bits_of_word);
    }
  }
}

Result<FlowDecisions> FlowDecisions::of(const Model& model) {
  FlowDecisions made{model};
  ABIDE_CHECK(Builder(model, made).build());
  return made;
}

// ── answering ─────────────────────────────────────────────────────────────────────────────────

const std::uint64_t* FlowDecisions::answer(const Cell& cell, const KnownStates& states) const {
  std::size_t row = cell.first;
  for (std::size_t i = 0; i < cell.asked.size(); ++i) {
    const auto [state, may_hold] = cell.asked[i];
    const bool yes = may_hold ? states.may_hold(state) : states.holds(state);
    row += yes ? std::size_t{1} << i : 0;
  }
  return rows_.data() + row * words_;
}

bool FlowDecisions::allows(RecipientId to, PurposeId purpose, CategoryId what,
                           const KnownStates& states) const {
  const std::uint64_t* allowed = answer(cells_[to.value * purposes_ + purpose.value], states);
  if (const std::uint32_t leaf = single_leaf_[what.value]; leaf != none) {
    return ((allowed[leaf / bits_of_word] >> (leaf % bits_of_word)) & 1U) != 0;
  }
  const Bits& wanted = leaves_[what.value];
  for (std::size_t i = 0; i < words_; ++i) {
    if ((wanted[i] & ~allowed[i]) != 0) {
      return false;
    }
  }
  return true;
}

std::optional<bool> FlowDecisions::allows(std::string_view to, std::string_view purpose,
                                          std::string_view what, const KnownStates& states) const {
  const auto recipient = find_recipient(to);
  const auto wanted = find_purpose(purpose);
  const auto category = find_category(what);
  if (!recipient || !wanted || !category) {
    return std::nullopt;
  }
  return allows(*recipient, *wanted, *category, states);
}

std::optional<RecipientId> FlowDecisions::find_recipient(std::string_view name) const {
  return Names::find(names_->recipients, name);
}
std::optional<PurposeId> FlowDecisions::find_purpose(std::string_view name) const {
  return Names::find(names_->purposes, name);
}
std::optional<CategoryId> FlowDecisions::find_category(std::string_view name) const {
  return Names::find(names_->categories, name);
}
std::optional<StateId> FlowDecisions::find_state(std::string_view name) const {
  return Names::find(names_->states, name);
}

// ── two policies compared ─────────────────────────────────────────────────────────────────────

std::optional<FlowDecisions::Differing> FlowDecisions::first_difference(
    const FlowDecisions& other) const {
  std::optional<Differing> found;
  for (std::size_t i = 0; i < cells_.size() && !found; ++i) {
    std::vector<StateId> states;
    for (const auto* asked : {&cells_[i].asked, &other.cells_[i].asked}) {
      for (const Asked& one : *asked) states.push_back(one.state);
    }
    make_set(states);
    each_knowledge(states, [&](const KnownStates& known) {
      const std::uint64_t* mine = answer(cells_[i], known);
      const std::uint64_t* theirs = other.answer(other.cells_[i], known);
      for (std::uint32_t leaf = 0; leaf < single_leaf_.size(); ++leaf) {
        const std::size_t word = leaf / bits_of_word;
        if ((((mine[word] ^ theirs[word]) >> (leaf % bits_of_word)) & 1U) == 0) continue;
        const auto at = static_cast<std::uint32_t>(i);
        const auto of = static_cast<std::uint32_t>(purposes_);
        found = Differing{RecipientId{at / of}, PurposeId{at % of}, CategoryId{leaf}, known};
        return true;
      }
      return false;
    });
  }
  return found;
}

// ── for people ────────────────────────────────────────────────────────────────────────────────

namespace {

/// One question about states, asked of single statements.
struct Question {
  const Model& model;
  const std::vector<std::vector<CategoryId>>& uses;
  RecipientId to;
  PurposeId purpose;
  const KnownStates& states;

  [[nodiscard]] bool sends(const Permission& one, CategoryId leaf) const {
    const bool there = is_sending(one) && std::ranges::binary_search(one.recipients, to) &&
                       std::ranges::binary_search(one.leaves, leaf);
    const bool for_it = one.act == Act::host ? std::ranges::binary_search(uses[purpose.value], leaf)
                                             : serves(one, purpose);
    return there && for_it &&
           std::ranges::all_of(one.when, [this](StateId state) { return states.holds(state); });
  }
  [[nodiscard]] bool forbids(const Prohibition& never, CategoryId leaf) const {
    const auto holds = [this](StateId state) { return states.holds(state); };
    const auto may_hold = [this](StateId state) { return states.may_hold(state); };
    const bool ended = !never.unless.empty() && std::ranges::all_of(never.unless, holds);
    if (!concerns(never, to, purpose) || !std::ranges::binary_search(never.leaves, leaf) || ended ||
        !std::ranges::all_of(never.when, may_hold)) {
      return false;
    }
    return std::ranges::none_of(model.flows.permissions, [&](const Permission& one) {
      return sends(one, leaf) && overrules(model, one, never.promise);
    });
  }
};

bool is_below(const Model& model, CategoryId leaf, CategoryId group) {
  for (std::optional<CategoryId> at = leaf; at; at = model.at(*at).parent) {
    if (*at == group) {
      return true;
    }
  }
  return false;
}

}  // namespace

FlowGrounds::FlowGrounds(const Model& model)
    : model_(model), uses_(uses_of(model)), forbidden_(forbidden_by(model)) {}

FlowGrounds::Grounds FlowGrounds::of(RecipientId to, PurposeId purpose, CategoryId leaf,
                                     const KnownStates& states) const {
  const Question question{model_, uses_, to, purpose, states};
  Grounds grounds;
  for (const Permission& one : model_.flows.permissions) {
    if (question.sends(one, leaf)) {
      grounds.permits.push_back({one.promise, one.sentence, one.location});
    }
  }
  for (const Prohibition& never : forbidden_) {
    if (question.forbids(never, leaf)) {
      grounds.forbids.push_back({never.promise, never.sentence, never.location});
    }
  }
  return grounds;
}

std::optional<FlowCondition> FlowGrounds::condition(RecipientId to, PurposeId purpose,
                                                    CategoryId leaf,
                                                    const KnownStates& states) const {
  for (const Permission& one : model_.flows.permissions) {
    FlowCondition wanting{one.promise, one.sentence, {}};
    KnownStates then = states;
    for (const StateId state : one.when) {
      if (states.holds(state)) continue;
      wanting.states.push_back(state);
      then.hold(state);
    }
    const Question question{model_, uses_, to, purpose, then};
    if (question.sends(one, leaf) && of(to, purpose, leaf, then).forbids.empty()) return wanting;
  }
  return std::nullopt;
}

std::vector<FlowReason> explain_flow(const Model& model, RecipientId to, PurposeId purpose,
                                     CategoryId what, const KnownStates& states) {
  const FlowGrounds all{model};
  std::vector<FlowReason> reasons;
  for (std::uint32_t i = 0; i < model.categories.size(); ++i) {
    if (!model.categories[i].leaf || !is_below(model, CategoryId{i}, what)) {
      continue;
    }
    const auto [permits, forbids] = all.of(to, purpose, CategoryId{i}, states);
    FlowReason& reason = reasons.emplace_back();
    reason.leaf = CategoryId{i};
    reason.allowed = !permits.empty() && forbids.empty();
    if (!permits.empty()) {
      const auto& decides = forbids.empty() ? permits.front() : forbids.front();
      reason.promise = decides.promise;
      reason.sentence = decides.sentence;
    } else {
      reason.condition = all.condition(to, purpose, CategoryId{i}, states);
    }
  }
  return reasons;
}

}  // namespace abide::policy
