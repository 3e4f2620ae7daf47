// Reports that have several forms: one of them printed, or files of a folder.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/session.hpp"

namespace abide::cli {

/// One form of a report, made when it is asked for.
struct Paper {
  std::string form;  ///< as `--format` has it: `html`
  std::string file;  ///< its name in a folder
  std::function<Result<std::string>()> make;
};

/// Without a folder the form that was asked for, or the first, goes to standard output; with one,
/// which is not there yet, that form or else every one lies in it, and `told` is printed.
/// @param form  empty: none was asked for
int hand_out(const Desk& desk, const std::string& form, const std::string& folder,
             const std::vector<Paper>& papers, const std::string& told);

}  // namespace abide::cli
