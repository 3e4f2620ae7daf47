// Runs a property many times and says with which seed; and shows that a broken twin of it fails.
#pragma once

#include <rapidcheck.h>

#include <functional>
#include <string>

#include "tests/properties/tape.hpp"

namespace abide::properties {

/// Empty when the case is as it must be; else what is wrong, for people.
using Property = std::function<std::string(Tape& tape)>;

/// How many cases: ABIDE_CASES, or so many of its default.
[[nodiscard]] int cases(int by_default);

/// Holds for every case, or the smallest one that fails is printed with its seed.
void expect_holds(const std::string& name, int by_default, const Property& property);

/// Fails within so many cases, as a broken twin must.
void expect_fails(const std::string& name, int within, const Property& property);

}  // namespace abide::properties
