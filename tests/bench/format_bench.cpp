// How fast a policy is laid out, its own result read again and compared included: the best of
// several runs, for 5 MB and for a tenth of them, which must take a tenth of the time.
#include <fmt/format.h>

#include <chrono>

#include "policy/format.hpp"
#include "tests/support/synthetic_policy.hpp"

namespace {

/// Seconds of the best run; below 0 when the text has no layout.
double best_of(int runs, const abide::policy::SourceFile& source) {
  using Clock = std::chrono::steady_clock;
  std::chrono::duration<double> best{1e9};
  for (int run = 0; run < runs; ++run) {
    const auto start = Clock::now();
    const abide::policy::Formatted made = abide::policy::format(source);
    best = std::min(best, std::chrono::duration<double>{Clock::now() - start});
    if (!std::holds_alternative<std::string>(made)) {
      return -1;
    }
  }
  return best.count();
}

}  // namespace

int main() {
  const abide::policy::SourceFile small{"small.policy", abide::test::synthetic_policy(1U << 19U)};
  const abide::policy::SourceFile large{"large.policy",
                                        abide::test::synthetic_policy(std::size_t{5} << 20U)};
  const double short_run = best_of(30, small);
  const double long_run = best_of(9, large);
  if (short_run < 0 || long_run < 0) {
    fmt::print("the policy has no layout\n");
    return 1;
  }
  const double megabytes = static_cast<double>(large.text().size()) / 1e6;
  const double rate = megabytes / long_run;
  const double growth = long_run / short_run * static_cast<double>(small.text().size()) /
                        static_cast<double>(large.text().size());
  const bool met = rate >= 20 && growth <= 1.5;
  fmt::print(
      "{{\"bench\":\"format\",\"mb\":{:.2f},\"ms\":{:.1f},\"mb_per_s\":{:.0f},\"reach\":20,"
      "\"growth_from_a_tenth\":{:.2f},\"at_most\":1.5,\"met\":{}}}\n",
      megabytes, long_run * 1e3, rate, growth, met);
  return met ? 0 : 1;
}
