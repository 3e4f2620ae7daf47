// What the scenes of bad input share: the shop as it was before, and what must hold afterwards.
#pragma once

#include <gtest/gtest.h>

#include <fstream>

#include "tests/crash/binary.hpp"
#include "tests/crash/trial.hpp"

namespace abide::crash {

class BadInput : public ::testing::Test {
 protected:
  BadInput()
      : shops_(std::chrono::floor<std::chrono::seconds>(SystemClock{}.now()) -
               std::chrono::hours{1}),
        place_(shops_.again()),
        before_(rows_of(place_)) {}

  static void write(const std::string& path, const std::string& content) {
    std::ofstream{path, std::ios::binary | std::ios::trunc} << content;
  }
  void start_again() { place_ = shops_.again(); }
  Said sweep(const std::vector<std::string>& more = {}) { return run(sweep_words(place_), more); }
  Said erase(const std::vector<std::string>& more = {}) { return run(erase_words(place_), more); }
  Said run(std::vector<std::string> words, const std::vector<std::string>& more = {}) {
    words.insert(words.end(), more.begin(), more.end());
    return abide(place_, {std::move(words)});
  }

  /// It ended by itself, in words for a person.
  static void expect_words(const Said& said) {
    const std::string all = said.out + said.error;
    EXPECT_FALSE(said.killed);
    for (const char* const own :
         {"a fault of Abide's own", "Sanitizer", "runtime error", "std::", "terminate"})
      EXPECT_EQ(all.find(own), std::string::npos) << all.substr(0, 3000);
  }
  /// An error: what and where, what to do, and whether to try again.
  /// @param told  each must be said
  static void expect_error(const Said& said, int code, const std::vector<std::string>& told) {
    EXPECT_EQ(said.code, code) << said.out << said.error.substr(0, 3000);
    expect_words(said);
    for (const std::string& one : told)
      EXPECT_NE(said.error.find(one), std::string::npos) << one << "\n"
                                                         << said.error.substr(0, 3000);
    EXPECT_NE(said.error.find("help:"), std::string::npos) << said.error.substr(0, 3000);
    EXPECT_NE(said.error.find("retry"), std::string::npos) << said.error.substr(0, 3000);
  }
  /// A run that went as far as it could, and says in its report what it could not do.
  static void expect_incomplete(const Said& said, const std::vector<std::string>& told) {
    EXPECT_TRUE(said.code == 1 || said.code == 3) << said.code << said.out << said.error;
    expect_words(said);
    const std::string all = said.out + said.error;
    EXPECT_EQ(all.find(": complete"), std::string::npos) << all;
    for (const std::string& one : told) EXPECT_NE(all.find(one), std::string::npos) << one << all;
  }
  /// Rows, and evidence that still verifies against its anchors.
  void expect_nothing_lost() {
    EXPECT_EQ(rows_of(place_), before_);
    EXPECT_EQ(joined(faults_of(place_)), "");
  }
  /// Put right, everything goes on as if nothing had been.
  void expect_usable_again() {
    const Said said = sweep();
    EXPECT_EQ(said.code, 0) << said.out << said.error;
    EXPECT_EQ(joined(faults_of(place_)), "");
  }

  Shops shops_;
  Place place_;
  std::string before_;
};

}  // namespace abide::crash
