#include "cli/lsp/asked.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/uris.hpp"

namespace abide::cli::lsp {

std::variant<Subject, Refusal> subject_of(const Asked& asked) {
  const std::string path =
      path_of(asked.params.at("textDocument").at("uri").get_ref<const std::string&>());
  const auto open = asked.workspace.documents().find(path);
  if (open == asked.workspace.documents().end()) {
    return Refusal{Fault::invalid_params, fmt::format("`{}` is not open", path)};
  }
  Project& project = asked.workspace.project_of(path);
  const Index& index = project.index();
  const auto number = index.number_of(path);
  if (!number) return Refusal{Fault::request_failed, fmt::format("`{}` cannot be read", path)};
  return Subject{open->first, open->second, project, index, *number};
}

std::uint32_t offset_of(const Asked& asked, const Subject& subject) {
  return Lines{subject.text()}.offset(subject.text(), place_of(asked.params.at("position")),
                                      asked.editor.encoding);
}

Place place_of(const Json& position) {
  return {position.at("line").get<std::uint32_t>(), position.at("character").get<std::uint32_t>()};
}

Json json_of(Place place) { return {{"line", place.line}, {"character", place.character}}; }

Json Placer::range(std::uint32_t begin, std::uint32_t end) const {
  return {{"start", json_of(place(begin))}, {"end", json_of(place(std::max(begin, end)))}};
}

}  // namespace abide::cli::lsp
