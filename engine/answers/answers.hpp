// By when a request is answered: the policy's own terms and the law's clock, the earlier counts.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/deadline/deadline.hpp"
#include "policy/model.hpp"
#include "policy/rights.hpp"

namespace abide::engine {

/// The last day of one request.
struct Due {
  Date day;              ///< the earlier of the two
  bool is_over = false;  ///< it is over where the policy is at home
  std::optional<Date> by_policy;
  std::optional<Date> by_law;
  std::string regime;  ///< of `by_law`; empty where there is none
  [[nodiscard]] bool is_of_policy() const { return by_policy && *by_policy == day; }
  [[nodiscard]] bool is_of_law() const { return by_law && *by_law == day; }
  /// `the policy`, `law (uk_gdpr)`, or both.
  [[nodiscard]] std::string whose() const;
};

/// Counts for every kind of request. The law's clock is that of `abide deadline` for the first of
/// the policy's regimes that has one, with the regime's first list of bank holidays; it knows of no
/// pause and no extension, since neither is told to Abide.
class Deadlines {
 public:
  /// @error not_found  the system's tzdata lacks a zone
  static Result<Deadlines> of(const policy::Model& model, std::vector<policy::Right> rights);

  /// Nullopt where neither the policy nor a law that is known here sets a day.
  /// @error not_found  a kind of the law's table is not known
  [[nodiscard]] Result<std::optional<Due>> due(const std::string& subject, const std::string& kind,
                                               Instant received, Instant now) const;

 private:
  Deadlines(const policy::Model& model, std::vector<policy::Right> rights, Zone zone,
            deadline::Book book);
  [[nodiscard]] Result<std::optional<Date>> by_law(const std::string& subject,
                                                   const std::string& kind, Instant received) const;

  const policy::Model& model_;
  std::vector<policy::Right> rights_;
  Zone zone_;
  deadline::Book book_;
  std::string regime_;  ///< the first of the policy's that has a clock; empty where none has
};

}  // namespace abide::engine
