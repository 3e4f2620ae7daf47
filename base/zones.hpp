// Which time zones there are, without loading any.
#pragma once

#include <string>

namespace abide {

/// Whether Zone::find would know the name. Its own file answers where it lies as usual, since the
/// library reads the whole folder of zones before it knows one.
[[nodiscard]] bool is_zone(const std::string& name);

}  // namespace abide
