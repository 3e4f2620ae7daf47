// Any bytes at all are laid out or refused: no crash, no layout that says something else, and what
// is laid out is laid out for good.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "policy/format.hpp"

namespace {

void demand(bool holds, const char* what) {
  if (!holds) {
    std::fprintf(stderr, "broken: %s\n", what);
    std::abort();
  }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer calls
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace abide::policy;  // NOLINT(google-build-using-namespace): all is of it
  const Formatted made =
      format(SourceFile{"fuzz.policy", std::string(reinterpret_cast<const char*>(data), size)});
  demand(!std::holds_alternative<Misprinted>(made), "a layout that says something else");
  if (const auto* once = std::get_if<std::string>(&made)) {
    const Formatted twice = format(SourceFile{"again.policy", *once});
    demand(std::holds_alternative<std::string>(twice), "a layout that does not read");
    demand(std::get<std::string>(twice) == *once, "a layout that is not one");
  }
  return 0;
}
