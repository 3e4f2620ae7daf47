// Which way belongs to which code, and edits put into a text.
#include "policy/fixes.hpp"

#include <algorithm>
#include <array>

#include "policy/declared_names.hpp"
#include "policy/fixes/recipes.hpp"

namespace abide::policy {
namespace {

using fixing::Case;

struct Recipe {
  std::string_view code;
  fixing::Fixes (*make)(const Case& one);
};
constexpr std::array recipes{
    Recipe{"E0101", fixing::expected},       Recipe{"E0103", fixing::stray},
    Recipe{"E0104", fixing::suggested_word}, Recipe{"E0105", fixing::suggested_word},
    Recipe{"E0108", fixing::first_line},     Recipe{"E0201", fixing::suggested_name},
    Recipe{"E0202", fixing::declared_again}, Recipe{"E0204", fixing::suggested_word},
    Recipe{"E0206", fixing::suggested_word}, Recipe{"E0207", fixing::circular},
    Recipe{"W0215", fixing::never_used},     Recipe{"W0317", fixing::said_already},
    Recipe{"W0412", fixing::shorter_period}, Recipe{"E0501", fixing::kept_by_law},
    Recipe{"W0504", fixing::never_decides},  Recipe{"W0506", fixing::missing_period},
    Recipe{"E0507", fixing::suggested_name}, Recipe{"E0610", fixing::one_more_severance},
    Recipe{"E0701", fixing::weaker_mode},    Recipe{"W0713", fixing::useless_waiver},
    Recipe{"E0802", fixing::suggested_name}, Recipe{"E0901", fixing::lost_quote}};

bool lies_within(std::string_view text, SourceSpan span) {
  return span.begin <= span.end && span.end <= text.size();
}

}  // namespace

std::vector<Fix> FixFinder::fixes_for(const Diagnostic& diagnostic) const {
  const auto* const recipe =
      std::ranges::find(recipes, std::string_view{diagnostic.code}, &Recipe::code);
  const bool in_a_text = diagnostic.span.file < sources_.files.size() &&
                         lies_within(sources_.files[diagnostic.span.file].text(), diagnostic.span);
  if (recipe == recipes.end() || !in_a_text) return {};
  return recipe->make(Case{diagnostic, sources_, *this});
}

const std::vector<std::string>& FixFinder::names() const {
  if (!names_) names_ = declared_names(sources_);
  return *names_;
}

std::vector<Fix> fixes_for(const Diagnostic& diagnostic, const Sources& sources) {
  return FixFinder{sources}.fixes_for(diagnostic);
}

std::optional<std::string> with_edits(std::string_view text, std::vector<Edit> edits) {
  std::ranges::stable_sort(edits, {}, [](const Edit& edit) { return edit.span.begin; });
  std::string made;
  std::size_t at = 0;
  for (const Edit& edit : edits) {
    if (!lies_within(text, edit.span) || edit.span.begin < at) return std::nullopt;
    made.append(text.substr(at, edit.span.begin - at)).append(edit.text);
    at = edit.span.end;
  }
  return made.append(text.substr(at));
}

}  // namespace abide::policy
