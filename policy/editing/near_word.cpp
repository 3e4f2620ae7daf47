#include "policy/editing/near_word.hpp"

#include <fmt/format.h>

namespace abide::policy::editing {

std::optional<Mend> near_word(const Diagnostic& diagnostic, std::string_view text) {
  constexpr std::string_view before = "did you mean `";
  constexpr std::string_view after = "`?";
  const std::string_view help = diagnostic.help;
  const SourceSpan span = diagnostic.span;
  if (!help.starts_with(before) || !help.ends_with(after) || span.end > text.size() ||
      span.begin >= span.end) {
    return std::nullopt;
  }
  std::string meant{help.substr(before.size(), help.size() - before.size() - after.size())};
  const std::string_view written = text.substr(span.begin, span.end - span.begin);
  // Keys of two words are told whole, and the place is that of the first.
  const auto blank = meant.find(' ');
  const std::string_view rest = text.substr(span.end);
  if (blank != std::string::npos && rest.starts_with(std::string_view{meant}.substr(blank))) {
    meant.resize(blank);
  }
  if (meant.empty() || meant == written) return std::nullopt;
  return Mend{fmt::format("write `{}`", meant), {{span, meant}}};
}

}  // namespace abide::policy::editing
