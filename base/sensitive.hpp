// A value of personal data. It has no formatter and no stream operator, so that it cannot be logged
// by accident.
#pragma once

#include <utility>

namespace abide {

template <class T>
class Sensitive {
 public:
  Sensitive() = default;
  explicit Sensitive(T value) : value_(std::move(value)) {}
  /// The value itself, for the store that owns it. Never for a log, an error text or the ledger.
  [[nodiscard]] const T& reveal() const { return value_; }
  [[nodiscard]] T& reveal() { return value_; }
  bool operator==(const Sensitive&) const = default;
  auto operator<=>(const Sensitive&) const = default;

 private:
  T value_{};
};

}  // namespace abide
