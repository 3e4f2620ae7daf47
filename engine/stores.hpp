// The stores of one deployment, opened by name. A store that does not answer is here too, with the
// reason.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "connectors/connector.hpp"

namespace abide::engine {

struct OpenStore {
  std::unique_ptr<Connector> connector;  ///< null when it did not open
  std::optional<Error> error;
  bool bound = true;      ///< false: the deployment does not say where it is
  bool stand_in = false;  ///< another kind than the policy's
};

/// Belongs to one thread.
struct Stores {
  std::map<std::string, OpenStore, std::less<>> by_name;
  [[nodiscard]] Connector* find(std::string_view name) const {
    const auto at = by_name.find(name);
    return at == by_name.end() ? nullptr : at->second.connector.get();
  }
};

}  // namespace abide::engine
