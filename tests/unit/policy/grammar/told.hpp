// What the parser says of a text, one line for each fault.
#pragma once

#include <fmt/format.h>

#include <string>

#include "policy/parse.hpp"

namespace abide::policy {

/// `E0101 3:7 message | help`, a line each.
inline std::string told(const std::string& text) {
  const SourceFile source{"t.policy", text};
  std::string all;
  for (const Diagnostic& diagnostic : parse(source).diagnostics) {
    const Position at = source.position(diagnostic.span.begin);
    all += fmt::format("{} {}:{} {}{}{}\n", diagnostic.code, at.line, at.column, diagnostic.message,
                       diagnostic.help.empty() ? "" : " | ", diagnostic.help);
  }
  return all;
}

inline std::string told_in_promise(const std::string& statements) {
  return told("abide 1;\npromise X-1 {\n" + statements + "\n}\n");
}

}  // namespace abide::policy
