// The words read by CLI11. What is said of wrong ones is in usage.cpp.
#include <CLI/App.hpp>

#include "cli/verb.hpp"

namespace abide::cli {

int CommandLine::run(int count, const char* const* words) {
  try {
    app_->parse(count, words);
  } catch (const CLI::ParseError& error) {
    return answer(error);
  }
  return chosen_ ? chosen_() : wrong;
}

}  // namespace abide::cli
