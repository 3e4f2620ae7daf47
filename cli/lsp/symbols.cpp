// What a file declares, what the workspace declares, and what can be folded.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "base/text.hpp"
#include "cli/lsp/answers.hpp"
#include "policy/editing/outline.hpp"

namespace abide::cli::lsp {
namespace {

namespace editing = policy::editing;

/// The pictures that editors have; the words say what it really is.
int picture_of(std::string_view word) {
  constexpr int module = 2;
  constexpr int space = 3;
  constexpr int klass = 5;
  constexpr int method = 6;
  constexpr int field = 8;
  constexpr int interface = 11;
  constexpr int function = 12;
  constexpr int object = 19;
  constexpr int member = 22;
  constexpr int structure = 23;
  constexpr int event = 24;
  if (word == "policy" || word == "deploy") return module;
  if (word == "store") return space;
  if (word == "category") return klass;
  if (word == "promise" || word == "ruling") return method;
  if (word == "field" || word == "link" || word == "column") return field;
  if (word == "outlet" || word == "recipient" || word == "processor") return interface;
  if (word == "purpose" || word == "transform" || word == "test") return function;
  if (word == "state") return member;
  if (word == "event") return event;
  if (word == "subject" || word == "controller" || word == "staff") return object;
  return structure;  // tables, by whatever word
}

Json json_of(const editing::Entry& entry, const Placer& placer) {
  Json children = Json::array();
  for (const editing::Entry& child : entry.children) children.push_back(json_of(child, placer));
  const std::string detail = entry.title.empty() ? entry.word : entry.word + ", " + entry.title;
  return {{"name", entry.name.empty() ? entry.word : entry.name},
          {"detail", detail},
          {"kind", picture_of(entry.word)},
          {"range", placer.range(entry.span.begin, entry.span.end)},
          {"selectionRange", placer.range(entry.name_span.begin, entry.name_span.end)},
          {"children", std::move(children)}};
}

}  // namespace

Answer document_symbols(const Asked& asked) {
  const auto found = subject_of(asked);
  if (const auto* refusal = std::get_if<Refusal>(&found)) return *refusal;
  const Subject& subject = std::get<Subject>(found);
  const Placer placer{subject.text(), asked.editor.encoding};
  Json list = Json::array();
  for (const editing::Entry& entry : editing::outline_of(subject.names().texts()[subject.file])) {
    list.push_back(json_of(entry, placer));
  }
  return list;
}

Answer workspace_symbols(const Asked& asked) {
  const std::string query = folded(asked.params.at("query").get_ref<const std::string&>());
  Json list = Json::array();
  std::set<std::tuple<std::string, std::uint32_t, std::uint32_t>> told;  // projects share files
  for (Project* const project : asked.workspace.projects()) {
    const Index& index = project->index();
    std::vector<Placer> placers;
    for (const policy::SourceFile& file : index.files) {
      placers.emplace_back(file.text(), asked.editor.encoding);
    }
    const auto& things = index.names->things();
    for (const editing::Thing& thing : things) {
      if (thing.place == policy::SourceSpan{}) continue;
      if (folded(thing.name).find(query) == std::string::npos) continue;
      const policy::SourceSpan place = thing.place;
      const std::string& path = index.files[place.file].path();
      if (!told.emplace(path, place.begin, place.end).second) continue;
      list.push_back({{"name", thing.name},
                      {"kind", picture_of(policy::word_of(thing.kind))},
                      {"containerName", std::string{policy::word_of(thing.kind)}},
                      {"location",
                       {{"uri", asked.workspace.uri(path)},
                        {"range", placers[place.file].range(place.begin, place.end)}}}});
    }
  }
  return list;
}

Answer folding_ranges(const Asked& asked) {
  const auto found = subject_of(asked);
  if (const auto* refusal = std::get_if<Refusal>(&found)) return *refusal;
  const Subject& subject = std::get<Subject>(found);
  const Placer placer{subject.text(), asked.editor.encoding};
  Json list = Json::array();
  for (const editing::Fold& fold : editing::folds_of(subject.names().texts()[subject.file])) {
    const std::uint32_t first = placer.place(fold.begin).line;
    std::uint32_t last = placer.place(fold.end).line;
    if (fold.sort == editing::Fold::Sort::block && last > 0) --last;  // the brace stays in view
    if (last <= first) continue;
    Json one{{"startLine", first}, {"endLine", last}};
    if (fold.sort == editing::Fold::Sort::comment) one["kind"] = "comment";
    list.push_back(std::move(one));
  }
  return list;
}

}  // namespace abide::cli::lsp
