// One run of one plan: windows of ranges, each with an intent before it and outcomes after it.
// Internal to this folder.
#pragma once

#include <map>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "engine/run/run.hpp"

namespace abide::engine {

/// One range of one step.
struct Item {
  std::uint32_t step = 0;
  std::uint32_t range = 0;
  auto operator<=>(const Item&) const = default;
};

/// Says that a range was left alone.
void note_changed(StepOutcome& step);

/// Carries out a plan, once. Everything is borrowed and must outlive it.
class Runner {
 public:
  Runner(const Plan& plan, const Parameters& parameters, Stores& stores, ControlStore& control,
         const Clock& clock, const RunOptions& options)
      : plan_(plan),
        parameters_(parameters),
        stores_(stores),
        control_(control),
        clock_(clock),
        options_(options) {
    report_.kind = plan.kind;
    report_.steps.resize(plan.steps.size());
  }

  Result<RunReport> begin(const std::string& digest);
  Result<RunReport> take_up(const RunId& id);

 private:
  void boundary(std::string_view name) const {
    if (options_.reached) options_.reached(name);
  }
  [[nodiscard]] bool stopping() const { return options_.stop != nullptr && options_.stop->load(); }
  Result<RunReport> go_on();
  Result<void> open_window(std::span<const Item> window);
  std::map<Item, std::vector<Digest>> look_ahead(std::span<const Item> window);
  Result<void> flush();
  Result<void> act(std::span<const Item> window);
  [[nodiscard]] std::span<const Item> together(std::span<const Item> rest) const;
  [[nodiscard]] bool may_begin(const Item& item) const;
  Result<bool> act_together(std::span<const Item> group);
  Result<void> act(const Item& item);
  Result<void> settle_lost(const Item& item);
  Result<void> conclude(const Item& item, const Result<std::uint64_t>& rows);
  Result<Batch> batch_of(const Step& step, const Range& range, Connector& store);
  Result<std::uint64_t> apply(const Step& step, const Range& range, Connector& store);
  Result<std::uint64_t> apply(std::span<const Batch> batches, Connector& store);
  Result<std::uint64_t> after_doubt(const Step& step, const Range& range, Connector& store);
  Result<void> settle(const Item& item);
  void settled(const Item& item, RangeRecord::State state, std::uint64_t rows,
               std::string note = "");
  [[nodiscard]] std::string waits_for(const Step& step) const;
  Result<std::pair<std::uint64_t, Digest>> look(const Step& step, const Range& range);
  Result<std::vector<Digest>> rows_to_sever(const Step& step, const Range& range);
  void not_severed(const Item& item);
  Result<void> leave_undone();
  void overwrite();
  [[nodiscard]] bool forgets_person() const;
  Result<void> remember_erased();
  Result<void> note_end();
  Result<RunReport> finish();
  [[nodiscard]] std::string state_of_run() const;
  [[nodiscard]] Json done_json() const;
  Json depths_json() const;

  const Plan& plan_;
  const Parameters& parameters_;
  Stores& stores_;
  ControlStore& control_;
  const Clock& clock_;
  const RunOptions& options_;
  RunReport report_;
  std::set<Item> finished_;  ///< before this process took the run up
  std::set<Item> doubtful_;  ///< intended by a process that died, and not yet intended again
  std::vector<std::pair<Item, RangeRecord>> outcomes_;  ///< not yet durable
  /// Rows that the window at hand is to sever, noted with its intent: should the process die, they
  /// are explained all the same.
  std::map<Item, std::vector<Digest>> severing_;
  std::vector<std::pair<std::string, Digest>> not_severed_;  ///< noted, and then not done
  std::uint64_t done_rows_ = 0;
  bool moved_ = false;   ///< a hold or request was placed
  bool undone_ = false;  ///< ranges were not begun, since that was so or since it was told to stop
};

}  // namespace abide::engine
