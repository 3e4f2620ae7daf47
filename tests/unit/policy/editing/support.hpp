// The examples as an editor sees them, and what the compiler says of a text.
#pragma once

#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/compile.hpp"
#include "policy/editing/names.hpp"

namespace abide::editing_test {

namespace editing = policy::editing;

inline std::string file_text(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

/// A text with what was read of it; its addresses stay.
struct Read {
  explicit Read(std::string of)
      : text(std::move(of)), script(editing::read_script(text)), names({{text, &script}}) {}
  Read(const Read&) = delete;
  Read& operator=(const Read&) = delete;
  Read(Read&&) = delete;
  Read& operator=(Read&&) = delete;
  [[nodiscard]] std::string slice(policy::SourceSpan span) const {
    return text.substr(span.begin, span.end - span.begin);
  }
  std::string text;
  editing::Script script;
  editing::Names names;
};

inline const std::vector<std::string>& example_policies() {
  static const std::vector<std::string> texts{
      file_text(ABIDE_SOURCE_DIR "/docs/examples/interview-studio/interview-studio.policy"),
      file_text(ABIDE_SOURCE_DIR "/docs/examples/career-mentor/career-mentor.policy")};
  return texts;
}
inline std::vector<std::string> example_deployments() {
  std::vector<std::string> texts;
  for (const char* const path :
       {"interview-studio/demo.deploy", "interview-studio/production.deploy",
        "career-mentor/demo.deploy", "career-mentor/production.deploy"})
    texts.push_back(file_text(std::string{ABIDE_SOURCE_DIR "/docs/examples/"} + path));
  return texts;
}

/// What the compiler says of one text.
inline std::vector<policy::Diagnostic> said_of(const std::string& text) {
  const auto compiled = policy::compile(
      "test.policy", [&text](const std::string&) { return Result<std::string>{text}; });
  return compiled->diagnostics;
}
/// Whether it says, of that place, that no such thing is declared or that it is of another kind.
inline const policy::Diagnostic* refusal_at(const std::vector<policy::Diagnostic>& said,
                                            std::uint32_t begin, std::uint32_t end) {
  for (const policy::Diagnostic& one : said) {
    const bool names = one.code == "E0201" || one.code == "E0203" || one.code == "E0802";
    if (names && one.span.begin < end && one.span.end > begin) return &one;
  }
  return nullptr;
}

}  // namespace abide::editing_test
