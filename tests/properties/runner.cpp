// RapidCheck makes the tapes; the seed comes from ABIDE_SEED or is drawn here.
#include "tests/properties/runner.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <random>
#include <sstream>

namespace abide::properties {
namespace {

constexpr std::size_t numbers_on_a_tape = 700;
constexpr std::chrono::seconds shrinking{30};

std::uint64_t seed() {
  if (const char* given = std::getenv("ABIDE_SEED")) {
    return std::strtoull(given, nullptr, 10);
  }
  return std::random_device{}();
}

using Numbers = std::vector<std::uint16_t>;

/// Into the file that ABIDE_TAPE_TO names, before the case begins: one that never ends is known
/// afterwards.
void write_down(const Numbers& numbers) {
  if (const char* path = std::getenv("ABIDE_TAPE_TO")) {
    std::ofstream file{path};
    for (const std::uint16_t number : numbers) file << number << ' ';
  }
}

/// The case that the file named by ABIDE_TAPE holds; empty where none is asked for.
Numbers case_to_replay() {
  Numbers numbers;
  if (const char* path = std::getenv("ABIDE_TAPE")) {
    std::ifstream file{path};
    for (std::uint16_t number = 0; file >> number;) numbers.push_back(number);
  }
  return numbers;
}

using Clock = std::chrono::steady_clock;

struct Outcome {
  int held = 0;
  Clock::duration slowest{};
  std::string wrong;  ///< empty: it holds
  Numbers numbers;    ///< of the case that fails
};

Outcome check(const Property& property, std::uint64_t with_seed, int count) {
  // Thousands of short-lived databases: what is freed is wanted again at once.
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  rc::detail::TestParams params;
  params.seed = with_seed;
  params.maxSuccess = count;
  params.disableShrinking = true;
  const auto row =
      rc::gen::container<Numbers>(numbers_on_a_tape, rc::gen::inRange<std::uint16_t>(0, 5040));
  Outcome outcome;
  const auto result = rc::detail::checkTestable(
      [&] {
        Numbers numbers = *row.as("numbers");
        write_down(numbers);
        Tape tape{numbers};
        const auto begun = Clock::now();
        outcome.wrong = property(tape);
        outcome.slowest = std::max(outcome.slowest, Clock::now() - begun);
        if (outcome.wrong.empty()) {
          ++outcome.held;
          return true;
        }
        numbers.resize(std::min(numbers.size(), tape.used()));
        outcome.numbers = std::move(numbers);
        return false;
      },
      rc::detail::TestMetadata{}, params);
  if (!result.is<rc::detail::SuccessResult>() && outcome.wrong.empty()) {
    std::ostringstream text;
    rc::detail::printResultMessage(result, text);
    outcome.wrong = text.str();
  }
  return outcome;
}

/// Makes a failing row of numbers plainer: pieces out, pieces to 0, numbers smaller. RapidCheck's
/// own way takes hours with rows this long.
class Shrinker {
 public:
  Shrinker(const Property& property, Outcome& found) : property_(property), found_(found) {}
  void shrink() {
    for (bool better = true; better && !is_over();) {
      better = false;
      for (std::size_t size = found_.numbers.size(); size > 0; size /= 2) {
        better = pieces(size) || better;
      }
      better = smaller() || better;
    }
  }

 private:
  [[nodiscard]] bool is_over() const { return std::chrono::steady_clock::now() > end_; }
  bool fails(Numbers numbers) {
    if (is_over()) return false;
    Tape tape{numbers};
    std::string wrong = property_(tape);
    if (wrong.empty()) return false;
    numbers.resize(std::min(numbers.size(), tape.used()));
    found_.numbers = std::move(numbers);
    found_.wrong = std::move(wrong);
    return true;
  }
  bool pieces(std::size_t size) {
    bool better = false;
    for (std::size_t at = 0; at < found_.numbers.size() && !is_over();) {
      const auto from = static_cast<std::ptrdiff_t>(at);
      const auto to = static_cast<std::ptrdiff_t>(std::min(at + size, found_.numbers.size()));
      Numbers shorter = found_.numbers;
      shorter.erase(shorter.begin() + from, shorter.begin() + to);
      Numbers plainer = found_.numbers;
      std::fill(plainer.begin() + from, plainer.begin() + to, std::uint16_t{0});
      const bool changes = plainer != found_.numbers;
      if (fails(std::move(shorter))) {
        better = true;
        continue;
      }
      better = (changes && fails(std::move(plainer))) || better;
      at += size;
    }
    return better;
  }
  bool smaller() {
    bool better = false;
    for (std::size_t at = 0; at < found_.numbers.size(); ++at) {
      for (const int to : {1, 2, 3, 4, 5}) {
        if (at >= found_.numbers.size() || found_.numbers[at] <= to) break;
        Numbers plainer = found_.numbers;
        plainer[at] = static_cast<std::uint16_t>(to);
        if (fails(std::move(plainer))) {
          better = true;
          break;
        }
      }
    }
    return better;
  }

  const Property& property_;
  Outcome& found_;
  std::chrono::steady_clock::time_point end_ = std::chrono::steady_clock::now() + shrinking;
};

}  // namespace

int cases(int by_default) {
  const char* given = std::getenv("ABIDE_CASES");
  const int count = given == nullptr ? 0 : std::atoi(given);
  return count > 0 ? count : by_default;
}

void expect_holds(const std::string& name, int by_default, const Property& property) {
  const std::uint64_t with_seed = seed();
  const int count = cases(by_default);
  if (Numbers numbers = case_to_replay(); !numbers.empty()) {
    Tape tape{numbers};
    EXPECT_EQ(property(tape), "");
    return;
  }
  std::cout << fmt::format("{}: {} cases, ABIDE_SEED={}\n", name, count, with_seed) << std::flush;
  const auto begun = Clock::now();
  Outcome outcome = check(property, with_seed, count);
  const std::chrono::duration<double> took = Clock::now() - begun;
  const std::chrono::duration<double, std::milli> slowest = outcome.slowest;
  std::cout << fmt::format("{}: {} held, {:.0f} a second, the slowest {:.0f} ms\n", name,
                           outcome.held, outcome.held / took.count(), slowest.count())
            << std::flush;
  if (!outcome.wrong.empty()) {
    Shrinker{property, outcome}.shrink();
    ADD_FAILURE() << name << " fails after " << outcome.held << " cases, ABIDE_SEED=" << with_seed
                  << "\n"
                  << outcome.wrong;
  }
}

void expect_fails(const std::string& name, int within, const Property& property) {
  const std::uint64_t with_seed = seed();
  const Outcome outcome = check(property, with_seed, within);
  EXPECT_FALSE(outcome.wrong.empty()) << "the broken twin of " << name << " holds for " << within
                                      << " cases, ABIDE_SEED=" << with_seed;
}

}  // namespace abide::properties
