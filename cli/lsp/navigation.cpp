// From a name to what it means, to wherever else it stands, and to another name.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "cli/lsp/answers.hpp"
#include "policy/editing/rename.hpp"

namespace abide::cli::lsp {
namespace {

namespace editing = policy::editing;
using editing::Mention;
using editing::Thing;

/// Places in the files of a project.
class Locations {
 public:
  Locations(const Asked& asked, const Index& index) : asked_(asked), index_(index) {}
  [[nodiscard]] Json range(policy::SourceSpan span) {
    const auto [placer, is_new] =
        placers_.try_emplace(span.file, index_.files[span.file].text(), asked_.editor.encoding);
    return placer->second.range(span.begin, span.end);
  }
  [[nodiscard]] Json location(policy::SourceSpan span) {
    return {{"uri", asked_.workspace.uri(index_.files[span.file].path())}, {"range", range(span)}};
  }

 private:
  const Asked& asked_;
  const Index& index_;
  std::map<std::uint32_t, Placer> placers_;
};

const Mention* mention_at(const Asked& asked, const Subject& subject) {
  return subject.names().at(subject.file, offset_of(asked, subject));
}

/// A thing as one project counts it.
struct Known {
  const Index& index;
  std::uint32_t thing;
};
/// The thing, and as the other policies know it that import the file which declares it.
std::vector<Known> known_as(const Asked& asked, const Subject& subject, std::uint32_t thing) {
  std::vector<Known> all{{subject.index, thing}};
  const policy::SourceSpan place = subject.names().things()[thing].place;
  if (place == policy::SourceSpan{}) return all;  // built in
  const std::string& path = subject.index.files[place.file].path();
  for (const std::string& root : asked.workspace.importers_of(path)) {
    if (root == subject.project.root()) continue;
    const Index& index = asked.workspace.project_of(root).index();
    const auto file = index.number_of(path);
    const Mention* const there = file ? index.names->at(*file, place.begin) : nullptr;
    if (there != nullptr) all.push_back({index, there->thing});
  }
  return all;
}

}  // namespace

Answer definition(const Asked& asked) {
  const auto found = subject_of(asked);
  if (const auto* refusal = std::get_if<Refusal>(&found)) return *refusal;
  const Subject& subject = std::get<Subject>(found);
  const Mention* mention = mention_at(asked, subject);
  if (mention == nullptr) return Json{};
  const Thing& thing = subject.names().things()[mention->thing];
  if (thing.place == policy::SourceSpan{}) return Json{};  // built in
  return Locations{asked, subject.index}.location(thing.place);
}

Answer references(const Asked& asked) {
  const auto found = subject_of(asked);
  if (const auto* refusal = std::get_if<Refusal>(&found)) return *refusal;
  const Subject& subject = std::get<Subject>(found);
  const Mention* mention = mention_at(asked, subject);
  Json list = Json::array();
  if (mention == nullptr) return list;
  const bool declarations = asked.params.at("context").at("includeDeclaration").get<bool>();
  std::set<std::tuple<std::string, std::uint32_t, std::uint32_t>> told;  // projects share files
  for (const Known& known : known_as(asked, subject, mention->thing)) {
    Locations locations{asked, known.index};
    for (const Mention& one : known.index.names->mentions()) {
      if (one.thing != known.thing || (one.declares && !declarations)) continue;
      if (told.emplace(known.index.files[one.span.file].path(), one.span.begin, one.span.end)
              .second) {
        list.push_back(locations.location(one.span));
      }
    }
  }
  return list;
}

Answer highlights(const Asked& asked) {
  constexpr int read = 2;
  constexpr int write = 3;
  const auto found = subject_of(asked);
  if (const auto* refusal = std::get_if<Refusal>(&found)) return *refusal;
  const Subject& subject = std::get<Subject>(found);
  const Mention* mention = mention_at(asked, subject);
  Json list = Json::array();
  if (mention == nullptr) return list;
  Locations locations{asked, subject.index};
  for (const Mention& one : subject.names().mentions()) {
    if (one.thing == mention->thing && one.span.file == subject.file) {
      list.push_back({{"range", locations.range(one.span)}, {"kind", one.declares ? write : read}});
    }
  }
  return list;
}

Answer prepare_rename(const Asked& asked) {
  const auto found = subject_of(asked);
  if (const auto* refusal = std::get_if<Refusal>(&found)) return *refusal;
  const Subject& subject = std::get<Subject>(found);
  const Mention* mention = mention_at(asked, subject);
  if (mention == nullptr) return Json{};
  if (auto may = editing::may_rename(subject.names(), mention->thing); !may) {
    return Refusal{Fault::request_failed, may.error().message};
  }
  const std::string_view text = subject.text();
  return Json{{"range", Locations{asked, subject.index}.range(mention->span)},
              {"placeholder", std::string{text.substr(mention->span.begin,
                                                      mention->span.end - mention->span.begin)}}};
}

Answer rename(const Asked& asked) {
  const auto found = subject_of(asked);
  if (const auto* refusal = std::get_if<Refusal>(&found)) return *refusal;
  const Subject& subject = std::get<Subject>(found);
  const Mention* mention = mention_at(asked, subject);
  if (mention == nullptr) return Refusal{Fault::request_failed, "no name stands here"};
  const auto edits = editing::rename(subject.names(), mention->thing,
                                     asked.params.at("newName").get_ref<const std::string&>());
  if (!edits) {
    const Error& error = edits.error();
    return Refusal{Fault::request_failed,
                   error.message + (error.help.empty() ? "" : "; " + error.help)};
  }
  Locations locations{asked, subject.index};
  std::map<std::string, Json> by_path;
  for (const policy::Edit& edit : *edits) {
    Json& list = by_path.try_emplace(subject.index.files[edit.span.file].path(), Json::array())
                     .first->second;
    list.push_back({{"range", locations.range(edit.span)}, {"newText", edit.text}});
  }
  for (const auto& [path, list] : by_path) {
    for (const std::string& importer : asked.workspace.importers_of(path)) {
      if (importer == subject.project.root()) continue;
      return Refusal{Fault::request_failed,
                     fmt::format("`{}` is imported by `{}` too, which would keep the old name; "
                                 "rename it by hand in both policies",
                                 path, importer)};
    }
  }
  Json changes = Json::object();
  Json documents = Json::array();
  for (auto& [path, list] : by_path) {
    const auto open = asked.workspace.documents().find(path);
    const Json version =
        open == asked.workspace.documents().end() ? Json{} : Json(open->second.version);
    const std::string uri = asked.workspace.uri(path);
    documents.push_back({{"textDocument", {{"uri", uri}, {"version", version}}}, {"edits", list}});
    changes[uri] = std::move(list);
  }
  if (asked.editor.renames_by_version) return Json{{"documentChanges", std::move(documents)}};
  return Json{{"changes", std::move(changes)}};
}

}  // namespace abide::cli::lsp
