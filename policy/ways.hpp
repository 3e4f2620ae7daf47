// By which steps data gets from one thing that a policy declares to another: what is collected and
// made of what, where it lies, what joins with what, where it goes; and what cuts each step. For
// people who ask; no run rests on it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "policy/location.hpp"
#include "policy/model.hpp"

namespace abide::policy {

/// Something that data is of, lies in, goes to or is about.
struct Station {
  enum class Kind {
    category,
    carried,  ///< a category on its way out of a table: it goes to whom that table's data goes
    table,
    store,
    recipient,
    subject,
  } kind = Kind::category;
  std::uint32_t index = 0;  ///< among the Model's of its kind
  auto operator<=>(const Station&) const = default;
};
[[nodiscard]] std::string name_of(const Model& model, Station thing);

/// What ends a step, and when.
struct Cut {
  std::string promise;
  std::string sentence;
  Location location;
  bool operator==(const Cut&) const = default;
};
/// One step of a way.
struct Leg {
  Station from, to;
  std::string words;     ///< `db.users.id = db.orders.user_id`, `sent for shipping`
  std::string promise;   ///< whose sentence it is; empty where a declaration makes the step
  std::string sentence;  ///< empty where the words say it all
  Location location;
  std::vector<FieldId> columns;  ///< that it goes by
  std::vector<Cut> cuts;         ///< what severs first, then what ends the data
  bool operator==(const Leg&) const = default;
};
using Way = std::vector<Leg>;

/// The things that a name stands for: one, or the leaves of a category that has others below it.
/// A name that stands for things of several kinds is the first of category, table, store,
/// recipient, kind of person.
/// @error not_found  with the nearest name there is
[[nodiscard]] Result<std::vector<Station>> stations_named(const Model& model,
                                                          std::string_view name);

/// What a way may lead by: everything, or only what takes the data itself there, without a join or
/// what else lies in the same table.
enum class By : std::uint8_t { everything, flows };

/// The shortest ways from any of `from` to any of `to`, all equally long, at most `most`; none when
/// nothing leads there, and one without a step where both are the same. Linear in the Model.
[[nodiscard]] std::vector<Way> shortest_ways(const Model& model, const std::vector<Station>& from,
                                             const std::vector<Station>& to, By by = By::everything,
                                             std::size_t most = 3);

}  // namespace abide::policy
