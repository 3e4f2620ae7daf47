// A table for each judgement, looser first.
#include "reports/comparison_page.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "reports/html.hpp"

namespace abide::reports {
namespace {

using policy::compare::Change;
using policy::compare::Comparison;
using policy::compare::Judgement;

std::string or_none(const std::vector<std::string>& sentences) {
  return sentences.empty() ? "–" : fmt::format("{}", fmt::join(sentences, "; "));
}

std::string where(const Change& change) {
  const auto& place = change.stands_at ? change.stands_at : change.was_at;
  return place ? fmt::format("{}, line {}", place->file, place->line) : "–";
}

void add(const Comparison& comparison, Judgement judgement, std::string_view heading, Page& page) {
  std::vector<std::vector<std::string>> rows;
  for (const Change& one : comparison.changes)
    if (one.judgement == judgement)
      rows.push_back(
          {one.what, or_none(one.before), or_none(one.after), or_none(one.why), where(one)});
  page.heading(heading);
  if (rows.empty()) {
    page.paragraph("None.");
  } else {
    page.table({"What", "Before", "Now", "Why it is judged so", "Where"}, rows);
  }
}

void add(const engine::impact::OneWay& way, std::string_view heading, Page& page) {
  page.subheading(heading);
  if (way.rows == 0) {
    page.paragraph("None.");
    return;
  }
  std::vector<std::vector<std::string>> rows;
  for (const engine::impact::Taken& one : way.parts)
    rows.push_back({one.part, fmt::format("{}", one.rows),
                    engine::impact::people_in_words(one.people, one.people_are),
                    fmt::format("{}", fmt::join(one.promises, ", "))});
  page.table({"What is done", "Rows", "People", "By any of"}, rows);
  page.paragraph(fmt::format("Together {} rows of {}.", way.rows,
                             engine::impact::people_in_words(way.people, way.people_are)));
}

void add(const engine::impact::Impact& impact, Page& page) {
  page.heading(fmt::format("Rows and people on {}", to_string(impact.at)));
  add(impact.more, "Taken by the newer version alone", page);
  add(impact.less, "Taken by the older version alone", page);
  if (!impact.not_counted.empty()) {
    page.subheading("Not counted, since a gap keeps a sweep from them");
    page.list(impact.not_counted);
  }
}

}  // namespace

std::string comparison_page(const Comparison& comparison, std::string_view before,
                            std::string_view after,
                            std::span<const engine::impact::Impact> moments) {
  Page page{fmt::format("What changes from {} to {}", before, after)};
  add(comparison, Judgement::looser, "Looser for the people whose data it is", page);
  add(comparison, Judgement::stricter, "Stricter", page);
  add(comparison, Judgement::sideways, "Different, and neither more nor less for them", page);
  if (!comparison.not_told.empty()) page.heading("Not compared").list(comparison.not_told);
  if (!comparison.renamings.empty()) {
    std::vector<std::string> names;
    for (const auto& one : comparison.renamings)
      names.push_back(fmt::format("{} {} is {} now", one.kind, one.before, one.after));
    page.heading("Renamed, which changes nothing").list(names);
  }
  for (const engine::impact::Impact& impact : moments) add(impact, page);
  if (!moments.empty())
    page.paragraph(
        "Counted on the rows as they were: what is written, told or closed until then is not in "
        "it.");
  return page.text();
}

}  // namespace abide::reports
