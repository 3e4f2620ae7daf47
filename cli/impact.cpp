// Both versions over the same stores: the planner that runs at night, asked four times.
#include "cli/impact.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>

#include "cli/shown.hpp"

namespace abide::cli {
namespace {

using engine::impact::Impact;
using engine::impact::OneWay;
using engine::impact::Taken;

/// The deployment as the other version reads it; none where it is not of it.
std::optional<policy::Deployment> deployment_for(const Desk& desk, const std::string& path,
                                                 const policy::Model& model) {
  const auto reader = [&](const std::string& file) {
    return desk.files().read(file, policy::max_source_bytes);
  };
  auto read = policy::compile_deployment(path, reader, model);
  return read && read->deployment ? std::move(read->deployment) : std::nullopt;
}

bool same_stores(const policy::Model& a, const policy::Model& b) {
  return a.stores.size() == b.stores.size() &&
         std::ranges::equal(a.stores, b.stores, {}, &policy::Store::name, &policy::Store::name);
}

Result<engine::Planned> plan(const policy::Model& model, const policy::Deployment& deployment,
                             Session& session, Instant at) {
  const engine::Scene scene{model, deployment, session.stores, *session.control, at, session.now};
  ABIDE_TRY(const Facts facts, engine::gather(scene));
  auto planned = engine::plan_sweep(scene, facts);
  session.control->abandon();
  return planned;
}

Instant year_after(Instant at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  return Instant{std::chrono::sys_days{add(Date{day}, {1, Period::Unit::years}, Rounding::up)}} +
         (at - day);
}

std::string rows(std::uint64_t count) {
  return fmt::format("{} {}", count, count == 1 ? "row" : "rows");
}

/// What the figures below leave out, before any of them.
std::string not_counted_text(const std::vector<Impact>& moments) {
  std::set<std::string> lines;
  for (const Impact& impact : moments)
    for (const auto& one : impact.not_counted) lines.insert(in_words(one));
  if (lines.empty()) return "";
  return fmt::format(
      "NOT COMPARED: a gap keeps a sweep from these tables, and the figures below leave them out\n"
      "  ! {}\n  to do: close the gaps, then compare again; `abide explain CODE` says more\n",
      fmt::join(lines, "\n  ! "));
}

std::vector<std::string> not_counted_tables(const Impact& impact) {
  std::vector<std::string> tables;
  for (const auto& one : impact.not_counted)
    if (tables.empty() || tables.back() != one.table) tables.push_back(one.table);
  return tables;
}

Json gaps_json(const Impact& impact) {
  Json list = Json::array();
  for (const auto& one : impact.not_counted)
    list.push_back(
        {{"table", one.table}, {"gap", one.gap}, {"older", one.older}, {"newer", one.newer}});
  return list;
}

/// Leaves those whose statements changed, where there are such.
void keep_changed(const std::set<std::string>& changed, OneWay& way) {
  for (Taken& taken : way.parts) {
    std::vector<std::string> kept;
    std::ranges::copy_if(taken.promises, std::back_inserter(kept),
                         [&](const std::string& one) { return changed.contains(one); });
    if (!kept.empty()) taken.promises = std::move(kept);
  }
}

std::string behind(const Taken& taken) {
  return taken.promises.size() == 1
             ? taken.promises.front()
             : fmt::format("{}, any of which may be the reason", fmt::join(taken.promises, ", "));
}

std::string text_of(const OneWay& way, const std::string& what) {
  if (way.rows == 0) return fmt::format("  {}: none\n", what);
  std::string text = fmt::format("  {}: {} of {}\n", what, rows(way.rows),
                                 people_in_words(way.people, way.people_are));
  for (const Taken& taken : way.parts)
    text += fmt::format("    {:<36} {} of {}, by {}\n", taken.part, rows(taken.rows),
                        people_in_words(taken.people, taken.people_are), behind(taken));
  return text;
}

Json json_of(const OneWay& way) {
  Json parts = Json::array();
  for (const Taken& taken : way.parts)
    parts.push_back({{"part", taken.part},
                     {"store", taken.store},
                     {"table", taken.table},
                     {"promises", taken.promises},
                     {"rows", taken.rows},
                     {"people", taken.people},
                     {"people_are", word_of(taken.people_are)}});
  return {{"rows", way.rows},
          {"people", way.people},
          {"people_are", word_of(way.people_are)},
          {"parts", std::move(parts)}};
}

}  // namespace

Result<Impacts> impacts_of(const Desk& desk, Session& session, const std::string& deployment,
                           const policy::Model& before) {
  Impacts impacts;
  const auto old = deployment_for(desk, deployment, before);
  if (!old || !same_stores(before, session.model)) {
    impacts.not_told = "the older version speaks of other stores than this deployment";
    return impacts;
  }
  for (const Instant at : {session.at, year_after(session.at)}) {
    ABIDE_TRY(const engine::Planned was, plan(before, *old, session, at));
    ABIDE_TRY(const engine::Planned is, plan(session.model, session.deployment, session, at));
    ABIDE_TRY(Impact impact,
              engine::impact::impact_of({before, was}, {session.model, is}, session.stores));
    impacts.moments.push_back(std::move(impact));
  }
  return impacts;
}

void name_changed(Impacts& impacts, const policy::compare::Comparison& comparison) {
  std::set<std::string> changed;
  for (const policy::compare::Change& one : comparison.changes) {
    const bool said = !one.before.empty() || !one.after.empty();
    if (said && one.part != policy::compare::Part::policy) changed.insert(one.what);
  }
  for (Impact& impact : impacts.moments) {
    keep_changed(changed, impact.more);
    keep_changed(changed, impact.less);
  }
}

std::string text_of(const Impacts& impacts) {
  if (!impacts.not_told.empty())
    return fmt::format("Rows are not compared: {}\n", impacts.not_told);
  std::string text = not_counted_text(impacts.moments);
  for (const Impact& impact : impacts.moments) {
    const bool tonight = &impact == &impacts.moments.front();
    text +=
        fmt::format("{}, {}\n", tonight ? "Tonight" : "Within a year", to_the_second(impact.at));
    text += text_of(impact.more, "taken by the newer version alone");
    text += text_of(impact.less, "taken by the older version alone");
  }
  text +=
      "  Counted on the rows as they are now: what is written, told or closed until then is not "
      "in it.\n";
  return text;
}

Json json_of(const Impacts& impacts) {
  if (!impacts.not_told.empty()) return {{"not_told", impacts.not_told}};
  Json list = Json::array();
  for (const Impact& impact : impacts.moments)
    list.push_back({{"at", to_string(impact.at)},
                    {"newer_alone", json_of(impact.more)},
                    {"older_alone", json_of(impact.less)},
                    {"not_counted", not_counted_tables(impact)},
                    {"gaps", gaps_json(impact)},
                    {"exact", impact.is_exact()}});
  return {{"moments", std::move(list)}, {"rows_as_of", "now"}};
}

}  // namespace abide::cli
