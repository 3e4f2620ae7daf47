#include "cli/explain_path.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace abide::cli {
namespace {

using policy::Cut;
using policy::Leg;
using policy::Model;

std::string place(const policy::Location& location) {
  return fmt::format("{}:{}", location.file, location.line);
}

std::string step_text(const Model& model, const Leg& step) {
  std::string text = fmt::format("  {} -> {}: {}\n", name_of(model, step.from),
                                 name_of(model, step.to), step.words);
  if (!step.sentence.empty()) {
    text += fmt::format("      {}`{}` ({})\n", step.promise.empty() ? "" : step.promise + " says ",
                        step.sentence, place(step.location));
  } else {
    text += fmt::format("      declared in {}\n", place(step.location));
  }
  for (const Cut& cut : step.cuts)
    text += fmt::format("      ended by {} `{}` ({})\n", cut.promise, cut.sentence,
                        place(cut.location));
  return text;
}

Json place_json(const policy::Location& location) {
  return {{"file", location.file}, {"line", location.line}};
}

Json step_json(const Model& model, const Leg& step) {
  Json cuts = Json::array();
  for (const Cut& cut : step.cuts) {
    cuts.push_back({{"promise", cut.promise},
                    {"sentence", cut.sentence},
                    {"place", place_json(cut.location)}});
  }
  return {{"from", name_of(model, step.from)},
          {"to", name_of(model, step.to)},
          {"words", step.words},
          {"promise", step.promise},
          {"sentence", step.sentence},
          {"place", place_json(step.location)},
          {"ended_by", std::move(cuts)}};
}

}  // namespace

Result<PathStory> explain_path(const Model& model, const std::string& from, const std::string& to) {
  ABIDE_TRY(const auto begin, policy::stations_named(model, from));
  ABIDE_TRY(const auto end, policy::stations_named(model, to));
  return PathStory{from, to, policy::shortest_ways(model, begin, end)};
}

std::string path_text(const Model& model, const PathStory& story) {
  if (story.ways.empty())
    return fmt::format("No sentence, link or identifier leads from {} to {}.\n", story.from,
                       story.to);
  if (story.ways.front().empty())
    return fmt::format("{} and {} are the same.\n", story.from, story.to);
  const std::size_t steps = story.ways.front().size();
  std::string text = fmt::format("From {} to {} in {} step{}\n", story.from, story.to, steps,
                                 steps == 1 ? "" : "s");
  for (std::size_t i = 0; i < story.ways.size(); ++i) {
    if (story.ways.size() > 1) text += fmt::format("\nWay {}\n", i + 1);
    for (const Leg& step : story.ways[i]) text += step_text(model, step);
  }
  return text;
}

Json path_json(const Model& model, const PathStory& story) {
  Json ways = Json::array();
  for (const policy::Way& way : story.ways) {
    Json steps = Json::array();
    for (const Leg& step : way) steps.push_back(step_json(model, step));
    ways.push_back(std::move(steps));
  }
  return {{"from", story.from}, {"to", story.to}, {"ways", std::move(ways)}};
}

}  // namespace abide::cli
