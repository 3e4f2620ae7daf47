// A policy with what it imports, its notices and its deployments, as it stands in the editor: what
// the checker says of it, and what its names mean.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cli/lsp/documents.hpp"
#include "cli/noticed.hpp"
#include "policy/editing/names.hpp"

namespace abide::cli::lsp {

/// One of a policy's deployments.
struct Deployed {
  std::string path;
  policy::CompiledDeployment compiled;
};

/// The names of a policy and of all its deployments. Its texts count as the policy's own do, the
/// deployments' come behind.
struct Index {
  std::vector<policy::SourceFile> files;
  std::vector<policy::editing::Script> scripts;
  std::optional<policy::editing::Names> names;
  /// The number of a file; nullopt when the project has it not.
  [[nodiscard]] std::optional<std::uint32_t> number_of(const std::string& path) const;
};

class Project {
 public:
  Project(std::string root, const Desk& desk, Files& files);

  [[nodiscard]] const std::string& root() const { return root_; }
  /// What `abide check` would say; none where the policy cannot be read at all.
  [[nodiscard]] const std::optional<Noticed>& noticed() const { return noticed_; }
  [[nodiscard]] const std::vector<Deployed>& deployments() const { return deployments_; }
  /// Made when it is first asked for.
  [[nodiscard]] const Index& index();
  /// Whether it was made of that file, or looked for it.
  [[nodiscard]] bool rests_on(const std::string& path) const { return inputs_.contains(path); }

 private:
  void read_deployments(Files& files);

  std::string root_;
  std::optional<Noticed> noticed_;
  std::vector<Deployed> deployments_;
  std::set<std::string> inputs_;
  std::unique_ptr<Index> index_;
};

/// The policy that a file says it is: its `policy NAME`, or the one that its `deploy … for NAME`
/// is for. Empty where it says neither.
struct Declared {
  std::string policy;
  std::string deployed;
  std::vector<std::string> imports;
  bool operator==(const Declared&) const = default;
};
[[nodiscard]] Declared declared_in(std::string_view text);

/// The file that a policy or deployment begins with, of which `path` is a part: itself, a policy
/// in its folder or up to three above that imports it, or the one that a deployment is for. Itself
/// where nobody has it.
[[nodiscard]] std::string root_of(const std::string& path, Files& files);
/// Every policy in the folder of an import, or up to three above, that imports it, nearest first.
[[nodiscard]] std::vector<std::string> importers_of(const std::string& path, Files& files,
                                                    std::size_t most = ~std::size_t{0});
[[nodiscard]] bool is_deployment(std::string_view path);

}  // namespace abide::cli::lsp
