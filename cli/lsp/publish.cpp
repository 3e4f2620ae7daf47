#include "cli/lsp/publish.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace abide::cli::lsp {
namespace {

using policy::Diagnostic;
using policy::SourceFile;

/// Places in several files, each looked at once.
class Places {
 public:
  Places(const std::vector<SourceFile>& files, Encoding encoding) : files_(files) {
    for (const SourceFile& file : files) placers_.emplace_back(file.text(), encoding);
  }
  [[nodiscard]] bool has(policy::SourceSpan span) const { return span.file < files_.size(); }
  [[nodiscard]] Json range(policy::SourceSpan span) const {
    return placers_[span.file].range(span.begin, span.end);
  }
  [[nodiscard]] const std::string& path(policy::SourceSpan span) const {
    return files_[span.file].path();
  }

 private:
  const std::vector<SourceFile>& files_;
  std::vector<Placer> placers_;
};

int severity_of(policy::Severity severity) {
  switch (severity) {
    case policy::Severity::error:
      return 1;
    case policy::Severity::warning:
      return 2;
    case policy::Severity::note:
      return 3;
  }
  return 3;
}

/// Declarations, statements and waivers that nothing would miss.
bool is_unnecessary(const std::string& code) {
  constexpr std::array<std::string_view, 4> codes{"W0215", "W0317", "W0504", "W0713"};
  return std::ranges::find(codes, code) != codes.end();
}

std::string message_of(const Diagnostic& one, bool with_labels) {
  std::string message = one.message;
  if (with_labels) {
    for (const policy::Label& label : one.labels) message += "\n" + label.text;
  }
  for (const std::string& note : one.notes) message += "\n" + note;
  if (!one.help.empty()) message += "\nhelp: " + one.help;
  return message;
}

Json related(const Diagnostic& one, const Workspace& workspace, const Places& places) {
  Json list = Json::array();
  for (const policy::Label& label : one.labels) {
    if (!places.has(label.span)) continue;
    list.push_back(
        {{"location",
          {{"uri", workspace.uri(places.path(label.span))}, {"range", places.range(label.span)}}},
         {"message", label.text.empty() ? "here" : label.text}});
  }
  return list;
}

Json json_of(const Diagnostic& one, const Workspace& workspace, const Places& places,
             const Editor& editor) {
  Json json{{"range", places.range(one.span)},
            {"severity", severity_of(one.severity)},
            {"code", one.code},
            {"source", "abide"},
            {"message", message_of(one, !editor.shows_related)}};
  if (!editor.pages.empty()) {
    json["codeDescription"] = {{"href", editor.pages + one.code + ".md"}};
  }
  if (is_unnecessary(one.code)) json["tags"] = {1};
  if (editor.shows_related && !one.labels.empty()) {
    json["relatedInformation"] = related(one, workspace, places);
  }
  return json;
}

void add(const std::vector<Diagnostic>& diagnostics, const std::vector<SourceFile>& files,
         const Workspace& workspace, const Editor& editor, std::map<std::string, Json>& into) {
  const Places places{files, editor.encoding};
  for (const SourceFile& file : files) into.try_emplace(file.path(), Json::array());
  for (const Diagnostic& one : diagnostics) {
    if (places.has(one.span)) {
      into.at(places.path(one.span)).push_back(json_of(one, workspace, places, editor));
    }
  }
}

}  // namespace

std::map<std::string, Json> diagnostics_of(const Workspace& workspace, const Project& project,
                                           const Editor& editor) {
  std::map<std::string, Json> all;
  if (const auto& noticed = project.noticed()) {
    add(noticed->diagnostics, noticed->files.files, workspace, editor, all);
  }
  for (const Deployed& one : project.deployments()) {
    if (!workspace.documents().contains(one.path)) continue;  // nobody asked about it
    add(one.compiled.diagnostics, one.compiled.sources.files, workspace, editor, all);
  }
  return all;
}

std::vector<Json> Publisher::publish(Workspace& workspace, const Editor& editor) {
  std::map<std::string, std::map<std::string, Json>> by_root;
  std::set<std::string> anew;
  for (const Workspace::Refreshed& one : workspace.refresh()) {
    const std::string& root = one.project->root();
    const auto before = by_root_.find(root);
    const bool kept = !one.anew && before != by_root_.end();
    by_root[root] =
        kept ? std::move(before->second) : diagnostics_of(workspace, *one.project, editor);
    for (const auto& [path, list] : by_root[root]) {
      if (!kept) anew.insert(path);
    }
  }
  by_root_ = std::move(by_root);
  std::map<std::string, Json> now;
  for (const auto& [root, files] : by_root_) {
    for (const auto& [path, list] : files) {
      const auto [together, is_first] = now.try_emplace(path, list);
      if (is_first) continue;
      for (const Json& one : list) {  // a file of two policies
        if (std::ranges::find(together->second, one) == together->second.end()) {
          together->second.push_back(one);
        }
      }
    }
  }
  std::vector<Json> messages;
  const auto tell = [&](const std::string& path, const Json& list) {
    Json params{{"uri", workspace.uri(path)}, {"diagnostics", list}};
    const auto open = workspace.documents().find(path);
    if (open != workspace.documents().end()) params["version"] = open->second.version;
    messages.push_back(notification("textDocument/publishDiagnostics", std::move(params)));
  };
  for (const auto& [path, list] : told_) {
    if (!now.contains(path) && !list.empty()) tell(path, Json::array());
  }
  for (const auto& [path, list] : now) {
    const auto before = told_.find(path);
    const bool open = workspace.documents().contains(path);
    const bool news = before == told_.end() ? !list.empty() : before->second != list;
    if (news || (open && anew.contains(path))) tell(path, list);
  }
  told_ = std::move(now);
  return messages;
}

}  // namespace abide::cli::lsp
