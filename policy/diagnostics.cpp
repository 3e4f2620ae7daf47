// The caret renderer and the search for the word that was meant.
#include "policy/diagnostics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "policy/nearness.hpp"
#include "policy/utf8.hpp"

namespace abide::policy {
namespace {

/// Whether a character would move the carets, the terminal or the reading direction.
bool is_unseen(std::string_view character) {
  const auto first = static_cast<unsigned char>(character.front());
  if (character.size() == 1) {
    return first < 0x20 || first == 0x7F;
  }
  return (first == 0xC2 && static_cast<unsigned char>(character[1]) < 0xA0) ||
         (character >= "\u202A" && character <= "\u202E") ||
         (character >= "\u2066" && character <= "\u2069");
}

/// Unseen characters become a blank each; bytes that are no UTF-8 a question mark, as many as a
/// place counts columns.
std::string printable(std::string_view line) {
  std::string text;
  while (!line.empty()) {
    const std::size_t length = utf8_length(line);
    const std::string_view character = line.substr(0, std::max<std::size_t>(1, length));
    if (length == 0) {
      text += (static_cast<unsigned char>(line.front()) & 0xC0U) == 0x80U ? "" : "?";
    } else if (is_unseen(character)) {
      text += ' ';
    } else {
      text += character;
    }
    line.remove_prefix(character.size());
  }
  return text;
}

struct Frame {
  std::string_view caret_colour;
  std::string_view reset;
};

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

/// The part of a line that is shown, and where in it a place lies.
struct Shown {
  std::string_view before;  ///< what stands before the place
  std::string_view marked;  ///< what the place covers, on this line
  std::string_view after;
  bool cut_before = false;
  bool cut_after = false;
};

/// A long line is shown around the place only.
Shown shown_around(std::string_view line, std::size_t begin, std::size_t end) {
  constexpr std::size_t longest = 240;
  constexpr std::size_t kept_before = 100;
  std::size_t from = 0;
  std::size_t to = line.size();
  if (line.size() > longest) {
    from = begin > kept_before ? begin - kept_before : 0;
    while (from > 0 && from < begin && !begins_character(line[from])) {
      ++from;
    }
    to = std::min(line.size(), from + longest);
    while (to < line.size() && !begins_character(line[to])) {
      ++to;
    }
  }
  end = std::clamp(end, begin, to);
  return {line.substr(from, begin - from), line.substr(begin, end - begin),
          line.substr(end, to - end), from > 0, to < line.size()};
}

std::string excerpt(const SourceFile& source, const Label& label, char caret, const Frame& frame) {
  const Position from = source.position(label.span.begin);
  const std::string_view line = source.line(from.line);
  const auto start = static_cast<std::size_t>(line.data() - source.text().data());
  const std::size_t begin = std::min<std::size_t>(label.span.begin - start, line.size());
  const std::size_t end = std::max<std::size_t>(label.span.end, label.span.begin) - start;
  const Shown shown = shown_around(line, begin, end);
  const std::string number = fmt::format("{:>4}", from.line);
  const std::size_t indent = characters(shown.before) + (shown.cut_before ? 1 : 0);
  return fmt::format("   ┌─ {}:{}:{}\n{}│ {}{}{}{}{}\n{}│ {}{}{}{}{}{}\n", source.path(), from.line,
                     from.column, number, shown.cut_before ? "…" : "", printable(shown.before),
                     printable(shown.marked), printable(shown.after), shown.cut_after ? "…" : "",
                     std::string(number.size(), ' '), std::string(indent, ' '), frame.caret_colour,
                     std::string(std::max<std::size_t>(1, characters(shown.marked)), caret),
                     frame.reset, label.text.empty() ? "" : " ", label.text);
}

}  // namespace

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
    const std::size_t edits = edits_between(word, candidate, best_distance);
    if (edits < best_distance) {
      best = candidate;
      best_distance = edits;
    }
  }
  return best;
}

}  // namespace abide::policy
