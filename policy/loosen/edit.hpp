// The way from a statement to a looser one: the changed node and the same change to its text, made
// together. Internal to this folder.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "policy/loosen/loosening.hpp"
#include "policy/sentences.hpp"
#include "policy/statements.hpp"

namespace abide::policy::loosening {

/// What an operator makes of one statement.
struct Looser {
  std::string how;
  std::vector<TextEdit> edits;
  std::variant<Loosening::LeftOut, ast::Statement, ast::TableItem> instead;
};
using Loosers = std::vector<Looser>;

/// What the operators look at besides the statement itself.
struct Desk {
  const Sources& sources;
  const Model& model;

  [[nodiscard]] std::string_view text(std::uint32_t file) const {
    return sources.files[file].text();
  }
  /// Whether a part of the Model was compiled from what is written there.
  template <class Part>
  [[nodiscard]] bool is_of(const Part& part, SourceSpan span) const {
    const SourceFile& file = sources.files[span.file];
    return part.location == Location{file.path(), file.line_at(span.begin)} &&
           part.sentence == sentence_at(sources, span);
  }
};

/// What operators of one kind have in common: they look at a statement and note its looser forms.
class Operators {
 public:
  explicit Operators(const Desk& desk) : desk_(desk) {}
  Loosers made() && { return std::move(made_); }

 protected:
  [[nodiscard]] const Desk& desk() const { return desk_; }
  void leave_out() { made_.push_back({"left out", {}, Loosening::LeftOut{}}); }
  /// @param change  does to a copy of the node what the edits do to the text
  template <class S, class Change>
  void add(const S& s, std::string how, std::vector<TextEdit> edits, const Change& change) {
    S copy = s;
    change(copy);
    made_.push_back({std::move(how), std::move(edits), ast::Statement{std::move(copy)}});
  }

 private:
  const Desk& desk_;
  Loosers made_;
};

/// Right after a node.
[[nodiscard]] inline SourceSpan after(SourceSpan span) {
  return {.begin = span.end, .end = span.end, .file = span.file};
}
/// From `begin` of one to `begin` of the other, or `end` to `end`.
[[nodiscard]] inline SourceSpan from_start_to_start(SourceSpan a, SourceSpan b) {
  return {.begin = a.begin, .end = b.begin, .file = a.file};
}
[[nodiscard]] inline SourceSpan from_end_to_end(SourceSpan a, SourceSpan b) {
  return {.begin = a.end, .end = b.end, .file = a.file};
}

/// From the keyword before a list, back to the word before it, to the end of the list: ` when a,
/// b`.
[[nodiscard]] SourceSpan clause_with(const Desk& desk, std::string_view keyword,
                                     const ast::Names& names);
/// The edit that takes one of several names out, with the word or comma that joins it.
[[nodiscard]] TextEdit without(const ast::Names& names, std::size_t which);
[[nodiscard]] ast::Names less(const ast::Names& names, std::size_t which);
/// One more name at the end of a list.
[[nodiscard]] TextEdit with_one_more(const ast::Names& names, const std::string& name);
void add_name(ast::Names& names, const std::string& name);
/// The period written anew.
[[nodiscard]] TextEdit rewritten(const ast::Duration& duration, const Period& period);
[[nodiscard]] Period twice(const Period& period);
/// Half of it, rounded down; none of a period of one.
[[nodiscard]] std::optional<Period> half(const Period& period);
[[nodiscard]] bool has(const ast::Names& names, std::string_view name);

// By kind of statement; none of a kind that has no looser form.
[[nodiscard]] Loosers loosers_of_time(const Desk& desk, const ast::Statement& statement);
[[nodiscard]] Loosers loosers_of_flow(const Desk& desk, const ast::Statement& statement);
[[nodiscard]] Loosers loosers_of_answer(const ast::Statement& statement);
[[nodiscard]] Loosers loosers_of_path(const Desk& desk, TableId table, const ast::TableItem& item);

}  // namespace abide::policy::loosening
