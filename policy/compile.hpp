// From a file's name to what it means, in one call: read, parsed, imports followed, resolved and
// checked. Input comes through the caller's Reader alone.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "policy/deployment.hpp"
#include "policy/diagnostics.hpp"
#include "policy/load.hpp"
#include "policy/model.hpp"
#include "policy/resolver.hpp"

namespace abide::policy {

struct CompileResult {
  Sources sources;
  /// Absent with any error, save an overdue ruling (E0712), which is a finding of the day alone.
  std::optional<Model> model;
  std::vector<Diagnostic> diagnostics;  ///< by file and place
};
/// @error  whatever the reader says of the entry itself; faults in the text are diagnostics
[[nodiscard]] Result<CompileResult> compile(const std::string& entry, const Reader& reader,
                                            const ResolveOptions& options = {});

struct DeploymentResult {
  std::optional<Deployment> deployment;  ///< absent with any error
  std::vector<Diagnostic> diagnostics;   ///< by file and place
};
/// Resolves a `*.deploy` file against the policy it is for. A store that is not bound is no error
/// here: it is a Gap of every run (E1003).
[[nodiscard]] DeploymentResult resolve_deployment(const Sources& sources, const Model& model);

struct CompiledDeployment {
  Sources sources;
  std::optional<Deployment> deployment;
  std::vector<Diagnostic> diagnostics;
};
/// @error  whatever the reader says of the entry itself
[[nodiscard]] Result<CompiledDeployment> compile_deployment(const std::string& entry,
                                                            const Reader& reader,
                                                            const Model& model);

/// A list of `{code, severity, file, line, column, end_line, end_column, message, labels, notes,
/// help}`; lines and columns from one.
[[nodiscard]] Json diagnostics_json(const std::vector<Diagnostic>& diagnostics,
                                    const Sources& sources);

}  // namespace abide::policy
