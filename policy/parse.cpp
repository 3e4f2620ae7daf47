// What is looked at before the grammar runs (size, UTF-8, depth), and what is put in order after.
#include "policy/parse.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "policy/comments.hpp"
#include "policy/grammar/file.hpp"
#include "policy/grammar/lexemes.hpp"
#include "policy/utf8.hpp"

namespace abide::policy {
namespace {

using grammar::span_of;
using grammar::State;
using grammar::tell;

/// The first bad byte of each line.
void tell_invalid_utf8(State& state, std::string_view text) {
  std::size_t at = find_invalid_utf8(text);
  while (at != std::string_view::npos) {
    tell(state,
         {.code = "E0103",
          .span = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + 1), state.file},
          .message =
              fmt::format("stray byte 0x{:02X} is not UTF-8", static_cast<unsigned char>(text[at])),
          .help = "save the file as UTF-8"});
    const std::size_t line_end = text.find('\n', at);
    if (line_end == std::string_view::npos) {
      return;
    }
    at = find_invalid_utf8(text, line_end);
  }
}

/// The brace that opens one block too many, or nullptr.
const char* too_deep(const State& state) {
  int depth = 0;
  for (const char* at = state.base; at != state.end;) {
    if (*at == '"') {
      at = grammar::skip_text(at, state.end);
      continue;
    }
    if (*at == '/' && state.end - at > 1 && at[1] == '/') {
      at = grammar::skip_blanks(at, state.end);
      continue;
    }
    depth += *at == '{' ? 1 : *at == '}' && depth > 0 ? -1 : 0;
    if (depth > max_nesting) {
      return at;
    }
    ++at;
  }
  return nullptr;
}

/// Says how many faults are not shown.
void close_list(State& state) {
  const std::size_t more = state.faults - state.diagnostics.size();
  sort_by_place(state.diagnostics);
  if (more == 0) {
    return;
  }
  const Diagnostic& last = state.diagnostics.back();
  state.diagnostics.push_back({.code = "E0101",
                               .span = last.span,
                               .message = fmt::format("{}{} more faults are not shown",
                                                      state.stopped ? "at least " : "", more),
                               .help = "mend the first ones and check again"});
}

State state_for(std::string_view text, std::uint32_t file) {
  const char* const base = text.data();
  return {
      .base = base, .end = base + text.size(), .file = file, .token_end = base, .item_start = base};
}

}  // namespace

ParseResult parse(const SourceFile& source, std::uint32_t file) {
  const std::string_view text = source.text();
  State state = state_for(text, file);
  ParseResult result;
  if (text.size() > max_source_bytes) {
    tell(state, {.code = "E0101",
                 .span = {0, 0, file},
                 .message = fmt::format("expected at most {} MB of text, found {}",
                                        max_source_bytes >> 20U, text.size() >> 20U),
                 .help = "split it into files and import them with `use`"});
    return {{}, std::move(state.diagnostics)};
  }
  tell_invalid_utf8(state, text);
  if (const char* const brace = too_deep(state)) {
    tell(state, {.code = "E0106",
                 .span = span_of(state, brace, brace + 1),
                 .message = fmt::format("blocks are nested deeper than {}", max_nesting)});
  } else {
    grammar::read_file(state, result.file);
  }
  if (text.find("///") != std::string_view::npos) {
    result.file.docs = docs(text, file);
  }
  close_list(state);
  result.diagnostics = std::move(state.diagnostics);
  return result;
}

}  // namespace abide::policy
