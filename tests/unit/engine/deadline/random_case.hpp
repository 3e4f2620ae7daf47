// A random matter, for the engine and for the oracle alike.
#pragma once

#include "engine/deadline/deadline.hpp"
#include "tests/oracle/deadline.hpp"
#include "tests/properties/tape.hpp"

namespace abide::deadline {

[[nodiscard]] oracle::ClockCase random_case(properties::Tape& tape);
[[nodiscard]] Matter matter_of(const oracle::ClockCase& one);
/// The result columns of an engine's answer in the oracle's form.
[[nodiscard]] oracle::Ruled ruled_by(const Answer& answer);
/// Both in lines, with what they are about.
[[nodiscard]] std::string show(const oracle::ClockCase& one, const oracle::Ruled& engine,
                               const oracle::Ruled& oracle);

}  // namespace abide::deadline
