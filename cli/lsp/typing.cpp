// What helps while somebody types: proposals, the one layout, and mends.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/lsp/answers.hpp"
#include "policy/editing/completion.hpp"
#include "policy/fixes.hpp"
#include "policy/format.hpp"

namespace abide::cli::lsp {
namespace {

namespace editing = policy::editing;
using editing::Proposal;
using policy::Kind;

int picture_of(const Proposal& proposal) {
  constexpr int keyword = 14;
  constexpr int value = 12;
  constexpr int klass = 7;
  constexpr int field = 5;
  constexpr int module = 9;
  constexpr int structure = 22;
  constexpr int event = 23;
  constexpr int reference = 18;
  if (proposal.sort == Proposal::Sort::keyword) return keyword;
  if (proposal.sort == Proposal::Sort::value) return value;
  switch (proposal.kind) {
    case Kind::category:
      return klass;
    case Kind::column:
      return field;
    case Kind::store:
    case Kind::policy:
    case Kind::deployment:
      return module;
    case Kind::table:
      return structure;
    case Kind::event:
    case Kind::state:
      return event;
    case Kind::subject:
    case Kind::recipient:
    case Kind::processor:
    case Kind::controller:
    case Kind::staff:
    case Kind::purpose:
    case Kind::transform:
    case Kind::outlet:
    case Kind::promise:
    case Kind::ruling:
      return reference;
  }
  return reference;
}

/// The lines that differ, as one edit; nothing where none does.
Json edit_between(std::string_view before, std::string_view after, const Placer& placer) {
  std::size_t same = 0;
  const std::size_t shorter = std::min(before.size(), after.size());
  while (same < shorter && before[same] == after[same]) ++same;
  while (same > 0 && before[same - 1] != '\n') --same;
  std::size_t tail = 0;
  while (tail < shorter - same &&
         before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) {
    ++tail;
  }
  while (tail > 0 && before[before.size() - tail - 1] != '\n') --tail;
  const auto begin = static_cast<std::uint32_t>(same);
  const auto end = static_cast<std::uint32_t>(before.size() - tail);
  return {{"range", placer.range(begin, end)},
          {"newText", std::string{after.substr(same, after.size() - tail - same)}}};
}

/// Diagnostics of one document, with what their spans count by.
struct Said {
  const std::vector<policy::Diagnostic>* diagnostics = nullptr;
  const policy::Sources* sources = nullptr;
};
Said said_of(const Subject& subject) {
  for (const Deployed& one : subject.project.deployments()) {
    if (one.path == subject.path) return {&one.compiled.diagnostics, &one.compiled.sources};
  }
  const auto& noticed = subject.project.noticed();
  return noticed ? Said{&noticed->diagnostics, &noticed->files} : Said{};
}

/// The edits of a fix, by document.
Json changes_of(const Asked& asked, const policy::Sources& sources, const policy::Fix& fix) {
  Json changes = Json::object();
  for (const policy::Edit& edit : fix.edits) {
    const policy::SourceFile& file = sources.files[edit.span.file];
    const Placer placer{file.text(), asked.editor.encoding};
    changes[asked.workspace.uri(file.path())].push_back(
        {{"range", placer.range(edit.span.begin, edit.span.end)}, {"newText", edit.text}});
  }
  return changes;
}

/// What the editor told of the diagnostic, for it to know which one an action mends.
Json told_of(const Asked& asked, const Json& range, const policy::Diagnostic& diagnostic) {
  Json told = Json::array();
  for (const Json& one : asked.params.at("context").at("diagnostics")) {
    if (one.value("code", Json{}) == diagnostic.code && one.at("range") == range)
      told.push_back(one);
  }
  return told;
}

}  // namespace

Answer completion(const Asked& asked) {
  const auto found = subject_of(asked);
  if (const auto* refusal = std::get_if<Refusal>(&found)) return *refusal;
  const Subject& subject = std::get<Subject>(found);
  const auto wanted =
      is_deployment(subject.path) ? editing::FileSort::deployment : editing::FileSort::policy;
  const editing::Proposals proposals =
      editing::proposals_at(subject.names(), subject.file, offset_of(asked, subject), wanted);
  const Placer placer{subject.text(), asked.editor.encoding};
  const Json range = placer.range(proposals.typed.begin, proposals.typed.end);
  Json items = Json::array();
  for (const Proposal& one : proposals.list) {
    Json item{{"label", one.text},
              {"kind", picture_of(one)},
              {"textEdit", {{"range", range}, {"newText", one.text}}}};
    if (!one.detail.empty()) item["detail"] = one.detail;
    items.push_back(std::move(item));
  }
  return Json{{"isIncomplete", false}, {"items", std::move(items)}};
}

Answer formatting(const Asked& asked) {
  const auto found = subject_of(asked);
  if (const auto* refusal = std::get_if<Refusal>(&found)) return *refusal;
  const Subject& subject = std::get<Subject>(found);
  const policy::Formatted formatted = policy::format(subject.index.files[subject.file]);
  if (std::holds_alternative<policy::Unreadable>(formatted)) {
    return Refusal{Fault::request_failed,
                   "the file does not read yet, and nothing was laid out; mend its faults first"};
  }
  if (const auto* wrong = std::get_if<policy::Misprinted>(&formatted)) {
    return Refusal{Fault::internal_error,
                   "a fault of Abide's own: the layout would not say the same: " + wrong->what};
  }
  const auto& after = std::get<std::string>(formatted);
  Json edits = Json::array();
  if (after != subject.text()) {
    edits.push_back(
        edit_between(subject.text(), after, Placer{subject.text(), asked.editor.encoding}));
  }
  return edits;
}

Answer code_actions(const Asked& asked) {
  const auto found = subject_of(asked);
  if (const auto* refusal = std::get_if<Refusal>(&found)) return *refusal;
  const Subject& subject = std::get<Subject>(found);
  const Placer placer{subject.text(), asked.editor.encoding};
  const Json& range = asked.params.at("range");
  const std::uint32_t begin = placer.offset(place_of(range.at("start")));
  const std::uint32_t end = placer.offset(place_of(range.at("end")));
  Json actions = Json::array();
  const Said said = said_of(subject);
  if (said.diagnostics == nullptr) return actions;
  const policy::FixFinder finder{*said.sources};
  for (const policy::Diagnostic& one : *said.diagnostics) {
    const bool here = one.span.file < said.sources->files.size() &&
                      said.sources->files[one.span.file].path() == subject.path &&
                      one.span.begin <= end && one.span.end >= begin;
    if (!here) continue;
    const Json told = told_of(asked, placer.range(one.span.begin, one.span.end), one);
    for (const policy::Fix& fix : finder.fixes_for(one)) {
      actions.push_back({{"title", fix.title},
                         {"kind", "quickfix"},
                         {"isPreferred", fix.safe},
                         {"diagnostics", told},
                         {"edit", {{"changes", changes_of(asked, *said.sources, fix)}}}});
    }
  }
  return actions;
}

}  // namespace abide::cli::lsp
