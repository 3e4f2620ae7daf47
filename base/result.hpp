// How a call reports that the outside world said no: a value or an Error, never an exception.
// Faults in policy text are Diagnostics (policy/diagnostics.hpp); our own bugs are assertions.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace abide {

/// What kind of failure it was; the caller decides by this, a person reads the message.
enum class ErrorCode {
  unavailable,  ///< the store or file did not answer; a retry is safe
  refused,      ///< it answered no: rights, a constraint, a rule of ours
  not_found,    ///< what was named is not there
  corrupt,      ///< what was read is not what was written
  unsupported,  ///< this kind of store cannot do it
  in_doubt,     ///< the link broke while committing: re-read, never assume
  changed,      ///< the data is no longer what was planned
  exhausted,    ///< no room, no memory, no time left
};

/// A failure in words a person can act on. Never holds a value of personal data.
struct Error {
  ErrorCode code = ErrorCode::unavailable;
  std::string message;  ///< what and where, lower case, no full stop
  std::string help;     ///< what to do, and whether a retry is safe; may be empty
  bool operator==(const Error&) const = default;
};

/// Either a T or an Error. Must be looked at.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value)
      : state_(std::in_place_index<0>, std::move(value)) {}  // NOLINT(google-explicit-constructor)
  Result(Error error)
      : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }
  [[nodiscard]] T& value() & { return std::get<0>(state_); }
  [[nodiscard]] const T& value() const& { return std::get<0>(state_); }
  [[nodiscard]] T&& value() && { return std::get<0>(std::move(state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  [[nodiscard]] const Error& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

/// Success without a value, or an Error.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool ok() const { return !error_; }
  explicit operator bool() const { return ok(); }
  [[nodiscard]] const Error& error() const { return *error_; }

 private:
  std::optional<Error> error_;
};

}  // namespace abide

#define ABIDE_CONCAT_(a, b) a##b
#define ABIDE_CONCAT(a, b) ABIDE_CONCAT_(a, b)
#define ABIDE_TRY_(temporary, declaration, ...)  \
  auto temporary = (__VA_ARGS__);                \
  if (!temporary.ok()) return temporary.error(); \
  declaration = std::move(temporary).value()
/// ABIDE_TRY(auto rows, store.count(query)); — takes the value, or returns the error to the caller.
#define ABIDE_TRY(declaration, ...) \
  ABIDE_TRY_(ABIDE_CONCAT(abide_try_, __LINE__), declaration, __VA_ARGS__)
/// ABIDE_CHECK(store.close()); — returns the error to the caller, if there is one.
#define ABIDE_CHECK(...) \
  if (auto abide_check_ = (__VA_ARGS__); !abide_check_.ok()) return abide_check_.error()
