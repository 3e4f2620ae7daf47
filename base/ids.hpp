// Strong identifier types: an index of one kind cannot be passed where another is meant.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>

namespace abide {

/// A position in one vector of the Model. Tag keeps the kinds apart.
template <class Tag>
struct Index {
  std::uint32_t value = std::numeric_limits<std::uint32_t>::max();
  auto operator<=>(const Index&) const = default;
  [[nodiscard]] bool is_set() const { return value != std::numeric_limits<std::uint32_t>::max(); }
};

using CategoryId = Index<struct CategoryTag>;
using EventId = Index<struct EventTag>;
using StateId = Index<struct StateTag>;
using StoreId = Index<struct StoreTag>;
using TableId = Index<struct TableTag>;  ///< counts through every table of every store
using FieldId = Index<struct FieldTag>;  ///< counts through every field of every table
using SubjectId = Index<struct SubjectTag>;
using PromiseId = Index<struct PromiseTag>;  ///< promises and rulings, in the order written
using RuleId = Index<struct RuleTag>;        ///< compiled retention rules
using RecipientId = Index<struct RecipientTag>;
using PurposeId = Index<struct PurposeTag>;
using OutletId = Index<struct OutletTag>;

/// The public name of a request, a run or a hold, such as `REQ-2026-0007`.
template <class Tag>
struct Name {
  std::string value;
  auto operator<=>(const Name&) const = default;
};
using RequestId = Name<struct RequestTag>;
using RunId = Name<struct RunTag>;
using HoldId = Name<struct HoldTag>;

}  // namespace abide

template <class Tag>
struct std::hash<abide::Index<Tag>> {
  std::size_t operator()(const abide::Index<Tag>& id) const noexcept { return id.value; }
};
