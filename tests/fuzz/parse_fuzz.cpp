// Any bytes at all are read or refused: no crash, places inside the text, messages in our words.
// A libFuzzer target under clang; elsewhere the same checks replay files given as arguments.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "policy/parse.hpp"
#include "policy/utf8.hpp"

namespace {

using abide::policy::Diagnostic;
using abide::policy::SourceFile;

void demand(bool holds, const char* what) {
  if (!holds) {
    std::fprintf(stderr, "broken: %s\n", what);
    std::abort();
  }
}

void check(const Diagnostic& diagnostic, const SourceFile& source) {
  const std::size_t size = source.text().size();
  demand(diagnostic.span.begin <= diagnostic.span.end && diagnostic.span.end <= size,
         "a place outside the text");
  for (const auto& label : diagnostic.labels) {
    demand(label.span.end <= size, "a second place outside the text");
  }
  const std::string shown = render(diagnostic, source);
  demand(abide::policy::find_invalid_utf8(shown) == std::string::npos, "bytes that are not UTF-8");
  for (const char* type : {"boost", "x3::", "N5"}) {
    // the user's own words may hold anything: they stand in backticks
    demand(diagnostic.message.find('`') != std::string::npos ||
               diagnostic.message.find(type) == std::string::npos,
           "a type of the parser in a message");
  }
}

void read(const std::string& text) {
  const SourceFile source{"fuzz.policy", text};
  const abide::policy::ParseResult result = abide::policy::parse(source);
  demand(result.diagnostics.size() <= abide::policy::max_syntax_diagnostics + 1,
         "more diagnostics than are shown");
  std::size_t last = 0;
  for (const Diagnostic& diagnostic : result.diagnostics) {
    check(diagnostic, source);
    demand(diagnostic.span.begin >= last, "diagnostics out of order");
    last = diagnostic.span.begin;
  }
  std::size_t end = 0;
  for (const auto& declaration : result.file.declarations) {
    const abide::policy::SourceSpan span = span_of(declaration);
    demand(span.begin >= end && span.begin < span.end && span.end <= text.size(),
           "declarations overlap or are empty");
    end = span.end;
    demand(!std::holds_alternative<abide::policy::ast::Broken>(declaration) ||
               !result.diagnostics.empty(),
           "a broken declaration without an error");
  }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer calls
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  read(std::string(reinterpret_cast<const char*>(data), size));
  return 0;
}
