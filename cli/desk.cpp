// Policies and deployments read, and what is wrong said to whoever asked.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <nlohmann/json.hpp>

#include "cli/session.hpp"
#include "cli/shown.hpp"

namespace abide::cli {
namespace {

policy::Reader reader_of(Files& files) {
  return [&files](const std::string& path) { return files.read(path, policy::max_source_bytes); };
}

/// Colour is for a terminal that knows it, and for nobody who sets NO_COLOR to anything
/// (no-color.org).
policy::Colour colour_here() {
  const char* const none =
      std::getenv("NO_COLOR");  // NOLINT(concurrency-mt-unsafe): no thread but this one
  const char* const terminal =
      std::getenv("TERM");  // NOLINT(concurrency-mt-unsafe): no thread but this one
  const bool dumb = terminal != nullptr && std::string_view{terminal} == "dumb";
  const bool wanted = isatty(STDERR_FILENO) != 0 && !dumb && (none == nullptr || *none == '\0');
  return wanted ? policy::Colour::yes : policy::Colour::no;
}

/// Every error says whether the same command may be given again.
const char* whether_to_retry(ErrorCode code) {
  switch (code) {
    case ErrorCode::unavailable:
      return "safe";
    case ErrorCode::in_doubt:
      return "safe; what is in doubt is read again and settled first";
    case ErrorCode::exhausted:
      return "safe, once there is room";
    case ErrorCode::changed:
      return "safe; it looks at everything again";
    case ErrorCode::corrupt:
      return "safe, and of no use until what is damaged is put right";
    case ErrorCode::refused:
    case ErrorCode::not_found:
    case ErrorCode::unsupported:
      return "safe, once this is put right";
  }
  return "safe";
}

}  // namespace

std::string error_line(const std::string& message, const std::string& help,
                       const std::string& retry) {
  return shown(Json{{"error", message}, {"help", help}, {"retry", retry}}, -1) + "\n";
}

void Desk::show(const std::vector<policy::Diagnostic>& diagnostics, const policy::Sources& sources,
                bool loud) const {
  std::vector<policy::Diagnostic> shown;
  std::ranges::copy_if(diagnostics, std::back_inserter(shown), [&](const auto& one) {
    return loud || one.severity == policy::Severity::error;
  });
  if (form_ == Form::json && !shown.empty()) {
    fmt::print(stderr, "{}\n",
               Json{{"error", "the policy or the deployment has faults"},
                    {"diagnostics", policy::diagnostics_json(shown, sources)}}
                   .dump());
    return;
  }
  const policy::Colour colour = colour_here();
  for (const policy::Diagnostic& one : shown)
    fmt::print(stderr, "{}", policy::render(one, sources.files, colour));
}

void Desk::note(const std::string& words) const {
  if (form_ == Form::json) {
    fmt::print(stderr, "{}\n", shown(Json{{"note", words}}, -1));
  } else {
    fmt::print(stderr, "{}\n", shown(words));
  }
}

int Desk::tell(const Error& error) const {
  const std::string message = without_addresses(error.message);
  const std::string help = without_addresses(error.help);
  if (form_ == Form::json) {
    fmt::print(stderr, "{}", error_line(message, help, whether_to_retry(error.code)));
  } else {
    fmt::print(stderr, "error: {}\n", shown(message));
    if (!help.empty()) fmt::print(stderr, "  help: {}\n", shown(help));
    if (error.help.find("retry") == std::string::npos)
      fmt::print(stderr, "  retry: {}\n", whether_to_retry(error.code));
  }
  switch (error.code) {
    case ErrorCode::unavailable:
    case ErrorCode::corrupt:
    case ErrorCode::in_doubt:
    case ErrorCode::exhausted:
      return store_failed;
    case ErrorCode::refused:
    case ErrorCode::not_found:
    case ErrorCode::unsupported:
    case ErrorCode::changed:
      return wrong;
  }
  return wrong;
}

std::optional<policy::CompileResult> Desk::compiled(const std::string& path, Stop& stop) const {
  policy::ResolveOptions options;
  options.today = Zone::utc().local_date(clock_.now());
  if (auto text = check_text(path); !text) {
    stop.code = tell(text.error());
    return std::nullopt;
  }
  auto compiled = policy::compile(path, reader_of(files_), options);
  if (!compiled) {
    stop.code = tell(compiled.error()) == store_failed ? store_failed : wrong;
    return std::nullopt;
  }
  return std::move(compiled).value();
}

std::optional<policy::CompileResult> Desk::read(const std::string& path, Stop& stop) const {
  auto compiled = this->compiled(path, stop);
  if (!compiled || compiled->model) return compiled;
  show(compiled->diagnostics, compiled->sources, false);
  stop.code = wrong;
  return std::nullopt;
}

std::optional<policy::Model> Desk::compile(const std::string& path, bool json, bool loud,
                                           Stop& stop) const {
  auto compiled = this->compiled(path, stop);
  if (!compiled) return std::nullopt;
  if (json && loud) {
    fmt::print("{}\n", policy::diagnostics_json(compiled->diagnostics, compiled->sources).dump(2));
  } else {
    show(compiled->diagnostics, compiled->sources, loud);
  }
  stop.code = wrong;
  return std::move(compiled->model);
}

std::optional<policy::Deployment> Desk::deployment_of(const std::string& path,
                                                      const policy::Model& model,
                                                      Stop& stop) const {
  if (auto text = check_text(path); !text) {
    stop.code = tell(text.error());
    return std::nullopt;
  }
  auto deployed = policy::compile_deployment(path, reader_of(files_), model);
  if (deployed && deployed->deployment) return std::move(deployed->deployment);
  if (!deployed) tell(deployed.error());
  if (deployed) show(deployed->diagnostics, deployed->sources, true);
  stop.code = wrong;
  return std::nullopt;
}

std::optional<std::vector<policy::Right>> Desk::rights_of(const Session& session,
                                                          Stop& stop) const {
  const auto compiled = read(session.policy_file, stop);
  if (!compiled) return std::nullopt;
  return policy::rights_of(compiled->sources);
}

}  // namespace abide::cli
