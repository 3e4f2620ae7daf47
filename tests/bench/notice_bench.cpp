// How long it takes to read an example's notice and to compare every quote with it; and a notice of
// 10 MB, to see that the time grows with the text alone.
// Usage: bench_notices
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <vector>

#include "policy/compile.hpp"
#include "policy/notices/check.hpp"
#include "tests/support/corpora.hpp"

namespace {

using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;

int measure_example(const std::string& name) {
  constexpr double most_ms = 1.0;
  constexpr int runs = 201;
  const std::string folder = std::string{ABIDE_SOURCE_DIR} + "/docs/examples/" + name + "/";
  const auto reader = [&](const std::string& path) -> abide::Result<std::string> {
    return abide::test::read_text(folder + path);
  };
  const auto compiled = abide::policy::compile(name + ".policy", reader);
  if (!compiled || !compiled->model) return 1;
  std::vector<double> times;
  std::size_t standing = 0;
  for (int i = 0; i < runs; ++i) {
    const auto start = Clock::now();
    const auto reading =
        abide::policy::notices::read_notices(compiled->sources, name + ".policy", reader, nullptr);
    times.push_back(Milliseconds{Clock::now() - start}.count());
    standing = abide::policy::notices::standing_promises(reading);
  }
  const double first = times.front();
  std::ranges::sort(times);
  fmt::print(
      "{{\"bench\":\"notices\",\"notice\":\"{}\",\"promises\":{},\"first_ms\":{:.3f},"
      "\"median_ms\":{:.3f},\"most_ms\":{},\"met\":{}}}\n",
      name, standing, first, times[runs / 2], most_ms, times[runs / 2] < most_ms);
  return 0;
}

int measure_large(const char* piece) {
  constexpr std::size_t bytes = 10'000'000;
  std::string text;
  while (text.size() < bytes) text += piece;
  const auto start = Clock::now();
  const auto notice = abide::policy::notices::Notice::read("large.md", std::move(text), {});
  const double taken = Milliseconds{Clock::now() - start}.count();
  if (!notice) return 1;
  fmt::print("{{\"bench\":\"notices\",\"mb\":10,\"sentences\":{},\"ms\":{:.0f}}}\n",
             notice->sentences().size(), taken);
  return 0;
}

}  // namespace

int main() {
  return measure_example("interview-studio") + measure_example("career-mentor") +
         measure_large("word and another one, ") + measure_large("A sentence. ");
}
