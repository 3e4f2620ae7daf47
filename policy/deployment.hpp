// Where one installation's stores are and what guards run there: a `*.deploy` file, resolved
// against its policy.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/model.hpp"

namespace abide::policy {

/// Where a store is: a path, or the name of an environment variable that says it. Secrets never
/// stand here.
struct Address {
  enum class Form { path, environment } form = Form::path;
  std::string text;
  bool operator==(const Address&) const = default;
};
struct Binding {
  StoreId store;
  std::string kind;
  Address address;
  std::string role;
  std::string probe_role;  ///< for the re-read
  /// True when the kind is another than the policy's: said everywhere.
  bool stand_in = false;
  bool operator==(const Binding&) const = default;
};
struct Point {
  std::string name;
  std::vector<StoreId> on;  ///< empty: everywhere
  bool operator==(const Point&) const = default;
};
struct Deployment {
  std::string name;
  std::vector<Binding> bindings;
  std::string control = "abide.db";
  std::string keys = "keys.db";
  std::vector<std::string> anchors;  ///< folders
  std::vector<Point> points;
  Limits limits;  ///< already the tighter of policy and deployment
  /// A program that is told when the state of the nightly run changes; empty for none.
  std::string notify;
  /// When the service began: what is dated before it, nobody of the service did.
  std::optional<Date> began;
  /// How long a night's plan is announced before it runs; absent: it runs at once.
  std::optional<Period> cool_off;
  std::string operator_name;
  Location location;
  bool operator==(const Deployment&) const = default;
  [[nodiscard]] const Binding* find(StoreId store) const;
};

}  // namespace abide::policy
