// One call for load and resolve; diagnostics as JSON.
#include "policy/compile.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace abide::policy {
namespace {

Json place_json(SourceSpan span, const Sources& sources) {
  if (span.file >= sources.files.size()) {
    return Json::object();
  }
  const SourceFile& file = sources.files[span.file];
  const Position begin = file.position(span.begin);
  const Position end = file.position(std::max(span.begin, span.end));
  return {{"file", file.path()},
          {"line", begin.line},
          {"column", begin.column},
          {"end_line", end.line},
          {"end_column", end.column}};
}

/// What reading found, and what resolving added.
template <class Part>
void join(std::vector<Diagnostic>& diagnostics, Part added) {
  diagnostics.insert(diagnostics.end(), std::make_move_iterator(added.begin()),
                     std::make_move_iterator(added.end()));
  sort_by_place(diagnostics);
}

}  // namespace

Result<CompileResult> compile(const std::string& entry, const Reader& reader,
                              const ResolveOptions& options) {
  ABIDE_TRY(Loaded loaded, load(reader, entry));
  CompileResult result;
  result.sources = std::move(loaded.sources);
  result.diagnostics = std::move(loaded.diagnostics);
  if (has_errors(result.diagnostics)) {
    return result;
  }
  ResolveResult resolved = resolve(result.sources, options);
  result.model = std::move(resolved.model);
  join(result.diagnostics, std::move(resolved.diagnostics));
  return result;
}

Result<CompiledDeployment> compile_deployment(const std::string& entry, const Reader& reader,
                                              const Model& model) {
  ABIDE_TRY(Loaded loaded, load(reader, entry));
  CompiledDeployment result;
  result.sources = std::move(loaded.sources);
  result.diagnostics = std::move(loaded.diagnostics);
  if (has_errors(result.diagnostics)) {
    return result;
  }
  DeploymentResult resolved = resolve_deployment(result.sources, model);
  result.deployment = std::move(resolved.deployment);
  join(result.diagnostics, std::move(resolved.diagnostics));
  return result;
}

Json diagnostics_json(const std::vector<Diagnostic>& diagnostics, const Sources& sources) {
  Json list = Json::array();
  for (const Diagnostic& diagnostic : diagnostics) {
    Json one = place_json(diagnostic.span, sources);
    one["code"] = diagnostic.code;
    one["severity"] = word_of(diagnostic.severity);
    one["message"] = diagnostic.message;
    one["labels"] = Json::array();
    for (const Label& label : diagnostic.labels) {
      Json place = place_json(label.span, sources);
      place["text"] = label.text;
      one["labels"].push_back(std::move(place));
    }
    one["notes"] = diagnostic.notes;
    one["help"] = diagnostic.help;
    list.push_back(std::move(one));
  }
  return list;
}

}  // namespace abide::policy
