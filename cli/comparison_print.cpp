// One layout for `abide diff` and `abide publish`.
#include "cli/comparison_print.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace abide::cli {
namespace {

using policy::compare::Change;
using policy::compare::Comparison;
using policy::compare::Judgement;

constexpr std::array judgements{Judgement::looser, Judgement::stricter, Judgement::sideways};

std::ptrdiff_t count_of(const Comparison& comparison, Judgement judgement) {
  return std::ranges::count(comparison.changes, judgement, &Change::judgement);
}

std::string place_of(const policy::Location& location) {
  return fmt::format("{}:{}", location.file, location.line);
}

std::string where(const Change& change) {
  std::vector<std::string> places;
  if (change.stands_at) places.push_back(place_of(*change.stands_at));
  if (change.was_at) places.push_back("was " + place_of(*change.was_at));
  return places.empty() ? "" : fmt::format("  ({})", fmt::join(places, ", "));
}

std::string heading_of(Judgement judgement) {
  switch (judgement) {
    case Judgement::looser:
      return "Looser for the people whose data it is";
    case Judgement::stricter:
      return "Stricter";
    case Judgement::sideways:
      return "Sideways: different, and neither more nor less for them";
  }
  return "";
}

std::string text_of(const Change& change) {
  std::string text = fmt::format("  {}{}\n", change.what, where(change));
  for (const std::string& sentence : change.before) text += fmt::format("    - {}\n", sentence);
  for (const std::string& sentence : change.after) text += fmt::format("    + {}\n", sentence);
  for (const std::string& why : change.why) text += fmt::format("    = {}\n", why);
  return text;
}

Json json_of(const std::optional<policy::Location>& location) {
  return location ? Json{{"file", location->file}, {"line", location->line}} : Json();
}

}  // namespace

std::string summary_of(const Comparison& comparison) {
  std::vector<std::string> parts;
  for (const Judgement judgement : judgements) {
    if (const auto count = count_of(comparison, judgement); count > 0)
      parts.push_back(fmt::format("{} {}", count, word_of(judgement)));
  }
  if (!comparison.not_told.empty())
    parts.push_back(fmt::format("{} not compared", comparison.not_told.size()));
  return parts.empty() ? "nothing changes" : fmt::format("{}", fmt::join(parts, ", "));
}

std::string text_of(const Comparison& comparison) {
  std::string text;
  for (const Judgement judgement : judgements) {
    if (count_of(comparison, judgement) == 0) continue;
    text += heading_of(judgement) + "\n";
    for (const Change& change : comparison.changes)
      if (change.judgement == judgement) text += text_of(change);
  }
  for (const std::string& one : comparison.not_told) text += fmt::format("Not compared: {}\n", one);
  for (const auto& one : comparison.renamings)
    text += fmt::format("Renamed, which changes nothing: {} `{}` is `{}` now\n", one.kind,
                        one.before, one.after);
  return text;
}

Json changes_json(const Comparison& comparison) {
  Json list = Json::array();
  for (const Change& one : comparison.changes) {
    list.push_back({{"part", word_of(one.part)},
                    {"judgement", word_of(one.judgement)},
                    {"what", one.what},
                    {"before", one.before},
                    {"after", one.after},
                    {"why", one.why},
                    {"was_at", json_of(one.was_at)},
                    {"stands_at", json_of(one.stands_at)}});
  }
  return list;
}

Json json_of(const Comparison& comparison) {
  Json counts = Json::object();
  for (const Judgement judgement : judgements)
    counts[std::string{word_of(judgement)}] = count_of(comparison, judgement);
  Json renamed = Json::array();
  for (const auto& one : comparison.renamings)
    renamed.push_back({{"kind", one.kind}, {"before", one.before}, {"after", one.after}});
  return {{"changes", changes_json(comparison)},
          {"counts", std::move(counts)},
          {"renamed", std::move(renamed)},
          {"not_told", comparison.not_told}};
}

}  // namespace abide::cli
