#include "cli/lsp/projects.hpp"

#include <algorithm>
#include <utility>

namespace abide::cli::lsp {
namespace {

namespace editing = policy::editing;

constexpr std::size_t most_policies = 64;  // looked into in one folder
constexpr int most_folders = 4;            // a file's own, and those above

std::string folder_of(const std::string& path) { return path.substr(0, path.rfind('/') + 1); }

policy::Reader reader_of(Files& files) {
  return [&files](const std::string& path) { return files.read(path, policy::max_source_bytes); };
}

std::vector<std::string> files_ending(const std::string& folder, std::string_view ending,
                                      Files& files) {
  std::vector<std::string> found;
  const auto names = files.list(folder.empty() ? "." : folder);
  if (!names) return found;
  for (const std::string& name : *names) {
    if (name.ends_with(ending) && found.size() < most_policies) found.push_back(folder + name);
  }
  return found;
}

Declared declared_by(const std::string& path, Files& files) {
  const auto text = files.read(path, policy::max_source_bytes);
  return text ? declared_in(*text) : Declared{};
}

bool imports(const std::string& policy, const std::string& path, Files& files) {
  const auto loaded = policy::load(reader_of(files), policy);
  return loaded && std::ranges::any_of(loaded->sources.files, [&](const policy::SourceFile& file) {
           return file.path() == path;
         });
}

/// What the first `policy` block is called; empty where there is none.
std::string policy_name(const policy::Sources& sources) {
  for (const policy::ast::File& tree : sources.trees) {
    for (const policy::ast::Declaration& declaration : tree.declarations) {
      const auto* const block = std::get_if<policy::ast::Block>(&declaration);
      if (block != nullptr && block->keyword.text == "policy") return block->name.text;
    }
  }
  return "";
}

/// The policy beside a deployment that it is for, or the only one there.
std::string policy_for(const std::string& path, const Declared& deployment, Files& files) {
  const auto beside = files_ending(folder_of(path), ".policy", files);
  std::vector<std::string> whole;
  for (const std::string& one : beside) {
    const std::string name = declared_by(one, files).policy;
    if (!name.empty() && name == deployment.deployed) return one;
    if (!name.empty()) whole.push_back(one);
  }
  return whole.size() == 1 ? whole.front() : path;
}

}  // namespace

std::optional<std::uint32_t> Index::number_of(const std::string& path) const {
  const auto found = std::ranges::find(files, path, &policy::SourceFile::path);
  if (found == files.end()) return std::nullopt;
  return static_cast<std::uint32_t>(found - files.begin());
}

bool is_deployment(std::string_view path) { return path.ends_with(".deploy"); }

Declared declared_in(std::string_view text) {
  Declared declared;
  const editing::Script script = editing::read_script(text);
  const auto slice = [text](policy::SourceSpan span) {
    return std::string{text.substr(span.begin, span.end - span.begin)};
  };
  for (const editing::NameUse& use : script.names) {
    if (use.slot->name != "policy") continue;
    (use.declares ? declared.policy : declared.deployed) = slice(use.span);
  }
  for (const editing::Item& item : script.items) {
    if (item.parent == editing::no_item && slice(item.word) == "use") {
      declared.imports.push_back(slice(item.name));
    }
  }
  return declared;
}

std::vector<std::string> importers_of(const std::string& path, Files& files, std::size_t most) {
  std::vector<std::string> all;
  std::string folder = folder_of(path);
  for (int above = 0; above < most_folders && !folder.empty(); ++above) {
    for (const std::string& one : files_ending(folder, ".policy", files)) {
      if (all.size() >= most) return all;
      const Declared other = declared_by(one, files);
      if (one != path && !other.policy.empty() && !other.imports.empty() &&
          imports(one, path, files)) {
        all.push_back(one);
      }
    }
    folder = folder_of(folder.substr(0, folder.size() - 1));
  }
  return all;
}

std::string root_of(const std::string& path, Files& files) {
  const Declared declared = declared_by(path, files);
  if (is_deployment(path)) return policy_for(path, declared, files);
  if (!declared.policy.empty()) return path;
  const auto importers = importers_of(path, files, 1);
  return importers.empty() ? path : importers.front();
}

Project::Project(std::string root, const Desk& desk, Files& files) : root_(std::move(root)) {
  inputs_.insert(root_);
  if (is_deployment(root_)) {  // no policy is known for it
    read_deployments(files);
    return;
  }
  Stop stop;
  noticed_ = notice(desk, root_, stop);
  if (!noticed_) {
    if (auto compiled = desk.compiled(root_, stop)) {  // only the record beside it is unreadable
      Noticed plain{std::move(*compiled), {}, {}, {}, {}};
      plain.diagnostics = plain.compiled.diagnostics;
      plain.files.files = plain.compiled.sources.files;
      noticed_ = std::move(plain);
    }
  }
  if (noticed_) {
    for (const policy::SourceFile& file : noticed_->files.files) inputs_.insert(file.path());
    for (const auto& named : policy::notices::notices_named_in(noticed_->compiled.sources)) {
      inputs_.insert(folder_of(root_) + named.path);
    }
  }
  inputs_.insert(policy::notices::accepted_path(root_));
  read_deployments(files);
}

void Project::read_deployments(Files& files) {
  std::vector<std::string> paths = files_ending(folder_of(root_), ".deploy", files);
  if (is_deployment(root_)) paths = {root_};
  const std::string name = noticed_ ? policy_name(noticed_->compiled.sources) : "";
  for (const std::string& path : paths) {
    if (!name.empty() && declared_by(path, files).deployed != name) continue;
    inputs_.insert(path);
    auto loaded = policy::load(reader_of(files), path);
    if (!loaded) continue;
    policy::CompiledDeployment compiled{
        std::move(loaded->sources), {}, std::move(loaded->diagnostics)};
    if (noticed_ && noticed_->compiled.model && !policy::has_errors(compiled.diagnostics)) {
      auto resolved = policy::resolve_deployment(compiled.sources, *noticed_->compiled.model);
      compiled.deployment = std::move(resolved.deployment);
      std::ranges::move(resolved.diagnostics, std::back_inserter(compiled.diagnostics));
      policy::sort_by_place(compiled.diagnostics);
    }
    deployments_.push_back({path, std::move(compiled)});
  }
}

const Index& Project::index() {
  if (index_) return *index_;
  index_ = std::make_unique<Index>();
  if (noticed_) index_->files = noticed_->compiled.sources.files;
  for (const Deployed& one : deployments_) {
    if (!one.compiled.sources.files.empty()) {
      index_->files.push_back(one.compiled.sources.files.front());
    }
  }
  for (std::uint32_t i = 0; i < index_->files.size(); ++i) {
    index_->scripts.push_back(editing::read_script(index_->files[i].text(), i));
  }
  std::vector<editing::ReadText> texts;
  for (std::size_t i = 0; i < index_->files.size(); ++i) {
    texts.push_back({index_->files[i].text(), &index_->scripts[i]});
  }
  index_->names.emplace(std::move(texts));
  return *index_;
}

}  // namespace abide::cli::lsp
