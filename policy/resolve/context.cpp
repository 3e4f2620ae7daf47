// Places, texts and the making of diagnostics.
#include "policy/resolve/context.hpp"

#include <algorithm>

#include "policy/sentences.hpp"

namespace abide::policy::resolving {

Location Context::location(SourceSpan span) const { return location_of(sources, span); }

std::string_view Context::text(SourceSpan span) const {
  const std::string_view whole = sources.files[span.file].text();
  const std::size_t begin = std::min<std::size_t>(span.begin, whole.size());
  return whole.substr(begin, std::max(span.begin, span.end) - span.begin);
}

std::string Context::sentence(SourceSpan span) const { return sentence_of(text(span)); }

Diagnostic& Context::error(std::string code, SourceSpan span, std::string message,
                           std::string help) {
  findings.push_back({.diagnostic = {.code = std::move(code),
                                     .severity = Severity::error,
                                     .span = span,
                                     .message = std::move(message),
                                     .help = std::move(help)}});
  return findings.back().diagnostic;
}

Diagnostic& Context::warn(std::string code, SourceSpan span, std::string message,
                          std::vector<std::string> things, std::string help) {
  findings.push_back({.diagnostic = {.code = std::move(code),
                                     .severity = Severity::warning,
                                     .span = span,
                                     .message = std::move(message),
                                     .help = std::move(help)},
                      .things = std::move(things)});
  return findings.back().diagnostic;
}

bool Context::failed() const {
  return std::any_of(findings.begin(), findings.end(), [](const Finding& finding) {
    return finding.diagnostic.severity == Severity::error;
  });
}

}  // namespace abide::policy::resolving
