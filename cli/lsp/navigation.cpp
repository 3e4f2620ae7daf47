// From a name to what it means, to wherever else it stands, and to another name.
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

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
  Locations(const Asked& asked, const Subject& subject) : asked_(asked), subject_(subject) {}
  [[nodiscard]] Json range(policy::SourceSpan span) {
    const auto [placer, is_new] = placers_.try_emplace(
        span.file, subject_.index.files[span.file].text(), asked_.editor.encoding);
    return placer->second.range(span.begin, span.end);
  }
  [[nodiscard]] Json location(policy::SourceSpan span) {
    return {{"uri", asked_.workspace.uri(subject_.index.files[span.file].path())},
            {"range", range(span)}};
  }

 private:
  const Asked& asked_;
  const Subject& subject_;
  std::map<std::uint32_t, Placer> placers_;
};

const Mention* mention_at(const Asked& asked, const Subject& subject) {
  return subject.names().at(subject.file, offset_of(asked, subject));
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
  return Locations{asked, subject}.location(thing.place);
}

Answer references(const Asked& asked) {
  const auto found = subject_of(asked);
  if (const auto* refusal = std::get_if<Refusal>(&found)) return *refusal;
  const Subject& subject = std::get<Subject>(found);
  const Mention* mention = mention_at(asked, subject);
  Json list = Json::array();
  if (mention == nullptr) return list;
  const bool declarations = asked.params.at("context").at("includeDeclaration").get<bool>();
  Locations locations{asked, subject};
  for (const Mention& one : subject.names().mentions()) {
    if (one.thing == mention->thing && (declarations || !one.declares)) {
      list.push_back(locations.location(one.span));
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
  Locations locations{asked, subject};
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
  return Json{{"range", Locations{asked, subject}.range(mention->span)},
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
  Locations locations{asked, subject};
  std::map<std::string, Json> by_path;
  for (const policy::Edit& edit : *edits) {
    Json& list = by_path.try_emplace(subject.index.files[edit.span.file].path(), Json::array())
                     .first->second;
    list.push_back({{"range", locations.range(edit.span)}, {"newText", edit.text}});
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
