// The program that checks an evidence folder, as it is put into one.
#pragma once

#include <string>

namespace abide::reports {

/// The text of verify.py.
[[nodiscard]] std::string verifier();

}  // namespace abide::reports
