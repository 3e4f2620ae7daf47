// A policy taken to pieces that are compared one by one: a right, a probe, a column that holds
// something, how long copies are kept. Each says what its being there, and more of it, means for
// people. Everything but flows and time is compared so. Internal to the comparison.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "policy/compare/names.hpp"

namespace abide::policy::compare {

/// What something means for the people whose data it is.
enum class Effect {
  protects,
  exposes,
  neither,
  nothing,  ///< is no change by itself
};

/// What is said of it, in plain clauses.
struct Wording {
  std::string_view gained, lost;  ///< it is new, it is gone
  std::string_view more, less;    ///< of what can be more or less
  std::string_view other;         ///< of what is only different
};

/// Nothing, a length of time, a rank, or words.
using Measure = std::variant<std::monostate, Period, std::int64_t, std::string>;

struct Trait {
  /// What it is, wherever it stands: two versions' traits of one name are compared.
  std::string name;
  Part part = Part::policy;
  std::string what;  ///< under which people find it
  Effect being = Effect::neither;
  Effect more = Effect::neither;  ///< of a greater measure
  Measure measure = {};
  const Wording* wording = nullptr;  ///< outlives the trait
  std::string sentence;
  std::optional<Location> location = {};
};

/// Names of what both versions have, ascending: a statement about everything is compared over
/// those.
struct Shared {
  std::vector<std::string> leaves, tables;
  std::vector<std::string> blocks;  ///< `recipient post`, `outlet mail`
  [[nodiscard]] bool has_leaf(const std::string& name) const;
  [[nodiscard]] bool has_table(const std::string& name) const;
  [[nodiscard]] bool has_block(const std::string& name) const;
};
[[nodiscard]] Shared shared(const Named& before, const Named& after);

/// Categories, promises and their modes, rulings, waivers, the calendar, limits, regimes.
[[nodiscard]] std::vector<Trait> traits_of_model(const Named& edition);
/// People, events, stores, tables and columns.
[[nodiscard]] std::vector<Trait> traits_of_places(const Named& edition, const Shared& shared);
/// Statements that are no rule and no flow, and the attributes of blocks.
[[nodiscard]] std::vector<Trait> traits_of_statements(const Named& edition, const Shared& shared);

/// Of several traits of one name the one that protects most counts: said twice is said once.
[[nodiscard]] std::vector<Change> compare_traits(const std::vector<Trait>& before,
                                                 const std::vector<Trait>& after);

/// How two periods stand to each other from every start day.
enum class Lengths { same, longer, shorter, crossing };
/// Whether `a` is longer than `b`. Twelve months are a year.
[[nodiscard]] Lengths lengths(const Period& a, const Period& b);

}  // namespace abide::policy::compare
