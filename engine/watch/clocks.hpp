// What dates the due rows of a plan: moments that many of them share, and moments before the
// service began. Reads the clocks of due rows alone, with bounded memory.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/plan/plan.hpp"
#include "engine/register.hpp"
#include "engine/stores.hpp"
#include "engine/watch/decision.hpp"
#include "policy/model.hpp"

namespace abide::engine::watch {

/// Finds what is most frequent in a stream: exactly while there are no more than `most` different
/// values, else a count that is too low by at most one `most`th of the stream (Misra and Gries).
class Busiest {
 public:
  explicit Busiest(std::size_t most) : most_(most) {}
  void add(std::int64_t value);
  [[nodiscard]] std::uint64_t total() const { return total_; }
  /// Value and count; the earliest of several. nullopt before anything was added.
  [[nodiscard]] std::optional<std::pair<std::int64_t, std::uint64_t>> top() const;

 private:
  std::size_t most_;
  std::uint64_t total_ = 0;
  std::unordered_map<std::int64_t, std::uint64_t> counts_;
};

/// When events were told, or rows first missed, by event and by the key that it is about.
using Reports = std::map<std::string, std::map<Value, Instant>>;
/// Reports about rows are not in it: nobody gives thousands of them at once.
[[nodiscard]] Reports reports_of(const policy::Model& model, const std::vector<ToldEvent>& told);

struct DueClocks {
  std::vector<Shared> shared;  ///< the busiest minute or day of each clock
  std::vector<Early> early;    ///< of clocks by which rows from before `began` are due
};

/// Of every column that makes rows of the plan due, its own table's or that of a table of the same
/// store that the rows point at; and of every report that does, by its event's name. Columns of
/// other stores are not looked at.
/// @error unavailable  a store did not answer
[[nodiscard]] Result<DueClocks> due_clocks(const Plan& plan, const Parameters& parameters,
                                           const Stores& stores, std::optional<Instant> began,
                                           const Reports& reports = {});

}  // namespace abide::engine::watch
