#include "policy/mending.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

#include "policy/sentences.hpp"

namespace abide::policy {
namespace {

constexpr int most_rounds = 40;
constexpr std::size_t most_alone = 200;  ///< fixes tried one at a time, each for a look

/// The steps that a text goes through; one that fails hides what the later ones would say.
enum class Step { reading, names, checks, notices, none };

Step step_of(std::string_view code) {
  constexpr std::array<std::string_view, 8> of_names{"E0503", "E0507", "E0315", "E0602",
                                                     "E0705", "E0802", "E0509", "W0216"};
  if (code.starts_with("E01")) return Step::reading;
  const bool names = code.starts_with("E02") && code != "E0214";  // which a check raises
  if (names || std::ranges::find(of_names, code) != of_names.end()) return Step::names;
  return code.substr(1).starts_with("09") ? Step::notices : Step::checks;
}

Step first_failed(const std::vector<Diagnostic>& diagnostics) {
  Step first = Step::none;
  for (const Diagnostic& one : diagnostics) {
    if (one.severity == Severity::error) first = std::min(first, step_of(one.code));
  }
  return first;
}

using Said = std::pair<std::string_view, std::string_view>;
std::multiset<Said> said_by(const std::vector<Diagnostic>& diagnostics) {
  std::multiset<Said> said;
  for (const Diagnostic& one : diagnostics) said.insert({one.code, one.message});
  return said;
}

/// A fix, with what it mends.
struct Chosen {
  const Diagnostic* diagnostic;
  Fix fix;
};

/// The first safe fix of each diagnostic, none over the text of another.
std::vector<Chosen> safe_fixes(const Look& look, const Fixer& fixer) {
  std::vector<Chosen> chosen;
  std::map<std::uint32_t, std::vector<Edit>> edits;  // by file
  const FixFinder finder{look.sources};
  for (const Diagnostic& diagnostic : look.diagnostics) {
    std::vector<Fix> fixes = fixer ? fixer(diagnostic, look.sources) : finder.fixes_for(diagnostic);
    for (Fix& fix : fixes) {
      const bool of_policy = std::ranges::all_of(fix.edits, [&](const Edit& edit) {
        return edit.span.file < look.sources.trees.size() && edit.span.file == diagnostic.span.file;
      });
      if (!fix.safe || fix.edits.empty() || !of_policy) continue;
      auto& list = edits[diagnostic.span.file];
      std::vector<Edit> all = list;
      all.insert(all.end(), fix.edits.begin(), fix.edits.end());
      if (!with_edits(look.sources.files[diagnostic.span.file].text(), all)) break;
      list = std::move(all);
      chosen.push_back({&diagnostic, std::move(fix)});
      break;
    }
  }
  return chosen;
}

/// The texts with every edit of these fixes.
Texts applied(const Look& look, const Texts& texts, const std::vector<Chosen>& chosen) {
  std::map<std::uint32_t, std::vector<Edit>> edits;
  for (const Chosen& one : chosen) {
    auto& list = edits[one.diagnostic->span.file];
    list.insert(list.end(), one.fix.edits.begin(), one.fix.edits.end());
  }
  Texts made = texts;
  for (auto& [file, list] : edits) {
    const SourceFile& source = look.sources.files[file];
    if (auto text = with_edits(source.text(), std::move(list)))
      made[source.path()] = std::move(*text);
  }
  return made;
}

/// Whole lines around the first edit, before and after it.
Mended told(const Look& look, const Chosen& one) {
  const SourceFile& source = look.sources.files[one.diagnostic->span.file];
  const SourceSpan first = one.fix.edits.front().span;
  const std::string_view text = source.text();
  const std::size_t line = first.begin == 0 ? 0 : text.rfind('\n', first.begin - 1) + 1;
  const std::size_t last = std::max<std::size_t>(first.end, first.begin);
  const bool whole_lines = last > first.begin && text[last - 1] == '\n';
  const std::size_t end = whole_lines ? last - 1 : std::min(text.find('\n', last), text.size());
  std::string after{text.substr(line, first.begin - line)};
  after.append(one.fix.edits.front().text).append(text.substr(last, std::max(end, last) - last));
  return {one.diagnostic->code,
          one.fix.title,
          {source.path(), source.line_at(one.diagnostic->span.begin)},
          with_single_blanks(text.substr(line, end - line)),
          with_single_blanks(after)};
}

class Mender {
 public:
  Mender(const Looker& looker, const Fixer& fixer) : looker_(looker), fixer_(fixer) {}

  Result<Mending> run() {
    ABIDE_TRY(mending_.left, looker_({}));
    for (int round = 0; round < most_rounds; ++round) {
      const std::vector<Chosen> chosen = safe_fixes(mending_.left, fixer_);
      if (chosen.empty()) break;
      ABIDE_TRY(const bool better, all_or_each(chosen));
      if (!better) break;
    }
    return std::move(mending_);
  }

 private:
  Result<bool> all_or_each(const std::vector<Chosen>& chosen) {
    ABIDE_TRY(const bool all, take(chosen));
    if (all || chosen.size() == 1) return all;
    // One of them makes something worse. Each alone: the first that does not ends the round, since
    // the others were worked out of the texts as they were.
    for (std::size_t i = 0; i < chosen.size() && alone_ < most_alone; ++i, ++alone_) {
      ABIDE_TRY(const bool one, take({chosen[i]}));
      if (one) return true;
    }
    return false;
  }
  /// Keeps the texts with these fixes where they are better so.
  Result<bool> take(const std::vector<Chosen>& chosen) {
    Texts texts = applied(mending_.left, mending_.texts, chosen);
    ABIDE_TRY(Look look, looker_(texts));
    if (!is_better(look.diagnostics, mending_.left.diagnostics)) return false;
    for (const Chosen& one : chosen) mending_.mended.push_back(told(mending_.left, one));
    mending_.texts = std::move(texts);
    mending_.left = std::move(look);
    return true;
  }

  const Looker& looker_;
  const Fixer& fixer_;
  Mending mending_;
  std::size_t alone_ = 0;
};

}  // namespace

bool is_better(const std::vector<Diagnostic>& after, const std::vector<Diagnostic>& before) {
  const Step failed = first_failed(before);
  const std::multiset<Said> was = said_by(before);
  const std::multiset<Said> is = said_by(after);
  std::vector<Said> come;
  std::ranges::set_difference(is, was, std::back_inserter(come));
  if (come.empty()) return is.size() < was.size();
  return first_failed(after) > failed &&
         std::ranges::all_of(come, [&](const Said& one) { return step_of(one.first) > failed; });
}

Result<Mending> mend(const Looker& looker, const Fixer& fixer) {
  return Mender{looker, fixer}.run();
}

}  // namespace abide::policy
