// See format.hpp: read, cut into pieces, lay out, and look at the result as a stranger would.
#include "policy/format.hpp"

#include <utility>

#include "policy/format/layout.hpp"
#include "policy/format/sameness.hpp"
#include "policy/parse.hpp"

namespace abide::policy {

Formatted format(const SourceFile& source) {
  ParseResult read = parse(source);
  if (!read.diagnostics.empty()) {
    return Unreadable{std::move(read.diagnostics)};
  }
  const std::string_view text = source.text();
  std::string made =
      layout::lay_out(text, layout::cut(text), layout::breaks_after(read.file, text.size()));
  if (std::string wrong = layout::difference(text, read.file, made); !wrong.empty()) {
    return Misprinted{std::move(wrong)};
  }
  return made;
}

}  // namespace abide::policy
