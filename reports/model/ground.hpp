// What the reports of this folder are made from, and how they name data, people and recipients.
// They rest on the policy alone: on its Model and on what it says to people.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "policy/disclosure.hpp"
#include "policy/model.hpp"

namespace abide::reports {

/// Borrowed for the call.
struct Ground {
  const policy::Model& model;
  const policy::Disclosure& said;
};

/// What one sentence lets go to one recipient, or lets rest with it.
struct Delivery {
  enum class Kind { sent, hosted, runs, cookie } kind = Kind::sent;
  RecipientId to;
  std::vector<CategoryId> leaves;     ///< ascending
  std::vector<PurposeId> purposes;    ///< none: whatever it is used for
  std::vector<StateId> when;          ///< only while all of them are so
  std::optional<StoreId> store = {};  ///< that it runs
  std::optional<PromiseId> promise = {};
  std::string sentence;  ///< of the policy
};
/// In the order of the recipients; what an outlet carries is in what is sent.
[[nodiscard]] std::vector<Delivery> deliveries_of(const policy::Model& model);

/// A leaf that says something of a person.
[[nodiscard]] bool is_personal_leaf(const policy::Model& model, CategoryId leaf);
/// Personal leaves that columns of a table or of a store hold, ascending.
[[nodiscard]] std::vector<CategoryId> personal_leaves(const policy::Model& model, TableId table);
[[nodiscard]] std::vector<CategoryId> personal_leaves(const policy::Model& model, StoreId store);
/// The outermost category around it; itself where there is none.
[[nodiscard]] CategoryId group_of(const policy::Model& model, CategoryId leaf);
/// Columns that hold it.
[[nodiscard]] std::vector<FieldId> fields_of(const policy::Model& model, CategoryId leaf);
/// Kinds of people whose data it is; empty where nobody knows.
[[nodiscard]] std::vector<SubjectId> people_of(const Ground& ground, CategoryId leaf);

/// Groups in the order declared, each with its leaves.
using Groups = std::vector<std::pair<CategoryId, std::vector<CategoryId>>>;
[[nodiscard]] Groups grouped(const policy::Model& model, const std::vector<CategoryId>& leaves);
/// `Account data: Name, Email address`, a line a group; the group alone where all that is personal
/// in it is meant, or where it has nothing in it but itself. All of them are `All personal data`.
[[nodiscard]] std::vector<std::string> group_lines(const policy::Model& model,
                                                   const std::vector<CategoryId>& leaves);
[[nodiscard]] std::vector<std::string> leaf_titles(const policy::Model& model,
                                                   const std::vector<CategoryId>& leaves);

[[nodiscard]] std::string purpose_title(const Ground& ground, PurposeId id);
[[nodiscard]] std::string state_title(const Ground& ground, StateId id);
/// The party behind a recipient of the Model.
[[nodiscard]] const policy::Party& party_of(const Ground& ground, RecipientId id);
/// `processor`, `independent controller`
[[nodiscard]] std::string role_of(const policy::Party& party);
/// By recipient: whether it sits outside the territory of the law that the policy names.
[[nodiscard]] std::vector<bool> abroad(const Ground& ground);
/// Ids of promises, each once, in the order given.
[[nodiscard]] std::vector<std::string> promise_ids(const policy::Model& model,
                                                   const std::vector<PromiseId>& promises);

}  // namespace abide::reports
