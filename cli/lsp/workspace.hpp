// Everything open in one editor, and the projects that it belongs to. No project is older than the
// documents when it is asked for.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "cli/lsp/projects.hpp"

namespace abide::cli::lsp {

class Workspace {
 public:
  Workspace(Files& disk, const Clock& clock);

  void open(const std::string& path, Document document);
  void change(const std::string& path, std::int64_t version, const std::vector<Change>& changes,
              Encoding encoding);
  void close(const std::string& path);
  /// Files may be others on the disk.
  void look_again();

  [[nodiscard]] const Documents& documents() const { return documents_; }
  /// The project that a file belongs to, as it is now.
  [[nodiscard]] Project& project_of(const std::string& path);
  [[nodiscard]] std::vector<std::string> importers_of(const std::string& path) {
    return lsp::importers_of(path, files_);
  }
  /// Those of all open documents, each once, and whether each was made anew since the last call.
  struct Refreshed {
    Project* project;
    bool anew;
  };
  [[nodiscard]] std::vector<Refreshed> refresh();
  /// Those of all open documents, each once.
  [[nodiscard]] std::vector<Project*> projects();
  [[nodiscard]] bool has_changed() const { return changed_; }
  /// How the editor writes a path.
  [[nodiscard]] std::string uri(const std::string& path) const;

 private:
  /// A file is another one now; where it says which policy it is of, no root is sure any more.
  void outdate(const std::string& path);

  Documents documents_;
  OpenFiles files_;
  Desk desk_;
  std::map<std::string, std::string> roots_;                  ///< by path
  std::map<std::string, Declared> declared_;                  ///< by open document
  std::map<std::string, std::unique_ptr<Project>> projects_;  ///< by root
  std::set<std::string> untold_;  ///< roots made anew since the last refresh
  bool changed_ = false;
};

}  // namespace abide::cli::lsp
