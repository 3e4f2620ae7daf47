// The caret renderer and the search for the word that was meant.
#include "policy/diagnostics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace abide::policy {
namespace {

std::string_view word_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::note:
      return "note";
  }
  return "error";
}

/// Control characters would move the carets or the terminal: each becomes one blank.
std::string printable(std::string_view line) {
  std::string text{line};
  std::replace_if(
      text.begin(), text.end(),
      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
  return text;
}

struct Frame {
  std::string_view caret_colour;
  std::string_view reset;
};

/// Characters to underline: to the end of the span, or of its first line.
std::uint32_t underlined(const SourceFile& source, SourceSpan span) {
  const Position from = source.position(span.begin);
  const Position to = source.position(std::max(span.begin, span.end));
  if (to.line == from.line) {
    return std::max(1U, to.column - from.column);
  }
  const auto line_end = std::min(source.text().size(), source.text().find('\n', span.begin));
  return std::max(1U, source.position(static_cast<std::uint32_t>(line_end)).column - from.column);
}

std::string excerpt(const SourceFile& source, const Label& label, char caret, const Frame& frame) {
  const Position from = source.position(label.span.begin);
  return fmt::format("   ┌─ {}:{}:{}\n{:>4}│ {}\n    │ {}{}{}{}{}{}\n", source.path(), from.line,
                     from.column, from.line, printable(source.line(from.line)),
                     std::string(from.column - 1, ' '), frame.caret_colour,
                     std::string(underlined(source, label.span), caret), frame.reset,
                     label.text.empty() ? "" : " ", label.text);
}

std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        cost[i][j] = i + j;
        continue;
      }
      const std::size_t change = cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
      }
    }
  }
  return cost[a.size()][b.size()];
}

}  // namespace

bool has_errors(const std::vector<Diagnostic>& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& d) { return d.severity == Severity::error; });
}

void sort_by_place(std::vector<Diagnostic>& diagnostics) {
  std::stable_sort(diagnostics.begin(), diagnostics.end(),
                   [](const Diagnostic& a, const Diagnostic& b) {
                     return std::tie(a.span.file, a.span.begin, a.code) <
                            std::tie(b.span.file, b.span.begin, b.code);
                   });
}

std::string render(const Diagnostic& diagnostic, const SourceFile& source, Colour colour) {
  return render(diagnostic, std::span{&source, 1}, colour);
}

std::string render(const Diagnostic& diagnostic, std::span<const SourceFile> sources,
                   Colour colour) {
  const bool coloured = colour == Colour::yes;
  const std::string_view tint = !coloured                                ? ""
                                : diagnostic.severity == Severity::error ? "\x1b[1;31m"
                                                                         : "\x1b[1;33m";
  const Frame frame{tint, coloured ? "\x1b[0m" : ""};
  std::string text = fmt::format("{}{}[{}]{}: {}\n", tint, word_of(diagnostic.severity),
                                 diagnostic.code, frame.reset, diagnostic.message);
  const auto show = [&](const Label& label, char caret) {
    if (label.span.file < sources.size()) {
      text += excerpt(sources[label.span.file], label, caret, frame);
    }
  };
  show({diagnostic.span, ""}, '^');
  for (const Label& label : diagnostic.labels) {
    show(label, '-');
  }
  for (const std::string& note : diagnostic.notes) {
    text += fmt::format("   = {}\n", note);
  }
  if (!diagnostic.help.empty()) {
    text += fmt::format("   help: {}\n", diagnostic.help);
  }
  return text;
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  constexpr std::size_t most_edits = 2;
  std::string best;
  std::size_t best_distance = most_edits + 1;
  for (const std::string& candidate : candidates) {
    const std::size_t longer = std::max(candidate.size(), word.size());
    const std::size_t shorter = std::min(candidate.size(), word.size());
    if (longer - shorter > most_edits || shorter <= most_edits) {
      continue;  // a word of one or two letters is near everything
    }
    if (const std::size_t edits = distance(word, candidate); edits < best_distance) {
      best = candidate;
      best_distance = edits;
    }
  }
  return best;
}

}  // namespace abide::policy
