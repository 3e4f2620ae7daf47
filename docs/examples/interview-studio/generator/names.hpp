// Names of invented people in many scripts, each with a Latin spelling for an address.
#pragma once

#include <string>

#include "random.hpp"

namespace abide::studio {

struct Name {
  std::string shown;         ///< as the person writes it
  std::string latin_given;   ///< lower case, letters only
  std::string latin_family;  ///< lower case, letters only
};

Name draw_name(Random& random);

}  // namespace abide::studio
