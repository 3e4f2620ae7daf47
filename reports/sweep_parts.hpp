// The tables of a sweep's report, as texts in rows: what sweep_page.cpp puts on its page.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "reports/sweep_page.hpp"

namespace abide::reports {

using Lines = std::vector<std::vector<std::string>>;

[[nodiscard]] std::string rows_in_words(std::uint64_t rows);

/// Borrows the story.
class SweepTables {
 public:
  explicit SweepTables(const SweepStory& story) : story_(story) {}

  [[nodiscard]] Lines went() const;   ///< what, rows, how, why
  [[nodiscard]] Lines stays() const;  ///< what, rows, why, until
  enum class Waived { no, yes };
  [[nodiscard]] Lines gaps(Waived waived) const;  ///< where, what, to do or why waived
  [[nodiscard]] Lines still_there() const;        ///< what, rows, state, why it should be gone
  [[nodiscard]] Lines promises() const;           ///< promise, state, rows gone for it, because
  /// Ids of promises that no sweep can judge.
  [[nodiscard]] std::vector<std::string> elsewhere() const;
  [[nodiscard]] Lines depths() const;  ///< store, how far

 private:
  [[nodiscard]] const engine::Plan& plan() const { return story_.swept.plan; }
  [[nodiscard]] const engine::RunReport& report() const { return story_.swept.report; }
  [[nodiscard]] bool begun() const { return !report().id.value.empty(); }
  /// `Letters (db.letters)`, where the policy has a name for it.
  [[nodiscard]] std::string place(const std::string& store, const std::string& table) const;
  [[nodiscard]] std::map<std::string, std::uint64_t> gone_by_promise() const;

  const SweepStory& story_;
};

}  // namespace abide::reports
