#include "reports/sweep_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reports/html.hpp"

namespace abide::reports {
namespace {

using engine::StepOutcome;

/// Each sentence once, whichever promises say it.
std::string reasons_of(const std::vector<engine::Why>& list) {
  std::vector<std::pair<std::string, std::string>> once;
  for (const engine::Why& why : list) {
    const auto at =
        std::ranges::find(once, why.sentence, &std::pair<std::string, std::string>::first);
    if (at == once.end()) {
      once.emplace_back(why.sentence, why.promise);
    } else {
      at->second += ", " + why.promise;
    }
  }
  std::string text;
  for (const auto& [sentence, promises] : once)
    text += fmt::format("{}{}: {}", text.empty() ? "" : " · ", promises, sentence);
  return text;
}

std::string deed_of(const engine::Step& step) {
  if (step.operation == engine::Operation::remove) return "deleted";
  return fmt::format("{}: {}", step.severs ? "severed" : "emptied", fmt::join(step.fields, ", "));
}

/// What was done, and what kept it from being all.
std::string deed_of(const engine::Step& step, const StepOutcome& outcome) {
  if (outcome.kind == StepOutcome::Kind::done && outcome.rows >= step.rows) return deed_of(step);
  const std::string reason = step.blocked.empty() ? outcome.reason : step.blocked;
  return fmt::format("{}{}; {}", outcome.rows == 0 ? "not " : "not all ", deed_of(step),
                     reason.empty() ? std::string{engine::to_string(outcome.kind)} : reason);
}

}  // namespace

std::string rows_in_words(std::uint64_t rows) {
  return fmt::format("{} row{}", rows, rows == 1 ? "" : "s");
}

std::string SweepTables::place(const std::string& store, const std::string& table) const {
  const policy::Model& model = story_.swept.model;
  const std::string name = store + "." + table;
  const auto id = model.find_table(name);
  const std::string title = id ? model.at(*id).title : "";
  return title.empty() ? name : fmt::format("{} ({})", title, name);
}

Lines SweepTables::went() const {
  Lines lines;
  const StepOutcome none{StepOutcome::Kind::waits, 0, 0, "nothing was begun"};
  for (std::size_t i = 0; i < plan().steps.size(); ++i) {
    const engine::Step& step = plan().steps[i];
    const StepOutcome& outcome = begun() ? report().steps[i] : none;
    const bool whole = outcome.kind == StepOutcome::Kind::done && outcome.rows >= step.rows;
    lines.push_back(
        {place(step.store, step.table),
         whole ? fmt::format("{}", outcome.rows) : fmt::format("{} of {}", outcome.rows, step.rows),
         deed_of(step, outcome),
         reasons_of(step.why) + (step.due.empty() ? "" : " (" + step.due + ")")});
  }
  return lines;
}

Lines SweepTables::stays() const {
  Lines lines;
  for (const engine::Kept& kept : plan().kept) {
    const std::string why = reasons_of(kept.why);
    lines.push_back({place(kept.store, kept.table), fmt::format("{}", kept.rows),
                     kept.reason + (why.empty() ? "" : ". " + why), until_in_words(kept.until)});
  }
  return lines;
}

Lines SweepTables::gaps(Waived waived) const {
  Lines lines;
  for (const engine::Gap& gap : plan().gaps) {
    if (gap.waived.has_value() != (waived == Waived::yes)) continue;
    lines.push_back({fmt::format("{} {}", gap.code, gap.place),
                     gap.reason + (gap.rows > 0 ? " (" + rows_in_words(gap.rows) + ")" : ""),
                     gap.waived.value_or(gap.remedy)});
  }
  return lines;
}

Lines SweepTables::still_there() const {
  Lines lines;
  for (const reread::Residue& one : story_.swept.look.residue) {
    if (!one.is_failure()) continue;
    lines.push_back(
        {place(one.store, one.table), fmt::format("{}", one.rows), reread::to_string(one.kind),
         one.promise.empty() ? one.reason
                             : fmt::format("{} ({}: {})", one.reason, one.promise, one.sentence)});
  }
  return lines;
}

std::map<std::string, std::uint64_t> SweepTables::gone_by_promise() const {
  std::map<std::string, std::uint64_t> gone;
  for (std::size_t i = 0; begun() && i < plan().steps.size(); ++i) {
    std::vector<std::string> once;
    for (const engine::Why& why : plan().steps[i].why) {
      if (std::ranges::find(once, why.promise) != once.end()) continue;
      once.push_back(why.promise);
      gone[why.promise] += report().steps[i].rows;
    }
  }
  return gone;
}

Lines SweepTables::promises() const {
  const auto gone = gone_by_promise();
  Lines lines;
  for (const PromiseVerdict& verdict : story_.verdicts) {
    if (verdict.answer == PromiseVerdict::Answer::elsewhere) continue;
    const policy::Promise& promise = story_.swept.model.at(verdict.promise);
    const auto rows = gone.find(promise.id);
    lines.push_back(
        {promise.quote.empty() ? promise.id : fmt::format("{}: “{}”", promise.id, promise.quote),
         std::string{to_string(verdict.answer)},
         fmt::format("{}", rows == gone.end() ? 0 : rows->second),
         fmt::format("{}", fmt::join(verdict.reasons, "; "))});
  }
  return lines;
}

std::vector<std::string> SweepTables::elsewhere() const {
  std::vector<std::string> ids;
  for (const PromiseVerdict& verdict : story_.verdicts)
    if (verdict.answer == PromiseVerdict::Answer::elsewhere)
      ids.push_back(story_.swept.model.at(verdict.promise).id);
  return ids;
}

Lines SweepTables::depths() const {
  Lines lines;
  for (const engine::StoreDepth& one : report().depths)
    lines.push_back({one.store, one.depth == ErasureDepth::overwritten
                                    ? "overwritten in the store's own files"
                                    : "no query finds them; bytes may remain in the file" +
                                          (one.reason.empty() ? "" : " (" + one.reason + ")")});
  return lines;
}

}  // namespace abide::reports
