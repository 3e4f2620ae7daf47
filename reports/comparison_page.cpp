// A table for each judgement, looser first.
#include "reports/comparison_page.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "reports/document.hpp"

namespace abide::reports {
namespace {

using policy::compare::Change;
using policy::compare::Comparison;
using policy::compare::Judgement;

GridCell lines_or_none(const std::vector<std::string>& lines) {
  return lines.empty() ? GridCell{"–"} : lines;
}

std::string line_of(const Change& change) {
  const auto& place = change.stands_at ? change.stands_at : change.was_at;
  return place ? fmt::format("{}, line {}", place->file, place->line) : "–";
}

Listing list_of(const std::vector<std::string>& lines) {
  Listing listing;
  for (const std::string& line : lines) listing.items.push_back({line});
  return listing;
}

Section changes_of(const Comparison& comparison, Judgement judgement, std::string title) {
  Grid grid{"", {"What", "Before", "Now", "Why it is judged so", "Where"}, {}};
  for (const Change& one : comparison.changes) {
    if (one.judgement != judgement) continue;
    grid.rows.push_back({{{one.what},
                          lines_or_none(one.before),
                          lines_or_none(one.after),
                          lines_or_none(one.why),
                          {line_of(one)}}});
  }
  Section section{std::string{word_of(judgement)}, std::move(title)};
  if (grid.rows.empty()) {
    section.blocks.emplace_back(Passage{"None."});
  } else {
    section.blocks.emplace_back(std::move(grid));
  }
  return section;
}

void add_way(const engine::impact::OneWay& way, const std::string& caption, Section& section) {
  if (way.rows == 0) {
    section.blocks.emplace_back(Passage{caption + ": none."});
    return;
  }
  Grid grid{caption, {"What is done", "Rows", "People", "By any of"}, {}};
  for (const engine::impact::Taken& one : way.parts)
    grid.rows.push_back({{{one.part},
                          {fmt::format("{}", one.rows)},
                          {engine::impact::people_in_words(one.people, one.people_are)},
                          {fmt::format("{}", fmt::join(one.promises, ", "))}}});
  section.blocks.emplace_back(std::move(grid));
  section.blocks.emplace_back(
      Passage{fmt::format("Together {} rows of {}.", way.rows,
                          engine::impact::people_in_words(way.people, way.people_are))});
}

/// What is left out stands before the figures that leave it out.
Section impact_section(const engine::impact::Impact& impact, std::size_t number) {
  const Instant at{std::chrono::floor<std::chrono::seconds>(impact.at)};
  Section section{fmt::format("rows-{}", number),
                  fmt::format("Rows and people on {}", abide::to_string(at))};
  if (!impact.not_counted.empty()) {
    std::vector<std::string> lines;
    for (const auto& one : impact.not_counted) lines.push_back(in_words(one));
    section.blocks.emplace_back(
        Passage{"Not compared: a gap keeps a sweep from these tables, and the figures leave them "
                "out."});
    section.blocks.emplace_back(list_of(lines));
  }
  add_way(impact.more, "Taken by the newer version alone", section);
  add_way(impact.less, "Taken by the older version alone", section);
  return section;
}

}  // namespace

std::string comparison_page(const Comparison& comparison, std::string_view before,
                            std::string_view after,
                            std::span<const engine::impact::Impact> moments) {
  Document document{fmt::format("What changes from {} to {}", before, after), {}, {}};
  auto& sections = document.sections;
  sections = {
      changes_of(comparison, Judgement::looser, "Looser for the people whose data it is"),
      changes_of(comparison, Judgement::stricter, "Stricter"),
      changes_of(comparison, Judgement::sideways, "Different, and neither more nor less for them")};
  if (!comparison.not_told.empty())
    sections.push_back({"not-compared", "Not compared", {list_of(comparison.not_told)}});
  if (!comparison.renamings.empty()) {
    std::vector<std::string> names;
    for (const auto& one : comparison.renamings)
      names.push_back(fmt::format("{} {} is {} now", one.kind, one.before, one.after));
    sections.push_back({"renamed", "Renamed, which changes nothing", {list_of(names)}});
  }
  for (const engine::impact::Impact& impact : moments)
    sections.push_back(impact_section(impact, sections.size()));
  if (!moments.empty())
    sections.back().blocks.emplace_back(Passage{
        "Counted on the rows as they were: what is written, told or closed until then is not in "
        "it."});
  return html_of(document);
}

}  // namespace abide::reports
