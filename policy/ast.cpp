// Places of nodes, and the comments that belong to them.
#include "policy/ast.hpp"

#include <algorithm>

namespace abide::policy::ast {

SourceSpan span_of(const Value& value) {
  return std::visit([](const auto& held) { return held.span; }, value);
}

SourceSpan span_of(const Statement& statement) {
  return std::visit([](const auto& held) { return held.span; }, statement);
}

SourceSpan span_of(const Declaration& declaration) {
  return std::visit([](const auto& held) { return held.span; }, declaration);
}

std::string doc_of(const File& file, SourceSpan span) {
  const auto doc = std::ranges::lower_bound(file.docs, span.begin, {}, &Doc::before);
  return doc != file.docs.end() && doc->before == span.begin ? doc->text : std::string{};
}

}  // namespace abide::policy::ast
