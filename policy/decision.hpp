// May this data go to that recipient for that purpose? The flows of a policy, compiled to bits over
// its leaves (LANGUAGE 4.5), so that an answer costs the same however many statements there are.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "policy/model.hpp"

namespace abide::policy {

/// What is known of the states at the moment of the question. What nobody told is unknown: it
/// permits nothing that needs the state, and ends no prohibition.
class KnownStates {
 public:
  void hold(StateId state) { set(state, Known::held); }
  void not_hold(StateId state) { set(state, Known::not_held); }
  [[nodiscard]] bool holds(StateId state) const { return at(state) == Known::held; }
  [[nodiscard]] bool may_hold(StateId state) const { return at(state) != Known::not_held; }

 private:
  enum class Known : std::uint8_t { unknown, held, not_held };
  void set(StateId state, Known known) {
    if (known_.size() <= state.value) known_.resize(state.value + 1, Known::unknown);
    known_[state.value] = known;
  }
  [[nodiscard]] Known at(StateId state) const {
    return state.value < known_.size() ? known_[state.value] : Known::unknown;
  }
  std::vector<Known> known_;
};

/// Nothing goes that no promise sends or leaves there; of what one does, nothing goes that another
/// forbids. A ruling's own sending holds against the promises that the ruling names. Immutable;
/// may be asked from several threads.
class FlowDecisions {
 public:
  /// Nothing of the model is kept.
  /// @pre it was resolved without an error
  /// @error refused  so many states decide over one recipient and purpose that no table holds the
  ///   answers: more than twelve, or all tables together are larger than 512 MB
  [[nodiscard]] static Result<FlowDecisions> of(const Model& model);

  /// By id. A category that has others below it goes when all of them may.
  [[nodiscard]] bool allows(RecipientId to, PurposeId purpose, CategoryId what,
                            const KnownStates& states) const;
  /// By name; nothing where a name is not of the policy.
  [[nodiscard]] std::optional<bool> allows(std::string_view to, std::string_view purpose,
                                           std::string_view what, const KnownStates& states) const;

  [[nodiscard]] std::optional<RecipientId> find_recipient(std::string_view name) const;
  [[nodiscard]] std::optional<PurposeId> find_purpose(std::string_view name) const;
  [[nodiscard]] std::optional<CategoryId> find_category(std::string_view name) const;
  [[nodiscard]] std::optional<StateId> find_state(std::string_view name) const;

  /// A question to which two policies answer differently.
  struct Differing {
    RecipientId to;
    PurposeId purpose;
    CategoryId leaf;
    KnownStates states;
  };
  /// The first of them, or none where every question there is has the same answer. Every state that
  /// either asks about is tried as held, as not held and as unknown.
  /// @pre both know the same recipients, purposes, categories and states
  [[nodiscard]] std::optional<Differing> first_difference(const FlowDecisions& other) const;

 private:
  using Bits = std::vector<std::uint64_t>;
  /// A state that something in a cell asks about.
  struct Asked {
    StateId state;
    bool may_hold = false;  ///< not known to be false; else known to be true
    auto operator<=>(const Asked&) const = default;
  };
  /// One recipient and purpose: what is asked of the states, and a row of bits for each answer.
  struct Cell {
    std::vector<Asked> asked;
    std::size_t first = 0;  ///< of its rows, in rows_
  };
  class Builder;
  explicit FlowDecisions(const Model& model);
  /// The bits of the answer, words_ of them.
  [[nodiscard]] const std::uint64_t* answer(const Cell& cell, const KnownStates& states) const;
  struct Names;
  std::size_t words_ = 0;  ///< of a row
  std::size_t purposes_ = 0;
  std::vector<Cell> cells_;  ///< recipient × purpose
  Bits rows_;
  std::vector<Bits> leaves_;                ///< below each category, itself where it is one
  std::vector<std::uint32_t> single_leaf_;  ///< the only leaf, or none
  std::shared_ptr<const Names> names_;
};

/// A statement that would let a leaf go if states held that are not known to hold.
struct FlowCondition {
  std::optional<PromiseId> promise;
  std::string sentence;
  std::vector<StateId> states;
};
/// Why one leaf may go or not, in the policy's own sentences.
struct FlowReason {
  CategoryId leaf;
  bool allowed = false;
  /// Of the statement that permits it, or forbids it; none where nothing sends it.
  std::optional<PromiseId> promise;
  std::string sentence;
  /// Where nothing sends it as things are known: the first that would.
  std::optional<FlowCondition> condition;
};
/// The same answer, leaf by leaf, with what decides it; slower, for people.
[[nodiscard]] std::vector<FlowReason> explain_flow(const Model& model, RecipientId to,
                                                   PurposeId purpose, CategoryId what,
                                                   const KnownStates& states);

/// Every sentence that lets one leaf go or keeps it from going, whether or not it decides. Borrows
/// the model; slower than a decision.
class FlowGrounds {
 public:
  struct Ground {
    std::optional<PromiseId> promise;
    std::string sentence;
    Location location;
    bool operator==(const Ground&) const = default;
  };
  struct Grounds {
    std::vector<Ground> permits;
    std::vector<Ground> forbids;
  };
  explicit FlowGrounds(const Model& model);
  [[nodiscard]] Grounds of(RecipientId to, PurposeId purpose, CategoryId leaf,
                           const KnownStates& states) const;
  /// The first statement that would let it go if all its states held and that nothing would forbid
  /// then; none where none would.
  /// @pre nothing permits it as the states are known
  [[nodiscard]] std::optional<FlowCondition> condition(RecipientId to, PurposeId purpose,
                                                       CategoryId leaf,
                                                       const KnownStates& states) const;

 private:
  const Model& model_;
  std::vector<std::vector<CategoryId>> uses_;  ///< leaves, by purpose
  std::vector<Prohibition> forbidden_;
};

/// Whether a ruling's own sending holds against what a promise forbids: the ruling names it.
[[nodiscard]] bool overrules(const Model& model, const Permission& permission, PromiseId forbids);

}  // namespace abide::policy
