// One way to fold a statement, for whoever quotes one.
#include "policy/sentences.hpp"

#include <algorithm>

namespace abide::policy {

std::string sentence_of(std::string_view written) {
  std::string folded;
  bool in_text = false;
  for (std::size_t i = 0; i < written.size(); ++i) {
    const char c = written[i];
    if (!in_text && c == '/' && i + 1 < written.size() && written[i + 1] == '/') {
      i = std::min(written.find('\n', i), written.size() - 1);
    } else if (in_text || (c != ' ' && c != '\t' && c != '\n' && c != '\r')) {
      folded += c;
      in_text = (c == '"') != in_text;
      if (in_text && c == '\\' && i + 1 < written.size()) {
        folded += written[++i];
      }
      continue;
    }
    if (!folded.empty() && folded.back() != ' ') {
      folded += ' ';
    }
  }
  while (!folded.empty() && (folded.back() == ' ' || folded.back() == ';')) {
    folded.pop_back();
  }
  return folded;
}

std::string with_single_blanks(std::string_view text) {
  std::string made;
  for (const char c : text) {
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
      made += c;
    } else if (!made.empty() && made.back() != ' ') {
      made += ' ';
    }
  }
  if (made.ends_with(' ')) made.pop_back();
  return made;
}

std::string sentence_at(const Sources& sources, SourceSpan span) {
  const std::string_view whole = sources.files[span.file].text();
  const std::size_t begin = std::min<std::size_t>(span.begin, whole.size());
  return sentence_of(whole.substr(begin, std::max(span.begin, span.end) - span.begin));
}

Location location_of(const Sources& sources, SourceSpan span) {
  const SourceFile& file = sources.files[span.file];
  return {.file = file.path(), .line = file.line_at(span.begin)};
}

}  // namespace abide::policy
