// One matter under one duty, step by step. Which regime, list of holidays and duty is settled
// before (deadline.cpp).
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "engine/deadline/count.hpp"

namespace abide::deadline {

/// A question by civil days; open while there is no second.
using Asked = std::pair<Date, std::optional<Date>>;

/// A Matter by the days of the regime's zone.
struct Facts {
  Date received;
  std::optional<Asked> identity;
  std::optional<Asked> fee;
  std::vector<Asked> clarifications;
  std::optional<Date> extension_notice;
};

[[nodiscard]] Facts facts_of(const Matter& matter, const Zone& zone);

class Reckoning {
 public:
  Reckoning(const Matter& matter, const Regime& regime, const Holidays& holidays, const Duty& duty);
  /// @pre the duty covers the matter's kind and day; for a period in hours the moment is known
  [[nodiscard]] Answer run() &&;

 private:
  struct End {
    Date base;
    Date unrolled;
    std::optional<Date> due;
    std::optional<Date> due_literal;
  };

  /// True where the facts cannot be.
  [[nodiscard]] bool refuse();
  /// True where the clock has not started, or stands still.
  [[nodiscard]] bool wait();
  void start();
  void tell_unmoved();
  void count_hours();
  void count_days();
  [[nodiscard]] End end_of(const Period& period) const;
  /// True where the extension counts.
  [[nodiscard]] bool extend(Date notice_by);
  void tell_end(const Period& period, const End& end);
  void tell_promise();
  void tell_target();
  void close(const End& end);
  /// Leaves the status, its reason and the working; every date goes.
  void halt(Status status, std::string why);
  void step(std::string says, std::vector<Authority> by);
  [[nodiscard]] std::vector<Authority> start_authorities() const;
  [[nodiscard]] std::vector<Authority> end_authorities() const;

  const Matter& matter_;
  const Regime& regime_;
  const Holidays& holidays_;
  const Duty& duty_;
  Facts facts_;
  Date start_;
  std::vector<std::pair<Date, Date>> answered_;
  Answer answer_;
};

}  // namespace abide::deadline
