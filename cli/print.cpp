// The words.
#include "cli/print.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "cli/session.hpp"

namespace abide::cli {
namespace {

using engine::Operation;
using engine::Plan;
using engine::Step;
using Kind = engine::StepOutcome::Kind;

std::string rows_of(std::uint64_t rows) {
  return fmt::format("{} row{}", rows, rows == 1 ? "" : "s");
}

std::string deed(const Step& step) {
  return step.operation == Operation::remove
             ? fmt::format("delete {} of {}.{}", rows_of(step.rows), step.store, step.table)
             : fmt::format("{} {} in {} of {}.{}", step.severs ? "sever" : "empty",
                           fmt::join(step.fields, ", "), rows_of(step.rows), step.store,
                           step.table);
}

/// Sentences that were told in full, so that they are not told again.
using Told = std::set<std::tuple<std::string, std::string, std::uint32_t>>;

std::string whys(const std::vector<engine::Why>& list, Told& told) {
  // A promise that says `as` another brings the same sentence: told once, for both.
  std::vector<std::pair<const engine::Why*, std::string>> once;
  for (const engine::Why& why : list) {
    const auto at = std::ranges::find_if(once, [&](const auto& one) {
      return one.first->sentence == why.sentence && one.first->file == why.file &&
             one.first->line == why.line;
    });
    if (at == once.end()) {
      once.emplace_back(&why, why.promise);
    } else {
      at->second += ", " + why.promise;
    }
  }
  std::string text;
  for (const auto& [why, promises] : once) {
    const bool first = told.emplace(why->sentence, why->file, why->line).second;
    text += fmt::format("       {}: {}\n", promises, first ? why->sentence : "as above");
  }
  return text;
}

/// What stays for one reason, in whichever tables.
struct Stays {
  const engine::Kept* first;
  std::uint64_t rows = 0;
  std::vector<std::string> places;
};

std::vector<Stays> by_reason(const Plan& plan) {
  std::vector<Stays> all;
  for (const engine::Kept& kept : plan.kept) {
    auto at = std::ranges::find_if(all, [&](const Stays& known) {
      return known.first->reason == kept.reason && known.first->until == kept.until &&
             known.first->why == kept.why;
    });
    if (at == all.end()) at = all.insert(at, Stays{&kept, 0, {}});
    at->rows += kept.rows;
    at->places.push_back(fmt::format("{} of {}.{}", kept.rows, kept.store, kept.table));
  }
  return all;
}

std::string line_of(const Stays& stays, Told& told) {
  const engine::Kept& kept = *stays.first;
  const bool one = stays.places.size() == 1;
  std::string text = fmt::format("   ·  {}{}: {}, until {}\n", rows_of(stays.rows),
                                 one ? fmt::format(" of {}.{}", kept.store, kept.table) : "",
                                 kept.reason, kept.until);
  if (!one) text += fmt::format("       {}\n", fmt::join(stays.places, ", "));
  return text + whys(kept.why, told);
}

std::string gaps_text(const Plan& plan) {
  std::string text;
  for (const bool waived : {false, true}) {
    for (const engine::Gap& gap : plan.gaps) {
      if (gap.waived.has_value() != waived) continue;
      text += fmt::format("  {} {} {}: {}{}\n", waived ? "·" : "!", gap.code, gap.place, gap.reason,
                          gap.rows > 0 ? fmt::format(" ({})", rows_of(gap.rows)) : "");
      text += waived ? fmt::format("       waived: {}\n", *gap.waived)
                     : fmt::format("       to do: {}\n", gap.remedy);
    }
  }
  return text.empty() ? text : "Gaps\n" + text;
}

}  // namespace

int exit_of(const Plan& plan) {
  const bool open = std::ranges::any_of(
      plan.gaps, [](const engine::Gap& gap) { return !gap.waived.has_value(); });
  const bool blocked =
      std::ranges::any_of(plan.steps, [](const Step& step) { return !step.blocked.empty(); });
  return open || blocked ? broken : done;
}

std::string plan_text(const Plan& plan) {
  std::string text = fmt::format("Plan: {} of `{}` at {} ({})\n", plan.kind, plan.policy,
                                 to_string(plan.at), plan.deployment);
  if (plan.steps.empty())
    text += plan.kind == "erase" ? "  nothing is to be erased\n" : "  nothing is due\n";
  int number = 0;
  Told told;
  for (const Step& step : plan.steps) {
    text += fmt::format("  {:>2}. {}\n", ++number, deed(step));
    if (!step.blocked.empty()) text += fmt::format("       BLOCKED: {}\n", step.blocked);
    if (!step.due.empty()) text += fmt::format("       due: {}\n", step.due);
    text += whys(step.why, told);
  }
  if (!plan.kept.empty()) text += "Stays\n";
  for (const Stays& stays : by_reason(plan)) text += line_of(stays, told);
  text += gaps_text(plan);
  for (const std::string& finding : plan.findings) text += fmt::format("  note: {}\n", finding);
  return text;
}

std::string_view headline(const Plan& plan, const engine::RunReport& report) {
  if (report.state == "complete" && report.rows() > 0) return "Done";
  if (report.state == "complete")
    return plan.kept.empty() ? "Done: nothing was due" : "Done: nothing went, what is due is kept";
  if (report.id.value.empty()) return "Held back, nothing was done";
  return report.state == "held" ? "Held back on the way" : "Not all done";
}

std::vector<std::string> holds_of(const Plan& plan) {
  constexpr std::string_view keeps = " keeps them";
  std::set<std::string> names;
  for (const engine::Kept& kept : plan.kept) {
    names.insert(kept.by.begin(), kept.by.end());
    // A sweep does not ask which of them it is.
    if (plan.kind == "sweep" && kept.reason.ends_with(keeps))
      names.insert(kept.reason.substr(0, kept.reason.size() - keeps.size()));
  }
  return {names.begin(), names.end()};
}

std::string that_keep(const std::vector<std::string>& holds) {
  std::string names;
  for (std::size_t i = 0; i < holds.size(); ++i)
    names += (i == 0 ? "" : i + 1 == holds.size() ? " and " : ", ") + holds[i];
  return fmt::format("{} keep{}", names, holds.size() == 1 ? "s" : "");
}

std::string erasure_headline(const Plan& plan, const engine::RunReport& report) {
  if (report.state != "complete")
    return fmt::format("{} for {}", headline(plan, report), plan.subject);
  const auto holds = holds_of(plan);
  const std::string keeps = that_keep(holds);
  if (report.rows() > 0) {
    return holds.empty() ? fmt::format("Done for {}", plan.subject)
                         : fmt::format("Erased in part for {}: {} the rest", plan.subject, keeps);
  }
  if (!holds.empty()) return fmt::format("Nothing was erased for {}: {} it", plan.subject, keeps);
  return plan.kept.empty()
             ? fmt::format("Nothing was there to erase for {}", plan.subject)
             : fmt::format("Nothing was erased for {}: all that is there must be kept",
                           plan.subject);
}

std::string run_text(const Plan& plan, const engine::RunReport& report) {
  std::string text;
  const bool begun = !report.id.value.empty();
  for (std::size_t i = 0; begun && i < plan.steps.size(); ++i) {
    const auto& outcome = report.steps[i];
    const Step& step = plan.steps[i];
    const char* verb = step.operation == Operation::remove ? "deleted"
                       : step.severs                       ? "severed"
                                                           : "emptied";
    const bool cut_short = outcome.kind == Kind::done && outcome.rows < step.rows;
    text += fmt::format("  {} {}.{}: {} {}",
                        cut_short                    ? "–"
                        : outcome.kind == Kind::done ? "✓"
                                                     : "!",
                        step.store, step.table, rows_of(outcome.rows), verb);
    text += cut_short ? fmt::format(" of {} planned\n", step.rows)
            : outcome.kind == Kind::done
                ? "\n"
                : fmt::format("; {}: {}\n", to_string(outcome.kind), outcome.reason);
  }
  std::map<std::string, std::vector<std::string>> depths;
  for (const engine::StoreDepth& depth : report.depths) {
    const std::string words =
        depth.depth == ErasureDepth::overwritten
            ? fmt::format("{} overwritten in the store's own files",
                          report.rows() > 0 ? "the bytes are" : "what went earlier is")
            : fmt::format("no query finds them; bytes may remain in the file ({})", depth.reason);
    depths[words].push_back(depth.store);
  }
  for (const auto& [words, stores] : depths)
    text += fmt::format("  · {}: {}\n", fmt::join(stores, ", "), words);
  text += fmt::format("Run {}: {}", begun ? report.id.value : "not begun", report.state);
  if (const auto holds = holds_of(plan); report.state == "complete" && !holds.empty())
    text += fmt::format(", but for what {}", that_keep(holds));
  text += report.held.empty() ? "\n" : fmt::format(", {}\n", report.held);
  if (!report.remedy.empty()) text += fmt::format("  to do: {}\n", report.remedy);
  return text;
}

namespace {

Json whys_json(const std::vector<engine::Why>& list) {
  Json whys = Json::array();
  for (const engine::Why& why : list) {
    whys.push_back({{"promise", why.promise},
                    {"sentence", why.sentence},
                    {"file", why.file},
                    {"line", why.line}});
  }
  return whys;
}

Json columns_json(const Step& step) {
  Json columns = Json::array();
  for (const auto& [column, value] : step.assignments) columns.push_back(column);
  return columns;
}

Json depths_json(const engine::RunReport& report) {
  Json depths = Json::array();
  for (const engine::StoreDepth& depth : report.depths) {
    depths.push_back(
        {{"store", depth.store},
         {"depth", depth.depth == ErasureDepth::overwritten ? "overwritten" : "unreachable"},
         {"reason", depth.reason}});
  }
  return depths;
}

}  // namespace

Json run_json(const Plan& plan, const engine::RunReport& report) {
  Json steps = Json::array();
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    const Step& step = plan.steps[i];
    steps.push_back(
        {{"store", step.store},
         {"table", step.table},
         {"operation", step.operation == Operation::remove ? "delete" : "empty"},
         {"columns", columns_json(step)},
         {"planned", step.rows},
         {"rows", report.steps[i].rows},
         {"outcome", to_string(report.steps[i].kind)},
         {"reason", report.steps[i].reason.empty() ? step.blocked : report.steps[i].reason},
         {"due", step.due},
         {"why", whys_json(step.why)}});
  }
  Json gaps = Json::array();
  for (const engine::Gap& gap : plan.gaps) {
    Json one = {{"code", gap.code}, {"place", gap.place},   {"reason", gap.reason},
                {"rows", gap.rows}, {"remedy", gap.remedy}, {"waived", nullptr}};
    if (gap.waived) one["waived"] = *gap.waived;
    gaps.push_back(std::move(one));
  }
  Json kept = Json::array();
  for (const engine::Kept& one : plan.kept) {
    kept.push_back({{"store", one.store},
                    {"table", one.table},
                    {"rows", one.rows},
                    {"reason", one.reason},
                    {"until", one.until},
                    {"fields", one.fields},
                    {"why", whys_json(one.why)}});
  }
  return {{"run", report.id.value},        {"what", plan.kind},
          {"policy", plan.policy},         {"policy_digest", plan.policy_digest},
          {"deployment", plan.deployment}, {"planned_at", to_string(plan.at)},
          {"state", report.state},         {"held", report.held},
          {"remedy", report.remedy},       {"rows", report.rows()},
          {"steps", std::move(steps)},     {"kept", std::move(kept)},
          {"gaps", std::move(gaps)},       {"notes", plan.findings},
          {"depths", depths_json(report)}};
}

