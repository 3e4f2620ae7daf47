#include "cli/lsp/workspace.hpp"

#include <algorithm>
#include <utility>

#include "base/uris.hpp"

namespace abide::cli::lsp {

Workspace::Workspace(Files& disk, const Clock& clock)
    : files_(disk, documents_), desk_(files_, clock) {}

void Workspace::open(const std::string& path, Document document) {
  documents_[path] = std::move(document);
  look_again();
}

void Workspace::change(const std::string& path, std::int64_t version,
                       const std::vector<Change>& changes, Encoding encoding) {
  const auto open = documents_.find(path);
  if (open == documents_.end()) return;
  for (const Change& one : changes) apply(one, encoding, open->second.text);
  open->second.version = version;
  outdate(path);
}

void Workspace::close(const std::string& path) {
  documents_.erase(path);
  declared_.erase(path);
  look_again();
}

void Workspace::look_again() {
  roots_.clear();
  projects_.clear();
  changed_ = true;
}

void Workspace::outdate(const std::string& path) {
  changed_ = true;
  Declared now = declared_in(documents_.at(path).text);
  Declared& before = declared_[path];
  if (std::exchange(before, now) != now) roots_.clear();
  std::erase_if(projects_, [&](const auto& one) { return one.second->rests_on(path); });
}

Project& Workspace::project_of(const std::string& path) {
  auto root = roots_.find(path);
  if (root == roots_.end()) root = roots_.emplace(path, root_of(path, files_)).first;
  std::unique_ptr<Project>& project = projects_[root->second];
  if (project == nullptr) {
    project = std::make_unique<Project>(root->second, desk_, files_);
    untold_.insert(root->second);
  }
  return *project;
}

std::vector<Project*> Workspace::projects() {
  std::vector<Project*> all;
  for (const auto& [path, document] : documents_) {
    Project& project = project_of(path);
    if (std::ranges::find(all, &project) == all.end()) all.push_back(&project);
  }
  return all;
}

std::vector<Workspace::Refreshed> Workspace::refresh() {
  std::vector<Refreshed> all;
  std::set<std::string> seen;
  for (Project* const project : projects()) {
    seen.insert(project->root());
    all.push_back({project, untold_.contains(project->root())});
  }
  std::erase_if(projects_, [&](const auto& one) { return !seen.contains(one.first); });
  untold_.clear();
  changed_ = false;
  return all;
}

std::string Workspace::uri(const std::string& path) const {
  const auto open = documents_.find(path);
  return open == documents_.end() ? uri_of(path) : open->second.uri;
}

}  // namespace abide::cli::lsp
