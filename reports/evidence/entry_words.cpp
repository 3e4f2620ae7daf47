#include "reports/evidence/entry_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

#include "engine/ledger/entries.hpp"

namespace abide::reports {
namespace {

using ledger::text_of;
struct Kind {
  std::string_view name;
  std::string (*words)(const Json& entry);
};

std::uint64_t number(const Json& entry, const char* key) {
  const auto at = entry.find(key);
  return at != entry.end() && at->is_number_unsigned() ? at->get<std::uint64_t>() : 0;
}

std::size_t length(const Json& entry, const char* key) {
  const auto at = entry.find(key);
  return at != entry.end() && at->is_array() ? at->size() : 0;
}

std::string counted(std::uint64_t count, std::string_view one, std::string_view more) {
  return fmt::format("{} {}", count, count == 1 ? one : more);
}

/// The sum of `rows` over the objects of a list.
std::uint64_t rows_in(const Json& entry, const char* key) {
  std::uint64_t rows = 0;
  if (length(entry, key) == 0) return rows;
  for (const Json& one : entry.at(key)) rows += number(one, "rows");
  return rows;
}

/// `R-1: `, where the entry is of a run.
std::string of_run(const Json& entry) {
  const std::string run = text_of(entry, "run");
  return run.empty() ? "" : run + ": ";
}

/// ` of M-1`, where the entry is about somebody.
std::string of_whom(const Json& entry) {
  const std::string whom = text_of(entry, "subject");
  return whom.empty() ? "" : " of " + whom;
}

std::string started(const Json& entry) {
  const std::uint64_t gaps = number(entry, "open_gaps");
  return fmt::format("{}{}{} began: {} in {}{}", of_run(entry), text_of(entry, "what"),
                     of_whom(entry), rows_of(number(entry, "rows")),
                     counted(number(entry, "steps"), "step", "steps"),
                     gaps == 0 ? "" : ", with " + counted(gaps, "open gap", "open gaps"));
}

std::string ranges(const Json& entry, std::string_view what) {
  return fmt::format("{}{} {} in {}", of_run(entry), what, rows_of(rows_in(entry, "ranges")),
                     counted(length(entry, "ranges"), "range", "ranges"));
}

std::string finished(const Json& entry) {
  return fmt::format("{}{}, {}", of_run(entry), text_of(entry, "state"),
                     rows_of(number(entry, "rows")));
}

std::string held(const Json& entry) {
  return fmt::format("a run{} over {} was held back: {}", of_whom(entry),
                     rows_of(number(entry, "rows")), text_of(entry, "reason"));
}

/// What a look found: of it, what may stay is no residue.
std::string looked(const Json& entry) {
  std::uint64_t left = 0;
  if (length(entry, "residue") > 0) {
    for (const Json& one : entry.at("residue")) {
      const std::string kind = text_of(one, "kind");
      if (kind != "kept" && kind != "waiting" && kind != "possible") left += number(one, "rows");
    }
  }
  const std::size_t unseen = length(entry, "not_looked_at");
  return fmt::format("{}looked again: {} left that should be gone{}", of_run(entry),
                     left == 0 ? "nothing" : rows_of(left),
                     unseen == 0 ? "" : "; not looked at: " + counted(unseen, "place", "places"));
}

std::string hold(const Json& entry) {
  return fmt::format("{} holds {}: {}", text_of(entry, "hold"), text_of(entry, "what"),
                     text_of(entry, "reason"));
}

std::string opened(const Json& entry) {
  return fmt::format("{} was opened: {}{}", text_of(entry, "request"),
                     text_of(entry, "request_kind"), of_whom(entry));
}

std::string closed(const Json& entry) {
  return fmt::format("{} was closed: {}", text_of(entry, "request"), text_of(entry, "how"));
}

std::string event(const Json& entry) {
  return fmt::format("{} was told: `{}`{}", text_of(entry, "event"), text_of(entry, "name"),
                     of_whom(entry));
}

std::string withdrawn(const Json& entry) {
  return fmt::format("{} was withdrawn: {}", text_of(entry, "event"), text_of(entry, "reason"));
}

std::string published(const Json& entry) {
  return fmt::format("`{}` was published as number {}, with {}", text_of(entry, "policy"),
                     number(entry, "number"),
                     counted(length(entry, "changes"), "change", "changes"));
}

std::string pack(const Json& entry, std::string_view what) {
  return fmt::format("{} was {}, a copy for {}", text_of(entry, "pack"), what,
                     text_of(entry, "subject"));
}

std::string own_data(const Json& entry) {
  return rows_of(rows_in(entry, "ended")) + " of Abide's own data ended by its own policy";
}

std::string plan(const Json& entry, std::string_view what) {
  return fmt::format("plan {:.16} {}", text_of(entry, "plan"), what);
}

/// By kind, as `docs/ledger-format.md` lists them.
constexpr std::array kinds{
    Kind{"init", [](const Json&) -> std::string { return "the ledger was begun"; }},
    Kind{"approval", [](const Json& entry) { return plan(entry, "was approved"); }},
    Kind{"approval_used",
         [](const Json& entry) {
           return plan(entry, "runs, as " + text_of(entry, "approved_by") + " approved");
         }},
    Kind{"run_started", started},
    Kind{"intent", [](const Json& entry) { return ranges(entry, "about to act on"); }},
    Kind{"outcomes", [](const Json& entry) { return ranges(entry, "acted on"); }},
    Kind{"doubt_settled",
         [](const Json& entry) {
           return of_run(entry) + "a doubt was settled: " + text_of(entry, "found");
         }},
    Kind{"run_finished", finished},
    Kind{"held", held},
    Kind{"reread", looked},
    Kind{"certificate",
         [](const Json& entry) {
           return of_run(entry) + "the certificate of the erasure" + of_whom(entry);
         }},
    Kind{"hold", hold},
    Kind{"hold_released",
         [](const Json& entry) { return text_of(entry, "hold") + " was released"; }},
    Kind{"request_opened", opened},
    Kind{"request_closed", closed},
    Kind{"event", event},
    Kind{"event_withdrawn", withdrawn},
    Kind{"published", published},
    Kind{"publication_held",
         [](const Json& entry) {
           return fmt::format(
               "`{}` was not published: nobody had told people that it becomes looser",
               text_of(entry, "policy"));
         }},
    Kind{"exported", [](const Json&) -> std::string { return "the evidence was exported"; }},
    Kind{"pack_drafted", [](const Json& entry) { return pack(entry, "drafted"); }},
    Kind{"pack_released", [](const Json& entry) { return pack(entry, "released"); }},
    Kind{"pack_voided",
         [](const Json& entry) {
           return "an earlier release of " + text_of(entry, "pack") + " counts no more";
         }},
    Kind{"own_data_ended", own_data},
    Kind{"key_rotated", [](const Json&) -> std::string { return "the signing key was replaced"; }},
    Kind{"clock_corrected",
         [](const Json&) -> std::string { return "somebody said that the clock is right again"; }},
};

}  // namespace

std::string rows_of(std::uint64_t rows) { return counted(rows, "row", "rows"); }

std::string words_of_entry(const Json& entry) {
  const auto kind = std::ranges::find(kinds, text_of(entry, "kind"), &Kind::name);
  return kind == kinds.end() ? "" : kind->words(entry);
}

}  // namespace abide::reports
