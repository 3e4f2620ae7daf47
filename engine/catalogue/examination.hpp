// Rows that something is wrong with, counted in whatever reading of their table comes first.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "engine/catalogue/parts.hpp"
#include "engine/plan/planner.hpp"

namespace abide::engine {

/// What only the rows show: E1004 (keys that are NULL), E1006 (rows owned by nobody) and E1010
/// (clocks unreadable, mixed or far off), each with its count. Cost grows with the rows, memory
/// does not. Skips what reconcile() already found missing. Everything is borrowed.
class Examination final : public RowWatch {
 public:
  Examination(const policy::Model& model, const Catalogue& catalogue, Stores& stores,
              ControlStore& control, Instant at, Date today);

  [[nodiscard]] Result<std::vector<SelectorPtr>> asked(const std::string& store,
                                                       const std::string& live_table) override;
  [[nodiscard]] Result<void> counted(const std::string& store, const std::string& live_table,
                                     std::span<const std::uint64_t> counts) override;
  [[nodiscard]] Result<std::vector<Gap>> finish() override;

 private:
  struct Open {
    catalogue::Pair pair;
    Connector& store;
    std::optional<std::vector<catalogue::RowCheck>> checks;  ///< once they were asked for
    bool counted = false;
  };
  Result<void> prepare(Open& open);
  Open* find(const std::string& store, const std::string& live_table);

  const Catalogue& catalogue_;
  Stores& stores_;
  ControlStore& control_;
  Instant at_;
  catalogue::Gaps gaps_;
  std::deque<Open> tables_;  ///< the checks refer to them
};

}  // namespace abide::engine
