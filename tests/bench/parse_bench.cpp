// How fast a policy of 5 MB is read, tree and places included: the best of several runs.
#include <fmt/format.h>

#include <chrono>

#include "policy/parse.hpp"
#include "tests/support/synthetic_policy.hpp"

int main() {
  using Clock = std::chrono::steady_clock;
  constexpr int runs = 15;
  const abide::policy::SourceFile source{"large.policy",
                                         abide::test::synthetic_policy(std::size_t{5} << 20U)};
  std::chrono::duration<double> best{1e9};
  std::size_t declarations = 0;
  for (int run = 0; run < runs; ++run) {
    const auto start = Clock::now();
    const abide::policy::ParseResult result = abide::policy::parse(source);
    best = std::min(best, std::chrono::duration<double>{Clock::now() - start});
    declarations = result.file.declarations.size();
    if (!result.diagnostics.empty()) {
      fmt::print("{}", abide::policy::render(result.diagnostics.front(), source));
      return 1;
    }
  }
  const double megabytes = static_cast<double>(source.text().size()) / 1e6;
  const double rate = megabytes / best.count();
  fmt::print(
      "{{\"bench\":\"parse\",\"mb\":{:.2f},\"declarations\":{},\"ms\":{:.1f},\"mb_per_s\":{:.0f},"
      "\"reach\":80,\"met\":{}}}\n",
      megabytes, declarations, best.count() * 1e3, rate, rate >= 80);
}
