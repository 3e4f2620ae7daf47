// What a policy says of where data comes from, where it may go and what it may be used for,
// compiled (LANGUAGE 4.5): statements and declarations that let something happen, and statements
// that forbid it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "policy/location.hpp"

namespace abide::policy {

/// What happens to data.
enum class Act {
  collect,
  generate,
  store,  ///< lies in a table of ours; what does is told by the columns
  send,
  host,  ///< rests at or passes through a recipient, for whatever it is used for
  use,
  set,      ///< stored in the browser, as a cookie
  include,  ///< carried by an outlet
};
[[nodiscard]] std::string_view word_of(Act act);

/// Names, or all but those names. Nobody named and all but them is everybody.
template <class Id>
struct Several {
  bool all_but = false;
  std::vector<Id> names;  ///< ascending, once each
  [[nodiscard]] bool is_everything() const { return all_but && names.empty(); }
  [[nodiscard]] bool has(Id id) const { return std::ranges::binary_search(names, id) != all_but; }
  /// Whether any of a plain list is among them.
  [[nodiscard]] bool meets(const std::vector<Id>& list) const {
    return std::ranges::any_of(list, [this](Id id) { return has(id); });
  }
  bool operator==(const Several&) const = default;
};

/// `collect`, `generate`, `send`, `host`, `cookie`, a purpose's `uses`, a payload of an outlet:
/// data of these leaves may come from there, go there or be used for that.
struct Permission {
  Act act = Act::send;
  /// Of a payload or a purpose none is set.
  std::optional<PromiseId> promise = {};
  std::string sentence = {};  ///< as written, blanks folded
  Location location = {};
  std::vector<CategoryId> leaves = {};       ///< ascending
  std::vector<CategoryId> sources = {};      ///< of what is generated
  std::vector<SubjectId> subjects = {};      ///< that it is collected from
  std::vector<RecipientId> recipients = {};  ///< that it is collected from, sent to or rests with
  std::vector<PurposeId> purposes = {};      ///< none: no purpose is named
  std::vector<StateId> when = {};            ///< all of them hold
  std::optional<OutletId> outlet = {};       ///< that carries it
  bool only = false;                         ///< and nothing else of these recipients and purposes
  bool operator==(const Permission&) const = default;
};

/// One meaning of `never …` or `use … only for …`.
struct Prohibition {
  Act act = Act::send;
  PromiseId promise = {};
  std::string sentence = {};
  Location location = {};
  std::vector<CategoryId> leaves = {};  ///< ascending
  Several<SubjectId> subjects = {};     ///< that nothing is collected from
  Several<RecipientId> recipients = {};
  Several<PurposeId> purposes = {};
  Several<TableId> tables = {};          ///< that nothing is stored in
  std::vector<CategoryId> made_of = {};  ///< `never derive X from made_of`
  std::optional<OutletId> outlet = {};
  std::vector<StateId> when = {};    ///< holds while all of these may be true
  std::vector<StateId> unless = {};  ///< and not all of these are
  bool only = false;                 ///< written `use … only for …`
  bool operator==(const Prohibition&) const = default;
};

/// `confine X to S`: no edge leaves S.
struct Confinement {
  PromiseId promise = {};
  std::string sentence = {};
  Location location = {};
  std::vector<CategoryId> leaves = {};
  StoreId store = {};
  std::optional<TableId> table = {};
  bool operator==(const Confinement&) const = default;
};

struct Flows {
  std::vector<std::string> purposes, states, outlets;  ///< by name
  std::vector<Permission> permissions;
  std::vector<Prohibition> prohibitions;
  std::vector<Confinement> confinements;
  bool operator==(const Flows&) const = default;
};

/// Whether both are about the same act, leaves, parties, purpose and outlet; states aside. What is
/// never to be made of something else (`made_of`) meets nothing by itself.
[[nodiscard]] bool meet(const Permission& permission, const Prohibition& prohibition);
/// Whether the two can be true of one moment: a sending is not held to the very states that end the
/// prohibition, nor is that of other states than those of the permission.
[[nodiscard]] bool meet_in_time(const Permission& permission, const Prohibition& prohibition);
[[nodiscard]] std::vector<CategoryId> in_common(const std::vector<CategoryId>& a,
                                                const std::vector<CategoryId>& b);

}  // namespace abide::policy
