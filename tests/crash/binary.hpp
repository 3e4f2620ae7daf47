// The real `abide` over the shop, as a child process: its words, its exit code, and its death.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "tests/crash/shop.hpp"

namespace abide::crash {

struct Said {
  int code = -1;  ///< -1 when it was killed or did not start
  bool killed = false;
  std::string out;
  std::string error;
  std::chrono::microseconds lasted{};
};

struct Command {
  std::vector<std::string> words;  ///< after `abide`
  std::optional<std::chrono::microseconds> kill_after = {};
  std::uint64_t largest_file = 0;  ///< bytes that it may write into one file; 0 for no limit
  bool as_nobody = false;          ///< run by another user, whom modes of files bind
  std::string keep_out_in = {};    ///< leave what it said in this folder
  std::string out_to = {};         ///< a device for standard output
};
/// Runs it to its end, or kills it. Output goes through files, so that no pipe can fill.
Said abide(const Place& place, const Command& command);

/// Gives the shop to the user that `as_nobody` means; false when the binary is out of their reach.
/// Without the rights of root the test's own user is as good.
bool can_run_as_nobody(const Place& place);

/// `sweep` or `erase` of the shop's Ada, with --deploy and --by.
std::vector<std::string> sweep_words(const Place& place);
std::vector<std::string> erase_words(const Place& place);

}  // namespace abide::crash
