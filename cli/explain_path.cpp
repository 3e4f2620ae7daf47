#include "cli/explain_path.hpp"

#include <fmt/format.h>

#include <algorithm>
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

/// The first of them, under a heading that counts its steps.
std::string way_text(const Model& model, const std::string& heading,
                     const std::vector<policy::Way>& ways) {
  const std::size_t steps = ways.front().size();
  std::string text = fmt::format("{}, in {} step{}\n", heading, steps, steps == 1 ? "" : "s");
  for (const Leg& step : ways.front()) text += step_text(model, step);
  if (ways.size() > 1)
    text += fmt::format("  (as short: {} more, with --format json)\n", ways.size() - 1);
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

Json ways_json(const Model& model, const std::vector<policy::Way>& all) {
  Json ways = Json::array();
  for (const policy::Way& way : all) {
    Json steps = Json::array();
    for (const Leg& step : way) steps.push_back(step_json(model, step));
    ways.push_back(std::move(steps));
  }
  return ways;
}

}  // namespace

Result<PathStory> explain_path(const Model& model, const std::string& from, const std::string& to) {
  ABIDE_TRY(const auto begin, policy::stations_named(model, from));
  ABIDE_TRY(const auto end, policy::stations_named(model, to));
  return PathStory{from, to, policy::shortest_ways(model, begin, end),
                   policy::shortest_ways(model, begin, end, policy::By::flows),
                   end.front().kind == policy::Station::Kind::recipient};
}

std::string path_text(const Model& model, const PathStory& story) {
  if (story.ways.empty())
    return fmt::format("No sentence, link or identifier leads from {} to {}.\n", story.from,
                       story.to);
  if (story.ways.front().empty())
    return fmt::format("{} and {} are the same.\n", story.from, story.to);
  std::string text =
      story.itself.empty()
          ? fmt::format("{} itself {} {}.\n", story.from,
                        story.to_recipient ? "is never sent to" : "does not get to", story.to)
          : way_text(model, fmt::format("{} itself gets to {}", story.from, story.to),
                     story.itself);
  std::vector<policy::Way> linked = story.ways;
  std::erase_if(linked, [&](const policy::Way& way) {
    return std::ranges::find(story.itself, way) != story.itself.end();
  });
  if (!linked.empty())
    text += "\n" + way_text(model,
                            fmt::format("It can be linked with what {} {}",
                                        story.to_recipient ? "goes to" : "gets to", story.to),
                            linked);
  return text;
}

Json path_json(const Model& model, const PathStory& story) {
  return {{"from", story.from},
          {"to", story.to},
          {"itself", ways_json(model, story.itself)},
          {"ways", ways_json(model, story.ways)}};
}

}  // namespace abide::cli