std::function<void(const engine::Progress&)> progress_to(const std::string& form) {
  // A terminal that has gone is no reason to end a run in the middle.
  const auto print = [](const std::string& text) {
    static_cast<void>(std::fputs(text.c_str(), stderr));
  };
  if (form == "json") {
    return [print](const engine::Progress& now) {
      print(fmt::format("{{\"store\":\"{}\",\"table\":\"{}\",\"rows\":{},\"of\":{}}}\n", now.store,
                        now.table, now.rows_done, now.rows_planned));
    };
  }
  if (isatty(STDERR_FILENO) == 0) return {};
  const auto start = std::chrono::steady_clock::now();
  return [print, start](const engine::Progress& now) {
    constexpr std::uint64_t width = 30;
    const double spent =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    const double rate = spent > 0 ? static_cast<double>(now.rows_done) / spent : 0;
    const double left =
        rate > 0
            ? static_cast<double>(now.rows_planned - std::min(now.rows_planned, now.rows_done)) /
                  rate
            : 0;
    const std::uint64_t filled =
        now.rows_planned == 0 ? width : width * now.rows_done / now.rows_planned;
    print(fmt::format("\r[{:<{}}] {} of {} rows, {:.0f} a second, {:.0f} s left  ",
                      std::string(filled, '='), width, now.rows_done, now.rows_planned, rate,
                      left));
    if (now.rows_done >= now.rows_planned) print("\n");
  };
}

}  // namespace abide::cli
