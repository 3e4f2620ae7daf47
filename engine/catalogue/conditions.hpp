// Conditions put together from others, as the catalogue asks them.
#pragma once

#include <utility>
#include <vector>

#include "connectors/connector.hpp"

namespace abide::engine::catalogue {

inline SelectorPtr all_of(std::vector<SelectorPtr> all) { return share({And{std::move(all)}}); }
inline SelectorPtr no(SelectorPtr of) { return share({Not{std::move(of)}}); }

}  // namespace abide::engine::catalogue
