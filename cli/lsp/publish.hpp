// What the checker says, as an editor shows it.
#pragma once

#include <map>
#include <string>

#include "base/json.hpp"
#include "cli/lsp/asked.hpp"

namespace abide::cli::lsp {

/// Diagnostics as LSP has them, by the path of their file; every file of the project is there.
[[nodiscard]] std::map<std::string, Json> diagnostics_of(const Workspace& workspace,
                                                         const Project& project,
                                                         const Editor& editor);

/// Remembers what was published, so that what is mended goes away and what is as it was is not said
/// again.
class Publisher {
 public:
  /// One notification for each file about which there is something new to say.
  [[nodiscard]] std::vector<Json> publish(Workspace& workspace, const Editor& editor);

 private:
  std::map<std::string, std::map<std::string, Json>> by_root_;
  std::map<std::string, Json> told_;  ///< by path; only what is not empty, or of an open document
};

}  // namespace abide::cli::lsp
