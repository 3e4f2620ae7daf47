// How long a policy of 5 MB takes from text to checked Model: many small worlds, and one world
// spoken of thousands of times.
#include <fmt/format.h>

#include <chrono>

#include "policy/parse.hpp"
#include "policy/resolver.hpp"
#include "tests/support/synthetic_world.hpp"

namespace {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

int measure(std::string_view shape, std::string text) {
  constexpr double most_seconds = 2.0;
  abide::policy::Sources sources;
  sources.files.emplace_back("large.policy", std::move(text));
  const auto start = Clock::now();
  sources.trees.push_back(abide::policy::parse(sources.files.front()).file);
  const auto parsed = Clock::now();
  const abide::policy::ResolveResult result = abide::policy::resolve(sources);
  const auto resolved = Clock::now();
  if (!result.model) {
    fmt::print("{}", abide::policy::render(result.diagnostics.front(), sources.files));
    return 1;
  }
  const double whole = Seconds{resolved - start}.count();
  fmt::print(
      "{{\"bench\":\"resolve\",\"shape\":\"{}\",\"mb\":{:.2f},\"rules\":{},\"tables\":{},"
      "\"diagnostics\":{},\"parse_ms\":{:.0f},\"resolve_ms\":{:.0f},\"most_s\":{},\"met\":{}}}\n",
      shape, static_cast<double>(sources.files[0].text().size()) / 1e6, result.model->rules.size(),
      result.model->tables.size(), result.diagnostics.size(), Seconds{parsed - start}.count() * 1e3,
      Seconds{resolved - parsed}.count() * 1e3, most_seconds, whole < most_seconds);
  return 0;
}

}  // namespace

int main() {
  constexpr std::size_t bytes = std::size_t{5} << 20U;
  return measure("many worlds", abide::test::many_worlds(bytes)) +
         measure("many promises", abide::test::many_promises(bytes));
}
