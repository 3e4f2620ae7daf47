// What is sealed about a hold, a request or an event: whom or what it speaks of, by the policy's
// names, and how those find their way back into a Model.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "connectors/connector.hpp"
#include "engine/register.hpp"
#include "policy/model.hpp"

namespace abide::engine::control {

/// Empty names stand for what is not said.
struct Particulars {
  std::string subject;
  Value key;
  std::string row_table;
  Row row;
  std::string table;
  std::vector<std::string> categories;
  bool operator==(const Particulars&) const = default;
};
[[nodiscard]] std::string to_text(const Particulars& particulars);
/// @error corrupt
[[nodiscard]] Result<Particulars> particulars_of(std::string_view text);

/// The same, as the Model at hand numbers it.
struct Resolved {
  std::optional<SubjectId> subject;
  std::optional<RowKey> row;
  std::optional<TableId> table;
  std::vector<CategoryId> categories;
};
/// @error changed  the policy no longer declares something that is named
[[nodiscard]] Result<Resolved> resolve(const policy::Model& model, const Particulars& particulars);

/// `41` the number and `41` the text are one person.
[[nodiscard]] Value as_identity(const Value& key);

}  // namespace abide::engine::control
